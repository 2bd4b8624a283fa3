/** A newer collection of managed rules over the catalogue, and what it changes. */
import type { ManagedRuleData } from "./managed-rule.ts";

export type CatalogueData = Readonly<Record<string, ManagedRuleData>>;

export interface CatalogueChanges {
    readonly added: readonly string[];
    /** Known to the catalogue and absent from the collection, which may be a part of all there is. They stay. */
    readonly absent: readonly string[];
    /** By identifier, the fields that differ: `trigger`, `resourceTypes`, `parameters.<name>` and others. */
    readonly changed: readonly { readonly identifier: string; readonly fields: readonly string[] }[];
}

/**
 * What the collection says goes before what the catalogue says; what it does not say stays, since pages tell neither who
 * may create a rule nor, in words that can be read, where it exists.
 */
export function updateCatalogue(
    catalogue: CatalogueData,
    collected: CatalogueData,
): { catalogue: Record<string, ManagedRuleData>; changes: CatalogueChanges } {
    const identifiers = [...new Set([...Object.keys(catalogue), ...Object.keys(collected)])].sort();
    const updated = Object.fromEntries(
        identifiers.map((identifier): [string, ManagedRuleData] => [
            identifier,
            inOrder({ ...catalogue[identifier], ...collected[identifier] }),
        ]),
    );
    const changed = identifiers.flatMap((identifier) => {
        const before = catalogue[identifier];
        const fields = before === undefined ? [] : differences(before, updated[identifier] ?? {});
        return fields.length === 0 ? [] : [{ identifier, fields }];
    });
    return {
        catalogue: updated,
        changes: {
            added: identifiers.filter((identifier) => !Object.hasOwn(catalogue, identifier)),
            absent: identifiers.filter((identifier) => !Object.hasOwn(collected, identifier)),
            changed,
        },
    };
}

/** The order in which the file has them, so that a comparison of two versions shows what changed. */
function inOrder(rule: ManagedRuleData): ManagedRuleData {
    const { rule: name, trigger, resourceTypes, parameters, creator, deprecated, regions } = rule;
    return {
        ...(name !== undefined && { rule: name }),
        ...(trigger && { trigger }),
        ...(resourceTypes && { resourceTypes }),
        ...(parameters && { parameters }),
        ...(creator && { creator }),
        ...(deprecated && { deprecated }),
        ...(regions && { regions }),
    };
}

function differences(
    { parameters: a = {}, ...before }: ManagedRuleData,
    { parameters: b = {}, ...after }: ManagedRuleData,
): string[] {
    const fields = differing({ ...before }, { ...after });
    return [...fields, ...differing(a, b).map((name) => `parameters.${name}`)];
}

function differing(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): string[] {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
    return names.filter((name) => JSON.stringify(a[name]) !== JSON.stringify(b[name]));
}
