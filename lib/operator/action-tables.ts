/** Which IAM actions resource types and this project's own calls need: data beside this file, read when first asked for. */
import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";
import { OPERATIONS, STEPS } from "./operation.ts";
import { TARGET_NAMES } from "./targets.ts";

const action = z.string().regex(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$/, "an action looks like config:PutConformancePack");
const actions = z.array(action);
const on = z.enum(TARGET_NAMES);

/** Permissions for something else than the resource itself. */
const need = z.strictObject({
    /** The page or the provider's file that it comes from. */
    source: z.string().regex(/^(https:\/\/|internal\/service\/)/),
    for: z.array(z.enum(STEPS)).min(1),
    on,
    /** The service that a role is passed to, or that a service-linked role is for. */
    service: z.string().endsWith(".amazonaws.com").optional(),
    actions: actions.min(1),
});

const resourceType = z.strictObject({
    /** Of terraform-provider-aws, which @pulumi/aws bridges. */
    file: z.string().regex(/^internal\/service\/[a-z0-9]+\/[a-z_]+\.go$/),
    on,
    create: actions,
    read: actions.min(1),
    update: actions,
    delete: actions,
    needs: z.array(need).default([]),
});

const ownCall = z.strictObject({
    /** Of this project. */
    file: z.string().regex(/^(cli|compliance|components)\/[a-z/-]+\.ts$/),
    operations: z.array(z.enum(OPERATIONS)).min(1),
    on,
    actions: actions.min(1),
});

const withoutResource = z.strictObject({ unsupported: actions, unnamed: actions });

/** One row: a resource type with the actions of the provider's calls for it. */
export type ResourceActions = z.output<typeof resourceType>;
/** Calls of this project's own. */
export type OwnCall = z.output<typeof ownCall>;

export interface ActionTables {
    /** By Pulumi's type token, such as `aws:s3/bucket:Bucket`. */
    readonly resourceTypes: ReadonlyMap<string, ResourceActions>;
    readonly ownCalls: readonly OwnCall[];
    /** Actions that a policy cannot hold to a resource, or whose calls name none. */
    readonly withoutResource: ReadonlySet<string>;
}

let loaded: ActionTables | undefined;

/** The tables of this version of the project. */
export function actionTables(): ActionTables {
    loaded ??= loadTables();
    return loaded;
}

function loadTables(): ActionTables {
    const folder = new URL("resource-actions/", import.meta.url);
    const rows = readdirSync(folder)
        .sort()
        .flatMap((file) =>
            Object.entries(z.record(z.string().startsWith("aws:"), resourceType).parse(read(new URL(file, folder)))),
        );
    const listed = withoutResource.parse(read(new URL("actions-without-resource.yaml", import.meta.url)));
    return {
        resourceTypes: new Map(rows),
        ownCalls: z.array(ownCall).parse(read(new URL("own-calls.yaml", import.meta.url))),
        withoutResource: new Set([...listed.unsupported, ...listed.unnamed]),
    };
}

function read(file: URL): unknown {
    return parse(readFileSync(file, "utf8"));
}
