/** How what an earlier run left behind gets to the resources that are registered for it: by their import identifiers. */
import { getRole } from "@pulumi/aws/iam/getRole.js";
import type * as pulumi from "@pulumi/pulumi";
import { STACK_TAG } from "../lib/plan/build.ts";
import { findTagged, tellLeftBehind } from "./left-behind-look-up.ts";
import type { StackResources } from "./stack-resources.ts";

/** By type and name, as the state's resources: `aws:iam/role:Role alert-function-role`. */
export type ImportIdentifiers = ReadonlyMap<string, string>;

/** A resource of the plan that may be there already. */
export interface Sought {
    /** Its type and its name in the program. */
    readonly key: string;
    /** What it is for people: `the function …`. */
    readonly what: string;
    /** As AWS's provider imports it. */
    readonly id: string;
}

/** Carries the stack's tag, and is listed by it. */
export interface SoughtByTag extends Sought {
    readonly arn: string;
}

/** A role, which carries the stack's tag: its name is its identifier. */
export const soughtRole = (name: string, id: string): Sought => ({
    key: `aws:iam/role:Role ${name}`,
    what: `the role ${id}`,
    id,
});

/**
 * Imports what was found, whichever component registers it.
 * https://www.pulumi.com/docs/iac/concepts/options/import/
 */
export function importing(found: ImportIdentifiers): pulumi.ResourceTransformation {
    return ({ type, name, props, opts }) => {
        const id = found.get(`${type} ${name}`);
        return id === undefined ? undefined : { props, opts: { ...opts, import: id } };
    };
}

/** Of what the state lacks, what carries the stack's tag. Nobody is asked where the state lacks nothing. */
export async function findByTag(
    stack: string,
    region: string,
    sought: readonly SoughtByTag[],
    state: StackResources,
): Promise<ImportIdentifiers> {
    const lacked = sought.filter(({ key }) => !state.has(key));
    if (lacked.length === 0) {
        return new Map();
    }
    const types = [...new Set(lacked.map(({ arn }) => typeOf(arn)))].sort();
    const tagged = new Set((await findTagged(stack, region, types)).map(({ arn }) => arn.replace(/:\*$/, "")));
    return taken(lacked.filter(({ arn }) => tagged.has(arn)));
}

/** IAM roles cannot be found by their tags, only asked for them. Their policies are overwritten. */
export async function findRoles(
    stack: string,
    sought: readonly Sought[],
    state: StackResources,
): Promise<ImportIdentifiers> {
    const found: Sought[] = [];
    for (const one of sought) {
        if (!state.has(one.key) && (await isOwnRole(one.id, stack))) {
            found.push(one);
        }
    }
    return taken(found);
}

/** Whether a role is there and carries the stack's tag. */
export async function isOwnRole(name: string, stack: string): Promise<boolean> {
    try {
        return (await getRole({ name })).tags[STACK_TAG] === stack;
    } catch {
        return false; // The provider's function fails where there is none.
    }
}

/** Says what the update goes on with, and by which identifiers. */
export async function taken(found: readonly Sought[]): Promise<ImportIdentifiers> {
    await tellLeftBehind(found.map(({ what }) => what));
    return new Map(found.map(({ key, id }) => [key, id]));
}

/**
 * As the tagging API filters by it: `lambda:function`, and the service alone where the ARN has no type.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
function typeOf(arn: string): string {
    const [, , service = "", , , resource = ""] = arn.split(":");
    const [type = ""] = resource.split("/");
    return service === "s3" ? "s3:bucket" : service === "logs" ? "logs" : `${service}:${type}`;
}
