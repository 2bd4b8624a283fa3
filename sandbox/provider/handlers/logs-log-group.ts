import type { LogGroup, LogGroupClass } from "@aws-sdk/client-cloudwatch-logs";
import {
    AssociateKmsKeyCommand,
    CreateLogGroupCommand,
    DeleteLogGroupCommand,
    DeleteRetentionPolicyCommand,
    DisassociateKmsKeyCommand,
    ListTagsForResourceCommand,
    paginateDescribeLogGroups,
    PutRetentionPolicyCommand,
    TagResourceCommand,
    UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { all, isArn, lengthBetween, matches, oneOf } from "../check-values.ts";
import type { Call, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { numeric, text, word } from "../inputs.ts";
import type { Value } from "../property.ts";
import { boolean, number, output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html; 0: for ever. */
const RETENTION_DAYS = "0 1 3 5 7 14 30 60 90 120 150 180 365 400 545 731 1096 1827 2192 2557 2922 3288 3653".split(
    " ",
);

/** terraform-provider-aws, internal/service/logs/group.go */
export const logsLogGroup: Handler = {
    type: "aws:cloudwatch/logGroup:LogGroup",
    autoName: { property: "name", maxLength: 512, unless: "namePrefix" },
    notImplemented: ["deletionProtectionEnabled", "namePrefix", "skipDestroy"],
    properties: {
        kmsKeyId: string({ check: isArn }),
        logGroupClass: string({
            computed: true,
            forceNew: true,
            check: oneOf("STANDARD", "INFREQUENT_ACCESS", "DELIVERY"),
        }),
        name: string({
            computed: true,
            forceNew: true,
            check: all(lengthBetween(0, 512), matches(/^[\w./#-]*$/, "to be the name of a log group")),
        }),
        namePrefix: string({ computed: true, forceNew: true }),
        retentionInDays: number({ default: 0, check: oneOf(...RETENTION_DAYS) }),
        skipDestroy: boolean({ default: false }),
        arn: output,
    },

    async create(call, inputs) {
        const name = String(inputs["name"]);
        const command = new CreateLogGroupCommand({
            logGroupName: name,
            kmsKeyId: text(inputs["kmsKeyId"]),
            logGroupClass: word<LogGroupClass>(inputs["logGroupClass"]),
            tags: Object.keys(call.tags).length === 0 ? undefined : call.tags,
        });
        await doing(`creating CloudWatch Logs Log Group (${name})`, () => call.aws.logs(call.region).send(command));
        return afterCreation(name, () => putRetention(call, name, inputs["retentionInDays"]));
    },

    async read(call, id) {
        const found = await doing(`reading CloudWatch Logs Log Group (${id})`, () => find(call, id));
        return (
            found && {
                arn: found.arn?.replace(/:\*$/, ""),
                kmsKeyId: found.kmsKeyId,
                logGroupClass: found.logGroupClass ?? "STANDARD",
                name: found.logGroupName,
                namePrefix: "",
                retentionInDays: found.retentionInDays ?? 0,
            }
        );
    },

    async update(call, id, inputs, _old, changed) {
        if (changed.has("retentionInDays")) {
            await putRetention(call, id, inputs["retentionInDays"]);
        }
        if (changed.has("kmsKeyId")) {
            const kmsKeyId = text(inputs["kmsKeyId"]);
            const client = call.aws.logs(call.region);
            await doing(`updating CloudWatch Logs Log Group (${id}) KMS key`, () =>
                kmsKeyId === undefined
                    ? client.send(new DisassociateKmsKeyCommand({ logGroupName: id }))
                    : client.send(new AssociateKmsKeyCommand({ logGroupName: id, kmsKeyId })),
            );
        }
    },

    async delete(call, id) {
        await doing(`deleting CloudWatch Logs Log Group (${id})`, () =>
            unlessCode(["ResourceNotFound"], () =>
                call.aws.logs(call.region).send(new DeleteLogGroupCommand({ logGroupName: id })),
            ),
        );
    },

    tagging: {
        foundBy: "arn",
        async read(call, _id, state) {
            const command = new ListTagsForResourceCommand({ resourceArn: String(state["arn"]) });
            return (await call.aws.logs(call.region).send(command)).tags ?? {};
        },
        async write(call, _id, state, add, remove) {
            const client = call.aws.logs(call.region);
            const resourceArn = String(state["arn"]);
            if (remove.length > 0) {
                await client.send(new UntagResourceCommand({ resourceArn, tagKeys: remove }));
            }
            if (Object.keys(add).length > 0) {
                await client.send(new TagResourceCommand({ resourceArn, tags: add }));
            }
        },
    },
};

async function putRetention(call: Call, logGroupName: string, days: Value): Promise<void> {
    const retentionInDays = numeric(days);
    const client = call.aws.logs(call.region);
    await doing(`setting CloudWatch Logs Log Group (${logGroupName}) retention policy`, () =>
        retentionInDays === undefined
            ? client.send(new DeleteRetentionPolicyCommand({ logGroupName }))
            : client.send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays })),
    );
}

async function find(call: Call, name: string): Promise<LogGroup | undefined> {
    const client = call.aws.logs(call.region);
    for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix: name })) {
        const found = page.logGroups?.find(({ logGroupName }) => logGroupName === name);
        if (found !== undefined) {
            return found;
        }
    }
    return undefined;
}
