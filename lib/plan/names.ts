/** Completes the plan's names with what only the account can tell: its ID. Pure: the same inputs, the same names. */
import type { Diagnostic } from "../diagnostic.ts";
import { error, InvalidConfigurationError } from "../diagnostic.ts";
import { formatPath } from "../schema-faults.ts";
import { inOneAccount } from "./history-archive.ts";
import type { DeploymentPlan, RegionPlan } from "./plan.ts";
import { REPEATED_BUCKET_HINT, repeatedBuckets } from "./repeated-buckets.ts";
import type { PolicyScope } from "../policies/policy-document.ts";

/** The account that a deployment goes to. */
export interface Identity {
    readonly accountId: string;
}

/** The names of a plan that has a delivery bucket. */
export type BucketNames = DeploymentNames & { readonly deliveryBucket: string; readonly deliveryBucketArn: string };

/** Tells whether the names have a delivery bucket. */
export function hasBucket(names: DeploymentNames): names is BucketNames {
    return names.deliveryBucket !== undefined && names.deliveryBucketArn !== undefined;
}

/** Every name and ARN that is known before the first resource is registered. */
export interface DeploymentNames extends PolicyScope {
    /** Absent where the plan has none; so are the names below. */
    readonly deliveryBucket?: string;
    readonly deliveryBucketArn?: string;
    readonly deliveryTopicArn?: string;
    readonly alertTopicArn?: string;
    readonly alertQueueArn?: string;
    readonly alertDeadLetterQueueArn?: string;
    readonly alertStateBucket?: string;
    readonly alertStateBucketArn?: string;
    readonly templateBucket?: string;
    readonly templateBucketArn?: string;
    readonly auditTrailBucket?: string;
    readonly auditTrailBucketArn?: string;
    readonly auditTrailArn?: string;
    readonly queryResultsBucket?: string;
    readonly queryResultsBucketArn?: string;
    readonly digestBucket?: string;
    readonly digestBucketArn?: string;
    readonly historyArchive?: string;
    readonly historyArchiveArn?: string;
    /** The role that the recorder assumes: the plan's, or the service-linked role. */
    readonly recorderRoleArn: string;
    /** The recorder's role where it is not the service-linked one: it then delivers by itself. */
    readonly customRoleArn?: string;
}

/** What has another name in each region. */
type RegionalNames = Pick<DeploymentNames, "region" | "deliveryTopicArn" | "templateBucket" | "templateBucketArn">;

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
const BUCKET_NAME_LENGTH = 63;

/** https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html */
const SERVICE_LINKED_ROLE = "role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig";

/**
 * Names and ARNs of a deployment into an account.
 * @throws {InvalidConfigurationError} where a bucket name becomes longer than S3 allows, or is that of another bucket.
 */
export function resolveNames(plan: DeploymentPlan, identity: Identity): DeploymentNames {
    const { partition, region } = plan;
    const account = identity.accountId;
    const faults: Diagnostic[] = [];
    const complete = bucketNames(account, region, faults);
    const regionalArn = (service: string, resource: string): string =>
        `arn:${partition}:${service}:${region}:${account}:${resource}`;

    const bucket = plan.deliveryBucket;
    const deliveryBucket =
        bucket.name ?? (bucket.mode === "none" ? undefined : complete(bucket.namePrefix, "deliveryBucket.name"));
    const trail = plan.auditTrail;
    const auditTrailBucket = trail && complete(trail.name, "auditTrail");
    const results = plan.historyQueries?.resultsBucket;
    const queryResultsBucket = results && (results.name ?? complete(results.namePrefix, "athena.resultsBucket.name"));
    const alertStateBucket = plan.alerts && complete(plan.alerts.stateBucket.namePrefix, "alerts");
    const snapshots = plan.digest?.schedule?.bucket;
    const digestBucket = snapshots && (snapshots.name ?? complete(snapshots.namePrefix, "digest.bucket.name"));
    const archive = plan.historyArchive;
    const historyArchive = archive && (archive.name ?? complete(archive.namePrefix, "historyArchive.name"));
    const ofRegion = regionalNames(plan, partition, account, faults);
    for (const { path, message } of repeatedBuckets(plan, account)) {
        faults.push(
            error(undefined, {
                code: "repeated-bucket-name",
                path: formatPath(path),
                message,
                hint: REPEATED_BUCKET_HINT,
            }),
        );
    }
    for (const { path, message, hint } of inOneAccount(plan, account)) {
        faults.push(error(undefined, { code: "replica-in-own-account", path: formatPath(path), message, hint }));
    }
    if (faults.length > 0) {
        throw new InvalidConfigurationError(faults);
    }
    const serviceLinkedRoleArn = `arn:${partition}:iam::${account}:${SERVICE_LINKED_ROLE}`;
    const recorderRoleArn = plan.role.arn ?? serviceLinkedRoleArn;
    return {
        partition,
        account,
        ...ofRegion,
        ...(deliveryBucket !== undefined && {
            deliveryBucket,
            deliveryBucketArn: bucketArn(partition, deliveryBucket),
        }),
        ...(plan.alertTopic && { alertTopicArn: regionalArn("sns", plan.alertTopic.name) }),
        ...(plan.alerts && {
            alertQueueArn: regionalArn("sqs", plan.alerts.name),
            alertDeadLetterQueueArn: regionalArn("sqs", plan.alerts.deadLetterQueueName),
        }),
        ...(alertStateBucket !== undefined && {
            alertStateBucket,
            alertStateBucketArn: bucketArn(partition, alertStateBucket),
        }),
        ...(trail &&
            auditTrailBucket !== undefined && {
                auditTrailBucket,
                auditTrailBucketArn: bucketArn(partition, auditTrailBucket),
                auditTrailArn: regionalArn("cloudtrail", `trail/${trail.name}`),
            }),
        ...(queryResultsBucket !== undefined && {
            queryResultsBucket,
            queryResultsBucketArn: bucketArn(partition, queryResultsBucket),
        }),
        ...(digestBucket !== undefined && { digestBucket, digestBucketArn: bucketArn(partition, digestBucket) }),
        ...(historyArchive !== undefined && {
            historyArchive,
            historyArchiveArn: bucketArn(partition, historyArchive),
        }),
        recorderRoleArn,
        ...(recorderRoleArn !== serviceLinkedRoleArn && { customRoleArn: recorderRoleArn }),
    };
}

/**
 * The same for another region of the stack: what there is once keeps its name.
 * @throws {InvalidConfigurationError} where a bucket name becomes longer than S3 allows.
 */
export function namesInRegion(plan: RegionPlan, names: DeploymentNames): DeploymentNames {
    const faults: Diagnostic[] = [];
    const ofRegion = regionalNames(plan, names.partition, names.account, faults);
    if (faults.length > 0) {
        throw new InvalidConfigurationError(faults);
    }
    return { ...withoutRegion(names), ...ofRegion };
}

function withoutRegion(names: DeploymentNames): Omit<DeploymentNames, keyof RegionalNames> {
    const common: Partial<Record<keyof DeploymentNames, string>> = { ...names };
    delete common.deliveryTopicArn;
    delete common.templateBucket;
    delete common.templateBucketArn;
    return common as Omit<DeploymentNames, keyof RegionalNames>;
}

function regionalNames(
    { region, deliveryTopic, templateBucket: template }: RegionPlan,
    partition: string,
    account: string,
    faults: Diagnostic[],
): RegionalNames {
    const complete = bucketNames(account, region, faults);
    const templateBucket = template && (template.name ?? complete(template.namePrefix, "templateBucket.name"));
    return {
        region,
        ...(deliveryTopic && {
            deliveryTopicArn: `arn:${partition}:sns:${region}:${account}:${deliveryTopic.name}`,
        }),
        ...(templateBucket !== undefined && {
            templateBucket,
            templateBucketArn: bucketArn(partition, templateBucket),
        }),
    };
}

/** Bucket names are shared by all accounts: the account and the region make them this stack's own. */
function bucketNames(account: string, region: string, faults: Diagnostic[]): (prefix: string, path: string) => string {
    return (prefix, setting) => {
        const name = `${prefix}-${account}-${region}`;
        if (name.length > BUCKET_NAME_LENGTH) {
            faults.push(tooLong(name, setting));
        }
        return name;
    };
}

/** The ARN of a bucket, whoever owns it. */
export function bucketArn(partition: string, bucket: string): string {
    return `arn:${partition}:s3:::${bucket}`;
}

/** The account, region and partition alone, as policies take them. */
export function scopeOf(names: DeploymentNames): PolicyScope {
    return { partition: names.partition, account: names.account, region: names.region };
}

function tooLong(name: string, setting: string): Diagnostic {
    return error(undefined, {
        code: "bucket-name-too-long",
        path: setting,
        message: `the bucket name ${name} has ${name.length} characters; S3 allows ${BUCKET_NAME_LENGTH}`,
        hint: setting.endsWith(".name")
            ? `give a shorter name: conformance-packs:${setting.replace(".name", "")}: { name: … }`
            : "give the stack a shorter name",
    });
}
