import { ListTagsCommand, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-lambda";
import type { Tagging } from "../handler.ts";

/** Tags of AWS Lambda's resources, which are found by ARN. */
export const lambdaTagging: Tagging = {
    foundBy: "arn",
    async read(call, _id, state) {
        const command = new ListTagsCommand({ Resource: String(state["arn"]) });
        return (await call.aws.lambda(call.region).send(command)).Tags ?? {};
    },
    async write(call, _id, state, add, remove) {
        const client = call.aws.lambda(call.region);
        const Resource = String(state["arn"]);
        if (remove.length > 0) {
            await client.send(new UntagResourceCommand({ Resource, TagKeys: remove }));
        }
        if (Object.keys(add).length > 0) {
            await client.send(new TagResourceCommand({ Resource, Tags: add }));
        }
    },
};
