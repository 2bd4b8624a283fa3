import { GetObjectLockConfigurationCommand } from "@aws-sdk/client-s3";
import { doing } from "../service-error.ts";
import { text } from "../inputs.ts";
import type { Invoke } from "./invoke.ts";

/** terraform-provider-aws, internal/service/s3/bucket_object_lock_configuration_data_source.go */
export const getBucketObjectLockConfiguration: Invoke = {
    token: "aws:s3/getBucketObjectLockConfiguration:getBucketObjectLockConfiguration",
    async run(call, given) {
        const bucket = String(given["bucket"]);
        const expectedBucketOwner = text(given["expectedBucketOwner"]);
        const { ObjectLockConfiguration: lock } = await doing(
            `reading S3 Bucket Object Lock Configuration (${bucket})`,
            () =>
                call.aws.s3(call.region).send(
                    new GetObjectLockConfigurationCommand({
                        Bucket: bucket,
                        ExpectedBucketOwner: expectedBucketOwner,
                    }),
                ),
        );
        const retention = lock?.Rule?.DefaultRetention;
        return {
            bucket,
            expectedBucketOwner,
            region: call.region,
            objectLockEnabled: lock?.ObjectLockEnabled,
            rules:
                retention === undefined
                    ? []
                    : [
                          {
                              defaultRetentions: [
                                  { days: retention.Days ?? 0, mode: retention.Mode, years: retention.Years ?? 0 },
                              ],
                          },
                      ],
        };
    },
};
