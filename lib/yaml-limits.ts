/** What no pack or stack configuration comes near, and what keeps a mistaken file from taking seconds. */

const MAX_BYTES = 1_000_000;

export const MAX_DEPTH = 100;

/** Block collections that open on one line: `- - - -`, `? ? ? ?`. */
const NESTED_INDICATORS = new RegExp(`^ *(?:[-?:][ \\t]+){${MAX_DEPTH},}`, "m");

interface Beyond {
    readonly code: string;
    readonly message: string;
    readonly hint: string;
}

export const TOO_DEEP: Beyond = {
    code: "too-deep",
    message: `the file nests deeper than ${MAX_DEPTH} levels`,
    hint: "no template or configuration needs that: flatten it",
};

const TOO_MUCH: Beyond = {
    code: "too-large",
    message: "the file holds more lines and values than any pack or configuration can",
    hint: "split it into several packs, or the stack into several",
};

/** Why a text is not even given to the quick parser; undefined where it is. */
export function beyondReading(text: string): Beyond | undefined {
    const fault = unreadable(text);
    if (fault !== undefined) {
        return { code: "unreadable-file", ...fault };
    }
    // A text that is shorter cannot be too much.
    return text.length > MAX_COSTLY ? beyondExactReading(text) : undefined;
}

function unreadable(text: string): { message: string; hint: string } | undefined {
    // No character of a text takes more than three bytes.
    if (text.length * 3 > MAX_BYTES && Buffer.byteLength(text) > MAX_BYTES) {
        return { message: `the file is larger than ${MAX_BYTES} bytes`, hint: "split it into several packs" };
    }
    // What a decoder puts where bytes are not UTF-8, and what no text file contains.
    const binary = text.includes("\0");
    return binary || text.includes("\ufffd")
        ? {
              message: binary ? "the file contains NUL bytes" : "the file is not valid UTF-8",
              hint: "save it as UTF-8 text",
          }
        : undefined;
}

const MAX_COSTLY = 60_000;
const MAX_BRACKETS = MAX_DEPTH * 10;

const [COSTLY, OPENING, CLOSING] = [1, 2, 4];

/** By code of a character. What the parser takes its time over: lines, items, brackets, quotes, anchors, tags. */
const KINDS = new Uint8Array(128);
[..."\n,[{\"'&!*"].forEach((character) => (KINDS[character.charCodeAt(0)] = COSTLY));
[..."[{"].forEach((character) => (KINDS[character.charCodeAt(0)] = COSTLY | OPENING));
[..."]}"].forEach((character) => (KINDS[character.charCodeAt(0)] = CLOSING));

/**
 * Why a text is not given to the exact parser, which recurses and takes its time; undefined where it is. Looks at the text
 * alone: brackets and quotes inside texts count too, which is harmless.
 */
export function beyondExactReading(text: string): Beyond | undefined {
    let depth = 0;
    let costly = 0;
    for (let index = 0; index < text.length; index++) {
        const kind = KINDS[text.charCodeAt(index)] ?? 0;
        if (kind === 0) {
            continue;
        }
        if ((kind & COSTLY) !== 0) {
            costly++;
        }
        if ((kind & OPENING) !== 0) {
            depth++;
            if (depth > MAX_BRACKETS) {
                return TOO_DEEP;
            }
        } else if ((kind & CLOSING) !== 0 && depth > 0) {
            depth--;
        }
    }
    return costly > MAX_COSTLY ? TOO_MUCH : NESTED_INDICATORS.test(text) ? TOO_DEEP : undefined;
}
