/** Turns template nodes into plain values, with the short forms of intrinsic functions written out. */
import { isMap, isScalar, isSeq } from "yaml";

export type TemplateValue = string | boolean | null | TemplateValue[] | TemplateObject;

export interface TemplateObject {
    [key: string]: TemplateValue;
}

/**
 * `!Ref x` becomes `{ Ref: "x" }` and `!If […]` becomes `{ "Fn::If": […] }`, as CloudFormation reads them. Numbers are
 * the text that was written.
 */
export function templateValue(node: unknown): TemplateValue {
    const value = untagged(node);
    const tag = (node as { tag?: string } | null | undefined)?.tag;
    if (tag === undefined || !tag.startsWith("!") || tag.length === 1) {
        return value;
    }
    const name = tag.slice(1);
    if (name === "GetAtt" && typeof value === "string") {
        return { "Fn::GetAtt": value.split(".") };
    }
    return { [name === "Ref" || name === "Condition" ? name : `Fn::${name}`]: value };
}

/** A plain object with keys, not a list, a scalar or nothing. */
export function isObject(value: TemplateValue | undefined): value is TemplateObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function untagged(node: unknown): TemplateValue {
    if (isMap(node)) {
        // No prototype: a key named __proto__ is a key like any other.
        const result = Object.create(null) as TemplateObject;
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
