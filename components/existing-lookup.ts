/** Asks AWS Config what exists. Used only by hooks that run during an update; the SDK is loaded only then. */
import type * as ConfigService from "@aws-sdk/client-config-service";
import type {
    ConfigServiceClient,
    ConfigServiceClientConfig,
    ConfigurationRecorder,
} from "@aws-sdk/client-config-service";
import type { AwsCredentialIdentity } from "@aws-sdk/types";
import * as pulumi from "@pulumi/pulumi";
import type { RecordingGroupPlan } from "../lib/plan/plan.ts";

export interface ExistingRecorder {
    readonly name: string;
    readonly roleArn?: string;
    readonly recordingGroup: RecordingGroupPlan;
}

export interface ExistingChannel {
    readonly name: string;
    readonly bucket?: string;
    readonly prefix?: string;
    readonly topicArn?: string;
}

export interface ExistingRetention {
    readonly name: string;
    readonly days: number;
}

/** What there can be only one of in an account and region; nothing where there is none. */
export interface ExistingLookup {
    recorder(): Promise<ExistingRecorder | undefined>;
    deliveryChannel(): Promise<ExistingChannel | undefined>;
    retention(): Promise<ExistingRetention | undefined>;
}

/** A lookup with the credentials that the program itself runs with. */
export function awsLookup(region: string): ExistingLookup {
    return {
        recorder: () =>
            withClient(region, async (client, { DescribeConfigurationRecordersCommand: Command }) => {
                const { ConfigurationRecorders: found = [] } = await client.send(new Command({}));
                // Recorders of other AWS services stand beside the account's own and are not in its way.
                return found.filter(({ servicePrincipal }) => servicePrincipal === undefined).map(toRecorder)[0];
            }),
        deliveryChannel: () =>
            withClient(region, async (client, { DescribeDeliveryChannelsCommand: Command }) => {
                const { DeliveryChannels: [found] = [] } = await client.send(new Command({}));
                return (
                    found && {
                        name: found.name ?? "default",
                        ...(found.s3BucketName !== undefined && { bucket: found.s3BucketName }),
                        ...(found.s3KeyPrefix !== undefined && { prefix: found.s3KeyPrefix }),
                        ...(found.snsTopicARN !== undefined && { topicArn: found.snsTopicARN }),
                    }
                );
            }),
        retention: () =>
            withClient(region, async (client, { DescribeRetentionConfigurationsCommand: Command }) => {
                const { RetentionConfigurations: [found] = [] } = await client.send(new Command({}));
                return found && { name: found.Name ?? "default", days: found.RetentionPeriodInDays ?? 0 };
            }),
    };
}

/** What the clients of all services take. */
type ClientConfiguration = Pick<
    ConfigServiceClientConfig,
    "region" | "maxAttempts" | "profile" | "endpoint" | "credentials"
>;

type Sdk = typeof ConfigService;

async function withClient<Found>(
    region: string,
    look: (client: ConfigServiceClient, sdk: Sdk) => Promise<Found>,
): Promise<Found> {
    const configuration = clientConfiguration(region, new pulumi.Config("aws"));
    const sdk = await import("@aws-sdk/client-config-service");
    const client = new sdk.ConfigServiceClient(configuration);
    try {
        return await look(client, sdk);
    } finally {
        client.destroy();
    }
}

/**
 * The same account as the provider's: with its profile, keys and roles. A web identity is left to the SDK's own default
 * chain, which finds it in the environment where continuous integration puts it.
 * https://www.pulumi.com/registry/packages/aws/installation-configuration/
 *
 * @param services how the provider's `endpoints` name the service. @default AWS Config
 */
export function clientConfiguration(
    region: string,
    aws: pulumi.Config,
    services: readonly string[] = ["configservice", "config"],
): ClientConfiguration {
    const profile = aws.get("profile");
    const accessKeyId = aws.get("accessKey");
    const secretAccessKey = aws.get("secretKey");
    const sessionToken = aws.get("token");
    const endpoints = aws.getObject<readonly Readonly<Record<string, string>>[]>("endpoints") ?? [];
    const endpoint = endpoints
        .map((each) => services.map((service) => each[service]).find((url) => url !== undefined))
        .find((each) => each !== undefined);
    const credentials =
        accessKeyId !== undefined && secretAccessKey !== undefined
            ? { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) }
            : undefined;
    const roles = assumedRoles(aws);
    return {
        region,
        maxAttempts: 3,
        ...(profile !== undefined && { profile }),
        ...(endpoint !== undefined && { endpoint }),
        ...(credentials && { credentials }),
        ...(roles.length > 0 && { credentials: () => assume(roles, region, profile, credentials) }),
    };
}

interface AssumedRole {
    readonly roleArn: string;
    readonly sessionName?: string;
    readonly externalId?: string;
}

/** One after the other, as the provider assumes them; the singular is the older spelling. */
function assumedRoles(aws: pulumi.Config): AssumedRole[] {
    const single = aws.getObject<Partial<AssumedRole>>("assumeRole");
    const several = aws.getObject<readonly Partial<AssumedRole>[]>("assumeRoles") ?? [];
    return [...(single === undefined ? [] : [single]), ...several].flatMap((role) =>
        role.roleArn === undefined ? [] : [{ ...role, roleArn: role.roleArn }],
    );
}

async function assume(
    roles: readonly AssumedRole[],
    region: string,
    profile: string | undefined,
    first: AwsCredentialIdentity | undefined,
): Promise<AwsCredentialIdentity> {
    const { fromTemporaryCredentials } = await import("@aws-sdk/credential-providers");
    let credentials: AwsCredentialIdentity | undefined = first;
    for (const { roleArn, sessionName, externalId } of roles) {
        const provider = fromTemporaryCredentials({
            params: {
                RoleArn: roleArn,
                RoleSessionName: sessionName ?? "conformance-packs",
                ...(externalId !== undefined && { ExternalId: externalId }),
            },
            clientConfig: { region, ...(profile !== undefined && { profile }) },
            ...(credentials && { masterCredentials: credentials }),
        });
        credentials = await provider();
    }
    if (credentials === undefined) {
        throw new Error("no role to assume");
    }
    return credentials;
}

function toRecorder(found: ConfigurationRecorder): ExistingRecorder {
    return {
        name: found.name ?? "default",
        ...(found.roleARN !== undefined && { roleArn: found.roleARN }),
        recordingGroup: toGroup(found.recordingGroup),
    };
}

/** Recorders older than the strategies have none: then `allSupported` decides. */
function toGroup(group: ConfigurationRecorder["recordingGroup"]): RecordingGroupPlan {
    const excluded = group?.exclusionByResourceTypes?.resourceTypes ?? [];
    const included = group?.resourceTypes ?? [];
    const strategy =
        group?.recordingStrategy?.useOnly ??
        (group?.allSupported === false ? "INCLUSION_BY_RESOURCE_TYPES" : "ALL_SUPPORTED_RESOURCE_TYPES");
    return {
        strategy,
        includeGlobalResourceTypes: group?.includeGlobalResourceTypes ?? false,
        resourceTypes: strategy === "EXCLUSION_BY_RESOURCE_TYPES" ? excluded : included,
    };
}
