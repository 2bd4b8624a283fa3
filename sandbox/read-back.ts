import {
    ConfigServiceClient,
    DescribeConfigurationAggregatorsCommand,
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    DescribeDeliveryChannelsCommand,
    DescribeRetentionConfigurationsCommand,
    paginateDescribeConformancePackCompliance,
    paginateDescribeConformancePackStatus,
    paginateDescribeOrganizationConformancePackStatuses,
} from "@aws-sdk/client-config-service";
import type { ConfigurationAggregator, ConfigurationRecorder, DeliveryChannel } from "@aws-sdk/client-config-service";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { GetBucketEncryptionCommand, GetBucketVersioningCommand, S3Client } from "@aws-sdk/client-s3";
import { GetTopicAttributesCommand, SNSClient } from "@aws-sdk/client-sns";

/** One thing that exists in the account, as AWS's own APIs report it. */
export interface Finding {
    /** Absent where a single region is asked. */
    region?: string;
    kind: string;
    name: string;
    state: string;
    detail: string;
}

export interface ReadBackTarget {
    /** The emulator, such as http://127.0.0.1:5000. */
    endpoint: string;
    /** The first is the stack's own. */
    regions: readonly string[];
}

/**
 * Asks AWS, not Pulumi, what the deployment left behind. Calls are those that anybody could make with the AWS CLI.
 *
 * @throws the SDK's error for a call that fails, except where AWS says that something does not exist.
 */
export async function readBack({ endpoint, regions }: ReadBackTarget): Promise<Finding[]> {
    const [own = "", ...others] = regions;
    const first = await readRegion(endpoint, own);
    if (others.length === 0) {
        return first;
    }
    const found = first.map((one): Finding => ({ region: own, ...one }));
    for (const region of others) {
        // What the account has once, role and bucket, was told already.
        const known = new Set(first.map((one) => JSON.stringify(one)));
        const isShared = (one: Finding): boolean =>
            (one.kind === "Role" || one.kind === "Delivery bucket") && known.has(JSON.stringify(one));
        const here = await readRegion(endpoint, region);
        found.push(...here.filter((one) => !isShared(one)).map((one): Finding => ({ region, ...one })));
    }
    return found;
}

async function readRegion(endpoint: string, region: string): Promise<Finding[]> {
    const options = {
        endpoint,
        region,
        credentials: { accessKeyId: "sandbox", secretAccessKey: "sandbox" },
        // The emulator is on loopback: what fails once fails again.
        maxAttempts: 1,
    };
    const config = new ConfigServiceClient(options);
    const [recorders, channels, retentions, aggregators] = await Promise.all([
        config.send(new DescribeConfigurationRecordersCommand({})),
        config.send(new DescribeDeliveryChannelsCommand({})),
        config.send(new DescribeRetentionConfigurationsCommand({})),
        config.send(new DescribeConfigurationAggregatorsCommand({})),
    ]);
    const findings: Finding[] = [];
    for (const recorder of recorders.ConfigurationRecorders ?? []) {
        findings.push(await describeRecorder(config, recorder));
        findings.push(...(await describeRole(new IAMClient(options), recorder.roleARN)));
    }
    for (const channel of channels.DeliveryChannels ?? []) {
        findings.push(describeChannel(channel));
        findings.push(...(await describeBucket(new S3Client({ ...options, forcePathStyle: true }), channel)));
        findings.push(...(await describeTopic(new SNSClient(options), channel.snsTopicARN)));
    }
    for (const retention of retentions.RetentionConfigurations ?? []) {
        const detail = `${retention.RetentionPeriodInDays ?? "?"} days`;
        findings.push({ kind: "Retention", name: retention.Name ?? "", state: "set", detail });
    }
    findings.push(...(aggregators.ConfigurationAggregators ?? []).map(describeAggregator));
    findings.push(...(await describePacks(config)), ...(await describeOrganizationPacks(config)));
    return findings;
}

async function describeRecorder(config: ConfigServiceClient, recorder: ConfigurationRecorder): Promise<Finding> {
    const name = recorder.name ?? "";
    const status = await config.send(
        new DescribeConfigurationRecorderStatusCommand({ ConfigurationRecorderNames: [name] }),
    );
    const recording = status.ConfigurationRecordersStatus?.[0]?.recording === true;
    const group = recorder.recordingGroup;
    const types = group?.allSupported === true ? "all resource types" : (group?.recordingStrategy?.useOnly ?? "some");
    const mode = recorder.recordingMode?.recordingFrequency;
    const detail = [types, mode?.toLowerCase()].filter((part) => part !== undefined).join(", ");
    return { kind: "Recorder", name, state: recording ? "recording" : "stopped", detail };
}

async function describeRole(iam: IAMClient, arn: string | undefined): Promise<Finding[]> {
    if (arn === undefined) {
        return [];
    }
    const name = arn.slice(arn.lastIndexOf("/") + 1);
    const role = await iam.send(new GetRoleCommand({ RoleName: name })).catch(absent("NoSuchEntity"));
    return [{ kind: "Role", name, state: role === undefined ? "missing" : "exists", detail: roleKind(arn) }];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-friendly-names */
function roleKind(arn: string): string {
    const [, service] = /:role\/aws-service-role\/([^/]+)\//.exec(arn) ?? [];
    return service === undefined ? arn : `linked to the service ${service}`;
}

function describeChannel(channel: DeliveryChannel): Finding {
    const frequency = channel.configSnapshotDeliveryProperties?.deliveryFrequency;
    return {
        kind: "Delivery channel",
        name: channel.name ?? "",
        state: "exists",
        detail: frequency === undefined ? "no snapshots" : `snapshots: ${frequency}`,
    };
}

async function describeBucket(s3: S3Client, channel: DeliveryChannel): Promise<Finding[]> {
    const name = channel.s3BucketName;
    if (name === undefined) {
        return [];
    }
    const bucket = { Bucket: name };
    const encryption = await s3
        .send(new GetBucketEncryptionCommand(bucket))
        .catch(absent("ServerSideEncryptionConfigurationNotFoundError", "NoSuchBucket"));
    const versioning = await s3.send(new GetBucketVersioningCommand(bucket)).catch(absent("NoSuchBucket"));
    const rule = encryption?.ServerSideEncryptionConfiguration?.Rules?.[0];
    const algorithm = rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? "not encrypted";
    const details = [
        algorithm,
        ...(rule?.BucketKeyEnabled === true ? ["bucket key"] : []),
        versioning?.Status === "Enabled" ? "versioned" : "not versioned",
    ];
    const state = versioning === undefined ? "missing" : "exists";
    return [{ kind: "Delivery bucket", name, state, detail: details.join(", ") }];
}

async function describeTopic(sns: SNSClient, arn: string | undefined): Promise<Finding[]> {
    if (arn === undefined) {
        return [];
    }
    const topic = await sns.send(new GetTopicAttributesCommand({ TopicArn: arn })).catch(absent("NotFound"));
    const name = arn.slice(arn.lastIndexOf(":") + 1);
    const subscriptions = topic?.Attributes?.["SubscriptionsConfirmed"] ?? "0";
    const state = topic === undefined ? "missing" : "exists";
    return [{ kind: "Delivery topic", name, state, detail: `confirmed subscriptions: ${subscriptions}` }];
}

function describeAggregator(aggregator: ConfigurationAggregator): Finding {
    const accounts = aggregator.AccountAggregationSources?.flatMap((source) => source.AccountIds ?? []) ?? [];
    const source =
        aggregator.OrganizationAggregationSource === undefined ? `accounts: ${accounts.join(", ")}` : "organization";
    const name = aggregator.ConfigurationAggregatorName ?? "";
    return { kind: "Aggregator", name, state: "exists", detail: source };
}

async function describePacks(config: ConfigServiceClient): Promise<Finding[]> {
    const findings: Finding[] = [];
    for await (const page of paginateDescribeConformancePackStatus({ client: config }, {})) {
        for (const status of page.ConformancePackStatusDetails ?? []) {
            const name = status.ConformancePackName ?? "";
            const failed = status.ConformancePackStatusReason;
            const rules = await countRules(config, name);
            const detail = `rules: ${rules}${failed === undefined ? "" : `; ${failed}`}`;
            findings.push({ kind: "Conformance pack", name, state: status.ConformancePackState ?? "unknown", detail });
        }
    }
    return findings;
}

async function countRules(config: ConfigServiceClient, pack: string): Promise<number> {
    let count = 0;
    const pages = paginateDescribeConformancePackCompliance({ client: config }, { ConformancePackName: pack });
    for await (const page of pages) {
        count += page.ConformancePackRuleComplianceList?.length ?? 0;
    }
    return count;
}

async function describeOrganizationPacks(config: ConfigServiceClient): Promise<Finding[]> {
    const findings: Finding[] = [];
    try {
        const pages = paginateDescribeOrganizationConformancePackStatuses({ client: config }, {});
        for await (const page of pages) {
            for (const status of page.OrganizationConformancePackStatuses ?? []) {
                findings.push({
                    kind: "Organization pack",
                    name: status.OrganizationConformancePackName ?? "",
                    state: status.Status ?? "unknown",
                    detail: status.ErrorMessage ?? "",
                });
            }
        }
    } catch (error) {
        // What AWS answers in an account that belongs to no organization, or does not manage it.
        absent("NoAvailableOrganizationException", "OrganizationAccessDeniedException")(error);
    }
    return findings;
}

/** @returns a handler that turns AWS's "there is none" into undefined, and throws everything else again. */
function absent(...names: readonly string[]): (error: unknown) => undefined {
    return (error) => {
        if (!(error instanceof Error) || !names.some((name) => error.name.startsWith(name))) {
            throw error;
        }
        return undefined;
    };
}
