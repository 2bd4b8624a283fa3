import {
    CreateDatabaseCommand,
    type DatabaseInput,
    DeleteDatabaseCommand,
    GetDatabaseCommand,
    UpdateDatabaseCommand,
} from "@aws-sdk/client-glue";
import { matches } from "../check-values.ts";
import type { Handler } from "../handler.ts";
import { text } from "../inputs.ts";
import type { Values } from "../property.ts";
import { list, map, object, output, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { catalogOf, glueTagging, textsOf } from "./glue-catalog.ts";

/** terraform-provider-aws, internal/service/glue/catalog_database.go */
export const glueCatalogDatabase: Handler = {
    type: "aws:glue/catalogDatabase:CatalogDatabase",
    autoName: { property: "name", lowerCase: true },
    notImplemented: ["createTableDefaultPermissions", "federatedDatabase", "targetDatabase"],
    tagging: glueTagging,
    properties: {
        arn: output,
        catalogId: string({ computed: true, forceNew: true }),
        createTableDefaultPermissions: list(object({}), { computed: true }),
        description: string(),
        federatedDatabase: object({}),
        locationUri: string({ computed: true }),
        name: string({
            computed: true,
            forceNew: true,
            check: matches(/^[^A-Z]{1,255}$/, "to be without uppercase characters, and 1 to 255 of them"),
        }),
        parameters: map(),
        targetDatabase: object({}, { forceNew: true }),
    },

    async create(call, inputs) {
        const name = String(inputs["name"]);
        const catalog = await catalogOf(call, inputs);
        await doing(`creating Glue Catalog Database (${name})`, () =>
            call.aws
                .glue(call.region)
                .send(
                    new CreateDatabaseCommand({ CatalogId: catalog, DatabaseInput: inputOf(inputs), Tags: call.tags }),
                ),
        );
        return `${catalog}:${name}`;
    },

    async read(call, id) {
        const { catalog, name } = parse(id);
        const answer = await doing(`reading Glue Catalog Database (${id})`, () =>
            unlessCode(["EntityNotFound"], () =>
                call.aws.glue(call.region).send(new GetDatabaseCommand({ CatalogId: catalog, Name: name })),
            ),
        );
        const database = answer?.Database;
        return (
            database && {
                arn: `arn:aws:glue:${call.region}:${catalog}:database/${name}`,
                catalogId: database.CatalogId ?? catalog,
                description: database.Description ?? "",
                locationUri: database.LocationUri ?? "",
                name: database.Name ?? name,
                parameters: database.Parameters ?? {},
            }
        );
    },

    async update(call, id, inputs) {
        const { catalog, name } = parse(id);
        await doing(`updating Glue Catalog Database (${id})`, () =>
            call.aws
                .glue(call.region)
                .send(new UpdateDatabaseCommand({ CatalogId: catalog, Name: name, DatabaseInput: inputOf(inputs) })),
        );
    },

    async delete(call, id) {
        const { catalog, name } = parse(id);
        await doing(`deleting Glue Catalog Database (${id})`, () =>
            unlessCode(["EntityNotFound"], () =>
                call.aws.glue(call.region).send(new DeleteDatabaseCommand({ CatalogId: catalog, Name: name })),
            ),
        );
    },
};

function inputOf(inputs: Values): DatabaseInput {
    return {
        Name: String(inputs["name"]),
        Description: text(inputs["description"]),
        LocationUri: text(inputs["locationUri"]),
        Parameters: textsOf(inputs["parameters"]),
    };
}

function parse(id: string): { catalog: string; name: string } {
    const [catalog = "", name = "", ...rest] = id.split(":");
    if (catalog === "" || name === "" || rest.length > 0) {
        throw new Error(`unexpected format for ID (${id}), expected catalog-id:database-name`);
    }
    return { catalog, name };
}
