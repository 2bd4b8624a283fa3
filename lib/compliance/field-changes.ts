/** What differs between two states of a resource, field by field. */

export interface FieldChange {
    /** Such as `configuration.versioning.status` or `tags.owner`; a list's elements as `configuration.rules[]`. */
    readonly path: string;
    /** Absent where the field is new. */
    readonly before?: unknown;
    /** Absent where the field is gone. */
    readonly after?: unknown;
}

/** In the order of the fields' names. The order of a list's elements means nothing: AWS gives them in any. */
export function fieldChanges(before: unknown, after: unknown, path = ""): FieldChange[] {
    if (canonical(before) === canonical(after)) {
        return [];
    }
    if (isRecord(before) && isRecord(after)) {
        const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
        return keys.flatMap((key) => fieldChanges(own(before, key), own(after, key), joined(path, key)));
    }
    if (Array.isArray(before) && Array.isArray(after)) {
        return listChanges(before, after, `${path}[]`);
    }
    return [{ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) }];
}

function listChanges(before: readonly unknown[], after: readonly unknown[], path: string): FieldChange[] {
    const removed = without(before, after);
    const added = without(after, before);
    return removed.length === added.length
        ? removed.flatMap((element, at) => fieldChanges(element, added[at], path))
        : [
              ...removed.map((element) => ({ path, before: element })),
              ...added.map((element) => ({ path, after: element })),
          ];
}

/** The elements that the other list has not, each as often as it has them too seldom. */
function without(list: readonly unknown[], other: readonly unknown[]): unknown[] {
    const counts = new Map<string, number>();
    for (const element of other) {
        const key = canonical(element);
        counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return list.filter((element) => {
        const key = canonical(element);
        const left = counts.get(key) ?? 0;
        counts.set(key, left - 1);
        return left <= 0;
    });
}

/** Equal for values that differ in the order of their keys only. */
function canonical(value: unknown): string {
    return (
        JSON.stringify(value, (_key, part: unknown) =>
            isRecord(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
        ) ?? ""
    );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
    return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A key that holds dots or brackets, as those of tags may, stands in quotation marks. */
function joined(path: string, key: string): string {
    const name = /^[\w:/@+-]+$/.test(key) ? key : JSON.stringify(key);
    return path === "" ? name : `${path}.${name}`;
}
