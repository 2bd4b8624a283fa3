/**
 * The quick reader: a file without a fault as plain values, and the places of everything in it.
 *
 * It takes less than YAML has. Where the two parsers differ, or where a file has what packs do not need - anchors, tabs,
 * several documents, keys that are no text - it takes nothing, and the exact reader decides.
 */
import { EVENT_ID, type Event, getScalarValue, parseEvents, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Location } from "./diagnostic.ts";
import { emptyObject, longForm, type TemplateObject, type TemplateValue } from "./pack/template-value.ts";
import type * as ExactReader from "./yaml-exact.ts";
import { MAX_DEPTH } from "./yaml-limits.ts";
import { deepest, lineOf, lineStarts, type Places, placesOf, UNKNOWN } from "./yaml-places.ts";
import { isShortForm } from "./yaml-short-forms.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** Longer keys are refused by the exact reader. */
const MAX_KEY_LENGTH = 1_000;

const NULL = /^(?:~|[Nn]ull|NULL)$/;
const TRUE = /^(?:[Tt]rue|TRUE)$/;
const FALSE = /^(?:[Ff]alse|FALSE)$/;

/** What a word begins with that is no text. */
const NO_TEXT = new Set([..."~nNtTfF"].map((character) => character.charCodeAt(0)));

/** Thrown and caught in this file: the text is not for the quick reader. */
class NotQuick extends Error {}

type Exact = () => typeof ExactReader;

/**
 * @param text without a byte order mark
 * @param exact the other reader, for what this one does not know
 * @returns undefined where the text has a fault, or may have one
 */
export function readQuickly(file: string, text: string, exact: Exact): YamlSource | undefined {
    if (!isPlain(text)) {
        return undefined;
    }
    try {
        const events = parseEvents(text, { maxDepth: MAX_DEPTH });
        return new QuickSource(file, text, valueOf(text, events), events, exact);
    } catch {
        return undefined;
    }
}

/** Looks at the text alone: what the two parsers take in different ways. */
function isPlain(text: string): boolean {
    return (
        !text.includes("\t") &&
        !(text.includes("\r") && /\r(?!\n)/.test(text)) &&
        !/^ *(?:---|\.\.\.)/m.test(text) &&
        !(text.includes("?") && /(?:^|[\s,[{])\?(?:\s|$)/.test(text))
    );
}

class QuickSource implements YamlSource {
    readonly file: string;
    readonly value: TemplateValue;
    readonly #text: string;
    readonly #exact: Exact;
    /** Until the first place is asked for: of most files, none ever is. */
    #events: readonly Event[] | undefined;
    #places: Places | undefined;
    #lines: readonly number[] | undefined;
    #source: YamlSource | undefined;
    #document: YamlSource["document"] | undefined;

    constructor(file: string, text: string, value: TemplateValue, events: readonly Event[], exact: Exact) {
        this.file = file;
        this.value = value;
        this.#text = text;
        this.#events = events;
        this.#exact = exact;
    }

    get document(): YamlSource["document"] {
        // The same one each time: who asks for it may change it.
        this.#document ??= this.#exact().exactDocument(this.#text);
        return this.#document;
    }

    /** A property, since it is handed on by itself. */
    readonly locate = (path: Path): Location => {
        if (this.#events !== undefined) {
            this.#places = placesOf(this.#events, (event) => keyText(this.#text, event));
            this.#events = undefined;
        }
        const offset = deepest(this.#places, path);
        if (offset === UNKNOWN) {
            this.#source ??= this.#exact().readExactly(this.file, this.#text, { aliases: "allow" }).source;
            return this.#source?.locate(path) ?? { file: this.file, line: 1, column: 1 };
        }
        this.#lines ??= lineStarts(this.#text);
        const line = lineOf(offset, this.#lines);
        return { file: this.file, line: line + 1, column: offset - (this.#lines[line] ?? 0) + 1 };
    };
}

/** A map or a list that is being read. */
interface Frame {
    readonly map: TemplateObject | undefined;
    readonly list: TemplateValue[] | undefined;
    readonly tag: string | undefined;
    /** Of a map: the key that waits for its value. */
    key: string | undefined;
}

/** @throws NotQuick */
function valueOf(text: string, events: readonly Event[]): TemplateValue {
    const frames: Frame[] = [];
    let frame: Frame | undefined;
    let root: TemplateValue | undefined;
    const add = (value: TemplateValue): void => {
        if (frame?.map !== undefined && frame.key !== undefined) {
            frame.map[frame.key] = value;
            frame.key = undefined;
        } else if (frame?.list !== undefined) {
            frame.list.push(value);
        } else {
            root = value;
        }
    };
    for (let index = 0; index < events.length; index++) {
        const event = events[index] as Event;
        switch (event.type) {
            case EVENT_ID.SCALAR:
                if (frame?.map !== undefined && frame.key === undefined) {
                    frame.key = keyOf(text, event, frame.map);
                } else {
                    add(scalarValue(text, event));
                }
                break;
            case EVENT_ID.MAPPING:
            case EVENT_ID.SEQUENCE: {
                if (frame?.map !== undefined && frame.key === undefined) {
                    throw new NotQuick();
                }
                const isMap = event.type === EVENT_ID.MAPPING;
                frame = {
                    map: isMap ? emptyObject() : undefined,
                    list: isMap ? undefined : [],
                    tag: tagOf(text, event),
                    key: undefined,
                };
                frames.push(frame);
                break;
            }
            case EVENT_ID.POP: {
                const done = frames.pop();
                frame = frames.at(-1);
                const value = done?.map ?? done?.list;
                if (done !== undefined && value !== undefined) {
                    add(done.tag === undefined ? value : longForm(done.tag, value));
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
    if (typeof root !== "object" || root === null) {
        throw new NotQuick();
    }
    return root;
}

/** @throws NotQuick for what is no plain key, and for one that stands twice */
function keyOf(text: string, event: ScalarEvent, map: TemplateObject): string {
    if (event.valueStart < 0 || event.tagStart >= 0 || event.anchorStart >= 0 || !event.fast) {
        throw new NotQuick();
    }
    const key = keyText(text, event);
    if (key in map || key.length > MAX_KEY_LENGTH) {
        throw new NotQuick();
    }
    return key;
}

function keyText(text: string, { valueStart, valueEnd, style }: ScalarEvent): string {
    const written = text.slice(valueStart, valueEnd);
    return style === SCALAR_STYLE.PLAIN ? String(plainValue(written)) : written;
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
    if (event.style >= SCALAR_STYLE.LITERAL_BLOCK && hasIndentation(text, event)) {
        throw new NotQuick();
    }
    const value = event.fast ? text.slice(event.valueStart, event.valueEnd) : getScalarValue(text, event);
    if (tag !== undefined) {
        return longForm(tag, value);
    }
    return event.style === SCALAR_STYLE.PLAIN ? plainValue(value) : value;
}

/** Whether the line that a block begins on says how far the block is indented: `|2`. */
function hasIndentation(text: string, { valueStart }: ScalarEvent): boolean {
    const line = text.slice(text.lastIndexOf("\n", valueStart - 2) + 1, valueStart);
    return /[|>][-+]?\d/.test(line);
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
