/** Where everything stands in a file that the quick reader took. */
import { EVENT_ID, type Event, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Path } from "./yaml-source.ts";

/** Where only the exact reader can tell. */
export const UNKNOWN = -1;

/** Where the parts of a map or a list begin, as offsets in the text. */
export interface Places {
    readonly start: number;
    /** Of a map; undefined for a list. */
    readonly keys: string[] | undefined;
    /** Of the keys, or of the items. */
    readonly starts: number[];
    /** Of the values that are maps or lists, by index. */
    readonly inner: Places[];
}

/**
 * @param events of one document without aliases, whose keys are scalars
 * @param keyOf the text of a key
 * @returns undefined for a document that is a scalar
 */
export function placesOf(events: readonly Event[], keyOf: (event: ScalarEvent) => string): Places | undefined {
    const open: Places[] = [];
    let root: Places | undefined;
    // Of the map on top: whether its last key has no value yet.
    const waiting: boolean[] = [];
    const add = (start: number): void => {
        const top = open.at(-1);
        if (top !== undefined && top.keys === undefined) {
            top.starts.push(start);
        }
        waiting[open.length - 1] = false;
    };
    for (const event of events) {
        if (event.type === EVENT_ID.SCALAR) {
            const top = open.at(-1);
            if (top?.keys !== undefined && waiting[open.length - 1] !== true) {
                top.keys.push(keyOf(event));
                top.starts.push(startOf(event));
                waiting[open.length - 1] = true;
            } else {
                add(startOf(event));
            }
        } else if (event.type === EVENT_ID.MAPPING || event.type === EVENT_ID.SEQUENCE) {
            const isMap = event.type === EVENT_ID.MAPPING;
            const places: Places = { start: event.start, keys: isMap ? [] : undefined, starts: [], inner: [] };
            add(event.start);
            const top = open.at(-1);
            if (top !== undefined) {
                top.inner[top.starts.length - 1] = places;
            }
            root ??= places;
            open.push(places);
            waiting[open.length - 1] = false;
        } else if (event.type === EVENT_ID.POP) {
            open.pop();
        }
    }
    return root;
}

/** Where a scalar begins, with its quote. */
function startOf({ style, valueStart }: ScalarEvent): number {
    switch (style) {
        case SCALAR_STYLE.PLAIN:
            return valueStart;
        case SCALAR_STYLE.SINGLE_QUOTED:
        case SCALAR_STYLE.DOUBLE_QUOTED:
            return valueStart - 1;
        default:
            return UNKNOWN;
    }
}

/** The place of the path, or of the last part on the way that exists. */
export function deepest(root: Places | undefined, path: Path): number {
    let node = root;
    let found = root?.start ?? UNKNOWN;
    for (const step of path) {
        if (node === undefined) {
            break;
        }
        if (node.keys === undefined && typeof step === "string" && step.startsWith("Fn::")) {
            // The short form of a function is a tag on its arguments: no step of its own.
            continue;
        }
        const index = node.keys?.indexOf(String(step)) ?? (typeof step === "number" ? step : UNKNOWN);
        if (index < 0 || index >= node.starts.length) {
            break;
        }
        found = node.starts[index] ?? UNKNOWN;
        node = node.inner[index];
    }
    return found;
}

/** Offsets of the first characters of all lines. */
export function lineStarts(text: string): number[] {
    const starts = [0];
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) {
        starts.push(end + 1);
    }
    return starts;
}

/** The index of the last line that begins at the offset or before it. */
export function lineOf(offset: number, starts: readonly number[]): number {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
        const middle = (low + high + 1) >> 1;
        if ((starts[middle] ?? 0) <= offset) {
            low = middle;
        } else {
            high = middle - 1;
        }
    }
    return low;
}
