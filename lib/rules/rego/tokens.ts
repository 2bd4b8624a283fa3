/** The words of a Rego policy with their places: enough to see what it reads of its input, without opa. */

export interface Token {
    readonly kind: "word" | "string" | "symbol";
    /** Of a string without its quotes. */
    readonly text: string;
    readonly line: number;
    readonly column: number;
    /** How many brackets are open around it. */
    readonly depth: number;
}

/** https://www.openpolicyagent.org/docs/policy-reference#grammar; a string that `$` begins holds expressions, too. */
const PIECES =
    /#[^\n]*|\$?"(?<double>(?:[^"\\\n]|\\.)*)"?|\$?`(?<raw>[^`]*)`?|(?<word>[A-Za-z_][A-Za-z0-9_]*)|(?<symbol>[^\sA-Za-z_0-9])|\d+|\s+/gy;

/** @param source with line feeds only */
export function tokensOf(source: string): Token[] {
    const tokens: Token[] = [];
    let line = 1;
    let lineStart = 0;
    let depth = 0;
    for (const match of source.matchAll(PIECES)) {
        const { double, raw, word, symbol } = match.groups ?? {};
        const string = double ?? raw;
        if (symbol !== undefined && "}])".includes(symbol)) {
            depth--;
        }
        const text = string ?? word ?? symbol;
        if (text !== undefined) {
            const kind = string !== undefined ? "string" : word !== undefined ? "word" : "symbol";
            tokens.push({ kind, text, line, column: match.index - lineStart + 1, depth });
        }
        if (symbol !== undefined && "{[(".includes(symbol)) {
            depth++;
        }
        const last = match[0].lastIndexOf("\n");
        if (last >= 0) {
            line += match[0].split("\n").length - 1;
            lineStart = match.index + last + 1;
        }
    }
    return tokens;
}
