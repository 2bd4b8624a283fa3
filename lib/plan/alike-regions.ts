/** Things that are alike in several regions: told once, so that thirty regions read like one. */

export interface InRegions<Item> {
    /** In the order in which they were given. */
    readonly regions: readonly string[];
    /** That of the first of the regions. */
    readonly item: Item;
}

/**
 * Joins what is the same but for the region's own name in it.
 *
 * @param contentOf what has to be the same; plain data. Default: the item itself
 */
export function joinRegions<Item>(
    items: readonly { readonly region: string; readonly item: Item }[],
    contentOf: (item: Item) => unknown = (item) => item,
): InRegions<Item>[] {
    const joined = new Map<string, { regions: string[]; item: Item }>();
    for (const { region, item } of items) {
        const key = withoutRegion(JSON.stringify(contentOf(item)) ?? "", region);
        const known = joined.get(key);
        if (known === undefined) {
            joined.set(key, { regions: [region], item });
        } else if (!known.regions.includes(region)) {
            known.regions.push(region);
        }
    }
    return [...joined.values()];
}

/** With `<region>` where the text names the region: what is left is alike in regions that are alike. */
export function withoutRegion(text: string, region: string): string {
    return text.replaceAll(region, "<region>");
}

const NAMED_REGIONS = 3;

/**
 * `eu-west-1`, `eu-west-1, us-east-1`, `eu-west-1 and 16 more regions`, `all 17 regions`.
 *
 * @param all the regions that there are, so that all of them can be called so. Default: that is not known
 */
export function regionsInWords(regions: readonly string[], all: readonly string[] = []): string {
    if (regions.length > 1 && regions.length === all.length) {
        return regions.length === 2 ? "both regions" : `all ${regions.length} regions`;
    }
    return regions.length <= NAMED_REGIONS
        ? regions.join(", ")
        : `${regions[0]} and ${regions.length - 1} more regions`;
}
