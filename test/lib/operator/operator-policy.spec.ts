import assert from "node:assert/strict";
import { KEY_TAG, STACK_TAG } from "../../../lib/plan/build.ts";
import { actionTables } from "../../../lib/operator/action-tables.ts";
import { MANAGED_POLICY_CHARACTERS, policyCharacters, splitPolicies } from "../../../lib/operator/identity-policy.ts";
import { type Operation, OPERATIONS, READING_OPERATIONS } from "../../../lib/operator/operation.ts";
import { operatorPolicies, operatorStatements } from "../../../lib/operator/operator-policy.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { ACTION_REFERENCE } from "./action-reference.ts";
import { fits, isAllowed } from "./identity-policy-evaluation.ts";
import { planOf, plans } from "./stacks.ts";

const ACCOUNT = "123456789012";
const IN_REGION = `eu-west-1:${ACCOUNT}`;

describe("the policies of operators", () => {
    const stacks = plans();
    const each = [...stacks].flatMap(([name, plan]) => OPERATIONS.map((operation) => ({ name, plan, operation })));
    const policiesFor = (operation: Operation, ...of: DeploymentPlan[]) =>
        operatorPolicies({ plans: of, operations: [operation], account: ACCOUNT });
    const plan = (name: string): DeploymentPlan => stacks.get(name) ?? assert.fail(`there is no stack ${name}`);
    const allows = (operation: Operation, stack: string, action: string, resource: string, context = {}): boolean =>
        isAllowed(policiesFor(operation, plan(stack)), { action, resource, context });

    it("are as long as IAM takes them, with each Sid once", () => {
        for (const { name, plan: of, operation } of each) {
            const policies = policiesFor(operation, of);
            for (const policy of policies) {
                assert.ok(policyCharacters(policy) <= MANAGED_POLICY_CHARACTERS, `${name} ${operation}`);
            }
            const sids = policies.flatMap(({ Statement: statements }) => statements.map(({ Sid: sid }) => sid));
            assert.deepEqual([...new Set(sids)], sids);
            assert.ok(sids.every((sid) => /^[A-Za-z0-9]+$/.test(sid)));
        }
    });

    it("are the same every time", () => {
        const [once, again] = [0, 1].map(() => JSON.stringify(policiesFor("up", plan("everything"))));
        assert.equal(once, again);
    });

    it("say * only of actions that take no resource, or under a condition", () => {
        const { withoutResource } = actionTables();
        for (const { name, plan: of, operation } of each) {
            for (const statement of operatorStatements({ plans: [of], operations: [operation], account: ACCOUNT })) {
                if (statement.Resource?.includes("*") === true && statement.Condition === undefined) {
                    const held = (statement.Action ?? []).filter((action) => !withoutResource.has(action));
                    // That an organization is asked, or AWS Config given access to it, names nothing.
                    assert.deepEqual(held, [], `${name} ${operation} ${statement.Sid}`);
                }
            }
        }
    });

    it("name resources of a type that each of their actions takes", () => {
        for (const { name, plan: of, operation } of each) {
            for (const { Sid: sid, Action: actions = [], Resource: resources = [] } of operatorStatements({
                plans: [of],
                operations: [operation],
                account: ACCOUNT,
            })) {
                for (const action of resources.includes("*") ? [] : actions) {
                    const taken = ACTION_REFERENCE.get(action)?.resources ?? [];
                    assert.ok(
                        resources.some((resource) => taken.some((pattern) => fits(pattern, resource))),
                        `${name} ${operation} ${sid}: ${action} takes ${taken.join(", ")}`,
                    );
                }
            }
        }
    });

    it("only read where the operation only reads", () => {
        for (const { name, plan: of, operation } of each.filter((one) => READING_OPERATIONS.includes(one.operation))) {
            const actions = policiesFor(operation, of).flatMap(({ Statement: statements }) =>
                statements.flatMap(({ Action: listed = [] }) => listed),
            );
            assert.deepEqual(
                actions.filter((action) => !/^(Read|List)$/.test(ACTION_REFERENCE.get(action)?.level ?? "")),
                [],
                `${name} ${operation}`,
            );
        }
    });

    it("never allow to delete history or its keys", () => {
        const key = { [`aws:ResourceTag/${STACK_TAG}`]: "everything" };
        for (const operation of OPERATIONS) {
            for (const bucket of ["config-history-everything", "config-digests-everything"]) {
                const arn = `arn:aws:s3:::${bucket}-${ACCOUNT}-eu-west-1`;
                for (const action of ["s3:DeleteBucket", "s3:DeleteBucketPolicy"]) {
                    assert.ok(!allows(operation, "everything", action, arn), `${operation} ${action}`);
                }
                for (const action of ["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject", "s3:GetObject"]) {
                    assert.ok(!allows(operation, "everything", action, `${arn}/AWSLogs/1.json.gz`), operation);
                }
            }
            const delivery = { ...key, [`aws:ResourceTag/${KEY_TAG}`]: "delivery" };
            const resource = `arn:aws:kms:${IN_REGION}:key/1`;
            assert.ok(!allows(operation, "everything", "kms:ScheduleKeyDeletion", resource, delivery), operation);
        }
        const digest = { ...key, [`aws:ResourceTag/${KEY_TAG}`]: "digest" };
        assert.ok(allows("destroy", "everything", "kms:ScheduleKeyDeletion", `arn:aws:kms:${IN_REGION}:key/1`, digest));
        assert.ok(
            allows(
                "destroy",
                "everything",
                "s3:DeleteBucket",
                `arn:aws:s3:::config-alerts-everything-${ACCOUNT}-eu-west-1`,
            ),
        );
    });

    it("hold packs, buckets, roles and keys to the stack's own", () => {
        const pack = (name: string): string =>
            `arn:aws:config:${IN_REGION}:conformance-pack/${name}/conformance-pack-1`;
        assert.ok(allows("up", "dev", "config:PutConformancePack", pack("iam-hygiene")));
        assert.ok(!allows("up", "dev", "config:PutConformancePack", pack("other")));
        assert.ok(
            !allows("up", "dev", "config:PutConformancePack", pack("iam-hygiene").replace("eu-west-1", "us-east-1")),
        );
        assert.ok(!allows("preview", "dev", "config:PutConformancePack", pack("iam-hygiene")));
        assert.ok(!allows("destroy", "dev", "config:PutConformancePack", pack("iam-hygiene")));
        assert.ok(allows("destroy", "dev", "config:DeleteConformancePack", pack("iam-hygiene")));
        const role = (name: string): string => `arn:aws:iam::${ACCOUNT}:role/${name}`;
        assert.ok(allows("up", "everything", "iam:CreateRole", role("conformance-packs-everything-compliance-alerts")));
        assert.ok(!allows("up", "everything", "iam:CreateRole", role("admin")));
        const pass = { "iam:PassedToService": "lambda.amazonaws.com" };
        assert.ok(
            allows("up", "everything", "iam:PassRole", role("conformance-packs-everything-compliance-alerts"), pass),
        );
        assert.ok(!allows("up", "everything", "iam:PassRole", role("admin"), pass));
        const elsewhere = { "iam:PassedToService": "ec2.amazonaws.com" };
        assert.ok(
            !allows(
                "up",
                "everything",
                "iam:PassRole",
                role("conformance-packs-everything-compliance-alerts"),
                elsewhere,
            ),
        );
        const others = { [`aws:ResourceTag/${STACK_TAG}`]: "other" };
        assert.ok(!allows("up", "everything", "kms:PutKeyPolicy", `arn:aws:kms:${IN_REGION}:key/1`, others));
    });

    it("leave out what an adopted recorder keeps", () => {
        const adopted = planOf(
            "adopted",
            "config:\n  aws:region: eu-west-1\n  conformance-packs:recorder: { mode: adopt, name: older }\n",
        );
        const recorder = `arn:aws:config:${IN_REGION}:configuration-recorder/older/1`;
        const policies = policiesFor("destroy", adopted);
        for (const action of ["config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder"]) {
            assert.ok(!isAllowed(policies, { action, resource: recorder }), action);
        }
        assert.ok(
            isAllowed(policiesFor("up", adopted), { action: "config:PutConfigurationRecorder", resource: recorder }),
        );
    });

    it("hold an adopted key to its ARN", () => {
        const arn = `arn:aws:kms:${IN_REGION}:key/older`;
        const adopted = planOf(
            "adopted",
            `config:\n  aws:region: eu-west-1\n  conformance-packs:encryptionKey: { mode: adopt, arn: "${arn}" }\n`,
        );
        assert.ok(isAllowed(policiesFor("up", adopted), { action: "kms:PutKeyPolicy", resource: arn }));
        assert.ok(!isAllowed(policiesFor("up", adopted), { action: "kms:PutKeyPolicy", resource: `${arn}2` }));
        assert.ok(!isAllowed(policiesFor("destroy", adopted), { action: "kms:ScheduleKeyDeletion", resource: arn }));
    });

    it("let a topic call a function that somebody else has", () => {
        const told = `arn:aws:lambda:${IN_REGION}:function:told`;
        const subscribed = planOf(
            "subscribed",
            "config:\n  aws:region: eu-west-1\n" +
                `  conformance-packs:deliveryTopic: { subscriptions: [{ protocol: lambda, endpoint: "${told}" }] }\n`,
        );
        const permission = { action: "lambda:AddPermission", resource: told };
        assert.ok(isAllowed(policiesFor("up", subscribed), permission));
        assert.ok(!isAllowed(policiesFor("preview", subscribed), permission));
        assert.ok(!isAllowed(policiesFor("up", plan("dev")), permission));
    });

    it("count what the stack had before, so that it can go", () => {
        const before = planOf(
            "dev",
            "config:\n  aws:region: eu-west-1\n  conformance-packs:packs: { custom-examples: }\n",
        );
        const gone = {
            action: "config:DeleteConformancePack",
            resource: `arn:aws:config:${IN_REGION}:conformance-pack/custom-examples/conformance-pack-1`,
        };
        assert.ok(!isAllowed(policiesFor("up", plan("dev")), gone));
        assert.ok(isAllowed(policiesFor("up", plan("dev"), before), gone));
    });

    it("are those of any account where nobody names one", () => {
        const policies = operatorPolicies({ plans: [plan("dev")], operations: ["up"] });
        const resource = "arn:aws:config:eu-west-1:444455556666:conformance-pack/iam-hygiene/conformance-pack-1";
        assert.ok(isAllowed(policies, { action: "config:PutConformancePack", resource }));
    });

    it("read the state for a preview, and write it for an update", () => {
        const state = { bucket: "state-of-pulumi", keyArn: `arn:aws:kms:${IN_REGION}:key/state` };
        const object = "arn:aws:s3:::state-of-pulumi/.pulumi/stacks/dev.json";
        const writes = OPERATIONS.filter((operation) =>
            isAllowed(operatorPolicies({ plans: [plan("dev")], operations: [operation], state, account: ACCOUNT }), {
                action: "s3:PutObject",
                resource: object,
            }),
        );
        assert.deepEqual(writes, ["up", "destroy"]);
        const preview = operatorPolicies({ plans: [plan("dev")], operations: ["preview"], state, account: ACCOUNT });
        assert.ok(isAllowed(preview, { action: "s3:GetObject", resource: object }));
        assert.ok(isAllowed(preview, { action: "kms:Decrypt", resource: state.keyArn }));
        assert.ok(!isAllowed(preview, { action: "kms:Encrypt", resource: state.keyArn }));
    });
});

describe("a policy that is too long", () => {
    const statement = (sid: string, resources: number) => ({
        Sid: sid,
        Effect: "Allow" as const,
        Action: ["config:PutConformancePack"],
        Resource: Array.from(
            { length: resources },
            (_, index) => `arn:aws:config:eu-west-1:1:conformance-pack/${index}/*`,
        ),
    });

    it("becomes several, with everything in its order", () => {
        const statements = [statement("One", 60), statement("Two", 60), statement("Three", 5)];
        const policies = splitPolicies(statements);
        assert.equal(policies.length, 2);
        assert.deepEqual(
            policies.flatMap((policy) => policy.Statement),
            statements,
        );
    });

    it("splits a statement that alone is too long", () => {
        const policies = splitPolicies([statement("Many", 300)]);
        assert.ok(policies.every((policy) => policyCharacters(policy) <= MANAGED_POLICY_CHARACTERS));
        const parts = policies.flatMap((policy) => policy.Statement);
        assert.deepEqual(
            parts.map(({ Sid: sid }) => sid),
            parts.map((_, index) => `Many${index + 1}`),
        );
        assert.deepEqual(
            parts.flatMap(({ Resource: resources }) => resources),
            statement("Many", 300).Resource,
        );
    });

    it("is refused where even one resource is too much", () => {
        assert.throws(() => splitPolicies([statement("One", 1)], 50), /too long for a policy/);
    });
});
