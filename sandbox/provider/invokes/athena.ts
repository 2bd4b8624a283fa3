import { GetNamedQueryCommand, paginateListNamedQueries } from "@aws-sdk/client-athena";
import type { Values } from "../property.ts";
import { doing } from "../service-error.ts";
import type { Invoke } from "./invoke.ts";

/**
 * terraform-provider-aws, internal/service/athena/named_query_data_source.go: the first of that name. It reads
 * them in batches, which the emulator does not know.
 */
export const getNamedQuery: Invoke = {
    token: "aws:athena/getNamedQuery:getNamedQuery",
    async run(call, given): Promise<Values> {
        const name = String(given["name"]);
        const workgroup = String(given["workgroup"] ?? "primary");
        const client = call.aws.athena(call.region);
        const found = await doing("reading Athena Named Queries", async () => {
            for await (const page of paginateListNamedQueries({ client }, { WorkGroup: workgroup })) {
                for (const id of page.NamedQueryIds ?? []) {
                    const { NamedQuery: query } = await client.send(new GetNamedQueryCommand({ NamedQueryId: id }));
                    if (query?.Name === name) {
                        return query;
                    }
                }
            }
            throw new Error(`no Athena Named Query found with name: ${name}`);
        });
        return {
            id: found.NamedQueryId,
            region: call.region,
            name,
            workgroup,
            database: found.Database ?? "",
            description: found.Description ?? "",
            querystring: found.QueryString ?? "",
        };
    },
};
