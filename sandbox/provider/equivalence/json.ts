import type { Value } from "../property.ts";

/** Sorts keys at every depth: how the original writes JSON documents into the state (structure.NormalizeJsonString). */
export function normalizeJson(text: string): string {
    try {
        return JSON.stringify(sorted(JSON.parse(text)));
    } catch {
        return text;
    }
}

function sorted(value: unknown): unknown {
    if (Array.isArray(value)) {
        return value.map(sorted);
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(
            Object.entries(value)
                .sort(([a], [b]) => (a < b ? -1 : 1))
                .map(([key, one]) => [key, sorted(one)]),
        );
    }
    return value;
}

/** Two JSON documents of equal content (verify.SuppressEquivalentJSONDiffs). */
export function sameJson(a: Value, b: Value): boolean {
    if (typeof a !== "string" || typeof b !== "string") {
        return false;
    }
    try {
        return JSON.stringify(sorted(JSON.parse(a))) === JSON.stringify(sorted(JSON.parse(b)));
    } catch {
        return a === b;
    }
}

export function checkJson(value: Value): string | undefined {
    try {
        JSON.parse(String(value));
        return undefined;
    } catch (error) {
        return `to be valid JSON: ${error instanceof Error ? error.message : String(error)}`;
    }
}
