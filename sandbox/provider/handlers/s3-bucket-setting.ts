import { isAccountId, lengthBetween } from "../check-values.ts";
import type { Call } from "../handler.ts";
import { text } from "../inputs.ts";
import type { Properties, Values } from "../property.ts";
import { string } from "../property.ts";
import { isCode } from "../service-error.ts";
import { retryWhile } from "../wait-for.ts";

/** What the resource types that set one thing on a bucket have in common (terraform-provider-aws, internal/service/s3/id.go). */
export interface BucketReference {
    readonly Bucket: string;
    readonly ExpectedBucketOwner: string | undefined;
}

export const bucketProperty: Properties = {
    bucket: string({ required: true, forceNew: true, check: lengthBetween(1, 63) }),
};

export const bucketProperties: Properties = {
    ...bucketProperty,
    expectedBucketOwner: string({ forceNew: true, check: isAccountId }),
};

export function bucketReference(inputs: Values): BucketReference {
    return { Bucket: String(inputs["bucket"]), ExpectedBucketOwner: text(inputs["expectedBucketOwner"]) };
}

/** The identifier is the bucket's name, with the expected owner after a comma where one is given. */
export function settingId({ Bucket, ExpectedBucketOwner }: BucketReference): string {
    return ExpectedBucketOwner === undefined ? Bucket : `${Bucket},${ExpectedBucketOwner}`;
}

export function parseSettingId(id: string): BucketReference {
    const [Bucket = "", ExpectedBucketOwner] = id.split(",");
    return { Bucket, ExpectedBucketOwner };
}

/** A bucket may be too new for its settings: the original tries for some minutes, which a local bucket never needs. */
export function onNewBucket<T>(call: Call, work: () => Promise<T>): Promise<T> {
    return retryWhile(call, 2, (error) => isCode(error, "NoSuchBucket", "OperationAborted"), work);
}
