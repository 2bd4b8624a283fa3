/** Asks one account everything that the doctor needs to know. */
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { paginateGetResources, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { resolveNames } from "../../lib/plan/names.ts";
import type { AccountInventory, Answer, RegionInventory } from "../../lib/doctor/inventory.ts";
import { STACK_TAG } from "../../lib/plan/build.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { regionsOf } from "../../lib/plan/regions.ts";
import { ask } from "./answers.ts";
import { findOrganization } from "./organization.ts";
import { countQuotas, findDeliveryChannel, findRecorder, findRetention } from "./recording.ts";

/** https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html */
const SERVICE_LINKED_ROLE = "AWSServiceRoleForConfig";

/**
 * Inspects the account of the credentials at hand, in the regions of the plan. Only reads.
 *
 * @throws the SDK's error where nobody can be asked at all: no credentials, no network
 */
export async function inspectAccount(plan: DeploymentPlan): Promise<AccountInventory> {
    const options = { region: plan.region, maxAttempts: 3 };
    const { Account: account = "" } = await new STSClient(options).send(new GetCallerIdentityCommand({}));
    const { deliveryBucket: bucket } = resolveNames(plan, { accountId: account });
    const alias = "alias" in plan.encryptionKey ? `alias/${plan.encryptionKey.alias}` : undefined;
    return {
        account,
        ...(await inspectRegion(plan.region)),
        ...(plan.furtherRegions !== undefined && {
            furtherRegions: await Promise.all(plan.furtherRegions.map(({ region }) => inspectRegion(region))),
        }),
        serviceLinkedRole: await ask(async () => {
            const { Role: role } = await new IAMClient(options).send(
                new GetRoleCommand({ RoleName: SERVICE_LINKED_ROLE }),
            );
            return role?.Arn === undefined ? undefined : { arn: role.Arn };
        }, ["NoSuchEntityException", "NoSuchEntity"]),
        deliveryBucket: await ask(async () => {
            if (bucket === undefined) {
                return undefined;
            }
            await new S3Client(options).send(new HeadBucketCommand({ Bucket: bucket }));
            return { name: bucket };
        }, ["NotFound", "NoSuchBucket"]),
        encryptionKey: await ask(async () => {
            if (alias === undefined) {
                return undefined;
            }
            const { KeyMetadata: key } = await new KMSClient(options).send(new DescribeKeyCommand({ KeyId: alias }));
            return key?.Arn === undefined ? undefined : { arn: key.Arn, alias };
        }, ["NotFoundException"]),
        tagged: await findTagged(plan),
        organization: await ask(
            () => findOrganization(new OrganizationsClient(options)),
            ["AWSOrganizationsNotInUseException"],
        ),
    };
}

async function inspectRegion(region: string): Promise<RegionInventory> {
    const config = new ConfigServiceClient({ region, maxAttempts: 3 });
    return {
        region,
        recorder: await ask(() => findRecorder(config)),
        deliveryChannel: await ask(() => findDeliveryChannel(config)),
        retention: await ask(() => findRetention(config)),
        quotas: orElse(await ask(() => countQuotas(config)), { rules: 0, packs: 0, aggregators: 0 }),
    };
}

/** Each region knows its own only. One that may not be asked leaves the others their answers. */
async function findTagged(plan: DeploymentPlan): Promise<Answer<readonly string[]>> {
    const answers = await Promise.all(regionsOf(plan).map(({ region }) => ask(() => findTaggedIn(region, plan.stack))));
    const refused = answers.find(({ known }) => !known);
    const found = answers.flatMap((answer) => (answer.known ? [answer.value ?? []] : []));
    return refused?.known === false && found.length === 0
        ? refused
        : { known: true, value: [...new Set(found.flat())].sort() };
}

async function findTaggedIn(region: string, stack: string): Promise<string[]> {
    const client = new ResourceGroupsTaggingAPIClient({ region, maxAttempts: 3 });
    const found: string[] = [];
    const pages = paginateGetResources({ client }, { TagFilters: [{ Key: STACK_TAG, Values: [stack] }] });
    for await (const { ResourceTagMappingList: list = [] } of pages) {
        found.push(...list.flatMap(({ ResourceARN }) => ResourceARN ?? []));
    }
    return found;
}

function orElse<Value>(answer: Answer<Value | undefined>, fallback: Value): Answer<Value> {
    return answer.known ? { known: true, value: answer.value ?? fallback } : answer;
}
