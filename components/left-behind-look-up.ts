/** How what an earlier run of a stack left behind is looked for, and told of. */
import { getKey } from "@pulumi/aws/kms/getKey.js";
import { getResources } from "@pulumi/aws/resourcegroupstaggingapi/getResources.js";
import * as pulumi from "@pulumi/pulumi";
import { KEY_TAG, STACK_TAG } from "../lib/plan/build.ts";
import { type KeyAdoption, targetOf } from "./encryption-key.ts";
import type { StackResources } from "./stack-resources.ts";

export const KEY = "aws:kms/key:Key";
export const ALIAS = "aws:kms/alias:Alias";

/** Something that carries the stack's tag. */
export interface Tagged {
    readonly arn: string;
    readonly tags: Readonly<Record<string, string>>;
}

/**
 * What carries the stack's tag in a region.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 *
 * @param types such as `kms:key`
 */
export async function findTagged(stack: string, region: string, types: readonly string[]): Promise<Tagged[]> {
    const { resourceTagMappingLists } = await getResources({
        region,
        tagFilters: [{ key: STACK_TAG, values: [stack] }],
        resourceTypeFilters: [...types],
    });
    return resourceTagMappingLists.map(({ resourceArn, tags }) => ({ arn: resourceArn, tags }));
}

/** The alias of a key that the state lacks, or whose alias it lacks; else nothing. */
export function unlessKnown(state: StackResources, name: string, alias: string | undefined): string | undefined {
    return state.has(`${KEY} ${name}-key`) && state.has(`${ALIAS} ${name}-alias`) ? undefined : alias;
}

/**
 * The key that the alias leads to, where it is this stack's; else the only one that this stack made for the purpose. Of
 * several none is chosen: which of them encrypts what is for a person to say, and `packs doctor` lists them.
 */
export async function findKey(
    tagged: readonly Tagged[],
    purpose: string,
    alias: string | undefined,
    region: string,
    state: StackResources,
): Promise<KeyAdoption | undefined> {
    if (alias === undefined) {
        return undefined;
    }
    // Another key than the one in the state would replace it.
    const own = state.get(`${KEY} ${purpose}-key`)?.["keyId"];
    if (own !== undefined) {
        const target = await targetOf(`alias/${alias}`, region);
        return target === own ? { keyId: target, withAlias: true } : undefined;
    }
    const keyIds = tagged
        .filter(({ arn, tags }) => arn.includes(":key/") && tags[KEY_TAG] === purpose)
        .map(({ arn }) => arn.slice(arn.lastIndexOf("/") + 1));
    if (keyIds.length === 0) {
        return undefined;
    }
    const target = await targetOf(`alias/${alias}`, region);
    const stateOf = async (keyId: string): Promise<string> => (await getKey({ keyId, region })).keyState;
    if (target !== undefined) {
        // One that a destroy has given up cannot be imported: the alias goes on with a new one.
        const isKept = keyIds.includes(target) && (await stateOf(target)) !== "PendingDeletion";
        return isKept ? { keyId: target, withAlias: true } : undefined;
    }
    const usable = [];
    for (const keyId of keyIds) {
        if ((await stateOf(keyId)) === "Enabled") {
            usable.push(keyId);
        }
    }
    return usable.length === 1 && usable[0] !== undefined ? { keyId: usable[0], withAlias: false } : undefined;
}

/** Says what the update goes on with: `the key …`. */
export async function tellLeftBehind(whats: readonly string[]): Promise<void> {
    for (const what of whats) {
        await pulumi.log.warn(`${what} is this stack's own: an earlier run made it, and this one goes on with it`);
    }
}

/** Says that AWS could not be asked. Then what exists fails the update. */
export async function tellNotLookedFor(failure: unknown): Promise<void> {
    const reason = failure instanceof Error ? failure.message.trim() : String(failure);
    await pulumi.log.warn(`could not look for what an earlier run of this stack left behind: ${reason}`);
}
