/** Writes a template as YAML: block style, intrinsic functions in short form, quotes only where YAML 1.1 needs them. */
import { intrinsicOf } from "./template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "./template-value.ts";

/** Functions that CloudFormation knows in short form and that take no name of their own as an argument. */
const SHORT = new Set(
    (
        "Ref Condition Fn::If Fn::Equals Fn::Not Fn::And Fn::Or Fn::Sub Fn::Join Fn::Select Fn::Split Fn::FindInMap " +
        "Fn::GetAtt Fn::Base64 Fn::Cidr Fn::GetAZs Fn::ImportValue"
    ).split(" "),
);

/** What YAML 1.1, which AWS reads, takes for something else than text: https://yaml.org/type/ */
const NOT_TEXT =
    /^(?:y|n|yes|no|on|off|true|false|null|~|[-+]?(?:0b[01_]+|0x[\da-f_]+|[\d_,:]*(?:\.[\d_]*)?(?:e[-+]?\d+)?|\.inf)|\.nan|\d{4}-\d\d?-\d\d?.*)$/i;

const PLAIN =
    /^[A-Za-z0-9_./$<][A-Za-z0-9_./$@+()~*^;=<>|&!%?\- ]*(?::+[A-Za-z0-9_./$@+()~*;=<>|&!%?-][A-Za-z0-9_./$@+()~*;=<>|&!%?\- ]*)*$/;

/**
 * @param template a native template with intrinsic functions in their long form
 * @returns YAML that ends in a line break; the same template always gives the same text
 */
export function renderTemplate(template: TemplateObject): string {
    const lines: string[] = [];
    const sections = Object.keys(template);
    sections.forEach((section, index) => {
        if (index > 0) {
            lines.push("");
        }
        const value = template[section] ?? null;
        lines.push(...entry(section, value, ""));
    });
    return `${lines.join("\n")}\n`;
}

/** The lines of `key: value` at an indentation. */
export function entry(key: string, value: TemplateValue, indent: string): string[] {
    const head = `${indent}${quoted(key)}:`;
    const line = flow(value, false);
    return line !== undefined
        ? [line === "" ? head : `${head} ${line}`]
        : Array.isArray(value)
          ? [head, ...value.flatMap((item) => listItem(item, `${indent}  `))]
          : [head, ...mapLines(value as TemplateObject, `${indent}  `)];
}

function mapLines(map: TemplateObject, indent: string): string[] {
    return Object.keys(map).flatMap((key) => entry(key, map[key] ?? null, indent));
}

function listItem(item: TemplateValue, indent: string): string[] {
    const line = flow(item, false);
    if (line !== undefined) {
        return [`${indent}- ${line}`];
    }
    const nested = Array.isArray(item)
        ? item.flatMap((inner) => listItem(inner, `${indent}  `))
        : mapLines(item as TemplateObject, `${indent}  `);
    const [first = "", ...rest] = nested;
    return [`${indent}- ${first.trimStart()}`, ...rest];
}

/**
 * A value on one line; undefined for a map or list that has to be written in block style.
 *
 * @param inside within brackets, where everything has to be on the line
 */
function flow(value: TemplateValue, inside: boolean): string | undefined {
    if (value === null) {
        return inside ? "null" : "";
    }
    if (typeof value === "boolean") {
        return String(value);
    }
    if (typeof value === "string") {
        return inside ? quotedInside(value) : quoted(value);
    }
    const call = intrinsicOf(value);
    if (call !== undefined && SHORT.has(call.name) && !isObject(call.argument)) {
        const argument =
            call.name === "Fn::GetAtt" && Array.isArray(call.argument) ? call.argument.join(".") : call.argument;
        return `!${call.name.replace("Fn::", "")} ${String(flow(argument, true))}`;
    }
    if (Array.isArray(value)) {
        return inside || value.length === 0 ? `[${value.map((item) => flow(item, true)).join(", ")}]` : undefined;
    }
    const keys = Object.keys(value);
    return inside || keys.length === 0
        ? `{${keys.map((key) => `${quotedInside(key)}: ${String(flow(value[key] ?? null, true))}`).join(", ")}}`
        : undefined;
}

function quotedInside(text: string): string {
    return /[,[\]{}]/.test(text) ? forced(text) : quoted(text);
}

/** Plain where every parser reads the same text, else in single quotes, else escaped in double quotes. */
export function quoted(text: string): string {
    return PLAIN.test(text) && !NOT_TEXT.test(text) && !text.endsWith(" ") && !/^(?:---|\.\.\.|<<$)/.test(text)
        ? text
        : forced(text);
}

function forced(text: string): string {
    // Single quotes take any printable character as it is; a line break would be folded.
    return /^[\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*$/u.test(text)
        ? `'${text.replaceAll("'", "''")}'`
        : doubleQuoted(text);
}

/** JSON's escapes are YAML's; what JSON leaves as it is and YAML would not take is written by its number. */
function doubleQuoted(text: string): string {
    return JSON.stringify(text).replaceAll(
        /[\x7f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}
