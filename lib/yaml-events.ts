/**
 * The quick reader: a file without a fault as plain values, and the places of everything in it.
 *
 * It takes less than YAML has. Where the two parsers differ, or where a file has what packs do not need - anchors, tabs,
 * several documents, keys that are no text - it takes nothing, and the exact reader decides.
 */
import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Location } from "./diagnostic.ts";
import { emptyObject, longForm, type TemplateObject, type TemplateValue } from "./pack/template-value.ts";
import { MAX_DEPTH } from "./yaml-limits.ts";
import { isShortForm } from "./yaml-short-forms.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** Where the parts of a map or a list begin, as offsets in the text; `UNKNOWN` where only the exact reader can tell. */
class Places {
    readonly start: number;
    /** Of a map; undefined for a list. */
    readonly keys: string[] | undefined;
    /** Of the keys, or of the items. */
    readonly starts: number[] = [];
    /** Of the values that are maps or lists, by index. */
    inner: Places[] | undefined;

    constructor(start: number, keys: string[] | undefined) {
        this.start = start;
        this.keys = keys;
    }
}

const UNKNOWN = -1;

/** Longer keys are refused by the exact reader. */
const MAX_KEY_LENGTH = 1_000;

const NULL = /^(?:~|[Nn]ull|NULL)$/;
const TRUE = /^(?:[Tt]rue|TRUE)$/;
/** What a word begins with that is no text. */
const NO_TEXT = new Set([..."~nNtTfF"].map((character) => character.charCodeAt(0)));
const FALSE = /^(?:[Ff]alse|FALSE)$/;

/** Thrown and caught in this file: the text is not for the quick reader. */
class NotQuick extends Error {}

type Exact = () => typeof import("./yaml-exact.ts");

/**
 * @param text without a byte order mark
 * @param exact the other reader, for what this one does not know
 * @returns undefined where the text has a fault, or may have one
 */
export function readQuickly(file: string, text: string, exact: Exact): YamlSource | undefined {
    if (!isPlain(text)) {
        return undefined;
    }
    let events: Event[];
    let built: Built;
    try {
        events = parseEvents(text, { maxDepth: MAX_DEPTH });
        built = build(text, events);
    } catch {
        return undefined;
    }
    return new QuickSource(file, text, built, exact);
}

/** Looks at the text alone: what the two parsers take in different ways. */
function isPlain(text: string): boolean {
    return (
        !text.includes("\t") &&
        !(text.includes("\r") && /\r(?!\n)/.test(text)) &&
        !(text.includes("?") && /(?:^|[\s,[{])\?(?:\s|$)/.test(text))
    );
}

class QuickSource implements YamlSource {
    readonly file: string;
    readonly value: TemplateValue;
    readonly #text: string;
    readonly #places: Places | undefined;
    readonly #exact: Exact;
    #lines: number[] | undefined;
    #source: YamlSource | undefined;

    constructor(file: string, text: string, { value, places }: Built, exact: Exact) {
        this.file = file;
        this.value = value;
        this.#text = text;
        this.#places = places;
        this.#exact = exact;
    }

    get document(): YamlSource["document"] {
        return this.#exact().exactDocument(this.#text);
    }

    locate(path: Path): Location {
        const offset = deepest(this.#places, path);
        if (offset === UNKNOWN) {
            this.#source ??= this.#exact().readExactly(this.file, this.#text, { aliases: "allow" }).source;
            return this.#source?.locate(path) ?? { file: this.file, line: 1, column: 1 };
        }
        this.#lines ??= lineStarts(this.#text);
        const line = lineOf(offset, this.#lines);
        return { file: this.file, line: line + 1, column: offset - (this.#lines[line] ?? 0) + 1 };
    }
}

interface Built {
    readonly value: TemplateValue;
    readonly places: Places | undefined;
}

interface Frame {
    readonly value: TemplateObject | TemplateValue[];
    readonly places: Places;
    readonly tag: string | undefined;
    /** Of a map: the key that waits for its value. */
    key: string | undefined;
}

/** @throws NotQuick */
function build(text: string, events: readonly Event[]): Built {
    const frames: Frame[] = [];
    let frame: Frame | undefined;
    let root: Built | undefined;
    const add = (value: TemplateValue, start: number, places: Places | undefined): void => {
        if (frame === undefined) {
            root = { value, places };
            return;
        }
        if (Array.isArray(frame.value)) {
            frame.value.push(value);
            frame.places.starts.push(start);
        } else if (frame.key === undefined) {
            throw new NotQuick();
        } else {
            frame.value[frame.key] = value;
            frame.key = undefined;
        }
        if (places !== undefined) {
            frame.places.inner ??= [];
            frame.places.inner[frame.places.starts.length - 1] = places;
        }
    };
    for (let index = 0; index < events.length; index++) {
        const event = events[index] as Event;
        switch (event.type) {
            case EVENT_ID.SCALAR:
                if (frame?.places.keys !== undefined && frame.key === undefined) {
                    frame.key = keyOf(text, event, frame);
                } else {
                    add(scalarValue(text, event), startOf(event), undefined);
                }
                break;
            case EVENT_ID.MAPPING:
            case EVENT_ID.SEQUENCE: {
                if (frame?.places.keys !== undefined && frame.key === undefined) {
                    throw new NotQuick();
                }
                const isMap = event.type === EVENT_ID.MAPPING;
                const places = new Places(event.start, isMap ? [] : undefined);
                frame = { value: isMap ? emptyObject() : [], places, tag: tagOf(text, event), key: undefined };
                frames.push(frame);
                break;
            }
            case EVENT_ID.POP: {
                const done = frames.pop();
                frame = frames.at(-1);
                if (done !== undefined) {
                    const value = done.tag === undefined ? done.value : longForm(done.tag, done.value);
                    add(value, done.places.start, done.places);
                }
                break;
            }
            case EVENT_ID.DOCUMENT:
                if (index > 0 || event.explicitEnd || event.directives.length > 0) {
                    throw new NotQuick();
                }
                break;
            default:
                throw new NotQuick();
        }
    }
    if (root === undefined) {
        throw new NotQuick();
    }
    return root;
}

/** @throws NotQuick for what is no plain key, and for one that stands twice */
function keyOf(text: string, event: ScalarEvent, { value, places }: Frame): string {
    const isEmpty = event.valueStart < 0;
    if (isEmpty || event.tagStart >= 0 || event.anchorStart >= 0 || !event.fast) {
        throw new NotQuick();
    }
    const written = text.slice(event.valueStart, event.valueEnd);
    const key = event.style === SCALAR_STYLE.PLAIN ? String(plainValue(written)) : written;
    if (key in value || key.length > MAX_KEY_LENGTH) {
        throw new NotQuick();
    }
    places.keys?.push(key);
    places.starts.push(startOf(event));
    return key;
}

/** @throws NotQuick */
function scalarValue(text: string, event: ScalarEvent): TemplateValue {
    const tag = tagOf(text, event);
    if (event.valueStart < 0) {
        if (tag !== undefined) {
            throw new NotQuick();
        }
        return null;
    }
    const value = event.fast ? text.slice(event.valueStart, event.valueEnd) : getScalarValue(text, event);
    if (tag !== undefined) {
        return longForm(tag, value);
    }
    return event.style === SCALAR_STYLE.PLAIN ? plainValue(value) : value;
}

function plainValue(text: string): string | boolean | null {
    // The longest word that is no text is `false`.
    if (text.length > 5 || !NO_TEXT.has(text.charCodeAt(0))) {
        return text;
    }
    return NULL.test(text) ? null : TRUE.test(text) ? true : FALSE.test(text) ? false : text;
}

/** @throws NotQuick for an anchor, and for a tag that is no intrinsic function */
function tagOf(text: string, event: { tagStart: number; tagEnd: number; anchorStart: number }): string | undefined {
    if (event.anchorStart >= 0) {
        throw new NotQuick();
    }
    if (event.tagStart < 0) {
        return undefined;
    }
    const tag = text.slice(event.tagStart, event.tagEnd);
    if (!isShortForm(tag)) {
        throw new NotQuick();
    }
    return tag;
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
function deepest(root: Places | undefined, path: Path): number {
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
        node = node.inner?.[index];
    }
    return found;
}

function lineStarts(text: string): number[] {
    const starts = [0];
    for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) {
        starts.push(end + 1);
    }
    return starts;
}

/** The index of the last line that begins at the offset or before it. */
function lineOf(offset: number, starts: readonly number[]): number {
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
