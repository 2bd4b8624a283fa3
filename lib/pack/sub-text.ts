/**
 * Text with references in it, as `Fn::Sub` spells them: `${Name}` is a reference, `${!Name}` the text `${Name}`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */

export interface SubReference {
    readonly name: string;
    /** `${Name?}`: leave the setting out where the parameter is empty. */
    readonly optional: boolean;
}

const REFERENCE = /\$\{(!?)([^{}]*)\}/g;

/** The text in pieces: plain text, with `${!x}` resolved to `${x}`, and references. */
export function splitSub(text: string): (string | SubReference)[] {
    const parts: (string | SubReference)[] = [];
    let plain = "";
    let end = 0;
    for (const match of text.matchAll(REFERENCE)) {
        plain += text.slice(end, match.index);
        end = match.index + match[0].length;
        const [, escaped, name = ""] = match;
        if (escaped === "!") {
            plain += `\${${name}}`;
            continue;
        }
        if (plain !== "") {
            parts.push(plain);
            plain = "";
        }
        const optional = name.endsWith("?");
        parts.push({ name: (optional ? name.slice(0, -1) : name).trim(), optional });
    }
    plain += text.slice(end);
    return plain === "" && parts.length > 0 ? parts : [...parts, plain];
}

/** Plain text as it has to be written where references are read. */
export function escapeSub(text: string): string {
    return text.replaceAll(REFERENCE, (_, mark: string, name: string) => `\${!${mark}${name}}`);
}
