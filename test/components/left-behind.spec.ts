import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import { serviceLinkedRoleDescription } from "../../components/recorder.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { only, run, type RunOptions } from "../harness.ts";
import { ACCOUNT, REGION, type Values } from "../mock-provider.ts";
import { BUCKET, IDENTITY, packOf, planOf, ROLE_ARN } from "./plans.ts";

const GET_RESOURCES = "aws:resourcegroupstaggingapi/getResources:getResources";
const BUCKET_ARN = `arn:aws:s3:::${BUCKET}`;

const STATE = "pulumi:pulumi:readStackResourceOutputs";

/** A stack's state: outputs by `type::name`, as children of a component. */
function stateOf(resources: Readonly<Record<string, Values>>): Values {
    return {
        outputs: Object.fromEntries(
            Object.entries(resources).map(([key, outputs]) => [
                `urn:pulumi:test::conformance-packs::conformance-packs:config:Any$${key}`,
                { outputs },
            ]),
        ),
    };
}

function keyArn(id: string): string {
    return `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`;
}

function tagged(arns: Readonly<Record<string, string | undefined>>): Values {
    return {
        resourceTagMappingLists: Object.entries(arns).map(([resourceArn, purpose]) => ({
            resourceArn,
            tags: purpose === undefined ? {} : { "conformance-packs:key": purpose },
        })),
    };
}

function noAlias(): never {
    throw new Error("reading KMS Alias: empty result");
}

async function imports(plan: DeploymentPlan, calls: RunOptions["calls"]): Promise<(string | undefined)[]> {
    const done = await run(() => deploy(plan, IDENTITY), { calls: { ...calls } });
    return [
        only(done, "aws:s3/bucket:Bucket", "delivery-bucket"),
        only(done, "aws:kms/key:Key", "delivery-key"),
        only(done, "aws:kms/alias:Alias", "delivery-alias"),
    ].map(({ options }) => options.import);
}

describe("what an earlier run left behind", () => {
    it("is looked for by the stack's tag", async () => {
        let asked: Values = {};
        await imports(planOf(), {
            [GET_RESOURCES]: (inputs) => {
                asked = inputs;
                return tagged({});
            },
        });
        assert.deepEqual(asked, {
            region: REGION,
            tagFilters: [{ key: "conformance-packs:stack", values: ["test"] }],
            resourceTypeFilters: ["s3:bucket", "kms:key"],
        });
    });

    it("is gone on with: bucket, key and the alias that leads to it", async () => {
        assert.deepEqual(
            await imports(planOf(), {
                [GET_RESOURCES]: () => tagged({ [BUCKET_ARN]: undefined, [keyArn("one")]: "delivery" }),
                "aws:kms/getAlias:getAlias": () => ({ targetKeyId: "one" }),
            }),
            [BUCKET, "one", `alias/${(planOf().encryptionKey as { alias: string }).alias}`],
        );
    });

    it("is gone on with: template bucket, the alert topic's key and the service-linked role", async () => {
        const templates = `templates-${ACCOUNT}-${REGION}`;
        const plan = planOf({
            templateBucket: { namePrefix: "templates" },
            packs: [packOf({ delivery: { kind: "s3", objectKey: "iam-hygiene/0123.yaml" } })],
            alertTopic: { name: "alerts", keyAlias: "alerts", deletionWindowInDays: 30, subscriptions: [] },
        });
        const done = await run(() => deploy(plan, IDENTITY), {
            calls: {
                [GET_RESOURCES]: () => tagged({ [`arn:aws:s3:::${templates}`]: undefined, [keyArn("two")]: "alerts" }),
                "aws:kms/getAlias:getAlias": () => ({ targetKeyId: "two" }),
                "aws:iam/getRole:getRole": () => ({ tags: { "conformance-packs:stack": "test" } }),
            },
        });
        assert.equal(only(done, "aws:s3/bucket:Bucket", "templates-bucket").options.import, templates);
        assert.equal(only(done, "aws:kms/key:Key", "alerts-key").options.import, "two");
        assert.equal(only(done, "aws:kms/alias:Alias", "alerts-alias").options.import, "alias/alerts");
        assert.equal(only(done, "aws:iam/serviceLinkedRole:ServiceLinkedRole", "config-role").options.import, ROLE_ARN);
        assert.equal(only(done, "aws:kms/key:Key", "delivery-key").options.import, undefined);
    });

    it("is a service-linked role without tags yet, by its description", async () => {
        const done = await run(() => deploy(planOf(), IDENTITY), {
            calls: {
                "aws:iam/getRole:getRole": () => ({ tags: {}, description: serviceLinkedRoleDescription("test") }),
            },
        });
        const role = only(done, "aws:iam/serviceLinkedRole:ServiceLinkedRole", "config-role");
        assert.equal(role.options.import, ROLE_ARN);
        assert.equal(role.inputs["description"], serviceLinkedRoleDescription("test"));
    });

    it("is not a service-linked role that another stack tagged, or nobody", async () => {
        for (const answer of [
            () => ({ tags: { "conformance-packs:stack": "other" } }),
            () => ({ tags: {} }),
            noAlias,
        ]) {
            const done = await run(() => deploy(planOf(), IDENTITY), { calls: { "aws:iam/getRole:getRole": answer } });
            assert.equal(
                only(done, "aws:iam/serviceLinkedRole:ServiceLinkedRole", "config-role").options.import,
                undefined,
            );
        }
    });

    it("may be a key without an alias, where there is but one that works", async () => {
        const answers = (keys: Readonly<Record<string, string>>): RunOptions["calls"] => ({
            [GET_RESOURCES]: () => tagged(Object.fromEntries(Object.keys(keys).map((id) => [keyArn(id), "delivery"]))),
            "aws:kms/getAlias:getAlias": noAlias,
            "aws:kms/getKey:getKey": ({ keyId }) => ({ keyState: keys[String(keyId)] }),
        });
        const none = undefined;
        assert.deepEqual(await imports(planOf(), answers({ one: "Enabled" })), [none, "one", none]);
        assert.deepEqual(await imports(planOf(), answers({ one: "PendingDeletion" })), [none, none, none]);
        assert.deepEqual(await imports(planOf(), answers({ one: "PendingDeletion", two: "Enabled" })), [
            none,
            "two",
            none,
        ]);
        assert.deepEqual(await imports(planOf(), answers({ one: "Enabled", two: "Enabled" })), [none, none, none]);
    });

    it("is not a key that a destroy gave up, although the alias leads to it", async () => {
        assert.deepEqual(
            await imports(planOf(), {
                [GET_RESOURCES]: () => tagged({ [keyArn("one")]: "delivery" }),
                "aws:kms/getAlias:getAlias": () => ({ targetKeyId: "one" }),
                "aws:kms/getKey:getKey": () => ({ keyState: "PendingDeletion" }),
            }),
            [undefined, undefined, undefined],
        );
    });

    it("is not what somebody else made: another bucket, another purpose, an alias to another key", async () => {
        assert.deepEqual(
            await imports(planOf(), {
                [GET_RESOURCES]: () =>
                    tagged({ "arn:aws:s3:::other": undefined, [keyArn("one")]: "alerts", [keyArn("two")]: "delivery" }),
                "aws:kms/getAlias:getAlias": () => ({ targetKeyId: "theirs" }),
            }),
            [undefined, undefined, undefined],
        );
    });

    it("may be the audit trail's bucket and key, which outlive the stack as well", async () => {
        const name = "conformance-packs-test-audit";
        const bucket = `${name}-${ACCOUNT}-${REGION}`;
        const plan = planOf({ auditTrail: { name, keyAlias: "audit", allRegions: true, organization: false } });
        const done = await run(() => deploy(plan, IDENTITY), {
            calls: {
                [GET_RESOURCES]: () => tagged({ [`arn:aws:s3:::${bucket}`]: undefined, [keyArn("logs")]: "audit" }),
                "aws:kms/getAlias:getAlias": () => ({ targetKeyId: "logs" }),
            },
        });
        assert.equal(only(done, "aws:s3/bucket:Bucket", "audit-bucket").options.import, bucket);
        assert.equal(only(done, "aws:kms/key:Key", "audit-key").options.import, "logs");
        assert.equal(only(done, "aws:kms/alias:Alias", "audit-alias").options.import, "alias/audit");
    });

    it("is not asked for where the stack's state has everything", async () => {
        const done = await run(() => deploy(planOf(), IDENTITY), {
            calls: {
                [STATE]: () =>
                    stateOf({
                        "aws:s3/bucket:Bucket::delivery-bucket": {},
                        "aws:kms/key:Key::delivery-key": { keyId: "one" },
                        "aws:kms/alias:Alias::delivery-alias": {},
                        "aws:iam/serviceLinkedRole:ServiceLinkedRole::config-role": {},
                    }),
            },
        });
        assert.ok(!done.calls.includes(GET_RESOURCES));
    });

    it("may be an alias alone, of the very key in the state, and never another key", async () => {
        const answers = (target: string): RunOptions["calls"] => ({
            [STATE]: () => stateOf({ "aws:kms/key:Key::delivery-key": { keyId: "one" } }),
            [GET_RESOURCES]: () => tagged({ [keyArn("one")]: "delivery", [keyArn("two")]: "delivery" }),
            "aws:kms/getAlias:getAlias": () => ({ targetKeyId: target }),
        });
        const [, key, alias] = await imports(planOf(), answers("one"));
        assert.deepEqual([key, alias], ["one", `alias/${(planOf().encryptionKey as { alias: string }).alias}`]);
        assert.deepEqual(await imports(planOf(), answers("two")), [undefined, undefined, undefined]);
    });

    it("is not there where AWS may not be asked, and the update goes on", async () => {
        const done = await run(() => deploy(planOf(), IDENTITY), {
            calls: {
                [GET_RESOURCES]: () => {
                    throw new Error("AccessDenied: tag:GetResources");
                },
            },
        });
        assert.match(done.logs.join("\n"), /could not look for what an earlier run of this stack left behind/);
        assert.equal(only(done, "aws:s3/bucket:Bucket", "delivery-bucket").options.import, undefined);
    });
});
