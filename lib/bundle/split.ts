/**
 * Splits a set of rules into parts that fit AWS's limits, so that adding a rule moves no other, except that a full part
 * splits in two.
 *
 * Every rule has a fixed place between nothing and one: the bits of the hash of its key. A part is the set of rules
 * whose bits begin alike; one that does not fit is split by the next bit. Which part a rule is in depends on the set
 * alone, not on what was deployed before.
 */
import { createHash } from "node:crypto";

export interface Part<Item> {
    /** Empty for the first part; parts of one set have different suffixes of the digits 0 and 1. */
    readonly suffix: string;
    /** In alphabetical order of their keys. */
    readonly items: readonly Item[];
}

/**
 * @param items with different keys
 * @param fits has to hold for every subset of a set for which it holds; a single item that does not fit stays alone
 */
export function split<Item extends { readonly key: string }>(
    items: readonly Item[],
    fits: (items: readonly Item[]) => boolean,
): Part<Item>[] {
    const placed = items
        .map((item) => ({ item, bits: bitsOf(item.key) }))
        .sort((a, b) => (a.item.key < b.item.key ? -1 : 1));
    return splitPlaced(placed, "", fits);
}

interface PlacedItem<Item> {
    readonly item: Item;
    readonly bits: string;
}

function splitPlaced<Item>(
    placed: readonly PlacedItem<Item>[],
    prefix: string,
    fits: (items: readonly Item[]) => boolean,
): Part<Item>[] {
    const items = placed.map(({ item }) => item);
    if (placed.length === 0) {
        return [];
    }
    if (placed.length === 1 || prefix.length === BITS || fits(items)) {
        // The half with the 0 keeps the part's name: when a part splits, only the other half moves.
        return [{ suffix: prefix.replace(/0+$/, ""), items }];
    }
    return ["0", "1"].flatMap((bit) =>
        splitPlaced(
            placed.filter(({ bits }) => bits[prefix.length] === bit),
            `${prefix}${bit}`,
            fits,
        ),
    );
}

const BITS = 64;

function bitsOf(key: string): string {
    const hash = createHash("sha256").update(key).digest();
    return [...hash.subarray(0, BITS / 8)].map((byte) => byte.toString(2).padStart(8, "0")).join("");
}
