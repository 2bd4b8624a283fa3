import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { CloudFormationClient, UpdateStackInstancesCommand } from "@aws-sdk/client-cloudformation";
import {
    DeregisterDelegatedAdministratorCommand,
    DescribeOrganizationCommand,
    ListAccountsCommand,
    MoveAccountCommand,
    OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { createUnit, endedOperation, rootOf } from "../emulator/stack-set-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { PROJECT, type Project, REGION } from "../end-to-end/project-fixture.ts";
import { type OrganizationInventory, organizationInventory } from "./organization-inventory.ts";
import { type StackKind, writeLarge, writeOwnRule } from "./whole-stack.ts";

export const FURTHER_REGION = "us-east-1";

/** Who administers, and keeps the copy of the history; and who is rolled out to. */
const MEMBERS = ["security", "workload"] as const;

const REPLICA = "config-archive-of-somebody-else";

const REMEDIATED = `rules:
  s3-bucket-level-public-access-prohibited:
    severity: high
    remediation:
      document: ConformancePacks-EnableBucketPublicAccessBlock
      parameters: { BucketName: RESOURCE_ID, DryRun: "false" }
`;

interface Organization {
    readonly id: string;
    /** The unit that is rolled out to. */
    readonly unit: string;
    readonly accounts: Readonly<Record<(typeof MEMBERS)[number], string>>;
}

/**
 * What an account's own stack does not have: that of an organization's management account, with a further region, a replica
 * of its history, and an archive of others'.
 */
export const ORGANIZATION_STACK: StackKind<OrganizationInventory> = {
    prepare: prepareOrganization,
    inventory: (project) => organizationInventory(project, { home: REGION, further: FURTHER_REGION }),
    follow,
};

const managementOf = ({ endpoint }: Project): ClientSettings => ({
    endpoint,
    region: REGION,
    credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
    maxAttempts: 1,
});

/** @returns the account of a member */
export async function memberOf(project: Project, name: (typeof MEMBERS)[number]): Promise<string> {
    const { Accounts: accounts = [] } = await new OrganizationsClient(managementOf(project)).send(
        new ListAccountsCommand({}),
    );
    return accounts.find((account) => account.Name === name)?.Id ?? "";
}

/** Carries out the commands that are told. */
async function follow(project: Project, printed: string): Promise<boolean> {
    const delegations = await takeDelegationsBack(project, printed);
    return (await deployAgain(project, printed)) || delegations;
}

async function takeDelegationsBack(project: Project, printed: string): Promise<boolean> {
    const told = printed.matchAll(
        /aws organizations deregister-delegated-administrator --account-id (\d+) --service-principal (\S+)/g,
    );
    const commands = new Map([...told].map(([, account = "", service = ""]) => [service, account]));
    for (const [service, account] of commands) {
        await new OrganizationsClient(managementOf(project)).send(
            new DeregisterDelegatedAdministratorCommand({ AccountId: account, ServicePrincipal: service }),
        );
    }
    return commands.size > 0;
}

/** Stacks that failed in a member. */
async function deployAgain(project: Project, printed: string): Promise<boolean> {
    const told = printed.matchAll(
        /update-stack-instances --stack-set-name (\S+) --deployment-targets OrganizationalUnitIds=(\S+) --regions ([a-z0-9 -]+)$/gm,
    );
    const commands = new Map([...told].map(([, name = "", ...targets]) => [name, targets]));
    const cloudFormation = new CloudFormationClient(managementOf(project));
    for (const [name, [units = "", regions = ""]] of commands) {
        const { OperationId: id = "" } = await cloudFormation.send(
            new UpdateStackInstancesCommand({
                StackSetName: name,
                DeploymentTargets: { OrganizationalUnitIds: units.split(",") },
                Regions: regions.split(" "),
            }),
        );
        const done = await endedOperation(cloudFormation, name, id);
        assert.equal(done.Status, "SUCCEEDED", `${name}: ${done.StatusReason ?? ""}`);
    }
    return commands.size > 0;
}

async function prepareOrganization(project: Project): Promise<void> {
    const organization = await makeOrganization(managementOf(project));
    cpSync(join(PROJECT, "packs", "documents"), join(project.folder, "packs", "documents"), { recursive: true });
    writeLarge(project);
    writeOwnRule(project);
    project.writePack("storage", REMEDIATED);
    project.configure(configurationIn(organization));
    await fetch(new URL("/sandbox/requests", project.endpoint), { method: "DELETE" });
}

function configurationIn({ id, unit, accounts: { security } }: Organization): string {
    const target = `{ target: organization, units: [${unit}] }`;
    return `account: "${ACCOUNT}"
organization: { id: ${id}, serviceAccess: create, delegatedAdministrator: { account: "${security}" } }
members: { units: [${unit}] }
regions: { ${FURTHER_REGION}: }
packs: { root: ${target}, own: ${target}, storage: ${target}, large: {} }
aggregators: { everyone: { organization: true } }
alertTopic: { enabled: true }
deliveryBucket:
  replica: { account: "${security}", bucket: ${REPLICA}, keyArn: "arn:aws:kms:${REGION}:${security}:key/of-the-archive" }
historyArchive: { sources: [{ account: "${security}", stack: other }], protect: false }
`;
}

async function makeOrganization(management: ClientSettings): Promise<Organization> {
    await createOrganization(management);
    const organizations = new OrganizationsClient(management);
    const { Organization: organization } = await organizations.send(new DescribeOrganizationCommand({}));
    const root = await rootOf(organizations);
    const unit = await createUnit(organizations, root, "workloads");
    const accounts = {
        security: await createMember(management, MEMBERS[0]),
        workload: await createMember(management, MEMBERS[1]),
    };
    await organizations.send(
        new MoveAccountCommand({ AccountId: accounts.workload, SourceParentId: root, DestinationParentId: unit }),
    );
    const s3 = new S3Client({ ...(await memberSettings(management, accounts.security)), forcePathStyle: true });
    const location = { LocationConstraint: REGION } as const;
    await s3.send(new CreateBucketCommand({ Bucket: REPLICA, CreateBucketConfiguration: location }));
    await s3.send(new PutBucketVersioningCommand({ Bucket: REPLICA, VersioningConfiguration: { Status: "Enabled" } }));
    return { id: organization?.Id ?? "", unit, accounts };
}
