/** Asks one account everything that the doctor needs to know. */
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { DescribeKeyCommand, KMSClient } from "@aws-sdk/client-kms";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { paginateGetResources, ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { HeadBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { resolveNames } from "../../lib/plan/names.ts";
import type { AccountInventory, Answer } from "../../lib/doctor/inventory.ts";
import { STACK_TAG } from "../../lib/plan/build.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { ask } from "./answers.ts";
import { findOrganization } from "./organization.ts";
import { countQuotas, findDeliveryChannel, findRecorder, findRetention } from "./recording.ts";

/** https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html */
const SERVICE_LINKED_ROLE = "AWSServiceRoleForConfig";

/**
 * Inspects the account of the credentials at hand, in the plan's region. Only reads.
 *
 * @throws the SDK's error where nobody can be asked at all: no credentials, no network
 */
export async function inspectAccount(plan: DeploymentPlan): Promise<AccountInventory> {
    const options = { region: plan.region, maxAttempts: 3 };
    const { Account: account = "" } = await new STSClient(options).send(new GetCallerIdentityCommand({}));
    const config = new ConfigServiceClient(options);
    const { deliveryBucket: bucket } = resolveNames(plan, { accountId: account });
    const alias = "alias" in plan.encryptionKey ? `alias/${plan.encryptionKey.alias}` : undefined;
    return {
        account,
        region: plan.region,
        recorder: await ask(() => findRecorder(config)),
        deliveryChannel: await ask(() => findDeliveryChannel(config)),
        retention: await ask(() => findRetention(config)),
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
        tagged: orElse(await ask(() => findTagged(new ResourceGroupsTaggingAPIClient(options), plan.stack)), []),
        organization: await ask(
            () => findOrganization(new OrganizationsClient(options)),
            ["AWSOrganizationsNotInUseException"],
        ),
        quotas: orElse(await ask(() => countQuotas(config)), { rules: 0, packs: 0, aggregators: 0 }),
    };
}

async function findTagged(client: ResourceGroupsTaggingAPIClient, stack: string): Promise<string[]> {
    const found: string[] = [];
    const pages = paginateGetResources({ client }, { TagFilters: [{ Key: STACK_TAG, Values: [stack] }] });
    for await (const { ResourceTagMappingList: list = [] } of pages) {
        found.push(...list.flatMap(({ ResourceARN }) => ResourceARN ?? []));
    }
    return found.sort();
}

function orElse<Value>(answer: Answer<Value | undefined>, fallback: Value): Answer<Value> {
    return answer.known ? { known: true, value: answer.value ?? fallback } : answer;
}
