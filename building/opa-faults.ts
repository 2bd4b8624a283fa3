/** What opa finds wrong with a policy, as findings. */
import { type Diagnostic, error } from "../lib/diagnostic.ts";
import type { RuleSource } from "../lib/rules/custom-rule.ts";
import { suggestionHint } from "../lib/suggestion.ts";

interface OpaError {
    readonly message: string;
    /** Such as `rego_type_error`. */
    readonly code?: string;
    readonly location?: { readonly file: string; readonly row: number; readonly col: number };
    readonly details?: { readonly oneOf?: unknown; readonly ref?: unknown; readonly pos?: unknown };
}

/** @param answer of `opa check --format json`; empty where opa finds nothing */
export function faultsOf({ sourceFile, source }: RuleSource, answer: string): Diagnostic[] {
    if (answer.trim() === "") {
        return [];
    }
    const lines = source.split("\n");
    return errorsOf(answer).map(({ message, code = "rego_error", location, details }) => {
        const { row: line = 1, col = 1 } = location ?? {};
        // opa counts characters, of which some are two in UTF-16.
        const before = [...(lines[line - 1] ?? "")].slice(0, col - 1).join("");
        const place = { file: sourceFile, line, column: before.length + 1 };
        const hint = hintOf(message, details);
        return error(place, {
            code: code.replace(/_error$/, "").replaceAll("_", "-"),
            message,
            ...(hint !== undefined && { hint }),
        });
    });
}

/** What is no JSON is said of the whole: opa could not even begin. */
function errorsOf(answer: string): readonly OpaError[] {
    try {
        return (JSON.parse(answer) as { errors: readonly OpaError[] }).errors;
    } catch {
        return [{ message: `opa cannot read the policy: ${answer.trim()}` }];
    }
}

function hintOf(message: string, details: OpaError["details"]): string | undefined {
    const { oneOf, ref, pos } = details ?? {};
    if (message.startsWith("undefined ref") && Array.isArray(oneOf) && Array.isArray(ref) && typeof pos === "number") {
        const names = oneOf.filter((name) => typeof name === "string");
        const wrong = (ref as readonly { readonly value?: unknown }[])[pos]?.value;
        return (
            (typeof wrong === "string" ? suggestionHint(wrong, names) : undefined) ??
            (names.length === 0 ? "there is nothing to read there" : `there is ${names.join(", ")}`)
        );
    }
    return undefined;
}
