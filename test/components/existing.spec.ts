import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { ExistingChannel, ExistingLookup, ExistingRecorder } from "../../components/existing-lookup.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import type { Hooks, RunOptions } from "../harness.ts";
import { run } from "../harness.ts";
import { BUCKET, IDENTITY, namesOf, planOf, ROLE_ARN, TOPIC_ARN } from "./plans.ts";

const OURS: ExistingRecorder = {
    name: "default",
    roleArn: ROLE_ARN,
    recordingGroup: {
        strategy: "ALL_SUPPORTED_RESOURCE_TYPES",
        includeGlobalResourceTypes: true,
        resourceTypes: [],
    },
};

const OUR_CHANNEL: ExistingChannel = { name: "default", bucket: BUCKET, topicArn: TOPIC_ARN };

/** An account in which nothing exists but what is given. */
function lookup(found: {
    recorder?: ExistingRecorder;
    deliveryChannel?: ExistingChannel;
    retention?: { name: string; days: number };
}): ExistingLookup {
    return {
        recorder: () => Promise.resolve(found.recorder),
        deliveryChannel: () => Promise.resolve(found.deliveryChannel),
        retention: () => Promise.resolve(found.retention),
    };
}

/** Deploys, then runs a hook as the engine would. */
function deployed(
    afterwards: (hooks: Hooks) => Promise<void>,
    existing = lookup({}),
    plan: DeploymentPlan = planOf(),
    calls: RunOptions["calls"] = {},
) {
    return run(() => deploy(plan, IDENTITY, { existing: () => existing }), { afterwards, calls });
}

describe("a resource that exists already", () => {
    const collisions: readonly [string, string, string, string[]][] = [
        [
            "delivery-bucket-exists",
            "creating S3 Bucket (b): operation error S3: CreateBucket, StatusCode: 409, BucketAlreadyOwnedByYou: …",
            `the bucket ${BUCKET}`,
            ["conformance-packs:deliveryBucket: { mode: adopt }", "conformance-packs:encryptionKey: { mode: adopt }"],
        ],
        [
            "delivery-alias-exists",
            "creating KMS Alias (alias/x): AlreadyExistsException: An alias with the name … already exists",
            "the KMS key alias that this stack creates",
            ["conformance-packs:encryptionKey: { mode: adopt }"],
        ],
        [
            "config-role-exists",
            "creating IAM Service Linked Role (config.amazonaws.com): InvalidInput: Service role name " +
                "AWSServiceRoleForConfig has been taken in this account, please try a different suffix.",
            "the service-linked role AWSServiceRoleForConfig",
            ["conformance-packs:role: { mode: adopt }"],
        ],
        [
            "config-recorder-exists",
            "MaxNumberOfConfigurationRecordersExceededException: …",
            "another configuration recorder",
            ["conformance-packs:recorder: { mode: adopt, name: <its name> }"],
        ],
        [
            "config-channel-exists",
            "MaxNumberOfDeliveryChannelsExceededException: …",
            "another delivery channel",
            ["conformance-packs:deliveryChannel: { mode: adopt, name: <its name> }"],
        ],
        [
            "config-retention-exists",
            "MaxNumberOfRetentionConfigurationsExceededException: …",
            "another retention configuration",
            ["conformance-packs:retention: { mode: adopt }"],
        ],
    ];
    for (const [hook, failure, what, lines] of collisions) {
        it(`makes ${hook} say once which lines adopt it, and not try again (${failure.slice(0, 30)}…)`, async () => {
            const { logs } = await deployed(async (hooks) => {
                assert.equal(await hooks.failed(hook, "create", failure), false);
            });
            assert.deepEqual(logs, [
                [
                    `error: ${what} exists already. To adopt it, write under config: in Pulumi.test.yaml, beside what else`,
                    "stands under the same keys:",
                    ...lines.map((line) => `    ${line}`),
                    "(`mode: use` instead of `adopt` where something else goes on managing it.)",
                ].join("\n"),
            ]);
        });
    }

    it("brings no key to adopt where the stack's alias leads to none", async () => {
        const { logs } = await run(() => deploy(planOf(), IDENTITY, { existing: () => lookup({}) }), {
            calls: {
                "aws:kms/getAlias:getAlias": () => {
                    throw new Error("reading KMS Alias: empty result");
                },
            },
            afterwards: async (hooks) => {
                await hooks.failed("delivery-bucket-exists", "create", "BucketAlreadyOwnedByYou");
            },
        });
        assert.equal(logs.length, 1);
        assert.match(logs[0] ?? "", /^ {4}conformance-packs:deliveryBucket: \{ mode: adopt \}$/m);
        assert.doesNotMatch(logs[0] ?? "", /encryptionKey/);
    });

    it("in another account can only be avoided: a bucket's name", async () => {
        const { logs } = await deployed(async (hooks) => {
            await hooks.failed("delivery-bucket-exists", "create", "creating S3 Bucket (b): BucketAlreadyExists");
        });
        assert.deepEqual(logs, [
            [
                `error: the bucket name ${BUCKET} is taken by another account, as bucket names are shared by all.`,
                "To take another name, write under config: in Pulumi.test.yaml:",
                "    conformance-packs:deliveryBucket: { name: <another name> }",
            ].join("\n"),
        ]);
    });

    it("is not blamed for any other failure", async () => {
        const { logs } = await deployed(async (hooks) => {
            assert.equal(await hooks.failed("delivery-bucket-exists", "create", "AccessDenied"), false);
            assert.equal(await hooks.failed("delivery-bucket-exists", "update", "BucketAlreadyExists"), false);
        });
        assert.deepEqual(logs, []);
    });

    it("is named with what the configuration already says", async () => {
        const base = planOf();
        assert.ok(base.deliveryBucket.mode === "create" && base.encryptionKey.mode === "create");
        const plan = planOf({
            deliveryBucket: { ...base.deliveryBucket, name: "history" },
            encryptionKey: { ...base.encryptionKey, alias: "history-key" },
        });
        const { logs } = await deployed(
            async (hooks) => {
                await hooks.failed("delivery-bucket-exists", "create", "BucketAlreadyOwnedByYou");
            },
            lookup({}),
            plan,
        );
        assert.match(logs[0] ?? "", /deliveryBucket: { mode: adopt, name: history }\n/);
        assert.match(logs[0] ?? "", /encryptionKey: { mode: adopt, alias: history-key }\n/);
    });

    it("leaves a used key out of the advice", async () => {
        const plan = planOf({ encryptionKey: { mode: "use", arn: "arn:aws:kms:eu-west-1:111122223333:key/abc" } });
        const { logs } = await deployed(
            async (hooks) => {
                await hooks.failed("delivery-bucket-exists", "create", "BucketAlreadyExists");
            },
            lookup({}),
            plan,
        );
        assert.doesNotMatch(logs[0] ?? "", /encryptionKey/);
    });
});

describe("a recorder, channel or retention that would be overwritten", () => {
    const overwrites = async (
        hook: string,
        existing: ExistingLookup,
        calls?: RunOptions["calls"],
    ): Promise<string | undefined> => {
        let answer: string | undefined;
        await deployed(
            async (hooks) => {
                answer = await hooks.before(hook);
            },
            existing,
            planOf(),
            calls,
        );
        return answer;
    };
    const traces: RunOptions["calls"] = {
        "aws:resourcegroupstaggingapi/getResources:getResources": () => ({
            resourceTagMappingLists: [{ resourceArn: `arn:aws:s3:::${BUCKET}`, tags: {} }],
        }),
    };

    it("is no matter where there is none", async () => {
        for (const hook of ["config-recorder-overwrite", "config-channel-overwrite", "config-retention-overwrite"]) {
            assert.equal(await overwrites(hook, lookup({})), undefined, hook);
        }
    });

    it("may be overwritten where an interrupted run of ours left it", async () => {
        const ours = lookup({
            recorder: OURS,
            deliveryChannel: OUR_CHANNEL,
            retention: { name: "default", days: 2557 },
        });
        for (const hook of ["config-recorder-overwrite", "config-channel-overwrite", "config-retention-overwrite"]) {
            assert.equal(await overwrites(hook, ours, traces), undefined, hook);
            assert.match((await overwrites(hook, ours)) ?? "", /exists already/, `${hook}, without traces of a run`);
        }
    });

    it("stops the recorder where it has another role, name or recording group", async () => {
        const { recordingGroup } = OURS;
        const others: readonly [ExistingRecorder, RegExp][] = [
            [{ ...OURS, roleArn: "arn:aws:iam::111122223333:role/other" }, /recorder: { mode: adopt }\n/],
            [{ ...OURS, name: "theirs" }, /recorder: { mode: adopt, name: theirs }\n/],
            [
                { ...OURS, recordingGroup: { ...recordingGroup, includeGlobalResourceTypes: false } },
                /recorder default \(role .*, all supported resource types\) exists already/,
            ],
            [
                {
                    ...OURS,
                    recordingGroup: {
                        ...recordingGroup,
                        strategy: "INCLUSION_BY_RESOURCE_TYPES",
                        resourceTypes: ["AWS::S3::Bucket"],
                    },
                },
                /only 1 resource types/,
            ],
        ];
        for (const [recorder, expected] of others) {
            assert.match((await overwrites("config-recorder-overwrite", lookup({ recorder }))) ?? "", expected);
        }
    });

    it("stops the channel where it delivers elsewhere", async () => {
        const deliveryChannel = { ...OUR_CHANNEL, bucket: "theirs", prefix: "config" };
        const answer = await overwrites("config-channel-overwrite", lookup({ deliveryChannel }));
        assert.match(answer ?? "", /the delivery channel default \(to s3:\/\/theirs\/config\) exists already/);
        assert.match(answer ?? "", /conformance-packs:deliveryChannel: { mode: adopt }\n/);
    });

    it("stops the retention where it keeps another number of days", async () => {
        const answer = await overwrites(
            "config-retention-overwrite",
            lookup({ retention: { name: "default", days: 90 } }),
        );
        assert.match(answer ?? "", /the retention configuration default \(90 days\) exists already/);
        assert.match(answer ?? "", /conformance-packs:retention: { mode: adopt, days: 2557 }\n/);
    });

    it("goes unseen, with a warning, where the lookup is not permitted", async () => {
        const denied = () => Promise.reject(new Error("AccessDeniedException: not authorized"));
        const { logs } = await deployed(
            async (hooks) => {
                assert.equal(await hooks.before("config-recorder-overwrite"), undefined);
            },
            { recorder: denied, deliveryChannel: denied, retention: denied },
        );
        assert.deepEqual(logs, [
            "warning: could not check whether the configuration recorder exists already, so it is created unseen: " +
                "AccessDeniedException: not authorized",
        ]);
    });

    it("is looked for by hooks only: what is found changes nothing that is registered", async () => {
        const full = lookup({ recorder: { ...OURS, name: "theirs" }, deliveryChannel: OUR_CHANNEL });
        const plain = await run(() => deploy(planOf(), IDENTITY, { existing: () => lookup({}) }));
        const crowded = await run(() => deploy(planOf(), IDENTITY, { existing: () => full }));
        const sorted = (from: typeof plain) =>
            [...from.registrations].sort((a, b) => `${a.type} ${a.name}`.localeCompare(`${b.type} ${b.name}`));
        assert.deepEqual(sorted(crowded), sorted(plain));
        assert.equal(namesOf().deliveryBucket, BUCKET);
    });
});
