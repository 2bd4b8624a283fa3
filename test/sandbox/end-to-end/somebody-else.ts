/** What an account may hold before this project comes to it: made by hand, by Control Tower, by another stack. */
import {
    PutConfigurationRecorderCommand,
    PutDeliveryChannelCommand,
    PutRetentionConfigurationCommand,
    StartConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { CreateServiceLinkedRoleCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { deliveryPolicy, serviceLinkedRole } from "../emulator/config-fixture.ts";
import type { Account } from "./account.ts";
import { ACCOUNT } from "./account.ts";
import { REGION } from "./project-fixture.ts";

/** A bucket of this name to which AWS Config may deliver. */
export async function makeBucket(account: Account, name: string): Promise<void> {
    await account.s3.send(
        new CreateBucketCommand({ Bucket: name, CreateBucketConfiguration: { LocationConstraint: REGION } }),
    );
    const policy = JSON.stringify(deliveryPolicy(name, ACCOUNT));
    await account.s3.send(new PutBucketPolicyCommand({ Bucket: name, Policy: policy }));
}

/**
 * AWS Config turned on: the role, a recorder named `default` as the console names it, which AWS would overwrite without a
 * word, a channel named `theirs`, delivery to `their-history`, 90 days of retention.
 */
export async function turnConfigOn(account: Account): Promise<void> {
    const { config, iam } = account;
    await makeBucket(account, "their-history");
    await iam.send(new CreateServiceLinkedRoleCommand({ AWSServiceName: "config.amazonaws.com" }));
    await config.send(
        new PutConfigurationRecorderCommand({
            ConfigurationRecorder: {
                name: "default",
                roleARN: serviceLinkedRole(ACCOUNT),
                recordingGroup: { allSupported: false, resourceTypes: ["AWS::EC2::Instance"] },
            },
        }),
    );
    await config.send(
        new PutDeliveryChannelCommand({ DeliveryChannel: { name: "theirs", s3BucketName: "their-history" } }),
    );
    await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: "default" }));
    await config.send(new PutRetentionConfigurationCommand({ RetentionPeriodInDays: 90 }));
}
