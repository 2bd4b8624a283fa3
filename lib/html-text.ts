/** Text as HTML shows it, also within an attribute. */
export function escaped(text: string): string {
    return text
        .replaceAll(/\p{Cc}/gu, " ")
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll('"', "&quot;");
}
