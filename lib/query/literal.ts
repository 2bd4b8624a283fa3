/** Values in an advanced query, and tags in what it tells. */

/**
 * A text as a query has it: https://docs.aws.amazon.com/config/latest/developerguide/query-components.html
 *
 * @param text anything, also what a stranger named
 */
export function quotedText(text: string): string {
    return `'${text.replaceAll("'", "''")}'`;
}

/** Tags as a map, as an event tells them: a query tells a list of keys and values, in which a value may be missing. */
export function tagMap(tags: unknown): Record<string, string> {
    const pairs: readonly unknown[] = Array.isArray(tags) ? (tags as readonly unknown[]) : [];
    return Object.fromEntries(
        pairs.flatMap((pair) =>
            typeof pair === "object" && pair !== null && "key" in pair
                ? [[String(pair.key), "value" in pair ? String(pair.value ?? "") : ""]]
                : [],
        ),
    );
}
