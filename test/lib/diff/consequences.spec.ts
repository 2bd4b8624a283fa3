import assert from "node:assert/strict";
import { defaultUsage } from "../../../lib/cost/usage.ts";
import { comparePlans } from "../../../lib/diff/comparison.ts";
import { FAIL_ON_CLASSES, parseFailOn, violations } from "../../../lib/diff/fail-on.ts";
import { lostCoverage } from "../../../lib/diff/lost-coverage.ts";
import { textOf } from "../../../lib/diff/message.ts";
import { changedResources } from "../../../lib/diff/replaced-resources.ts";
import { followRules } from "../../../lib/diff/rule-coverage.ts";
import type { ConformancePackPlan, DeploymentPlan, RecorderPlan, RulePlan } from "../../../lib/plan/plan.ts";
import { ARCHIVE, packOf, planOf, REPLICA } from "../../components/plans.ts";

function ruleOf(sourceIdentifier: string, changes: Partial<RulePlan> = {}): RulePlan {
    return { logicalId: sourceIdentifier, owner: "AWS", sourceIdentifier, location: { file: "" }, ...changes };
}

function withPacks(...packs: readonly Partial<ConformancePackPlan>[]): DeploymentPlan {
    return planOf({ packs: packs.map((pack) => packOf(pack)) });
}

const compare = (old: DeploymentPlan | undefined, now: DeploymentPlan | undefined) =>
    comparePlans("test", old, now, defaultUsage());

const RINGS = [
    { name: "first", units: ["ou-ab12-sandbox1"] },
    { name: "second", units: ["ou-ab12-product1"] },
    { name: "rest", units: [] },
];

describe("rules that are followed", () => {
    const lost = (old: DeploymentPlan, now: DeploymentPlan): string[] =>
        followRules(old, now).lost.map(({ pack, name }) => `${pack}/${name}`);
    const [a, b] = [ruleOf("ROOT_ACCOUNT_MFA_ENABLED"), ruleOf("INCOMING_SSH_DISABLED")];

    it("are lost with their pack, or alone", () => {
        assert.deepEqual(lost(withPacks({ name: "x", rules: [a, b] }), withPacks({ name: "x", rules: [b] })), [
            "x/ROOT_ACCOUNT_MFA_ENABLED",
        ]);
        assert.equal(lost(withPacks({ name: "x", rules: [a, b] }), withPacks()).length, 2);
    });

    it("move with a pack that is renamed, and with a rule that changes its logical ID", () => {
        const old = withPacks({ name: "x", rules: [a, b] });
        const now = withPacks({ name: "y", rules: [{ ...a, logicalId: "Other" }, b] });
        assert.deepEqual(lost(old, now), []);
        assert.deepEqual(
            followRules(old, now).moved.map(
                ({ from, to }) => `${from.pack} ${from.logicalId} ${to.pack} ${to.logicalId}`,
            ),
            ["x INCOMING_SSH_DISABLED y INCOMING_SSH_DISABLED", "x ROOT_ACCOUNT_MFA_ENABLED y Other"],
        );
    });

    it("go on where a duplicate is removed", () => {
        assert.deepEqual(
            lost(withPacks({ name: "x", rules: [a] }, { name: "y", rules: [a] }), withPacks({ name: "y", rules: [a] })),
            [],
        );
    });

    it("are lost where another instance with other parameters stays", () => {
        const [one, two] = ["1", "2"].map((port) => ruleOf("P", { logicalId: port, inputParameters: { port } }));
        assert.deepEqual(
            lost(
                withPacks({ name: "x", rules: [one as RulePlan, two as RulePlan] }),
                withPacks({ name: "x", rules: [two as RulePlan] }),
            ),
            ["x/1"],
        );
    });

    it("are lost where their source changes under the same logical ID", () => {
        const now = withPacks({ name: "x", rules: [{ ...b, logicalId: a.logicalId }] });
        assert.deepEqual(lost(withPacks({ name: "x", rules: [a] }), now), ["x/ROOT_ACCOUNT_MFA_ENABLED"]);
    });

    it("move from the account to the organization, not back", () => {
        const [account, organization] = [
            withPacks({ name: "x", rules: [a] }),
            withPacks({ name: "y", target: "organization", rules: [a] }),
        ];
        assert.deepEqual(lost(account, organization), []);
        assert.deepEqual(lost(organization, account), ["y/ROOT_ACCOUNT_MFA_ENABLED"]);
    });

    it("do not take process checks for one another", () => {
        const [one, two] = ["one", "two"].map((name) => ruleOf("AWS_CONFIG_PROCESS_CHECK", { logicalId: name, name }));
        assert.deepEqual(
            lost(
                withPacks({ name: "x", rules: [one as RulePlan] }),
                withPacks({ name: "x", rules: [two as RulePlan] }),
            ),
            ["x/one"],
        );
    });
});

describe("lost coverage", () => {
    const codes = (old: Partial<DeploymentPlan>, now: Partial<DeploymentPlan>): string[] =>
        lostCoverage(planOf(old), planOf(now)).map(({ code, words }) => `${code}: ${textOf(words)}`);
    const recorder = (changes: object, group: object = {}): { recorder: RecorderPlan } => ({
        recorder: {
            mode: "create",
            name: "default",
            recordingFrequency: "CONTINUOUS",
            overrides: [],
            ...changes,
            recordingGroup: {
                strategy: "ALL_SUPPORTED_RESOURCE_TYPES",
                includeGlobalResourceTypes: true,
                resourceTypes: [],
                ...group,
            },
        },
    });
    const only = (...resourceTypes: string[]) =>
        recorder({}, { strategy: "INCLUSION_BY_RESOURCE_TYPES", resourceTypes });
    const except = (...resourceTypes: string[]) =>
        recorder({}, { strategy: "EXCLUSION_BY_RESOURCE_TYPES", resourceTypes });
    const [bucket, user] = ["AWS::S3::Bucket", "AWS::IAM::User"];

    const cases: Readonly<Record<string, [Partial<DeploymentPlan>, Partial<DeploymentPlan>, string[]]>> = {
        "nothing of an unchanged plan": [{}, {}, []],
        "a region": [
            { region: "us-east-1" },
            {},
            ["region: us-east-1 is no longer covered: the stack moves to eu-west-1"],
        ],
        "global types": [
            recorder({}),
            recorder({}, { includeGlobalResourceTypes: false }),
            ["recorded-types: no longer recorded: AWS::IAM::Group, AWS::IAM::Policy, AWS::IAM::Role, AWS::IAM::User"],
        ],
        "all but a few types": [
            recorder({}),
            only(bucket),
            ["recorded-types: only 1 resource type would be recorded, no longer every type but those left out"],
        ],
        "a type that is left out": [recorder({}), except(bucket), [`recorded-types: no longer recorded: ${bucket}`]],
        "one type of two": [only(bucket, user), only(bucket), [`recorded-types: no longer recorded: ${user}`]],
        "no type where more are recorded": [only(bucket), recorder({}), []],
        "the recorder": [
            recorder({}),
            { recorder: { mode: "use", name: "default" } },
            ["recorder: the recorder is no longer managed by this stack, which deletes its own"],
        ],
        "continuous recording": [
            recorder({}),
            recorder({ recordingFrequency: "DAILY" }),
            ["recording-frequency: recorded daily, no longer at each change"],
        ],
        "continuous recording of a type": [
            recorder({}),
            recorder({ overrides: [{ resourceTypes: [bucket], recordingFrequency: "DAILY" }] }),
            [`recording-frequency: recorded daily, no longer at each change: ${bucket}`],
        ],
        retention: [
            {},
            { retention: { mode: "create", days: 30 } },
            ["retention: AWS Config keeps history for 30 days, no longer for 2557"],
        ],
        "what is delivered": [
            {},
            {
                deliveryBucket: {
                    mode: "create",
                    namePrefix: "conformance-packs-test",
                    lifecycle: { noncurrentVersionsExpireAfterDays: 365, expireAfterDays: 400 },
                },
            },
            ["history-expiry: delivered history is deleted after 400 days, before: never"],
        ],
        "the copy of history": [
            {
                deliveryBucket: {
                    mode: "create",
                    namePrefix: "conformance-packs-test",
                    lifecycle: { noncurrentVersionsExpireAfterDays: 365 },
                    replica: REPLICA,
                },
            },
            {},
            ["history-replica: history is no longer copied to config-archive-logs of account 444455556666"],
        ],
        "an archive": [{ historyArchive: ARCHIVE }, {}, ["history-archive: the history archive is gone"]],
        "what an archive keeps": [
            { historyArchive: ARCHIVE },
            {
                historyArchive: {
                    ...ARCHIVE,
                    sources: ARCHIVE.sources.slice(1),
                    lock: { mode: "GOVERNANCE", days: 30 },
                    lifecycle: { expireAfterDays: 60 },
                    protect: false,
                },
            },
            [
                "history-archive: the history archive no longer takes replicas of 444455556666/conformance-packs-dev-replication",
                "history-archive: replicas are locked for 30 days, no longer for 400",
                "history-archive: whoever may bypass governance may end the lock of replicas",
                "history-archive: replicas expire after 60 days",
                "history-archive: the history archive is no longer protected",
            ],
        ],
        "an aggregator's view": [
            { aggregators: [{ name: "x", source: "organization", regions: "all" }] },
            { aggregators: [{ name: "x", source: { accounts: ["self"] }, regions: ["eu-west-1"] }] },
            ["aggregator: the aggregator x no longer sees the whole organization, all regions"],
        ],
        "an aggregator": [
            { aggregators: [{ name: "x", source: "organization", regions: "all" }] },
            {},
            ["aggregator: the aggregator x is gone"],
        ],
        "the audit trail of other regions": [
            { auditTrail: { name: "t", keyAlias: "t", allRegions: true, organization: true } },
            { auditTrail: { name: "t", keyAlias: "t", allRegions: false, organization: true } },
            ["audit-trail: the audit trail covers one region only"],
        ],
        "the organization": [
            { packs: [packOf({ target: "organization" })] },
            { packs: [packOf()] },
            ["organization-pack: iam-hygiene covers this account only, no longer the organization"],
        ],
        "an account": [
            { packs: [packOf({ target: "organization" })] },
            { packs: [packOf({ target: "organization", excludedAccounts: ["111122223333"] })] },
            ["excluded-accounts: iam-hygiene leaves out 111122223333"],
        ],
        "a unit": [
            { packs: [packOf({ target: "organization" })] },
            { packs: [packOf({ target: "organization", excludedUnits: ["ou-ab12-legacy01"] })] },
            ["excluded-units: iam-hygiene leaves out ou-ab12-legacy01"],
        ],
        "all units but some": [
            { packs: [packOf({ target: "organization" })] },
            { packs: [packOf({ target: "organization", units: ["ou-ab12-sandbox1"] })] },
            ["units: iam-hygiene reaches ou-ab12-sandbox1 only, no longer the whole organization"],
        ],
        "a ring of a rollout": [
            { packs: [packOf({ target: "organization", rollout: { rings: RINGS, upTo: "second" } })] },
            { packs: [packOf({ target: "organization", rollout: { rings: RINGS, upTo: "first" } })] },
            ["units: iam-hygiene no longer reaches ou-ab12-product1"],
        ],
        "nothing with the next ring, and with the last": [
            { packs: [packOf({ target: "organization", units: ["ou-ab12-sandbox1"] })] },
            { packs: [packOf({ target: "organization", rollout: { rings: RINGS, upTo: "rest" } })] },
            [],
        ],
        "a rule's scope and frequency": [
            {
                packs: [
                    packOf({
                        rules: [
                            ruleOf("X", { scope: { ComplianceResourceTypes: [bucket, user] }, frequency: "One_Hour" }),
                        ],
                    }),
                ],
            },
            { packs: [packOf({ rules: [ruleOf("X", { scope: { ComplianceResourceTypes: [user], TagKey: "a" } })] })] },
            [
                "rule-frequency: X in iam-hygiene runs less often: One_Hour -> once a day",
                `rule-scope: X in iam-hygiene no longer looks at ${bucket}`,
                "rule-scope: X in iam-hygiene looks only at resources with TagKey",
            ],
        ],
    };
    for (const [name, [old, now, expected]] of Object.entries(cases)) {
        it(`is told: ${name}`, () => assert.deepEqual(codes(old, now), expected));
    }

    it("is everything where the stack is gone, and nothing where it is new", () => {
        assert.deepEqual(
            lostCoverage(planOf(), undefined).map(({ code }) => code),
            ["stack"],
        );
        assert.deepEqual(lostCoverage(undefined, planOf()), []);
    });
});

describe("changed resources", () => {
    const replaced = (now: Partial<DeploymentPlan>, old: Partial<DeploymentPlan> = {}): string[] =>
        changedResources(planOf(old), planOf(now)).replaced.map(textOf);

    it("are those that one side registers alone", () => {
        const { added, removed } = changedResources(planOf(), planOf({ retention: { mode: "use", days: 30 } }));
        assert.deepEqual(added, []);
        assert.deepEqual(removed, ["aws:cfg/retentionConfiguration:RetentionConfiguration config-retention"]);
    });

    it("are replaced with another name, key or target", () => {
        const lifecycle = { noncurrentVersionsExpireAfterDays: 365 };
        assert.deepEqual(replaced({ deliveryBucket: { mode: "create", name: "own", namePrefix: "x", lifecycle } }), [
            "the delivery bucket would change: conformance-packs-test-<account>-<region> -> own; a deployment refuses this",
        ]);
        assert.deepEqual(replaced({ deliveryBucket: { mode: "use", name: "own" }, encryptionKey: { mode: "none" } }), [
            "the delivery bucket would change: conformance-packs-test-<account>-<region> -> own; the old one is kept, but left behind",
            "the encryption key would change: create -> none",
        ]);
        assert.deepEqual(replaced({ packs: [packOf({ target: "organization" })] }), [
            "the pack iam-hygiene is deleted and created again: target account -> organization",
        ]);
        assert.deepEqual(
            replaced({
                encryptionKey: { mode: "create", alias: "other", deletionWindowInDays: 30, administrators: [] },
            }),
            ["the key's alias is replaced: conformance-packs-test -> other"],
        );
        assert.deepEqual(replaced({}), []);
    });
});

describe("a comparison", () => {
    const remediation = { logicalId: "Fix", rule: "r", document: "AWS-Fix", automatic: false };

    it("calls out a remediation that becomes automatic, or begins so, and no other", () => {
        const manual = withPacks({ remediations: [remediation] });
        const automatic = withPacks({ remediations: [{ ...remediation, automatic: true }] });
        const found = [{ pack: "iam-hygiene", rule: "r", document: "AWS-Fix" }];
        assert.deepEqual(compare(manual, automatic).automaticRemediations, found);
        assert.deepEqual(compare(withPacks({}), automatic).automaticRemediations, found);
        assert.deepEqual(compare(automatic, automatic).automaticRemediations, []);
        assert.deepEqual(compare(automatic, manual).automaticRemediations, []);
    });

    it("calls out duplicates that are new", () => {
        const rules = [ruleOf("ROOT_ACCOUNT_MFA_ENABLED")];
        const once = withPacks({ name: "x", rules });
        const twice = withPacks({ name: "x", rules }, { name: "y", rules });
        assert.deepEqual(
            compare(once, twice).newDuplicates.map(({ identifier }) => identifier),
            ["ROOT_ACCOUNT_MFA_ENABLED"],
        );
        assert.deepEqual(compare(twice, twice).newDuplicates, []);
        assert.deepEqual(compare(twice, once).newDuplicates, []);
    });

    it("does not take the cost of recording for that of a pack", () => {
        const pack = { rules: [ruleOf("S3_BUCKET_LOGGING_ENABLED")] };
        const { cost } = compare(withPacks(pack), withPacks());
        assert.ok(cost.recording.old.high > 0);
        assert.deepEqual(cost.recording.old, cost.recording.new);
        assert.ok(cost.delta.high < 0);
    });
});

describe("--fail-on", () => {
    const failing = (text: string, old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): string[] => {
        const parsed = parseFailOn(text);
        assert.ok("classes" in parsed);
        return violations([compare(old, now)], parsed.classes);
    };
    const rules = [ruleOf("S3_BUCKET_LOGGING_ENABLED")];

    it("finds what it names, and nothing else", () => {
        const [old, now] = [
            withPacks({ name: "x", rules }),
            planOf({ packs: [], retention: { mode: "create", days: 30 } }),
        ];
        assert.deepEqual(failing("removed-rules", old, now), ["test: removed-rules: 1 rule no longer checked"]);
        assert.deepEqual(failing("removed-packs , lost-coverage", old, now), [
            "test: removed-packs: 1 pack removed",
            "test: lost-coverage: 1 loss of coverage",
        ]);
        assert.deepEqual(failing("duplicates,replacement,automatic-remediation,cost>0", old, now), []);
        assert.deepEqual(failing("cost>0.01", now, old).length, 1);
        assert.deepEqual(failing("cost>1000", now, old), []);
    });

    it("knows its classes", () => {
        for (const text of ["", "removed-rule", "cost", "cost>", "cost>x", "cost<5", "constructor"]) {
            assert.ok("fault" in parseFailOn(text), text);
        }
        assert.match((parseFailOn("removed-rule") as { fault: string }).fault, /did you mean removed-rules\?/);
        assert.equal(FAIL_ON_CLASSES.length, 9);
    });
});
