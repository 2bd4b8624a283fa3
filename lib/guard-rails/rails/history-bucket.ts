/** Which bucket of a stack keeps history: the one that a delivery channel of the stack names. */
import { type GuardedResource, isOfType, namesResource } from "../guarded-resource.ts";

export interface HistoryBucket {
    readonly channel: GuardedResource;
    readonly bucket: GuardedResource;
}

/** The buckets that are both delivered to and registered; a bucket of another stack is that stack's business. */
export function historyBuckets(resources: readonly GuardedResource[]): readonly HistoryBucket[] {
    const buckets = resources.filter((resource) => isOfType(resource, "aws:s3/bucket:Bucket"));
    const channels = resources.filter(({ type }) => type === "aws:cfg/deliveryChannel:DeliveryChannel");
    return channels.flatMap((channel) =>
        buckets
            // A channel may deliver into another region's bucket: names of buckets are the same everywhere.
            .filter((bucket) => namesResource(channel, "s3BucketName", bucket, "bucket"))
            .map((bucket) => ({ channel, bucket })),
    );
}

/** Resources of a type that belong to a bucket, such as its versioning. */
export function ofBucket(
    resources: readonly GuardedResource[],
    bucket: GuardedResource,
    type: string,
): readonly GuardedResource[] {
    return resources.filter(
        (resource) => isOfType(resource, type) && namesResource(resource, "bucket", bucket, "bucket"),
    );
}
