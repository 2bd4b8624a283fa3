/** The words of a Guard policy with their places: enough to find what AWS Config cannot read, without Guard itself. */

export interface Token {
    readonly kind: "word" | "string" | "regex" | "message" | "symbol";
    /** Of a string, a pattern and a message without what encloses it. */
    readonly text: string;
    readonly line: number;
    readonly column: number;
    /** Of what is enclosed: whether it ends. */
    readonly closed: boolean;
}

/** Spaces, comments, messages, strings, patterns, symbols, and everything else as words, such as `%types[*].name`. */
const PIECES =
    /(?<space>[ \t\f\r]+)|(?<line>\n)|(?<comment>#[^\n]*)|<<(?<message>[\s\S]*?)(?:>>|$)|"(?<double>(?:[^"\\]|\\[\s\S])*)(?:"|$)|'(?<single>(?:[^'\\]|\\[\s\S])*)(?:'|$)|\/(?<regex>(?:[^/\\\n]|\\.)*)(?:\/|$|(?=\n))|(?<symbol>[{}()[\],|]|[<>=!]+)|(?<word>[^\s#"'/{}()[\],|<>=!]+)|(?<other>.)/gy;

/** @param source with line feeds only */
export function tokensOf(source: string): Token[] {
    const tokens: Token[] = [];
    let line = 1;
    let lineStart = 0;
    for (const match of source.matchAll(PIECES)) {
        const groups = match.groups ?? {};
        const at = { line, column: match.index - lineStart + 1 };
        const whole = match[0];
        const kind = KINDS.find(([group]) => groups[group] !== undefined);
        if (kind !== undefined) {
            const [group, name, close] = kind;
            const closed = close === undefined || (whole.endsWith(close) && whole.length >= 2 * close.length);
            tokens.push({ kind: name, text: groups[group] ?? "", ...at, closed });
        }
        const last = whole.lastIndexOf("\n");
        if (last >= 0) {
            line += whole.split("\n").length - 1;
            lineStart = match.index + last + 1;
        }
    }
    return tokens;
}

const KINDS: readonly (readonly [group: string, kind: Token["kind"], close?: string])[] = [
    ["message", "message", ">>"],
    ["double", "string", '"'],
    ["single", "string", "'"],
    ["regex", "regex", "/"],
    ["symbol", "symbol"],
    ["word", "word"],
    ["other", "word"],
];
