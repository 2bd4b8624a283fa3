/** Texts as OSCAL takes them: https://pages.nist.gov/metaschema/specification/datatypes/ */

/** Line breaks, control characters, half characters, and whatever else is no text on one line. */
const NO_TEXT = /[\p{Cc}\p{Cf}\p{Cs}\p{Zs}\p{Zl}\p{Zp}]+/gu;

/** By which Markdown, HTML or OSCAL's own insertions begin. */
const MARKUP = /[\\`*_[\]<>{}$~^&"]/g;

/** A `string`: one line, never empty. */
export function stringOf(text: string): string {
    return text.replaceAll(NO_TEXT, " ").trim() || "-";
}

/** A part of a `markup-line` or `markup-multiline` that shows the text as it is, whoever chose it. */
export function markupOf(text: string): string {
    return stringOf(text).replaceAll(MARKUP, "\\$&");
}

/** A `token`: a letter or an underscore, then letters, digits, points, hyphens and underscores; not injective. */
export function tokenOf(text: string): string {
    const token = text
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")
        .replaceAll(/^-+|-+$/g, "");
    return /^[\p{L}_]/u.test(token) ? token : `_${token}`;
}
