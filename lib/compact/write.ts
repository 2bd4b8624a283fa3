/** Writes a compact pack: a line for a rule that needs no more, blocks for the others. */
import { yamlEntry, yamlInline } from "../pack/render.ts";
import { isObject, type TemplateObject, type TemplateValue } from "../pack/template-value.ts";
import type { Comments } from "./comments.ts";
import type { CompactValues } from "./convert.ts";

/** Columns; longer entries are written in block style. */
const WIDTH = 100;

export function writeCompact(values: CompactValues, comments: Comments): string {
    const blocks: string[][] = [];
    if (comments.head.length > 0) {
        blocks.push(comments.head.map(comment));
    }
    if (values.description !== undefined) {
        blocks.push(yamlEntry("description", values.description, "", "compact"));
    }
    const section = (name: string, map: TemplateObject, above: (key: string) => readonly string[]): void => {
        const keys = Object.keys(map);
        if (keys.length > 0) {
            const lines = keys.flatMap((key, index) => {
                const comments = above(key).map((line) => `  ${comment(line)}`);
                const gap = comments.length > 0 && index > 0 ? [""] : [];
                return [...gap, ...comments, ...entry(key, map[key] ?? null)];
            });
            blocks.push([`${name}:`, ...lines]);
        }
    };
    section("parameters", values.parameters, (name) => comments.above("Parameters", name));
    section("conditions", values.conditions, () => []);
    section("rules", values.rules, (key) => comments.above("Resources", values.origins[key] ?? ""));
    section("resources", values.resources, (id) => comments.above("Resources", id));
    return `${blocks.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function comment(line: string): string {
    return `#${line}`.trimEnd();
}

/** On one line where it is short and reads well there: one key, without references that would need quotes. */
function entry(key: string, value: TemplateValue): string[] {
    if (isObject(value) && Object.keys(value).length === 0) {
        return yamlEntry(key, null, "  ", "compact");
    }
    const inline = `${yamlEntry(key, null, "  ").join("")} ${yamlInline(value, "compact")}`;
    const simple = isObject(value) && Object.keys(value).length === 1 && !inline.includes("${");
    const block = yamlEntry(key, value, "  ", "compact");
    return simple && inline.length <= WIDTH ? [inline] : block;
}
