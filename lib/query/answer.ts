/** What AWS Config answers to a query, as a table. */

/** One result: a part of a configuration item. */
export type ResultRow = Readonly<Record<string, unknown>>;

/**
 * Takes the answer's results apart.
 *
 * @param results as the API gives them: each one a JSON text
 */
export function parseResults(results: readonly string[]): ResultRow[] {
    return results.map((result) => JSON.parse(result) as ResultRow);
}

/**
 * The columns of an answer.
 *
 * @param fields the selected fields by name, as the API gives them; none for `SELECT *`
 */
export function columnsOf(fields: readonly string[], rows: readonly ResultRow[]): string[] {
    return fields.length > 0 && !fields.includes("*") ? [...new Set(fields)] : [...new Set(rows.flatMap(Object.keys))];
}

/**
 * The value of a column in a row as text: nothing where there is none, the elements' values separated by commas where
 * the path goes through a list.
 */
export function cellOf(row: ResultRow, column: string): string {
    // Numbers over a group come under the function's own name, which may hold dots: COUNT(configuration.state).
    const value = Object.hasOwn(row, column) ? row[column] : valueAt(row, column.split("."));
    return textOf(value);
}

function valueAt(value: unknown, path: readonly string[]): unknown {
    const [first, ...rest] = path;
    if (first === undefined) {
        return value;
    }
    if (Array.isArray(value)) {
        const found = value.map((element) => valueAt(element, path)).filter((element) => element !== undefined);
        return found.length === 0 ? undefined : found.flat();
    }
    if (typeof value !== "object" || value === null) {
        return undefined;
    }
    const members: Readonly<Record<string, unknown>> = { ...value };
    // A tag's key may hold dots of its own.
    const whole = path.join(".");
    return Object.hasOwn(members, whole)
        ? members[whole]
        : Object.hasOwn(members, first)
          ? valueAt(members[first], rest)
          : undefined;
}

function textOf(value: unknown): string {
    if (value === undefined || value === null) {
        return "";
    }
    if (Array.isArray(value) && value.every((one) => typeof one !== "object")) {
        return value.map(String).join(", ");
    }
    return typeof value === "object" ? JSON.stringify(value) : String(value);
}
