import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { LastOutputs } from "../../components/last-outputs.ts";
import { findReplacements, findShutOutMembers } from "../../components/replacement.ts";
import { InvalidConfigurationError } from "../../lib/diagnostic.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { rows, run } from "../harness.ts";
import { CONFIGURATIONS, membersOf } from "../lib/members/configurations.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { BUCKET, IDENTITY, namesOf, planOf } from "./plans.ts";

const LAST: LastOutputs = {
    account: ACCOUNT,
    region: REGION,
    deliveryBucket: BUCKET,
    encryptionKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/first`,
    retained: ["deliveryBucket", "encryptionKey"],
};

function bucketPlan(changes: { name?: string; mode?: "adopt" }): DeploymentPlan {
    const base = planOf().deliveryBucket;
    assert.ok("namePrefix" in base);
    return planOf({ deliveryBucket: { ...base, ...changes } });
}

function adoptKey(): DeploymentPlan {
    const base = planOf().encryptionKey;
    assert.ok("alias" in base);
    return planOf({ encryptionKey: { ...base, mode: "adopt" } });
}

function messages(plan: DeploymentPlan, last: LastOutputs, keyId?: string): (string | undefined)[][] {
    const adoption = keyId === undefined ? undefined : { keyId, withAlias: true };
    return findReplacements(plan, namesOf(plan), adoption, last).map(({ path, message, hint }) => [
        path,
        message,
        hint,
    ]);
}

const CONSEQUENCE = "and history with it: the old bucket and key would be kept, but left behind";

describe("replacement of bucket or key", () => {
    it("is no matter before a first update, after a destroy, or without a change", () => {
        assert.deepEqual(messages(planOf(), {}), []);
        assert.deepEqual(messages(planOf(), LAST), []);
        assert.deepEqual(messages(bucketPlan({ mode: "adopt" }), LAST), []);
        assert.deepEqual(messages(adoptKey(), LAST, "first"), []);
    });

    it("is a fault where the bucket's name changes", () => {
        assert.deepEqual(messages(bucketPlan({ name: "other" }), LAST), [
            [
                "conformance-packs:deliveryBucket",
                `the delivery bucket would change from ${BUCKET} to other, ${CONSEQUENCE}`,
                `keep the name ${BUCKET}, use a new stack, or deliver to a bucket that something else manages (mode: use)`,
            ],
        ]);
    });

    it("is a fault where another key is adopted", () => {
        assert.deepEqual(messages(adoptKey(), LAST, "second"), [
            [
                "conformance-packs:encryptionKey",
                `the encryption key would change from first to second, ${CONSEQUENCE}`,
                `keep arn: ${LAST.encryptionKeyArn}, use a new stack, or refer to the other key (mode: use)`,
            ],
        ]);
    });

    it("is a fault where the stack moves to another region or account", () => {
        const elsewhere = messages(planOf(), { ...LAST, region: "us-east-1", account: "999999999999" });
        assert.deepEqual(
            elsewhere.map(([path, message]) => [path, message]),
            [
                [
                    "conformance-packs:account",
                    `the stack's account would change from 999999999999 to ${ACCOUNT}, ${CONSEQUENCE}`,
                ],
                ["aws:region", `the stack's region would change from us-east-1 to ${REGION}, ${CONSEQUENCE}`],
            ],
        );
    });

    it("is no matter where the stack did not manage the bucket, or no longer will", () => {
        assert.deepEqual(messages(bucketPlan({ name: "own" }), { ...LAST, retained: [] }), []);
        const used = planOf({ deliveryBucket: { mode: "use", name: "central" }, encryptionKey: { mode: "none" } });
        assert.deepEqual(messages(used, LAST), []);
    });

    it("is none of both, but as bad, where recorders that stay in members would find the bucket closed", () => {
        const { members } = membersOf(CONFIGURATIONS.usual);
        const { remediationRole, evaluationRole, ownRoles } = members;
        const ended = { remediationRole, evaluationRole, ownRoles };
        const rolledOut = { ...LAST, members: { stackSets: { global: "arn:1", regional: "arn:2" } } };
        const codes = (plan: DeploymentPlan, last: LastOutputs): string[] =>
            findShutOutMembers(plan, last).map(({ code, path }) => `${path ?? ""} ${code}`);
        const fault = ["conformance-packs:members members-would-not-deliver"];
        assert.deepEqual(codes(planOf(), rolledOut), fault);
        assert.deepEqual(codes(planOf({ members: ended }), rolledOut), fault);
        assert.match(findShutOutMembers(planOf(), rolledOut)[0]?.hint ?? "", /deliveryBucket: { organization: true }/);

        assert.deepEqual(codes(planOf({ members }), rolledOut), []);
        const { deliveryBucket } = planOf();
        assert.ok("namePrefix" in deliveryBucket);
        const open = { ...deliveryBucket, sources: { organizationId: "o-abcdefghij" } };
        assert.deepEqual(codes(planOf({ deliveryBucket: open }), rolledOut), []);
        assert.deepEqual(
            codes(planOf({ deliveryBucket: { ...open, sources: { accounts: [ACCOUNT] } } }), rolledOut),
            fault,
        );

        assert.deepEqual(codes(planOf(), LAST), []);
        assert.deepEqual(codes(planOf(), { ...LAST, members: { stackSets: {} } }), []);
        const used = planOf({ deliveryBucket: { mode: "use", name: "central" }, encryptionKey: { mode: "none" } });
        assert.deepEqual(codes(used, { ...rolledOut, retained: [] }), []);
    });

    it("stops a deployment that drops members, before anything is registered", async () => {
        const outputs = { ...LAST, members: { stackSets: { global: "arn:1", regional: "arn:2" } } };
        const done = await run(
            () =>
                assert.rejects(
                    deploy(planOf(), IDENTITY),
                    (failure) =>
                        failure instanceof InvalidConfigurationError &&
                        failure.diagnostics[0]?.code === "members-would-not-deliver",
                ),
            { calls: { "pulumi:pulumi:readStackOutputs": ({ name }) => ({ name, outputs }) } },
        );
        assert.deepEqual(done.registrations, []);
    });

    it("stops a deployment before anything is registered", async () => {
        let asked: unknown;
        const done = await run(
            () =>
                assert.rejects(
                    deploy(bucketPlan({ name: "other" }), IDENTITY),
                    (failure) =>
                        failure instanceof InvalidConfigurationError &&
                        failure.diagnostics[0]?.code === "history-would-move",
                ),
            {
                calls: {
                    "pulumi:pulumi:readStackOutputs": ({ name }) => {
                        asked = name;
                        return { name, outputs: LAST };
                    },
                },
            },
        );
        assert.equal(asked, "organization/conformance-packs/test");
        assert.deepEqual(done.registrations, []);
    });

    it("lets a deployment go on, with a warning, where the last outputs cannot be read", async () => {
        const done = await run(() => deploy(planOf(), IDENTITY), {
            calls: {
                "pulumi:pulumi:readStackOutputs": () => {
                    throw Object.assign(new Error("no backend"), { details: "no backend" });
                },
            },
        });
        assert.equal(rows(done).length, 22);
        assert.equal(done.logs.length, 1);
        assert.match(done.logs[0] ?? "", /^warning: could not check for a replacement .*no backend/);
    });
});
