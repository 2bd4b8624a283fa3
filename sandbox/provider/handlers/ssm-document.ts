import type { DocumentDescription, DocumentFormat, DocumentType } from "@aws-sdk/client-ssm";
import {
    AddTagsToResourceCommand,
    CreateDocumentCommand,
    DeleteDocumentCommand,
    DescribeDocumentCommand,
    DescribeDocumentPermissionCommand,
    GetDocumentCommand,
    ListTagsForResourceCommand,
    ModifyDocumentPermissionCommand,
    RemoveTagsFromResourceCommand,
    UpdateDocumentCommand,
    UpdateDocumentDefaultVersionCommand,
} from "@aws-sdk/client-ssm";
import { all, lengthBetween, matches, oneOf } from "../check-values.ts";
import type { Call, Failure, Handler } from "../handler.ts";
import { afterCreation } from "../handler.ts";
import { text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { isValues, list, map, object, output, string } from "../property.ts";
import { doing, isCode, unlessCode } from "../service-error.ts";
import { fromTagList, toTagList } from "../tags.ts";
import { waitFor } from "../wait-for.ts";

/** Accounts that one call shares a document with, or ceases to. */
const PERMISSIONS_PER_CALL = 20;

const NAME = matches(/^[0-9A-Za-z_.-]+$/, "to have letters, digits, underscores, hyphens and periods only");

/** What a new content makes unknown until it is there. */
const AFTER_CONTENT = ["defaultVersion", "documentVersion", "hash", "latestVersion", "parameters"];

/** terraform-provider-aws, internal/service/ssm/document.go */
export const ssmDocument: Handler = {
    type: "aws:ssm/document:Document",
    autoName: { property: "name" },
    notImplemented: ["attachmentsSources"],
    timeouts: { create: 120, update: 120, delete: 120 },
    properties: {
        arn: output,
        attachmentsSources: list(string()),
        content: string({ required: true }),
        createdDate: output,
        defaultVersion: output,
        description: output,
        documentFormat: string({ default: "JSON", check: oneOf("YAML", "JSON", "TEXT") }),
        documentType: string({ required: true }),
        documentVersion: output,
        hash: output,
        hashType: output,
        latestVersion: output,
        name: string({ computed: true, forceNew: true, check: all(lengthBetween(3, 128), NAME) }),
        owner: output,
        parameters: list(object({ defaultValue: string(), description: string(), name: string(), type: string() }), {
            computed: true,
            outputOnly: true,
        }),
        permissions: map(),
        platformTypes: list(string(), { computed: true, outputOnly: true }),
        schemaVersion: output,
        status: output,
        targetType: string(),
        versionName: string({ check: lengthBetween(3, 128) }),
    },

    checkAll(inputs): Failure[] {
        const { permissions } = inputs;
        if (!isValues(permissions)) {
            return [];
        }
        const fault =
            permissions["type"] !== "Share"
                ? 'only Share "type" supported'
                : permissions["account_ids"] === undefined
                  ? '"account_ids" must be defined'
                  : undefined;
        return fault === undefined ? [] : [{ property: "permissions", reason: fault }];
    },

    unknownAfter: (changed) => (changed.includes("content") ? AFTER_CONTENT : []),

    async create(call, inputs) {
        const name = String(inputs["name"]);
        await doing(`creating SSM Document (${name})`, () =>
            call.aws.ssm(call.region).send(
                new CreateDocumentCommand({
                    Name: name,
                    Content: String(inputs["content"]),
                    DocumentFormat: word<DocumentFormat>(inputs["documentFormat"]),
                    DocumentType: word<DocumentType>(inputs["documentType"]),
                    TargetType: text(inputs["targetType"]),
                    VersionName: text(inputs["versionName"]),
                    Tags: Object.keys(call.tags).length === 0 ? undefined : toTagList(call.tags),
                }),
            ),
        );
        return afterCreation(name, async () => {
            await share(call, name, [], accountsOf(inputs));
            await waitUntilActive(call, name);
        });
    },

    async read(call, id) {
        const client = call.aws.ssm(call.region);
        const found = await doing(`reading SSM Document (${id})`, () => describe(call, id));
        if (found === undefined) {
            return undefined;
        }
        const { Content: content } = await doing(`reading SSM Document (${id}) content`, () =>
            client.send(
                new GetDocumentCommand({ Name: id, DocumentVersion: "$LATEST", DocumentFormat: found.DocumentFormat }),
            ),
        );
        const { AccountIds: accounts = [] } = await doing(`reading SSM Document (${id}) permissions`, () =>
            client.send(new DescribeDocumentPermissionCommand({ Name: id, PermissionType: "Share" })),
        );
        return {
            arn: `arn:aws:ssm:${call.region}:${found.Owner ?? ""}:document/${id}`,
            content,
            createdDate: found.CreatedDate?.toISOString(),
            defaultVersion: found.DefaultVersion,
            description: found.Description ?? "",
            documentFormat: found.DocumentFormat,
            documentType: found.DocumentType,
            documentVersion: found.DocumentVersion,
            hash: found.Hash,
            hashType: found.HashType,
            latestVersion: found.LatestVersion,
            name: found.Name,
            owner: found.Owner,
            parameters: parametersOf(found),
            permissions: accounts.length === 0 ? undefined : { account_ids: accounts.join(","), type: "Share" },
            platformTypes: found.PlatformTypes ?? [],
            schemaVersion: found.SchemaVersion,
            status: found.Status,
            targetType: found.TargetType,
            versionName: found.VersionName,
        };
    },

    async update(call, id, inputs, old, changed) {
        await share(call, id, accountsOf(old), accountsOf(inputs));
        if ([...changed].every((name) => ["permissions", "tags", "tagsAll"].includes(name))) {
            return;
        }
        const version = await doing(`updating SSM Document (${id})`, () => newVersion(call, id, inputs, old));
        await doing(`updating SSM Document (${id}) default version`, () =>
            call.aws
                .ssm(call.region)
                .send(new UpdateDocumentDefaultVersionCommand({ Name: id, DocumentVersion: version })),
        );
        await waitUntilActive(call, id);
    },

    async delete(call, id, state) {
        await share(call, id, accountsOf(state), []);
        await doing(`deleting SSM Document (${id})`, () =>
            unlessCode(["InvalidDocument"], () =>
                call.aws.ssm(call.region).send(new DeleteDocumentCommand({ Name: id })),
            ),
        );
        await waitFor(call, {
            pending: ["Active", "Deleting"],
            target: [],
            refresh: () => status(call, id),
        });
    },

    tagging: {
        async read(call, id) {
            const command = new ListTagsForResourceCommand({ ResourceType: "Document", ResourceId: id });
            return fromTagList((await call.aws.ssm(call.region).send(command)).TagList);
        },
        async write(call, id, _state, add, remove) {
            const client = call.aws.ssm(call.region);
            const resource = { ResourceType: "Document", ResourceId: id } as const;
            if (remove.length > 0) {
                await client.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: remove }));
            }
            if (Object.keys(add).length > 0) {
                await client.send(new AddTagsToResourceCommand({ ...resource, Tags: toTagList(add) }));
            }
        },
    },
};

async function describe(call: Call, name: string): Promise<DocumentDescription | undefined> {
    const answer = await unlessCode(["InvalidDocument"], () =>
        call.aws.ssm(call.region).send(new DescribeDocumentCommand({ Name: name })),
    );
    return answer?.Document;
}

async function status(call: Call, name: string): Promise<{ value: DocumentDescription; state: string } | undefined> {
    const found = await describe(call, name);
    return found && { value: found, state: String(found.Status) };
}

async function waitUntilActive(call: Call, name: string): Promise<void> {
    await waitFor(call, {
        pending: ["Creating", "Updating"],
        target: ["Active"],
        refresh: () => status(call, name),
        reason: ({ StatusInformation: why }) => why ?? "",
    });
}

/** A content that is there already is no new version: the latest one becomes the default. */
async function newVersion(call: Call, name: string, inputs: Values, old: Values): Promise<string> {
    try {
        const { DocumentDescription: made } = await call.aws.ssm(call.region).send(
            new UpdateDocumentCommand({
                Name: name,
                Content: String(inputs["content"]),
                DocumentFormat: word<DocumentFormat>(inputs["documentFormat"]),
                DocumentVersion: text(old["defaultVersion"]),
                TargetType: text(inputs["targetType"]),
                VersionName: text(inputs["versionName"]),
            }),
        );
        return made?.DocumentVersion ?? "";
    } catch (reason) {
        if (isCode(reason, "DuplicateDocumentContent")) {
            return String(old["latestVersion"]);
        }
        throw reason;
    }
}

function accountsOf({ permissions }: Values): string[] {
    const given = isValues(permissions) ? text(permissions["account_ids"]) : undefined;
    return given === undefined ? [] : given.split(",");
}

async function share(call: Call, name: string, old: readonly string[], now: readonly string[]): Promise<void> {
    const change = async (key: "AccountIdsToAdd" | "AccountIdsToRemove", accounts: readonly string[]) => {
        for (let begin = 0; begin < accounts.length; begin += PERMISSIONS_PER_CALL) {
            const chunk = accounts.slice(begin, begin + PERMISSIONS_PER_CALL);
            const command = new ModifyDocumentPermissionCommand({ Name: name, PermissionType: "Share", [key]: chunk });
            await doing(`modifying SSM Document (${name}) permissions`, () => call.aws.ssm(call.region).send(command));
        }
    };
    await change(
        "AccountIdsToAdd",
        now.filter((account) => !old.includes(account)),
    );
    await change(
        "AccountIdsToRemove",
        old.filter((account) => !now.includes(account)),
    );
}

function parametersOf({ Parameters: parameters = [] }: DocumentDescription): Values[] {
    return parameters.map(({ Name, Type, Description, DefaultValue }) => ({
        name: Name,
        type: Type,
        description: Description ?? "",
        defaultValue: DefaultValue ?? "",
    }));
}
