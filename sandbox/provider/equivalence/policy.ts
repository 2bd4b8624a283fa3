import type { Property, Value } from "../property.ts";
import { string } from "../property.ts";
import { checkJson, normalizeJson } from "./json.ts";

/**
 * Access policies that say the same in another order or form (github.com/hashicorp/awspolicyequivalence, through
 * verify.SuppressEquivalentPolicyDiffs): lists have no order, one value equals a list of it, actions ignore case, and an
 * account's number equals the ARN of its root user.
 */
export function samePolicy(a: Value, b: Value): boolean {
    if (typeof a !== "string" || typeof b !== "string") {
        return false;
    }
    const [left, right] = [a.trim(), b.trim()];
    if ((left === "" || left === "{}") && (right === "" || right === "{}")) {
        return true;
    }
    try {
        return canonicalPolicy(left) === canonicalPolicy(right);
    } catch {
        return left === right;
    }
}

/** The policy to keep in the state: the known one where AWS's is equivalent to it (verify.PolicyToSet). */
export function policyToKeep(known: Value, actual: string | undefined): string | undefined {
    if (actual === undefined || actual.trim() === "") {
        return undefined;
    }
    return normalizeJson(typeof known === "string" && samePolicy(known, actual) ? known : actual);
}

/** A property that holds a policy document. */
export function policy(facts: Pick<Property, "required" | "computed"> = {}): Property {
    return string({ ...facts, jsonDocument: true, same: samePolicy, normalize: normalizeJson, check: checkJson });
}

function canonicalPolicy(text: string): string {
    const document = asObject(JSON.parse(text));
    return canonical({
        Version: document["Version"] ?? "2008-10-17",
        Id: document["Id"] ?? "",
        Statement: asList(document["Statement"])
            .map((one) => canonical(statement(asObject(one))))
            .sort(),
    });
}

function statement(source: Record<string, unknown>): Record<string, unknown> {
    return {
        ...source,
        Sid: source["Sid"] ?? "",
        ...ofKeys(source, ["Action", "NotAction"], (value) => stringSet(value, (one) => one.toLowerCase())),
        ...ofKeys(source, ["Resource", "NotResource"], (value) => stringSet(value)),
        ...ofKeys(source, ["Principal", "NotPrincipal"], principals),
        ...ofKeys(source, ["Condition"], conditions),
    };
}

function ofKeys(
    source: Record<string, unknown>,
    keys: readonly string[],
    change: (value: unknown) => unknown,
): Record<string, unknown> {
    return Object.fromEntries(keys.filter((key) => source[key] !== undefined).map((key) => [key, change(source[key])]));
}

function principals(value: unknown): unknown {
    if (typeof value === "string") {
        return { AWS: [value] };
    }
    return Object.fromEntries(
        Object.entries(asObject(value)).map(([kind, names]) => [
            kind,
            stringSet(names, (name) => (kind === "AWS" ? name.replace(/^arn:[\w-]+:iam::(\d{12}):root$/, "$1") : name)),
        ]),
    );
}

function conditions(value: unknown): unknown {
    return Object.fromEntries(
        Object.entries(asObject(value)).map(([operator, keys]) => [
            operator,
            Object.fromEntries(
                Object.entries(asObject(keys)).map(([key, values]) => [key.toLowerCase(), stringSet(values)]),
            ),
        ]),
    );
}

function stringSet(value: unknown, change: (text: string) => string = (text) => text): string[] {
    return [...new Set(asList(value).map((one) => change(String(one))))].sort();
}

const asList = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

function asObject(value: unknown): Record<string, unknown> {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

const canonical = (value: unknown): string => normalizeJson(JSON.stringify(value));
