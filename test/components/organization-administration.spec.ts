import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import { organizationRoleDescription } from "../../components/administration-existing.ts";
import { ADMINISTERED_SERVICES } from "../../lib/plan/organization.ts";
import type { DelegatedAdministratorPlan, OrganizationPlan } from "../../lib/plan/plan.ts";
import { only, rows, run, type RunOptions } from "../harness.ts";
import { ACCOUNT } from "../mock-provider.ts";
import { IDENTITY, planOf } from "./plans.ts";

const ACCESS = "aws:organizations/awsServiceAccess:AwsServiceAccess";
const DELEGATION = "aws:organizations/delegatedAdministrator:DelegatedAdministrator";
const ROLE = "aws:iam/serviceLinkedRole:ServiceLinkedRole";
const DELEGATE = "444455556666";
const SERVICES = [
    "config.amazonaws.com",
    "config-multiaccountsetup.amazonaws.com",
    "member.org.stacksets.cloudformation.amazonaws.com",
];
const ROLES = ["AWSServiceRoleForConfigMultiAccountSetup", "AWSServiceRoleForConfigConforms"];
const STACK_SETS_ROLE = "AWSServiceRoleForCloudFormationStackSetsOrgAdmin";
const ROLE_TOKEN = "aws:iam/getRole:getRole";
const ORGANIZATION_TOKEN = "aws:organizations/getOrganization:getOrganization";
const DELEGATES_TOKEN = "aws:organizations/getDelegatedAdministrators:getDelegatedAdministrators";

function delegate(changes: Partial<DelegatedAdministratorPlan> = {}): DelegatedAdministratorPlan {
    return { mode: "create", account: DELEGATE, serviceLinkedRoles: "create", ...changes };
}

function administer(organization: OrganizationPlan, options: RunOptions = {}) {
    const plan = planOf({
        organization,
        aggregators: [{ name: "everyone", source: "organization", regions: "all" }],
        role: { mode: "use" },
    });
    return run(() => deploy(plan, IDENTITY), options);
}

describe("OrganizationAdministration", () => {
    it("gives the three services access, delegates them, and makes the roles that AWS does not", async () => {
        const done = await administer({ serviceAccess: "create", delegatedAdministrator: delegate() });
        const made = rows(done).filter((row) => /aws:organizations|ServiceLinkedRole/.test(row));
        assert.deepEqual(
            made,
            [
                ...SERVICES.map((service) => `${ACCESS} ${service}`),
                ...SERVICES.map((service) => `${DELEGATION} ${DELEGATE}-${service}`),
                ...[...ROLES, STACK_SETS_ROLE].map((role) => `${ROLE} ${role}`),
            ].sort(),
        );
        const delegation = only(done, DELEGATION, `${DELEGATE}-config.amazonaws.com`);
        assert.deepEqual(delegation.inputs, { accountId: DELEGATE, servicePrincipal: "config.amazonaws.com" });
        assert.ok(
            SERVICES.every((service) => delegation.dependsOn.includes(service)),
            "a service without access cannot be delegated",
        );
        const role = only(done, ROLE, "AWSServiceRoleForConfigMultiAccountSetup");
        assert.equal(role.inputs["awsServiceName"], "config-multiaccountsetup.amazonaws.com");
        assert.equal(role.inputs["description"], organizationRoleDescription("test"));
        assert.ok(only(done, "aws:cfg/configurationAggregator:ConfigurationAggregator", "everyone"));
    });

    it("never manages the organization itself", async () => {
        const done = await administer({ serviceAccess: "create", delegatedAdministrator: delegate() });
        assert.ok(!rows(done).some((row) => row.startsWith("aws:organizations/organization:")));
    });

    it("keeps access and roles when the stack goes, and ends a delegation that it made", async () => {
        const done = await administer({ serviceAccess: "create", delegatedAdministrator: delegate() });
        for (const service of SERVICES) {
            assert.equal(only(done, ACCESS, service).options.retainOnDelete, true);
            assert.equal(only(done, DELEGATION, `${DELEGATE}-${service}`).options.retainOnDelete, undefined);
        }
        for (const role of [...ROLES, STACK_SETS_ROLE]) {
            assert.equal(only(done, ROLE, role).options.retainOnDelete, true);
        }
    });

    it("lets whatever concerns the organization wait", async () => {
        const done = await administer({ serviceAccess: "create", delegatedAdministrator: delegate() });
        const aggregator = only(done, "aws:cfg/configurationAggregator:ConfigurationAggregator", "everyone");
        const delegations = SERVICES.map((service) => `${DELEGATE}-${service}`);
        assert.ok([...SERVICES, ...delegations, ...ROLES].every((name) => aggregator.dependsOn.includes(name)));
    });

    it("asks nobody what exists where it creates all but roles", async () => {
        const done = await administer({ serviceAccess: "create", delegatedAdministrator: delegate() });
        assert.ok(!done.calls.some((call) => call.startsWith("aws:organizations/")));
    });

    it("imports what exists where it adopts, makes the rest, and keeps all of it", async () => {
        const done = await administer(
            {
                serviceAccess: "adopt",
                delegatedAdministrator: delegate({ mode: "adopt", serviceLinkedRoles: "adopt" }),
            },
            {
                calls: {
                    [ORGANIZATION_TOKEN]: () => ({ awsServiceAccessPrincipals: [SERVICES[0], "sso.amazonaws.com"] }),
                    [DELEGATES_TOKEN]: ({ servicePrincipal }) => ({
                        delegatedAdministrators:
                            servicePrincipal === SERVICES[1] ? [{ id: DELEGATE }] : [{ id: "777788889999" }],
                    }),
                    [ROLE_TOKEN]: ({ name }) => {
                        if (name !== ROLES[1]) {
                            throw new Error("NoSuchEntity");
                        }
                        return { tags: {}, description: "of somebody else" };
                    },
                },
            },
        );
        const imported = done.registrations.flatMap(({ name, options }) =>
            options.import ? [[name, options.import]] : [],
        );
        assert.deepEqual(imported.sort(), [
            [`${DELEGATE}-${SERVICES[1]}`, `${DELEGATE}/${SERVICES[1]}`],
            [ROLES[1], `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config-conforms.amazonaws.com/${ROLES[1]}`],
            [SERVICES[0], SERVICES[0]],
        ]);
        for (const service of SERVICES) {
            assert.equal(only(done, DELEGATION, `${DELEGATE}-${service}`).options.retainOnDelete, true);
        }
    });

    it("imports everything where AWS does not say what exists, and says so", async () => {
        const done = await administer(
            { serviceAccess: "adopt" },
            {
                calls: {
                    [ORGANIZATION_TOKEN]: () => {
                        throw new Error("AccessDeniedException");
                    },
                },
            },
        );
        assert.ok(SERVICES.every((service) => only(done, ACCESS, service).options.import === service));
        assert.match(done.logs.join("\n"), /could not look what trusted access exists, so all of it is imported/);
    });

    it("goes on with roles that it made before, and with no one else's", async () => {
        const done = await administer(
            { delegatedAdministrator: delegate() },
            {
                calls: {
                    [ROLE_TOKEN]: ({ name }) => ({
                        tags: name === ROLES[0] ? { "conformance-packs:stack": "test" } : {},
                        description: name === ROLES[0] ? "" : "of somebody else",
                    }),
                },
            },
        );
        assert.match(
            only(done, ROLE, String(ROLES[0])).options.import ?? "",
            /AWSServiceRoleForConfigMultiAccountSetup$/,
        );
        assert.equal(only(done, ROLE, String(ROLES[1])).options.import, undefined);
    });

    it("registers nothing that is only used", async () => {
        const roles = await administer({ delegatedAdministrator: delegate({ mode: "use" }) });
        assert.deepEqual(
            rows(roles).filter((row) => row.startsWith("aws:organizations/")),
            [],
        );
        assert.equal(rows(roles).filter((row) => row.startsWith(ROLE)).length, 2);
        const nothing = await administer({
            id: "o-a1b2c3d4e5",
            serviceAccess: "use",
            delegatedAdministrator: delegate({ mode: "use", serviceLinkedRoles: "use" }),
        });
        assert.ok(!rows(nothing).some((row) => row.includes("OrganizationAdministration")));
    });

    it("says how to adopt an account that is a delegated administrator already, or a role that exists", async () => {
        const plan = { serviceAccess: "create", delegatedAdministrator: delegate() } as const;
        const done = await run(() => deploy(planOf({ organization: plan }), IDENTITY), {
            afterwards: async (hooks) => {
                const delegation = "AccountAlreadyRegisteredException: The provided account is already a delegated";
                // One for each service that the account is registered for.
                for (const name of ADMINISTERED_SERVICES) {
                    assert.equal(await hooks.failed("delegation-exists", "create", delegation, { name }), false);
                }
                const role = "Service role name AWSServiceRoleForConfigConforms has been taken in this account";
                assert.equal(await hooks.failed("organization-role-exists", "create", role), false);
                assert.equal(await hooks.failed("delegation-exists", "delete", delegation), false);
                const stackSets = `Service role name ${STACK_SETS_ROLE} has been taken in this account`;
                assert.equal(await hooks.failed("organization-role-exists", "create", stackSets), false);
            },
        });
        const errors = done.logs.filter((log) => log.startsWith("error"));
        assert.equal(errors.length, 3);
        assert.match(String(errors[2]), /organization: \{ serviceAccess: adopt \}/);
        assert.match(String(errors[0]), /delegatedAdministrator: \{ mode: adopt, account: "444455556666" \}/);
        assert.match(String(errors[1]), /serviceLinkedRoles: adopt/);
    });

    it("refuses an account that is not the management account, before anything is registered", async () => {
        const refused = async (organization: OrganizationPlan, words: RegExp): Promise<void> => {
            await assert.rejects(administer(organization), words);
        };
        await refused(
            { managementAccount: "777788889999", serviceAccess: "create" },
            /only the management account, 777788889999, .*this stack belongs to 111122223333/s,
        );
        await refused({ delegatedAdministrator: delegate({ account: ACCOUNT }) }, /cannot delegate that to itself/);
    });

    it("lets a delegated administrator deploy what it likes", async () => {
        const done = await administer({ managementAccount: "777788889999" });
        assert.ok(only(done, "aws:cfg/configurationAggregator:ConfigurationAggregator", "everyone"));
    });
});
