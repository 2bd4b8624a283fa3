import { paginateListTagsForResource, TagResourceCommand, UntagResourceCommand } from "@aws-sdk/client-config-service";
import type { Tagging } from "../handler.ts";
import { fromTagList, toTagList } from "../tags.ts";

/** Tags of AWS Config's resources, which are found by ARN. */
export const cfgTagging: Tagging = {
    foundBy: "arn",
    async read(call, _id, state) {
        const tags: Record<string, string> = {};
        const client = call.aws.configService(call.region);
        for await (const page of paginateListTagsForResource({ client }, { ResourceArn: String(state["arn"]) })) {
            Object.assign(tags, fromTagList(page.Tags));
        }
        return tags;
    },
    async write(call, _id, state, add, remove) {
        const client = call.aws.configService(call.region);
        const ResourceArn = String(state["arn"]);
        if (remove.length > 0) {
            await client.send(new UntagResourceCommand({ ResourceArn, TagKeys: remove }));
        }
        if (Object.keys(add).length > 0) {
            await client.send(new TagResourceCommand({ ResourceArn, Tags: toTagList(add) }));
        }
    },
};
