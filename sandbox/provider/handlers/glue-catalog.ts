/** What Glue's databases and tables share. */
import { GetTagsCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-glue";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { Call, Tagging } from "../handler.ts";
import { text } from "../inputs.ts";
import type { Value, Values } from "../property.ts";
import { isValues } from "../property.ts";

/** Tags of Glue's resources, which are found by ARN. */
export const glueTagging: Tagging = {
    foundBy: "arn",
    async read(call, _id, state) {
        const command = new GetTagsCommand({ ResourceArn: String(state["arn"]) });
        return (await call.aws.glue(call.region).send(command)).Tags ?? {};
    },
    async write(call, _id, state, add, remove) {
        const client = call.aws.glue(call.region);
        const ResourceArn = String(state["arn"]);
        if (remove.length > 0) {
            await client.send(new UntagResourceCommand({ ResourceArn, TagsToRemove: remove }));
        }
        if (Object.keys(add).length > 0) {
            await client.send(new TagResourceCommand({ ResourceArn, TagsToAdd: add }));
        }
    },
};

/** The catalog that the inputs name, else the account's own, whose name is the account's ID. */
export async function catalogOf(call: Call, inputs: Values): Promise<string> {
    return (
        text(inputs["catalogId"]) ??
        (await call.aws.sts(call.region).send(new GetCallerIdentityCommand({}))).Account ??
        ""
    );
}

/** A map of texts; undefined where there is nothing in it. */
export function textsOf(value: Value): Record<string, string> | undefined {
    return isValues(value) && Object.keys(value).length > 0
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]))
        : undefined;
}
