import { AccountClient } from "@aws-sdk/client-account";
import { AthenaClient } from "@aws-sdk/client-athena";
import { CloudFormationClient } from "@aws-sdk/client-cloudformation";
import { CloudTrailClient } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { GlueClient } from "@aws-sdk/client-glue";
import { IAMClient } from "@aws-sdk/client-iam";
import { KMSClient } from "@aws-sdk/client-kms";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { OrganizationsClient } from "@aws-sdk/client-organizations";
import { ResourceGroupsTaggingAPIClient } from "@aws-sdk/client-resource-groups-tagging-api";
import { S3Client } from "@aws-sdk/client-s3";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SESv2Client } from "@aws-sdk/client-sesv2";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { SSMClient } from "@aws-sdk/client-ssm";
import { STSClient } from "@aws-sdk/client-sts";

/** Where the local AWS listens, such as `http://127.0.0.1:5000`. */
export const endpointVariable = "CONFORMANCE_PACKS_SANDBOX_ENDPOINT";

/** Fixed and worthless: the emulator accepts any, and no other credentials are ever looked for. */
export const sandboxCredentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "sandbox" } as const;

const loopback = new Set(["127.0.0.1", "[::1]", "localhost"]);

/**
 * The emulator's address, which must be on this machine: nothing the sandbox does may ever reach AWS.
 * @throws where the variable is unset, is no http address, or names another machine
 */
export function sandboxEndpoint(environment: NodeJS.ProcessEnv): URL {
    const text = environment[endpointVariable];
    if (text === undefined || text === "") {
        throw new Error(
            `${endpointVariable} is not set, so the sandbox's stand-in for the AWS provider has no local AWS to talk to. ` +
                "Start the sandbox with `npm start`.",
        );
    }
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url?.protocol !== "http:" || !loopback.has(url.hostname) || url.username !== "" || url.password !== "") {
        throw new Error(
            `${endpointVariable} is "${text}": the sandbox's stand-in for the AWS provider talks to this machine only. ` +
                "Give an address such as http://127.0.0.1:5000.",
        );
    }
    return url;
}

type ClientClass<C> = new (configuration: {
    region: string;
    endpoint: string;
    credentials: typeof sandboxCredentials;
    maxAttempts: number;
}) => C;

/** The service clients of one provider, one each per service and region. Unknown operations must fail soon: two attempts. */
export class AwsClients {
    readonly #endpoint: string;
    readonly #clients = new Map<string, unknown>();

    constructor(endpoint: URL) {
        this.#endpoint = endpoint.origin;
    }

    account = (region: string): AccountClient => this.#client(AccountClient, region);
    athena = (region: string): AthenaClient => this.#client(AthenaClient, region);
    cloudFormation = (region: string): CloudFormationClient => this.#client(CloudFormationClient, region);
    cloudTrail = (region: string): CloudTrailClient => this.#client(CloudTrailClient, region);
    cloudWatch = (region: string): CloudWatchClient => this.#client(CloudWatchClient, region);
    configService = (region: string): ConfigServiceClient => this.#client(ConfigServiceClient, region);
    eventBridge = (region: string): EventBridgeClient => this.#client(EventBridgeClient, region);
    glue = (region: string): GlueClient => this.#client(GlueClient, region);
    iam = (region: string): IAMClient => this.#client(IAMClient, region);
    kms = (region: string): KMSClient => this.#client(KMSClient, region);
    lambda = (region: string): LambdaClient => this.#client(LambdaClient, region);
    logs = (region: string): CloudWatchLogsClient => this.#client(CloudWatchLogsClient, region);
    resourceGroupsTagging = (region: string): ResourceGroupsTaggingAPIClient =>
        this.#client(ResourceGroupsTaggingAPIClient, region);
    organizations = (region: string): OrganizationsClient => this.#client(OrganizationsClient, region);
    ses = (region: string): SESv2Client => this.#client(SESv2Client, region);
    sns = (region: string): SNSClient => this.#client(SNSClient, region);
    scheduler = (region: string): SchedulerClient => this.#client(SchedulerClient, region);
    sqs = (region: string): SQSClient => this.#client(SQSClient, region);
    ssm = (region: string): SSMClient => this.#client(SSMClient, region);
    sts = (region: string): STSClient => this.#client(STSClient, region);

    /** Buckets are named in the path, since no host name but the loopback's exists here. */
    s3 = (region: string): S3Client => this.#client(PathStyleS3Client, region);

    #client<C>(clientClass: ClientClass<C>, region: string): C {
        const key = `${clientClass.name} ${region}`;
        const known = this.#clients.get(key);
        if (known !== undefined) {
            return known as C;
        }
        const client = new clientClass({
            region,
            endpoint: this.#endpoint,
            credentials: sandboxCredentials,
            maxAttempts: 2,
        });
        this.#clients.set(key, client);
        return client;
    }
}

class PathStyleS3Client extends S3Client {
    constructor(configuration: ConstructorParameters<typeof S3Client>[0]) {
        super({ ...configuration, forcePathStyle: true });
    }
}
