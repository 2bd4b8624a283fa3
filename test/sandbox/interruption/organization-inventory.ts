import {
    CloudFormationClient,
    ListStackInstancesCommand,
    ListStackSetsCommand,
    type StackInstanceSummary,
} from "@aws-sdk/client-cloudformation";
import {
    ConfigServiceClient,
    DescribeOrganizationConformancePackStatusesCommand,
} from "@aws-sdk/client-config-service";
import {
    DescribeEventBusCommand,
    EventBridgeClient,
    ListEventBusesCommand,
    ListRulesCommand,
} from "@aws-sdk/client-eventbridge";
import {
    ListAccountsCommand,
    ListAWSServiceAccessForOrganizationCommand,
    ListDelegatedAdministratorsCommand,
    ListDelegatedServicesForAccountCommand,
    OrganizationsClient,
} from "@aws-sdk/client-organizations";
import { GetBucketReplicationCommand, GetObjectLockConfigurationCommand, type S3Client } from "@aws-sdk/client-s3";
import { Account } from "../end-to-end/account.ts";
import type { Project } from "../end-to-end/project-fixture.ts";
import { accountInventory } from "./account-inventory.ts";
import type { StackInventory } from "./whole-stack.ts";

export interface Regions {
    readonly home: string;
    readonly further: string;
}

/**
 * What there is in an organization, by kind: of its management account in the home region, in the further one, whose name
 * goes before, and what only an organization and an archive have. Members stand by name: their numbers differ each time.
 */
export type OrganizationInventory = StackInventory;

export async function organizationInventory(
    project: Project,
    { home, further }: Regions,
): Promise<OrganizationInventory> {
    const settings = {
        endpoint: project.endpoint,
        region: home,
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
    };
    const organizations = new OrganizationsClient(settings);
    const { Accounts: accounts = [] } = await organizations.send(new ListAccountsCommand({}));
    const named = (text: string): string =>
        accounts.reduce((all, { Id: id = "", Name: name = "" }) => all.replaceAll(id, name), text);
    const account = await accountInventory(project, home);
    const found: StackInventory = {
        ...someOf(account, ""),
        ...someOf(await regionalInventory(project, further), `${further} `),
        ...(await inOrganization(organizations)),
        organizationPacks: await organizationPacks(new ConfigServiceClient(settings)),
        furtherOrganizationPacks: await organizationPacks(new ConfigServiceClient({ ...settings, region: further })),
        stackSets: await stackSets(new CloudFormationClient(settings)),
        eventBuses: await eventBuses(new EventBridgeClient(settings)),
        bucketSettings: await bucketSettings(new Account(project.endpoint, home).s3, account.buckets),
    };
    return Object.fromEntries(Object.entries(found).map(([kind, names]) => [kind, names.map(named).sort()]));
}

/** Kinds of which there are any: a stack of an organization need not have what that of an account has. */
function someOf(inventory: StackInventory, before: string): StackInventory {
    return Object.fromEntries(
        Object.entries(inventory)
            .filter(([, names]) => names.length > 0)
            .map(([kind, names]) => [`${before}${kind}`, names]),
    );
}

/** Without what belongs to all regions. */
async function regionalInventory(project: Project, region: string): Promise<StackInventory> {
    return { ...(await accountInventory(project, region)), buckets: [], roles: [] };
}

async function inOrganization(organizations: OrganizationsClient) {
    const { EnabledServicePrincipals: services = [] } = await organizations.send(
        new ListAWSServiceAccessForOrganizationCommand({}),
    );
    const { DelegatedAdministrators: delegates = [] } = await organizations.send(
        new ListDelegatedAdministratorsCommand({}),
    );
    const delegations = delegates.map(async ({ Id: id = "" }) => {
        const { DelegatedServices: delegated = [] } = await organizations.send(
            new ListDelegatedServicesForAccountCommand({ AccountId: id }),
        );
        return delegated.map(({ ServicePrincipal: service = "" }) => `${id} ${service}`);
    });
    return {
        serviceAccess: services.map(({ ServicePrincipal: service = "" }) => service),
        delegations: (await Promise.all(delegations)).flat(),
    };
}

async function organizationPacks(config: ConfigServiceClient): Promise<string[]> {
    const { OrganizationConformancePackStatuses: packs = [] } = await config.send(
        new DescribeOrganizationConformancePackStatusesCommand({}),
    );
    // A pack that was put twice has been updated.
    return packs.map(
        ({ OrganizationConformancePackName: name = "", Status: status = "" }) =>
            `${name} ${status.replace(/^(CREATE|UPDATE)_/, "")}`,
    );
}

/** Each StackSet, and each of its instances. */
async function stackSets(cloudFormation: CloudFormationClient): Promise<string[]> {
    const { Summaries: sets = [] } = await cloudFormation.send(new ListStackSetsCommand({ Status: "ACTIVE" }));
    const instances = sets.map(async ({ StackSetName: name = "" }) => {
        const { Summaries: found = [] } = await cloudFormation.send(
            new ListStackInstancesCommand({ StackSetName: name }),
        );
        const describe = ({ Account: account, Region: region, Status: status }: StackInstanceSummary): string =>
            `${name} in ${account ?? ""} ${region ?? ""} ${status ?? ""}`;
        return [name, ...found.map(describe)];
    });
    return (await Promise.all(instances)).flat();
}

/** Each event bus, whether it has a policy, and its rules. */
async function eventBuses(events: EventBridgeClient): Promise<string[]> {
    const { EventBuses: buses = [] } = await events.send(new ListEventBusesCommand({}));
    const found = buses.map(async ({ Name: name = "" }) => {
        const { Policy: policy } = await events.send(new DescribeEventBusCommand({ Name: name }));
        const { Rules: rules = [] } = await events.send(new ListRulesCommand({ EventBusName: name }));
        const of = rules.map((rule) => `${name} ${rule.Name ?? ""}`);
        return [`${name} ${policy === undefined ? "without" : "with"} a policy`, ...of];
    });
    return (await Promise.all(found)).flat();
}

/** Which of the buckets replicate, and which lock. */
async function bucketSettings(s3: S3Client, buckets: readonly string[]): Promise<string[]> {
    const found = buckets.map(async (Bucket) => {
        const [replicates, locks] = await Promise.all([
            s3.send(new GetBucketReplicationCommand({ Bucket })).catch(() => undefined),
            s3.send(new GetObjectLockConfigurationCommand({ Bucket })).catch(() => undefined),
        ]);
        const rules = replicates?.ReplicationConfiguration?.Rules ?? [];
        const retention = locks?.ObjectLockConfiguration?.Rule?.DefaultRetention;
        return [
            ...rules.map(({ ID: id = "" }) => `${Bucket} replicates ${id}`),
            ...(retention === undefined ? [] : [`${Bucket} locks ${retention.Mode ?? ""} ${String(retention.Days)}`]),
        ];
    });
    return (await Promise.all(found)).flat();
}
