/** Configuration items as AWS Config hands them to a rule, from the forms in which people have them. */
import { isMap, isScalar, isSeq } from "yaml";
import type { JsonObject, JsonValue } from "./custom-rule.ts";

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

/** A node as JSON has it: a number is a number where it is written without quotes. */
export function jsonValue(node: unknown): JsonValue {
    if (isMap(node)) {
        const result = Object.create(null) as Record<string, JsonValue>;
        for (const pair of node.items) {
            result[isScalar(pair.key) ? String(pair.key.value) : ""] = jsonValue(pair.value);
        }
        return result;
    }
    if (isSeq(node)) {
        return node.items.map(jsonValue);
    }
    if (!isScalar(node) || node.value === null || node.value === undefined) {
        return null;
    }
    if (typeof node.value === "boolean") {
        return node.value;
    }
    const text = String(node.value);
    // Longer ones would lose digits: an account ID in a JSON file is a text anyway.
    return node.type === "PLAIN" && NUMBER.test(text) && text.length <= 15 ? Number(text) : text;
}

/**
 * A rule gets `configuration` and `supplementaryConfiguration` as values; `GetResourceConfigHistory` and the other
 * operations of the API tell them as texts that hold JSON.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
 */
export function asHandedToRules(item: JsonObject): JsonObject {
    const { configuration, supplementaryConfiguration } = item;
    if (typeof configuration !== "string") {
        return item;
    }
    return {
        ...item,
        configuration: decoded(configuration),
        ...(isJsonObject(supplementaryConfiguration) && {
            supplementaryConfiguration: Object.fromEntries(
                Object.entries(supplementaryConfiguration).map(([key, value]) => [
                    key,
                    typeof value === "string" ? decoded(value) : value,
                ]),
            ),
        }),
    };
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is no JSON is the text that it is. */
function decoded(text: string): JsonValue {
    try {
        return JSON.parse(text) as JsonValue;
    } catch {
        return text;
    }
}
