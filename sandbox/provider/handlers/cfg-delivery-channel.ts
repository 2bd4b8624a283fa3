import type { MaximumExecutionFrequency } from "@aws-sdk/client-config-service";
import {
    DeleteDeliveryChannelCommand,
    DescribeDeliveryChannelsCommand,
    PutDeliveryChannelCommand,
} from "@aws-sdk/client-config-service";
import { isArn, lengthBetween, oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { group, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { object, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { retryWhile } from "../wait-for.ts";

const frequencies = ["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"];

/**
 * terraform-provider-aws, internal/service/configservice/delivery_channel.go. The last channel cannot go while a recorder
 * runs: the original waits half a minute for it to stop. It also gives a new bucket policy two minutes to take effect; a
 * local one has it at once, so a policy that does not suffice is told after two seconds.
 */
export const cfgDeliveryChannel: Handler = {
    type: "aws:cfg/deliveryChannel:DeliveryChannel",
    autoName: { property: "name" },
    properties: {
        name: string({ forceNew: true, check: lengthBetween(0, 256) }),
        s3BucketName: string({ required: true }),
        s3KeyPrefix: string(),
        s3KmsKeyArn: string({ check: isArn }),
        snapshotDeliveryProperties: object({ deliveryFrequency: string({ check: oneOf(...frequencies) }) }),
        snsTopicArn: string({ check: isArn }),
    },

    async create(call, inputs) {
        await put(call, inputs);
        return String(inputs["name"]);
    },

    async read(call, id) {
        const answer = await doing(`reading ConfigService Delivery Channel (${id})`, () =>
            unlessCode(["NoSuchDeliveryChannel"], () =>
                call.aws
                    .configService(call.region)
                    .send(new DescribeDeliveryChannelsCommand({ DeliveryChannelNames: [id] })),
            ),
        );
        const channel = answer?.DeliveryChannels?.[0];
        const snapshots = channel?.configSnapshotDeliveryProperties;
        return (
            channel && {
                name: channel.name,
                s3BucketName: channel.s3BucketName,
                s3KeyPrefix: channel.s3KeyPrefix,
                s3KmsKeyArn: channel.s3KmsKeyArn,
                snsTopicArn: channel.snsTopicARN,
                ...(snapshots && { snapshotDeliveryProperties: { deliveryFrequency: snapshots.deliveryFrequency } }),
            }
        );
    },

    async update(call, _id, inputs) {
        await put(call, inputs);
    },

    async delete(call, id) {
        const command = new DeleteDeliveryChannelCommand({ DeliveryChannelName: id });
        await doing(`deleting ConfigService Delivery Channel (${id})`, () =>
            unlessCode(["NoSuchDeliveryChannel"], () =>
                retryWhile(
                    call,
                    30,
                    (error) =>
                        isCode(error, "LastDeliveryChannelDeleteFailed") &&
                        /there is a running configuration recorder/.test(String(error)),
                    () => call.aws.configService(call.region).send(command),
                ),
            ),
        );
    },
};

async function put(call: Call, inputs: Values): Promise<void> {
    const name = String(inputs["name"]);
    const snapshots = group(inputs["snapshotDeliveryProperties"]);
    const command = new PutDeliveryChannelCommand({
        DeliveryChannel: {
            name,
            s3BucketName: String(inputs["s3BucketName"]),
            s3KeyPrefix: text(inputs["s3KeyPrefix"]),
            s3KmsKeyArn: text(inputs["s3KmsKeyArn"]),
            snsTopicARN: text(inputs["snsTopicArn"]),
            configSnapshotDeliveryProperties: snapshots && {
                deliveryFrequency: word<MaximumExecutionFrequency>(snapshots["deliveryFrequency"]),
            },
        },
    });
    await doing(`putting ConfigService Delivery Channel (${name})`, () =>
        retryWhile(
            call,
            2,
            (error) => isCode(error, "InsufficientDeliveryPolicy"),
            () => call.aws.configService(call.region).send(command),
        ),
    );
}
