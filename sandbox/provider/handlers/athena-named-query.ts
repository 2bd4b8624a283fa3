import { CreateNamedQueryCommand, DeleteNamedQueryCommand, GetNamedQueryCommand } from "@aws-sdk/client-athena";
import type { Handler } from "../handler.ts";
import { text } from "../inputs.ts";
import { string } from "../property.ts";
import { doing } from "../service-error.ts";
import { unlessMissing } from "./athena-missing.ts";

/** terraform-provider-aws, internal/service/athena/named_query.go. Nothing of it changes in place. */
export const athenaNamedQuery: Handler = {
    type: "aws:athena/namedQuery:NamedQuery",
    autoName: { property: "name" },
    properties: {
        database: string({ required: true, forceNew: true }),
        description: string({ forceNew: true }),
        name: string({ computed: true, forceNew: true }),
        query: string({ required: true, forceNew: true }),
        workgroup: string({ default: "primary", forceNew: true }),
    },

    async create(call, inputs) {
        const name = String(inputs["name"]);
        const answer = await doing(`creating Athena Named Query (${name})`, () =>
            call.aws.athena(call.region).send(
                new CreateNamedQueryCommand({
                    Name: name,
                    Database: String(inputs["database"]),
                    QueryString: String(inputs["query"]),
                    Description: text(inputs["description"]),
                    WorkGroup: text(inputs["workgroup"]),
                }),
            ),
        );
        return answer.NamedQueryId ?? "";
    },

    async read(call, id) {
        const answer = await doing(`reading Athena Named Query (${id})`, () =>
            unlessMissing(() => call.aws.athena(call.region).send(new GetNamedQueryCommand({ NamedQueryId: id }))),
        );
        const found = answer?.NamedQuery;
        return (
            found && {
                database: found.Database ?? "",
                description: found.Description ?? "",
                name: found.Name ?? "",
                query: found.QueryString ?? "",
                workgroup: found.WorkGroup ?? "",
            }
        );
    },

    async delete(call, id) {
        await doing(`deleting Athena Named Query (${id})`, () =>
            unlessMissing(() => call.aws.athena(call.region).send(new DeleteNamedQueryCommand({ NamedQueryId: id }))),
        );
    },
};
