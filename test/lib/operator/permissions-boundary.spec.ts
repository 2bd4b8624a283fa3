import assert from "node:assert/strict";
import { MANAGED_POLICY_CHARACTERS, policyCharacters } from "../../../lib/operator/identity-policy.ts";
import { operatorStatements } from "../../../lib/operator/operator-policy.ts";
import { permissionsBoundary } from "../../../lib/operator/permissions-boundary.ts";
import { KEY_TAG, STACK_TAG } from "../../../lib/plan/build.ts";
import { isAllowed } from "./identity-policy-evaluation.ts";
import { plans } from "./stacks.ts";

const ACCOUNT = "123456789012";

describe("the permissions boundary", () => {
    const stacks = plans();
    const everything = stacks.get("everything") ?? assert.fail("there is no such stack");
    const boundary = permissionsBoundary({ plan: everything, account: ACCOUNT });
    const region = { "aws:RequestedRegion": "eu-west-1" };
    const within = (action: string, resource: string, context: Readonly<Record<string, string>> = region): boolean =>
        isAllowed([boundary], { action, resource, context });

    it("is as long as IAM takes it", () => {
        for (const plan of stacks.values()) {
            assert.ok(policyCharacters(permissionsBoundary({ plan, account: ACCOUNT })) <= MANAGED_POLICY_CHARACTERS);
        }
    });

    it("leaves an update everything that it does, but for ending recording", () => {
        for (const [name, plan] of stacks) {
            const boundaries = [false, true].map((destroys) =>
                permissionsBoundary({ plan, account: ACCOUNT, destroys }),
            );
            const [denied = [], deniedToDestroy = []] = boundaries.map((one) =>
                operatorStatements({ plans: [plan], operations: ["up", "destroy"], account: ACCOUNT }).flatMap(
                    ({ Action: actions = [], Resource: resources = [] }) =>
                        actions.filter((action) =>
                            resources.some((resource) => !isAllowed([one], { action, resource, context: region })),
                        ),
                ),
            );
            const ends = /^(cloudtrail:DeleteTrail|config:(Stop|Delete)(Configuration|Delivery|Retention))/;
            assert.deepEqual(
                denied.filter((action) => !ends.test(action) || action === "config:DeleteConfigurationAggregator"),
                [],
                name,
            );
            assert.deepEqual(deniedToDestroy, [], name);
        }
    });

    it("keeps history, its keys and recording, whatever a policy says", () => {
        const bucket = `arn:aws:s3:::config-history-everything-${ACCOUNT}-eu-west-1`;
        for (const [action, resource] of [
            ["s3:DeleteBucket", bucket],
            ["s3:DeleteObject", `${bucket}/AWSLogs/1`],
            ["s3:DeleteObjectVersion", `${bucket}/AWSLogs/1`],
            [
                "config:StopConfigurationRecorder",
                `arn:aws:config:eu-west-1:${ACCOUNT}:configuration-recorder/default/1`,
            ],
            ["config:DeleteDeliveryChannel", "*"],
            ["iam:CreateUser", `arn:aws:iam::${ACCOUNT}:user/me`],
            ["iam:DeleteRolePermissionsBoundary", `arn:aws:iam::${ACCOUNT}:role/me`],
            ["ec2:RunInstances", "*"],
        ] as const) {
            assert.ok(!within(action, resource), action);
        }
        const key = (purpose: string) => ({
            ...region,
            [`aws:ResourceTag/${STACK_TAG}`]: "everything",
            [`aws:ResourceTag/${KEY_TAG}`]: purpose,
        });
        const arn = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/1`;
        assert.ok(!within("kms:ScheduleKeyDeletion", arn, key("delivery")));
        assert.ok(within("kms:ScheduleKeyDeletion", arn, key("digest")));
    });

    it("stays in the stack's regions", () => {
        const pack = (place: string): string => `arn:aws:config:${place}:${ACCOUNT}:conformance-pack/large/1`;
        assert.ok(within("config:PutConformancePack", pack("us-east-1"), { "aws:RequestedRegion": "us-east-1" }));
        assert.ok(!within("config:PutConformancePack", pack("us-east-2"), { "aws:RequestedRegion": "us-east-2" }));
        assert.ok(within("iam:GetRole", "*", { "aws:RequestedRegion": "us-east-2" }));
    });
});
