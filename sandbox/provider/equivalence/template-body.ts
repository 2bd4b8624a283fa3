import { parseDocument } from "yaml";
import type { Value } from "../property.ts";
import { normalizeJson } from "./json.ts";

/**
 * Template bodies, as internal/verify/json.go and verify.go of terraform-provider-aws compare them: JSON by content,
 * YAML by its text alone. A changed comment in a YAML body is a change.
 */
export function sameTemplateBody(a: Value, b: Value): boolean {
    return typeof a === "string" && typeof b === "string" && comparable(a) === comparable(b);
}

function comparable(text: string): string {
    return looksLikeJson(text) ? normalizeJson(text) : text;
}

const looksLikeJson = (text: string) => /^\s*\{/.test(text);

/** Terraform's own check of `template_body`: 1 to 51,200 characters of JSON or YAML. */
export function checkTemplateBody(value: Value): string | undefined {
    const text = String(value);
    if (text.length < 1 || Buffer.byteLength(text) > 51_200) {
        return `length to be in the range (1 - 51200), got ${Buffer.byteLength(text)}`;
    }
    const [fault] = parseDocument(text, { logLevel: "silent" }).errors;
    return fault === undefined
        ? undefined
        : `to be valid ${looksLikeJson(text) ? "JSON" : "YAML"}: ${fault.message.split("\n")[0] ?? ""}`;
}
