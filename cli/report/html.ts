/** HTML that is safe unless somebody says otherwise: whatever is put into a template is text, and escaped. */
import { escaped } from "../html-page.ts";

/** HTML that is what it is meant to be. */
export class Html {
    readonly text: string;

    constructor(text: string) {
        this.text = text;
    }
}

export type Part = Html | string | number | false | undefined | readonly Part[];

/** Characters that change the direction of what follows, as in `gpj.exe` shown as `exe.jpg`. */
const DIRECTIONS = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** A template: what it holds is escaped, also within attributes in double quotation marks. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
    return new Html(
        strings.map((text, at) => withoutIndent(text) + (at < parts.length ? textOf(parts[at]) : "")).join(""),
    );
}

/** How a template stands in its source is of no use on the page. */
function withoutIndent(text: string): string {
    return text.replaceAll(/\n\s+/g, "\n");
}

function textOf(part: Part): string {
    if (part === undefined || part === false) {
        return "";
    }
    if (part instanceof Html) {
        return part.text;
    }
    return typeof part === "object"
        ? part.map(textOf).join("")
        : escaped(String(part).replaceAll(DIRECTIONS, "\ufffd"));
}
