import assert from "node:assert/strict";
import { adviseOn } from "../../../lib/doctor/advice.ts";
import type { AccountInventory, Answer, StackState } from "../../../lib/doctor/inventory.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { memoryFiles, planOf } from "../project.ts";

const ACCOUNT = "123456789012";
const KEY = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0b6ba1d2`;

function known<Value>(value: Value): Answer<Value> {
    return { known: true, value };
}

/** An account in which there is nothing at all. */
function emptyAccount(changes: Partial<AccountInventory> = {}): AccountInventory {
    return {
        account: ACCOUNT,
        region: "eu-west-1",
        recorder: known(undefined),
        deliveryChannel: known(undefined),
        retention: known(undefined),
        serviceLinkedRole: known(undefined),
        deliveryBucket: known(undefined),
        encryptionKey: known(undefined),
        tagged: known([]),
        organization: known(undefined),
        quotas: known({ rules: 12, packs: 1, aggregators: 0 }),
        ...changes,
    };
}

const EMPTY_STATE: StackState = { resources: [], pendingOperations: [] };

const ALL_TYPES = { strategy: "ALL_SUPPORTED_RESOURCE_TYPES", resourceTypes: [] } as const;

const RECORDER: AccountInventory["recorder"] = known({
    name: "their-recorder",
    roleArn: `arn:aws:iam::${ACCOUNT}:role/config`,
    recording: true,
    group: {
        strategy: "INCLUSION_BY_RESOURCE_TYPES",
        includeGlobalResourceTypes: false,
        resourceTypes: ["AWS::S3::Bucket", "AWS::EC2::VPC"],
    },
    frequency: "DAILY",
});

describe("the doctor's advice", () => {
    it("is nothing where nothing exists", () => {
        const report = adviseOn(planOf(""), emptyAccount(), EMPTY_STATE);
        assert.deepEqual(report.configuration, []);
        assert.deepEqual(report.remarks, []);
        assert.deepEqual(
            report.rows.filter(({ state }) => state !== "absent").map(({ what, detail }) => [what, detail]),
            [
                ["rules", "12 of 1000 used"],
                ["conformance packs", "1 of 50 used"],
                ["aggregators", "0 of 50 used"],
            ],
        );
    });

    it("adopts a recorder as it is, in lines that the stack's own checks accept", () => {
        const account = emptyAccount({
            recorder: RECORDER,
            deliveryChannel: known({ name: "theirs", bucket: "b", snapshotDeliveryFrequency: "Six_Hours" }),
            retention: known({ name: "default", days: 90 }),
            serviceLinkedRole: known({ arn: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/x` }),
            deliveryBucket: known({ name: "their-bucket" }),
            encryptionKey: known({ arn: KEY, alias: "alias/conformance-packs-test" }),
        });
        const { configuration } = adviseOn(planOf(""), account, EMPTY_STATE);
        const text = `config:\n  aws:region: eu-west-1\n${configuration.map((line) => `  ${line}\n`).join("")}`;
        const { plan, diagnostics } = loadPlan({ stack: "test", files: memoryFiles({ "Pulumi.test.yaml": text }) });
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(plan?.recorder, {
            mode: "adopt",
            name: "their-recorder",
            recordingGroup: {
                strategy: "INCLUSION_BY_RESOURCE_TYPES",
                includeGlobalResourceTypes: false,
                resourceTypes: ["AWS::EC2::VPC", "AWS::S3::Bucket"],
            },
            recordingFrequency: "DAILY",
            overrides: [],
        });
        assert.deepEqual(plan.deliveryChannel, {
            mode: "adopt",
            name: "theirs",
            snapshotDeliveryFrequency: "Six_Hours",
        });
        assert.deepEqual(plan.retention, { mode: "adopt", days: 90 });
        assert.deepEqual(plan.role, { mode: "adopt" });
        assert.equal(plan.deliveryBucket.name, "their-bucket");
        assert.equal(plan.encryptionKey.mode === "adopt" && plan.encryptionKey.arn, KEY);
    });

    it("adopts what exists in further regions, under one key, which the stack's own checks accept", () => {
        const regions =
            "  conformance-packs:regions: { ap-south-1: , sa-east-1: , us-east-1: { retention: { mode: use } } }\n";
        const none = {
            recorder: known(undefined),
            deliveryChannel: known(undefined),
            retention: known(undefined),
            quotas: known({ rules: 0, packs: 0, aggregators: 0 }),
        };
        const group = { ...ALL_TYPES, includeGlobalResourceTypes: false };
        const recorder = known({ name: "default", recording: true, group, frequency: "CONTINUOUS" } as const);
        const account = emptyAccount({
            recorder,
            furtherRegions: [
                { ...none, region: "ap-south-1" },
                { ...none, region: "sa-east-1", recorder, deliveryChannel: known({ name: "theirs", bucket: "b" }) },
                { ...none, region: "us-east-1", recorder, retention: known({ name: "default", days: 90 }) },
            ],
        });
        const state: StackState = {
            // The recorder of one region tells nothing of those of the others.
            resources: [{ type: "aws:cfg/recorder:Recorder", id: "default", region: "us-east-1" }],
            pendingOperations: [],
        };
        const { rows, configuration } = adviseOn(planOf(regions), account, state);
        assert.deepEqual(configuration, [
            "conformance-packs:regions:",
            "  sa-east-1:",
            "    recorder: { mode: adopt, globalResourceTypes: false }",
            "    deliveryChannel: { mode: adopt, name: theirs }",
        ]);
        assert.deepEqual(
            rows.flatMap(({ what, region, state: is }) => (region === "us-east-1" ? [`${what}: ${is}`] : [])),
            [
                "configuration recorder: managed here",
                "delivery channel: absent",
                "retention configuration: exists",
                "rules: exists",
                "conformance packs: exists",
                "aggregators: exists",
            ],
        );
        const text = `config:\n  aws:region: eu-west-1\n${configuration.map((line) => `  ${line}\n`).join("")}`;
        const { plan, diagnostics } = loadPlan({ stack: "test", files: memoryFiles({ "Pulumi.test.yaml": text }) });
        assert.deepEqual(diagnostics, []);
        assert.equal(plan?.furtherRegions?.[0]?.recorder.mode, "adopt");
    });

    it("says what to write where a region that has to be enabled does not answer", () => {
        const refused = { known: false, reason: "UnrecognizedClientException: who is that?" } as const;
        const silent = {
            region: "ap-east-1",
            recorder: refused,
            deliveryChannel: refused,
            retention: refused,
            quotas: refused,
        };
        const account = emptyAccount({ furtherRegions: [silent] });
        const plan = planOf("  conformance-packs:regions: { ap-east-1: { optIn: enabled } }\n");
        const [remark] = adviseOn(plan, account, EMPTY_STATE).remarks;
        assert.match(remark ?? "", /conformance-packs:regions: \{ ap-east-1: \{ optIn: enable \} \}$/);
        const enabling = planOf("  conformance-packs:regions: { ap-east-1: { optIn: enable } }\n");
        assert.match(adviseOn(enabling, account, EMPTY_STATE).remarks[0] ?? "", /which the stack does before all else/);
    });

    it("leaves alone what the stack manages, and what it only uses", () => {
        const managed: StackState = {
            resources: [{ type: "aws:cfg/recorder:Recorder", id: "their-recorder" }],
            pendingOperations: [],
        };
        const account = emptyAccount({ recorder: RECORDER });
        assert.deepEqual(adviseOn(planOf(""), account, managed).configuration, []);
        const use = planOf("  conformance-packs:recorder: { mode: use, name: their-recorder }\n");
        assert.deepEqual(adviseOn(use, account, EMPTY_STATE).configuration, []);
    });

    it("names a missing permission without giving up on the rest", () => {
        const reason = "AccessDenied: not allowed";
        const { rows, configuration } = adviseOn(
            planOf(""),
            emptyAccount({ quotas: { known: false, reason }, retention: known({ name: "default", days: 30 }) }),
            EMPTY_STATE,
        );
        assert.deepEqual(
            rows.find(({ what }) => what === "quotas"),
            { what: "quotas", state: "unknown", detail: reason },
        );
        assert.deepEqual(configuration, ["conformance-packs:retention: { mode: adopt, days: 30 }"]);
    });

    it("names what an interrupted run left behind", () => {
        const pending: StackState = {
            resources: [],
            pendingOperations: [{ operation: "creating", type: "aws:kms/key:Key", name: "delivery-key" }],
        };
        const { remarks } = adviseOn(planOf(""), emptyAccount({ tagged: known([KEY]) }), pending);
        assert.match(remarks[0] ?? "", /was creating delivery-key \(aws:kms\/key:Key\)/);
        assert.match(remarks[1] ?? "", /encryptionKey: \{ mode: adopt, arn: "arn:aws:kms:.*0b6ba1d2" \}/);
    });

    it("offers to delete a key only where the stack has its keys already", () => {
        const own = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/own`;
        const state: StackState = {
            resources: [{ type: "aws:kms/key:Key", id: "own", arn: own }],
            pendingOperations: [],
        };
        const { remarks } = adviseOn(planOf(""), emptyAccount({ tagged: known([KEY, own]) }), state);
        assert.equal(remarks.length, 1);
        assert.match(remarks[0] ?? "", /aws kms schedule-key-deletion --key-id arn:aws:kms:.*0b6ba1d2 /);
    });

    it("says that a state it cannot read may mislead", () => {
        assert.match(adviseOn(planOf(""), emptyAccount(), undefined).remarks[0] ?? "", /state could not be read/);
    });

    it("shows the organization, and who may deploy organization packs", () => {
        const plan: DeploymentPlan = planOf("  conformance-packs:packs: { root: { target: organization } }\n");
        const organization = known({
            managementAccount: "111111111111",
            trustedAccess: ["config.amazonaws.com", "sso.amazonaws.com"],
            delegatedAdministrators: [{ service: "config.amazonaws.com", account: ACCOUNT }],
        });
        const { rows, remarks } = adviseOn(plan, emptyAccount({ organization }), EMPTY_STATE);
        assert.deepEqual(
            rows.filter(({ what }) => what === "trusted access").map(({ detail }) => detail),
            ["config.amazonaws.com"],
        );
        assert.match(remarks[0] ?? "", /deploy from the management account 111111111111/);
        assert.match(
            adviseOn(plan, emptyAccount(), EMPTY_STATE).remarks[0] ?? "",
            /an organization's management account/,
        );
        const manager = emptyAccount({ account: "111111111111", organization });
        assert.deepEqual(adviseOn(plan, manager, EMPTY_STATE).remarks, []);
    });
});
