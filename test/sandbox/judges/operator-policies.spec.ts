import assert from "node:assert/strict";
import { type Operation, OPERATIONS } from "../../../lib/operator/operation.ts";
import { operatorPolicies } from "../../../lib/operator/operator-policy.ts";
import { permissionsBoundary } from "../../../lib/operator/permissions-boundary.ts";
import { judgePolicies, prepareParliament } from "../../judges/parliament/parliament.ts";
import { plans } from "../../lib/operator/stacks.ts";
import { skipWithout } from "../../requirements.ts";

const ACCOUNT = "123456789012";
const STATE = { bucket: "state-of-pulumi", keyArn: `arn:aws:kms:eu-west-1:${ACCOUNT}:key/state` };

/** What parliament finds, and why it stays as it is; everything else is a fault. */
const REASONS: Readonly<Record<string, string>> = {
    RESOURCE_STAR:
        "parliament's reference is older: a test of the policies holds them to a newer one, and finds * nowhere else",
    RESOURCE_MISMATCH:
        "an action on two resource types stands in two statements, as conditions differ between them; of tags, only the " +
        "stack's own kind of resource is named",
    RESOURCE_POLICY_PRIVILEGE_ESCALATION:
        "who writes a bucket's policy can let itself in: docs/permissions.md says so, and the boundary denies what matters",
};

describe("a judge from outside, on the policies of operators", function () {
    this.timeout(300_000);

    before("get the judge", async function () {
        this.timeout(900_000);
        await prepareParliament().catch((error: unknown) => {
            const install = error instanceof Error ? error.message : String(error);
            skipWithout(this, { name: "PyPI", found: false, install });
        });
    });

    const policiesOf = (operation: Operation): Map<string, string> =>
        new Map(
            [...plans()].flatMap(([stack, plan]) =>
                operatorPolicies({ plans: [plan], operations: [operation], account: ACCOUNT, state: STATE }).map(
                    (policy, index) => [`${stack} ${operation} ${index}`, JSON.stringify(policy)] as const,
                ),
            ),
        );

    it("finds no unknown action, ARN, condition or grammar", async function () {
        const policies = new Map([
            ...OPERATIONS.flatMap((operation) => [...policiesOf(operation)]),
            ...[...plans()].map(
                ([stack, plan]) =>
                    [`${stack} boundary`, JSON.stringify(permissionsBoundary({ plan, account: ACCOUNT }))] as const,
            ),
        ]);
        const findings = await judgePolicies(policies);
        assert.deepEqual(
            findings.filter(({ check }) => !(check in REASONS)),
            [],
        );
        // A reason for what is no longer found is one too many.
        const excepted = [...new Set(findings.map(({ check }) => check))].sort();
        assert.deepEqual(excepted, Object.keys(REASONS).sort());
        this.runnable().title += ` [${policies.size} policies; with a reason: ${excepted.join(", ")}]`;
    });

    it("would have found a wrong action", async () => {
        const [[name, policy] = ["", ""]] = policiesOf("up");
        const wrong = policy.replace("config:PutConformancePack", "config:PutConformancePak");
        assert.notEqual(wrong, policy);
        const findings = await judgePolicies(new Map([[name, wrong]]));
        assert.ok(findings.some(({ check }) => check === "UNKNOWN_ACTION"));
    });
});
