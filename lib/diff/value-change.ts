/** The difference of two trees of plain values, and the way from one to the other. */

export type Value = string | number | boolean | null | readonly Value[] | ValueMap;

export interface ValueMap {
    readonly [key: string]: Value;
}

/** At a path from the root. Without `old` it was added, without `new` removed. */
export interface ValueChange {
    readonly path: readonly string[];
    readonly old?: Value;
    readonly new?: Value;
}

/**
 * Every place in which two trees differ, sorted by path. Maps are compared key by key; a list that differs is one change,
 * since the place of an item in it means nothing by itself.
 */
export function diffValues(old: Value, now: Value, path: readonly string[] = []): ValueChange[] {
    if (!isMap(old) || !isMap(now)) {
        return equal(old, now) ? [] : [{ path, old, new: now }];
    }
    const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return keys.flatMap((key): ValueChange[] => {
        const at = [...path, key];
        const [before, after] = [own(old, key), own(now, key)];
        if (before === undefined || after === undefined) {
            return [
                { path: at, ...(before !== undefined && { old: before }), ...(after !== undefined && { new: after }) },
            ];
        }
        return diffValues(before, after, at);
    });
}

/** The tree after the changes: `applyChanges(old, diffValues(old, now))` equals `now`. */
export function applyChanges(tree: Value, changes: readonly ValueChange[]): Value {
    const whole = changes.find(({ path }) => path.length === 0);
    if (whole !== undefined) {
        return whole.new ?? null;
    }
    if (!isMap(tree)) {
        return tree;
    }
    const inner = new Map<string, ValueChange[]>();
    for (const change of changes) {
        const [key = "", ...rest] = change.path;
        inner.set(key, [...(inner.get(key) ?? []), { ...change, path: rest }]);
    }
    const kept = Object.keys(tree).flatMap((key): [string, Value][] => {
        const below = inner.get(key);
        const value = own(tree, key) ?? null;
        const removed = below?.some(({ path, new: now }) => path.length === 0 && now === undefined);
        return removed ? [] : [[key, below === undefined ? value : applyChanges(value, below)]];
    });
    const added = [...inner].flatMap(([key, [first]]): [string, Value][] =>
        Object.hasOwn(tree, key) || first?.new === undefined ? [] : [[key, first.new]],
    );
    // Not by assignment: a key may be __proto__.
    return Object.fromEntries([...kept, ...added]);
}

/** A plain object, not a list, a scalar or nothing. */
export function isMap(value: Value | undefined): value is ValueMap {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(map: ValueMap, key: string): Value | undefined {
    return Object.hasOwn(map, key) ? map[key] : undefined;
}

function equal(a: Value, b: Value): boolean {
    if (Array.isArray(a) && Array.isArray(b)) {
        return a.length === b.length && a.every((item: Value, index) => equal(item, b[index] as Value));
    }
    if (isMap(a) && isMap(b)) {
        const keys = Object.keys(a);
        return (
            keys.length === Object.keys(b).length &&
            keys.every((key) => Object.hasOwn(b, key) && equal(a[key] as Value, b[key] as Value))
        );
    }
    return a === b;
}
