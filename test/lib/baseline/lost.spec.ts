import assert from "node:assert/strict";
import { lossesOf } from "../../../lib/baseline/check.ts";
import { coverageOf } from "../../../lib/baseline/coverage.ts";
import { readBaseline } from "../../../lib/baseline/read.ts";
import { baselineText } from "../../../lib/baseline/write.ts";
import type { ConformancePackPlan, DeploymentPlan, RecorderPlan, RulePlan } from "../../../lib/plan/plan.ts";
import { packOf, planOf } from "../../components/plans.ts";

function ruleOf(sourceIdentifier: string, changes: Partial<RulePlan> = {}): RulePlan {
    return { logicalId: sourceIdentifier, owner: "AWS", sourceIdentifier, location: { file: "" }, ...changes };
}

function withPacks(...packs: readonly Partial<ConformancePackPlan>[]): DeploymentPlan {
    return planOf({ packs: packs.map((pack) => packOf(pack)) });
}

/** Through the text, as a committed baseline goes: `line code: message` of every loss. */
function losses(old: DeploymentPlan, now: DeploymentPlan): string[] {
    const { baseline, diagnostics } = readBaseline("baseline/test.yaml", baselineText("test", coverageOf(old)));
    assert.ok(baseline, JSON.stringify(diagnostics));
    return lossesOf(baseline, now).map(({ line, code, message }) => `${line} ${code}: ${message}`);
}

const [a, b, c] = ["ROOT_ACCOUNT_MFA_ENABLED", "INCOMING_SSH_DISABLED", "IAM_USER_MFA_ENABLED"].map((identifier) =>
    ruleOf(identifier),
) as [RulePlan, RulePlan, RulePlan];
const types = (...ComplianceResourceTypes: string[]) => ({ scope: { ComplianceResourceTypes } });
const [bucket, user] = ["AWS::S3::Bucket", "AWS::IAM::User"];
const [one, two] = ["111122223333", "444455556666"];

describe("coverage that a baseline asks for", () => {
    const cases: Readonly<Record<string, [DeploymentPlan, DeploymentPlan, string[]]>> = {
        "is not lost with the same plan": [withPacks({ rules: [a, b] }), withPacks({ rules: [b, a] }), []],
        "is lost with a rule, at the rule's line": [
            withPacks({ name: "x", rules: [a, b] }),
            withPacks({ name: "x", rules: [b] }),
            ["16 lost-rule: ROOT_ACCOUNT_MFA_ENABLED of the pack x is gone, and no other pack checks the same"],
        ],
        "is lost with a pack, told once": [
            withPacks({ name: "x", rules: [a, b, c] }, { name: "y", rules: [a] }),
            withPacks(),
            [
                "12 lost-pack: the pack x is gone, and with it 3 rules that no other pack checks: " +
                    "IAM_USER_MFA_ENABLED, INCOMING_SSH_DISABLED, ROOT_ACCOUNT_MFA_ENABLED",
                "21 lost-rule: ROOT_ACCOUNT_MFA_ENABLED of the pack y is gone, and no other pack checks the same",
            ],
        ],
        "goes on with a pack that is renamed, and with rules of other names": [
            withPacks({ name: "x", rules: [a, b] }),
            withPacks({ name: "y", rules: [{ ...a, logicalId: "A", name: "my-a" }, b] }),
            [],
        ],
        "goes on with a rule in another pack that was there before": [
            withPacks({ name: "x", rules: [a, b] }, { name: "y", rules: [c] }),
            withPacks({ name: "x", rules: [b] }, { name: "y", rules: [c, a] }),
            [],
        ],
        "goes on with a duplicate, or with the same rule with a wider scope": [
            withPacks({ name: "x", rules: [a, { ...c, ...types(user) }] }, { name: "y", rules: [a, c] }),
            withPacks({ name: "y", rules: [a, c] }),
            [],
        ],
        "is lost where the other pack has a narrower scope": [
            withPacks({ name: "x", rules: [{ ...a, ...types(bucket, user) }] }),
            withPacks({ name: "y", rules: [{ ...a, ...types(user) }] }),
            ["15 narrowed-rule: ROOT_ACCOUNT_MFA_ENABLED in y no longer looks at AWS::S3::Bucket"],
        ],
        "is lost where the other pack reaches fewer accounts": [
            withPacks({ name: "x", target: "organization", rules: [a] }),
            withPacks({ name: "y", target: "organization", excludedAccounts: [one], rules: [a] }),
            ["15 lost-rule: ROOT_ACCOUNT_MFA_ENABLED of the pack x is gone, and no other pack checks the same"],
        ],
        "goes on where an organization pack takes over": [
            withPacks({ name: "x", rules: [a] }),
            withPacks({ name: "y", target: "organization", rules: [a] }),
            [],
        ],
        "is lost with the organization, and with an account": [
            withPacks(
                { name: "x", target: "organization", rules: [a] },
                { name: "y", target: "organization", excludedAccounts: [one], rules: [b] },
            ),
            withPacks(
                { name: "x", rules: [a] },
                { name: "y", target: "organization", excludedAccounts: [one, two], rules: [b] },
            ),
            [
                "13 narrowed-pack: x covers this account only, no longer the organization",
                "18 narrowed-pack: y leaves out 444455556666",
            ],
        ],
        "is lost with a unit, and with all units but some": [
            withPacks(
                { name: "x", target: "organization", rules: [a] },
                { name: "y", target: "organization", rules: [b] },
            ),
            withPacks(
                { name: "x", target: "organization", excludedUnits: ["ou-ab12-legacy01"], rules: [a] },
                { name: "y", target: "organization", units: ["ou-ab12-sandbox1"], rules: [b] },
            ),
            [
                "12 narrowed-pack: x leaves out ou-ab12-legacy01",
                "16 narrowed-pack: y reaches ou-ab12-sandbox1 only, no longer the whole organization",
            ],
        ],
        "goes on with the next ring of a rollout": [
            withPacks({ name: "x", target: "organization", units: ["ou-ab12-sandbox1"], rules: [a] }),
            withPacks({
                name: "x",
                target: "organization",
                rollout: {
                    rings: [
                        { name: "first", units: ["ou-ab12-sandbox1"] },
                        { name: "second", units: ["ou-ab12-product1"] },
                        { name: "rest", units: [] },
                    ],
                    upTo: "second",
                },
                rules: [a],
            }),
            [],
        ],
        "is not lost with a narrower pack beside one that reaches all": [
            withPacks({ name: "x", target: "organization", rules: [a] }),
            withPacks({ name: "x", rules: [a] }, { name: "y", target: "organization", rules: [a] }),
            [],
        ],
        "is lost with a scope, a frequency, a condition": [
            withPacks({
                rules: [
                    { ...a, frequency: "One_Hour" },
                    { ...b, ...types(bucket) },
                    { ...c, ...types(user) },
                ],
            }),
            withPacks({
                rules: [a, { ...b, scope: { ...types(bucket).scope, TagKey: "t" } }, { ...c, ...types(bucket) }],
            }),
            [
                "15 narrowed-rule: IAM_USER_MFA_ENABLED in iam-hygiene no longer looks at AWS::IAM::User",
                "18 narrowed-rule: INCOMING_SSH_DISABLED in iam-hygiene looks only at resources with TagKey",
                "21 narrowed-rule: ROOT_ACCOUNT_MFA_ENABLED in iam-hygiene runs less often: One_Hour -> once a day",
            ],
        ],
        "is lost with a scope where there was none": [
            withPacks({ rules: [ruleOf("S3_BUCKET_VERSIONING_ENABLED")] }),
            withPacks({ rules: [ruleOf("S3_BUCKET_VERSIONING_ENABLED", types("AWS::S3::AccessPoint"))] }),
            ["15 narrowed-rule: S3_BUCKET_VERSIONING_ENABLED in iam-hygiene no longer looks at AWS::S3::Bucket"],
        ],
        "is not lost with other input parameters": [
            withPacks({ rules: [{ ...a, inputParameters: { n: "1" } }] }),
            withPacks({ rules: [{ ...a, inputParameters: { n: "2" } }] }),
            [],
        ],
        "is lost with one of two instances": [
            withPacks({
                name: "x",
                rules: ["1", "2"].map((n) => ruleOf("P", { logicalId: n, inputParameters: { n } })),
            }),
            withPacks({ name: "x", rules: [ruleOf("P", { logicalId: "2", inputParameters: { n: "2" } })] }),
            ["15 lost-rule: P of the pack x is gone, and no other pack checks the same"],
        ],
        "is lost with custom rules and process checks, by name": [
            withPacks({
                rules: [
                    { logicalId: "G", name: "guard", owner: "CUSTOM_POLICY", location: { file: "" } },
                    ruleOf("AWS_CONFIG_PROCESS_CHECK", { logicalId: "one" }),
                    ruleOf("AWS_CONFIG_PROCESS_CHECK", { logicalId: "two" }),
                ],
            }),
            withPacks({
                rules: [
                    ruleOf("arn:aws:lambda:x", { logicalId: "guard", owner: "CUSTOM_LAMBDA" }),
                    ruleOf("AWS_CONFIG_PROCESS_CHECK", { logicalId: "two" }),
                ],
            }),
            [
                "15 lost-rule: guard of the pack iam-hygiene is gone, and no other pack checks the same",
                "17 lost-rule: one of the pack iam-hygiene is gone, and no other pack checks the same",
            ],
        ],
        "is lost with a region": [
            planOf({ region: "us-east-1" }),
            planOf(),
            ["6 lost-region: us-east-1 is no longer covered: the stack deploys to eu-west-1"],
        ],
    };
    for (const [name, [old, now, expected]] of Object.entries(cases)) {
        it(name, () => assert.deepEqual(losses(old, now), expected));
    }

    it("is lost with a rule whose condition no longer holds with the stack's values", () => {
        const template =
            'Parameters:\n  Check: { Type: String, Default: "yes" }\n' +
            'Conditions:\n  Wanted: !Equals [!Ref Check, "yes"]\n' +
            "Resources:\n  Root:\n    Type: AWS::Config::ConfigRule\n    Condition: Wanted\n    Properties:\n" +
            "      ConfigRuleName: root\n      Source: { Owner: AWS, SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED }\n";
        const pack = { name: "x", template, rules: [{ ...a, condition: "Wanted" }] };
        const off = { ...pack, parameters: [{ name: "Check", value: "no" }] };
        assert.deepEqual(losses(withPacks(pack), withPacks(pack)), []);
        assert.equal(losses(withPacks(pack), withPacks(off)).length, 1);
        assert.deepEqual(losses(withPacks(off), withPacks(pack)), []);
    });
});

describe("recording that a baseline asks for", () => {
    const recording = (changes: object, group: object = {}): DeploymentPlan => {
        const { recorder } = planOf();
        assert.ok(recorder.mode !== "use");
        const recordingGroup = { ...recorder.recordingGroup, ...group };
        return planOf({ recorder: { ...recorder, ...changes, recordingGroup } as RecorderPlan });
    };
    const only = (...resourceTypes: string[]) =>
        recording({}, { strategy: "INCLUSION_BY_RESOURCE_TYPES", includeGlobalResourceTypes: false, resourceTypes });
    const except = (...resourceTypes: string[]) =>
        recording({}, { strategy: "EXCLUSION_BY_RESOURCE_TYPES", includeGlobalResourceTypes: false, resourceTypes });
    const daily = { recordingFrequency: "DAILY" };
    const override = (recordingFrequency: string) => ({ overrides: [{ resourceTypes: [bucket], recordingFrequency }] });
    const cases: Readonly<Record<string, [DeploymentPlan, DeploymentPlan, string[]]>> = {
        "is lost with a type that is left out": [
            recording({}),
            except(bucket),
            ["8 lost-recorded-types: AWS::S3::Bucket is no longer recorded"],
        ],
        "is lost with each type of a list": [
            only(bucket, user, "AWS::EC2::VPC"),
            only("AWS::EC2::VPC"),
            [
                "11 lost-recorded-types: AWS::IAM::User is no longer recorded",
                "12 lost-recorded-types: AWS::S3::Bucket is no longer recorded",
            ],
        ],
        "is lost with a list in place of everything": [
            recording({}),
            only(bucket),
            ["8 lost-recorded-types: only 1 resource type would be recorded, no longer every type but those left out"],
        ],
        "is not lost with everything in place of a list": [only(bucket), recording({}), []],
        "is lost with the frequency": [
            recording({}),
            recording(daily),
            ["10 lost-recording-frequency: resources are recorded daily, no longer at each change"],
        ],
        "is lost with the frequency of one type": [
            recording({ ...daily, ...override("CONTINUOUS") }),
            recording(daily),
            ["11 lost-recording-frequency: AWS::S3::Bucket is recorded daily, no longer at each change"],
        ],
        "is not lost with a type that is recorded more often": [recording({ ...override("DAILY") }), recording({}), []],
        "is lost with the recorder": [
            recording({}),
            planOf({ recorder: { mode: "use", name: "theirs" } }),
            ["7 lost-recorder: the stack no longer manages the recorder, and deletes its own"],
        ],
        "is not asked for where something else manages the recorder": [
            planOf({ recorder: { mode: "use", name: "theirs" } }),
            recording({}),
            [],
        ],
    };
    for (const [name, [old, now, expected]] of Object.entries(cases)) {
        it(name, () => assert.deepEqual(losses(old, now), expected));
    }
});
