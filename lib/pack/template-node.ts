/** Turns the nodes of the exact reader into the values of a template. */
import { isMap, isScalar, isSeq } from "yaml";
import { emptyObject, longForm, type TemplateValue } from "./template-value.ts";

/** Intrinsic functions are in their long form. Numbers are the text that was written. */
export function templateValue(node: unknown): TemplateValue {
    const value = untagged(node);
    const tag = (node as { tag?: string } | null | undefined)?.tag;
    return tag === undefined || !tag.startsWith("!") || tag.length === 1 ? value : longForm(tag, value);
}

function untagged(node: unknown): TemplateValue {
    if (isMap(node)) {
        const result = emptyObject();
        for (const pair of node.items) {
            result[isScalar(pair.key) ? String(pair.key.value) : ""] = templateValue(pair.value);
        }
        return result;
    }
    if (isSeq(node)) {
        return node.items.map(templateValue);
    }
    if (!isScalar(node) || node.value === null || node.value === undefined) {
        return null;
    }
    return typeof node.value === "boolean" ? node.value : String(node.value);
}
