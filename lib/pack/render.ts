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
    /^[A-Za-z0-9_./$<][A-Za-z0-9_./$@+()~*^;=<>|&!%?{}[\],'"\- ]*(?::+[A-Za-z0-9_./$@+()~*;=<>|&!%?{}-][A-Za-z0-9_./$@+()~*;=<>|&!%?{}[\],'"\- ]*)*$/;

/** Several lines that a literal block keeps as they are, such as a Guard policy: https://yaml.org/spec/1.1/#id928909 */
const LITERAL =
    /^[\x21-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd][\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]*\n(?:[\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\n]*[\x21-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]\n)?$/;

/** Numbers, `true` and `false` are plain in a compact pack, where they are read as the text that they are. */
export type Dialect = "native" | "compact";

/**
 * @param template a native template with intrinsic functions in their long form
 * @returns YAML that ends in a line break; the same template always gives the same text
 */
export function renderTemplate(template: TemplateObject): string {
    const sections = Object.keys(template).map((key) => yamlEntry(key, template[key] ?? null, "").join("\n"));
    return `${sections.join("\n\n")}\n`;
}

/** The lines of `key: value` at an indentation. */
export function yamlEntry(key: string, value: TemplateValue, indent: string, dialect: Dialect = "native"): string[] {
    const head = `${indent}${quoted(key, "native")}:`;
    if (typeof value === "string" && LITERAL.test(value)) {
        const lines = value.slice(0, -1).split("\n");
        return [`${head} |`, ...lines.map((line) => (line === "" ? "" : `${indent}  ${line}`))];
    }
    const line = flow(value, false, dialect);
    return line !== undefined
        ? [line === "" ? head : `${head} ${line}`]
        : Array.isArray(value)
          ? [head, ...value.flatMap((item) => listItem(item, `${indent}  `, dialect))]
          : [head, ...mapLines(value as TemplateObject, `${indent}  `, dialect)];
}

/** A value on one line, within brackets where it is a map or a list. */
export function yamlInline(value: TemplateValue, dialect: Dialect = "native"): string {
    return flow(value, true, dialect) ?? "";
}

function mapLines(map: TemplateObject, indent: string, dialect: Dialect): string[] {
    return Object.keys(map).flatMap((key) => yamlEntry(key, map[key] ?? null, indent, dialect));
}

function listItem(item: TemplateValue, indent: string, dialect: Dialect): string[] {
    const line = flow(item, false, dialect);
    if (line !== undefined) {
        return [`${indent}- ${line === "" ? "null" : line}`];
    }
    const nested = Array.isArray(item)
        ? item.flatMap((inner) => listItem(inner, `${indent}  `, dialect))
        : mapLines(item as TemplateObject, `${indent}  `, dialect);
    const [first = "", ...rest] = nested;
    return [`${indent}- ${first.trimStart()}`, ...rest];
}

/** Undefined for a map or list that has to be written in block style. */
function flow(value: TemplateValue, inside: boolean, dialect: Dialect): string | undefined {
    if (value === null) {
        return inside ? "null" : "";
    }
    if (typeof value === "boolean") {
        return String(value);
    }
    if (typeof value === "string") {
        return inside && /[,[\]{}]/.test(value) ? forced(value) : quoted(value, dialect);
    }
    const call = intrinsicOf(value);
    if (call !== undefined && SHORT.has(call.name) && !isObject(call.argument)) {
        const argument =
            call.name === "Fn::GetAtt" && Array.isArray(call.argument) ? call.argument.join(".") : call.argument;
        return `!${call.name.replace("Fn::", "")} ${String(flow(argument, true, dialect))}`;
    }
    if (Array.isArray(value)) {
        const items = value.map((item) => flow(item, true, dialect));
        const isShort =
            dialect === "compact" && value.every((item) => typeof item === "string") && items.join(", ").length <= 80;
        return inside || isShort || value.length === 0 ? `[${items.join(", ")}]` : undefined;
    }
    const keys = Object.keys(value);
    const pairs = keys.map((key) => {
        const name = /[,[\]{}]/.test(key) ? forced(key) : quoted(key, "native");
        return `${name}: ${String(flow(value[key] ?? null, true, dialect))}`;
    });
    return inside || keys.length === 0 ? (keys.length === 0 ? "{}" : `{ ${pairs.join(", ")} }`) : undefined;
}

/** Plain where every parser reads the same text, else in single quotes, else escaped in double quotes. */
function quoted(text: string, dialect: Dialect): string {
    const plain = PLAIN.test(text) && !text.endsWith(" ") && !/^(?:---|\.\.\.|<<$)/.test(text);
    const isText = !NOT_TEXT.test(text) || (dialect === "compact" && /^(?:\d+(?:\.\d+)?|true|false)$/.test(text));
    return plain && isText ? text : forced(text);
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
