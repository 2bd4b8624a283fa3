/** Buckets and objects: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html */
import { codeBucketName } from "../../members/names.ts";
import { CODE_PREFIX } from "../../rules/functions.ts";
import { resourcesOf, type Scope } from "../scope.ts";
import { arns, NOTHING, type TargetOf } from "../target.ts";

const BUCKET = "aws:s3/bucket:Bucket";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

/** Names of resources of buckets that are emptied before they go: nothing is lost with what they hold. */
const EMPTIED = /^(alert-state|query-results|member-functions-.+)-bucket$/;

export function buckets(scope: Scope): ReturnType<TargetOf> {
    return arns(...resourcesOf(scope, BUCKET).map(({ name }) => bucketArn(scope, name)));
}

/** A delivery bucket that the stack did not make is looked at before it is used. */
export function foreignDeliveryBucket({ plan, names }: Scope): ReturnType<TargetOf> {
    const { mode } = plan.deliveryBucket;
    const { deliveryBucketArn: arn } = names;
    return arn !== undefined && (mode === "adopt" || mode === "use") ? arns(arn) : NOTHING;
}

export function emptiedBuckets(scope: Scope): ReturnType<TargetOf> {
    return arns(...emptied(scope));
}

export function objectsOfEmptiedBuckets(scope: Scope): ReturnType<TargetOf> {
    return arns(...emptied(scope).map((arn) => `${arn}/*`));
}

/** Templates of packs, and code of members' functions. */
export function objects(scope: Scope): ReturnType<TargetOf> {
    return arns(...templateArns(scope), ...codeBuckets(scope).map((arn) => `${arn}/${CODE_PREFIX}*`));
}

export function bucketsOfObjects(scope: Scope): ReturnType<TargetOf> {
    return arns(...templateArns(scope).map((arn) => arn.slice(0, arn.indexOf("/"))), ...codeBuckets(scope));
}

/** What AWS Config fetches for whoever puts the pack. */
export const templateObjects: TargetOf = (scope) => arns(...templateArns(scope));

/** The key of an object carries the hash of its template, and ends in what every template's ends in. */
function templateArns({ regions }: Scope): string[] {
    return regions.flatMap(({ plan, names: { templateBucketArn = "" } }) =>
        plan.packs.flatMap(({ delivery }) =>
            delivery.kind === "s3" ? [`${templateBucketArn}/${delivery.objectKey.replace(/[0-9a-f]{32,}/, "*")}`] : [],
        ),
    );
}

function codeBuckets(scope: Scope): string[] {
    return resourcesOf(scope, OBJECT).some(({ name }) => name.endsWith("-code"))
        ? (scope.plan.ruleFunctions?.inMembers?.regions ?? []).map((region) =>
              bucketArn(scope, `member-functions-${region}-bucket`),
          )
        : [];
}

function emptied(scope: Scope): string[] {
    return resourcesOf(scope, BUCKET)
        .filter(({ name }) => EMPTIED.test(name))
        .map(({ name }) => bucketArn(scope, name));
}

/** @param resource its name in a preview */
function bucketArn({ plan, names, regions }: Scope, resource: string): string {
    const purpose = resource.replace(/-bucket$/, "");
    const named: Readonly<Record<string, string | undefined>> = {
        delivery: names.deliveryBucketArn,
        archive: names.historyArchiveArn,
        audit: names.auditTrailBucketArn,
        "query-results": names.queryResultsBucketArn,
        "alert-state": names.alertStateBucketArn,
        "digest-snapshots": names.digestBucketArn,
        ...Object.fromEntries(regions.map((one) => [`templates${one.suffix}`, one.names.templateBucketArn])),
        ...Object.fromEntries(
            (plan.ruleFunctions?.inMembers?.regions ?? []).map((region) => [
                `member-functions-${region}`,
                plan.ruleFunctions?.inMembers &&
                    `arn:${names.partition}:s3:::${codeBucketName(plan.ruleFunctions.inMembers, names.account, region)}`,
            ]),
        ),
    };
    // Pulumi completes the names of the others.
    return named[purpose] ?? `arn:${names.partition}:s3:::${resource}-*`;
}
