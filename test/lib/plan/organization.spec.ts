import assert from "node:assert/strict";
import { administersOrganization, checkAdministrator } from "../../../lib/plan/organization.ts";
import { load, places, planOf } from "../project.ts";

const OWN = "  conformance-packs:account: '111122223333'\n";

describe("the organization of a plan", () => {
    it("is absent where nothing is said of it", () => {
        assert.equal(planOf("").organization, undefined);
        assert.equal(planOf("  conformance-packs:organization: {}\n").organization, undefined);
    });

    it("is administered only where that is asked for", () => {
        const known = planOf("  conformance-packs:organization: { id: o-a1b2c3d4e5 }\n");
        assert.deepEqual(known.organization, { id: "o-a1b2c3d4e5" });
        assert.equal(administersOrganization(known), false);
        const all = planOf(
            "  conformance-packs:organization:\n" +
                "    serviceAccess: create\n" +
                "    delegatedAdministrator: { account: '444455556666' }\n",
        );
        assert.deepEqual(all.organization, {
            serviceAccess: "create",
            delegatedAdministrator: { mode: "create", account: "444455556666", serviceLinkedRoles: "create" },
        });
        assert.equal(administersOrganization(all), true);
    });

    it("is administered for the sake of the roles alone", () => {
        const used = (roles: string) =>
            planOf(
                "  conformance-packs:organization:\n" +
                    `    delegatedAdministrator: { mode: use, account: '444455556666', serviceLinkedRoles: ${roles} }\n`,
            );
        assert.equal(administersOrganization(used("create")), true);
        assert.equal(administersOrganization(used("use")), false);
    });

    const FAULTS: readonly (readonly [string, string, readonly string[], RegExp])[] = [
        ["an organization that is none", "{ id: 123 }", ["4:37 invalid-setting"], /organization/],
        [
            "access given by a member",
            "{ managementAccount: '777788889999', serviceAccess: create }",
            ["4:72 not-the-management-account"],
            /stack of 777788889999/,
        ],
        [
            "a delegation by a member",
            "{ managementAccount: '777788889999', delegatedAdministrator: { account: '444455556666' } }",
            ["4:72 not-the-management-account"],
            /stack of 777788889999/,
        ],
        [
            "a delegation to the stack's own account",
            "{ delegatedAdministrator: { account: '111122223333' } }",
            ["4:63 delegates-to-itself"],
            /member account/,
        ],
        [
            "a delegation to the management account",
            "{ managementAccount: '111122223333', delegatedAdministrator: { account: '111122223333' } }",
            ["4:98 delegates-to-itself"],
            /member account/,
        ],
    ];
    for (const [what, value, expected, words] of FAULTS) {
        it(`names the place of ${what}`, () => {
            const { diagnostics } = load(`${OWN}  conformance-packs:organization: ${value}\n`);
            assert.deepEqual(
                places(diagnostics),
                expected.map((place) => `Pulumi.test.yaml:${place}`),
            );
            assert.match(diagnostics.map(({ message, hint }) => `${message} ${hint ?? ""}`).join("\n"), words);
        });
    }

    it("takes a member that uses what the management account made", () => {
        const { diagnostics } = load(
            `${OWN}  conformance-packs:organization: { managementAccount: '777788889999', serviceAccess: use }\n` +
                "  conformance-packs:packs: { root: { target: organization } }\n" +
                "  conformance-packs:aggregators: { everyone: { organization: true } }\n",
        );
        assert.deepEqual(diagnostics, []);
    });

    it("refuses an organization's trail in another account, whose ARN would be another's", () => {
        const { diagnostics } = load(
            `${OWN}  conformance-packs:organization: { managementAccount: '777788889999' }\n` +
                "  conformance-packs:auditTrail: { enabled: true, organization: true }\n",
        );
        assert.deepEqual(places(diagnostics), ["Pulumi.test.yaml:5:50 trail-outside-management-account"]);
    });

    it("is held to the account of the credentials where the configuration names none", () => {
        const plan = planOf(
            "  conformance-packs:organization:\n" +
                "    managementAccount: '777788889999'\n" +
                "    delegatedAdministrator: { account: '444455556666' }\n",
        );
        assert.deepEqual(checkAdministrator(plan, "777788889999"), []);
        assert.deepEqual(
            checkAdministrator(plan, "444455556666").map(({ code, path }) => [code, path]),
            [
                ["not-the-management-account", "conformance-packs:organization"],
                ["delegates-to-itself", "conformance-packs:organization.delegatedAdministrator.account"],
            ],
        );
    });
});
