/** The words of an advanced query, and the text that is sent for them. */

export type TokenKind = "word" | "text" | "number" | "symbol" | "end";

export interface Token {
    readonly kind: TokenKind;
    /** As it is written. */
    readonly raw: string;
    /** Characters from the beginning of the text. */
    readonly offset: number;
}

/** Why the text cannot be taken apart, and where. */
export interface SyntaxFault {
    readonly offset: number;
    readonly message: string;
    readonly hint?: string;
}

/** White space and comments: files have them, AWS's syntax knows no comments. */
const GAP = /(?:\s|--[^\n]*(?:\n|$)|\/\*[^]*?\*\/)+/y;

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
    ["text", /'(?:[^']|'')*'/y],
    ["number", /-?\d+(?:\.\d+)?(?![\w.])/y],
    // A property is one word, with its dots; tags and configurations have keys with hyphens, colons and slashes.
    ["word", /[A-Za-z_]\w*(?:\.[\w:/@-]+)*/y],
    ["symbol", /<=|>=|!=|<>|[=<>(),*]/y],
];

/** @returns the words with an `end` behind them, or the first fault; never throws */
export function tokenize(text: string): { tokens: readonly Token[] } | { fault: SyntaxFault } {
    const tokens: Token[] = [];
    let offset = 0;
    for (;;) {
        offset += match(GAP, text, offset).length;
        if (offset >= text.length) {
            return { tokens: [...tokens, { kind: "end", raw: "", offset }] };
        }
        const found = PATTERNS.map(([kind, pattern]) => ({ kind, raw: match(pattern, text, offset), offset })).find(
            ({ raw }) => raw !== "",
        );
        if (found === undefined) {
            return { fault: unreadable(text, offset) };
        }
        tokens.push(found);
        offset += found.raw.length;
    }
}

/** The statement in one line, without comments: what AWS gets. */
export function expressionOf(tokens: readonly Token[]): string {
    let end = 0;
    return tokens
        .map(({ raw, offset }, index) => {
            const gap = index > 0 && offset > end && raw !== "" ? " " : "";
            end = offset + raw.length;
            return `${gap}${raw}`;
        })
        .join("");
}

/** The value of a text, whose quotes are doubled inside. */
export function textOf({ raw }: Token): string {
    return raw.slice(1, -1).replaceAll("''", "'");
}

function match(pattern: RegExp, text: string, offset: number): string {
    pattern.lastIndex = offset;
    return pattern.exec(text)?.[0] ?? "";
}

function unreadable(text: string, offset: number): SyntaxFault {
    const character = String.fromCodePoint(text.codePointAt(offset) ?? 0);
    if (character === "'") {
        return { offset, message: "the text that begins here has no end", hint: "end it with '" };
    }
    if (character === '"' || character === "`") {
        return { offset, message: `${character} has no meaning here`, hint: "write texts in single quotes" };
    }
    if (character === ";") {
        return { offset, message: "a query is one statement, without ; behind it", hint: "remove it" };
    }
    if (text.startsWith("/*", offset)) {
        return { offset, message: "the comment that begins here has no end", hint: "end it with */" };
    }
    // Whatever the file holds, it must not steer the terminal.
    return { offset, message: `${JSON.stringify(character)} has no meaning here` };
}
