import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { MembersPlan } from "../../lib/plan/members-plan.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import type { PolicyDocument } from "../../lib/policies/policy-document.ts";
import { CONFIGURATIONS, membersOf } from "../lib/members/configurations.ts";
import { planOf as configured } from "../lib/project.ts";
import { only, rows, run, valueOf } from "../harness.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { BUCKET, IDENTITY, planOf, regionOf } from "./plans.ts";

const STACK_SET = "aws:cloudformation/stackSet:StackSet";
const INSTANCES = "aws:cloudformation/stackInstances:StackInstances";

function withMembers(changes: Partial<MembersPlan> = {}, configuration: string = CONFIGURATIONS.usual): DeploymentPlan {
    return planOf({ members: { ...membersOf(configuration).members, ...changes } });
}

describe("member accounts", () => {
    it("are none where the plan has none", async () => {
        const done = await run(() => deploy(planOf(), IDENTITY));
        assert.deepEqual(
            rows(done).filter((row) => /StackSet|EventBus|MemberAccounts/.test(row)),
            [],
        );
    });

    it("get two StackSets for whole units, that deploy by themselves and leave stacks where they are", async () => {
        const done = await run(() => deploy(withMembers(), IDENTITY));
        for (const kind of ["global", "regional"]) {
            const { inputs, options } = only(done, STACK_SET, `members-${kind}-stack-set`);
            assert.equal(inputs["permissionModel"], "SERVICE_MANAGED");
            assert.equal(inputs["callAs"], "SELF");
            assert.equal(inputs["name"], `conformance-packs-test-members-${kind}`);
            assert.deepEqual(inputs["capabilities"], ["CAPABILITY_NAMED_IAM"]);
            assert.deepEqual(inputs["managedExecution"], { active: true });
            const automatic = inputs["autoDeployment"] as Record<string, unknown>;
            assert.deepEqual([automatic["enabled"], automatic["retainStacksOnAccountRemoval"]], [true, true]);
            assert.equal(options.deleteBeforeReplace, true);
        }
    });

    it("get the global one before the regional one, in the stack's run and whenever they join", async () => {
        const done = await run(() => deploy(withMembers(), IDENTITY));
        const [global, regional] = ["global", "regional"].map((kind) =>
            only(done, STACK_SET, `members-${kind}-stack-set`),
        );
        assert.equal((global?.inputs["autoDeployment"] as Record<string, unknown>)["dependsOnStackSets"], undefined);
        assert.deepEqual((regional?.inputs["autoDeployment"] as Record<string, unknown>)["dependsOnStackSets"], [
            `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stackset/conformance-packs-test-members-global:1`,
        ]);
        assert.ok(regional?.dependsOn.includes("members-global-instances"));
    });

    it("keep the global one where it is when the home region moves, of which the regional one is told", async () => {
        const { members, rollout } = membersOf(CONFIGURATIONS.usual);
        const moved = { ...members, rollout: { ...rollout, regions: [REGION, "us-east-1"], homeRegion: "us-east-1" } };
        const done = await run(() => deploy(planOf({ homeRegion: "us-east-1", members: moved }), IDENTITY));
        assert.deepEqual(only(done, INSTANCES, "members-global-instances").inputs["regions"], [REGION]);
        const templates = async (homeRegion: string): Promise<string[]> => {
            const again = await run(() =>
                deploy(planOf({ members: { ...moved, rollout: { ...moved.rollout, homeRegion } } }), IDENTITY),
            );
            return ["global", "regional"].map((kind) =>
                String(only(again, STACK_SET, `members-${kind}-stack-set`).inputs["templateBody"]),
            );
        };
        const [[globalBefore, before], [global, after]] = [await templates(REGION), await templates("us-east-1")];
        assert.equal(global, globalBefore, "nothing is decided anew");
        assert.notEqual(after, before);
    });

    it("get the global one in the stack's own region, the other in all, by units, as carefully as the plan says", async () => {
        const done = await run(() => deploy(withMembers({}, CONFIGURATIONS.everything), IDENTITY));
        const global = only(done, INSTANCES, "members-global-instances").inputs;
        const regional = only(done, INSTANCES, "members-regional-instances").inputs;
        assert.deepEqual(global["regions"], ["eu-west-1"]);
        assert.deepEqual(regional["regions"], ["ap-southeast-2", "eu-west-1", "us-east-1"]);
        const preferences = {
            failureTolerancePercentage: 0,
            maxConcurrentPercentage: 100,
            regionConcurrencyType: "SEQUENTIAL",
        };
        for (const inputs of [global, regional]) {
            assert.deepEqual(inputs["deploymentTargets"], {
                organizationalUnitIds: ["ou-ab12-aaaabbbb", "ou-ab12-cdefgh34"],
            });
            assert.deepEqual(inputs["operationPreferences"], {
                ...preferences,
                concurrencyMode: "SOFT_FAILURE_TOLERANCE",
            });
        }
        const { inputs } = only(done, STACK_SET, "members-regional-stack-set");
        assert.deepEqual(inputs["operationPreferences"], preferences);
    });

    it("are told bucket, key and event bus, and where the function's decisions are", async () => {
        const done = await run(() => deploy(withMembers(), IDENTITY));
        const { inputs } = only(done, STACK_SET, "members-regional-stack-set");
        assert.deepEqual(inputs["parameters"], {
            RecorderDecision: "/conformance-packs-test/members/recorder",
            DeliveryChannelDecision: "/conformance-packs-test/members/delivery-channel",
            DeliveryBucket: BUCKET,
            DeliveryKey: `arn:aws:kms:${REGION}:${ACCOUNT}:key/delivery-key-id`,
            CentralEventBus: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/conformance-packs-test-members`,
        });
    });

    it("come after bucket policy and event bus, and after what the stack itself records", async () => {
        const plan = { ...withMembers(), furtherRegions: [regionOf("us-east-1")] };
        const done = await run(() => deploy(plan, IDENTITY));
        const { dependsOn } = only(done, STACK_SET, "members-global-stack-set");
        for (const name of [
            "delivery-bucket-policy",
            "members-event-bus-policy",
            "config-recorder-status",
            "config-us-east-1-recorder-status",
        ]) {
            assert.ok(dependsOn.includes(name), `${name} is not waited for`);
        }
    });

    it("are admitted to bucket and key, and to the topic where they announce", async () => {
        const done = await run(() => deploy(withMembers({}, CONFIGURATIONS.everything), IDENTITY));
        const admits = (type: string, name: string): boolean => {
            const policy = JSON.parse(String(only(done, type, name).inputs["policy"])) as PolicyDocument;
            return policy.Statement.some(
                ({ Condition: condition }) => condition?.["StringEquals"]?.["aws:SourceOrgID"] === "o-abcdefghij",
            );
        };
        assert.ok(admits("aws:s3/bucketPolicy:BucketPolicy", "delivery-bucket-policy"));
        assert.ok(admits("aws:kms/key:Key", "delivery-key"));
        assert.ok(admits("aws:sns/topicPolicy:TopicPolicy", "delivery-topic-policy"));
    });

    it("leave the stack's own account the same two roles, where StackSets do not reach it", async () => {
        const done = await run(() => deploy(withMembers(), IDENTITY));
        const role = only(done, "aws:iam/role:Role", "members-remediation-role").inputs;
        assert.equal(role["name"], "conformance-packs-remediation");
        assert.match(String(role["assumeRolePolicy"]), new RegExp(`"aws:SourceAccount":"${ACCOUNT}"`));
        assert.equal(
            only(done, "aws:iam/role:Role", "members-evaluation-role").inputs["name"],
            "conformance-packs-evaluation",
        );
        const without = await run(() => deploy(withMembers({ ownRoles: false }), IDENTITY));
        assert.deepEqual(
            rows(without).filter((row) => row.startsWith("aws:iam/role:Role")),
            [],
        );
    });

    it("are only those roles where nothing is rolled out", async () => {
        const { members } = configured("  conformance-packs:members: { units: [] }\n");
        assert.ok(members);
        const done = await run(() => deploy(planOf({ members }), IDENTITY));
        assert.deepEqual(
            rows(done).filter((row) => row.includes("members-")),
            [
                "aws:iam/role:Role members-evaluation-role",
                "aws:iam/role:Role members-remediation-role",
                "aws:iam/rolePolicy:RolePolicy members-evaluation-role-policy",
            ],
        );
    });

    it("are exported", async () => {
        const { result } = await run(async () => {
            const { members } = await deploy(withMembers(), IDENTITY);
            assert.ok(members?.eventBusArn && members.stackSets["regional"]);
            return [await valueOf(members.eventBusArn), await valueOf(members.stackSets["regional"])];
        });
        assert.deepEqual(result, [
            `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/conformance-packs-test-members`,
            `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stackset/conformance-packs-test-members-regional:1`,
        ]);
    });
});
