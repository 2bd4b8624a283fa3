/** Turns what the schema says of a value into findings that say where it stands and what to write instead. */
import { z } from "zod";
import { type Diagnostic, error, type Location } from "./diagnostic.ts";
import { suggest, suggestionHint } from "./suggestion.ts";
import type { Path } from "./yaml-source.ts";

type Issue = z.core.$ZodIssue;
type JsonSchema = z.core.JSONSchema.JSONSchema;

/** `["packs", 0, "file"]` as people write it: `packs[0].file`. */
export function formatPath(path: Path): string {
    return path
        .map((step, index) => (typeof step === "number" ? `[${step}]` : index === 0 ? step : `.${step}`))
        .join("");
}

/** What is checked, and what people call it. */
export interface CheckedSchema {
    readonly schema: z.ZodType;
    /** The document as a whole: `the configuration`. */
    readonly whole: string;
    /** What its keys are, and what the codes of the findings end in: `setting`. */
    readonly key: string;
}

/**
 * One finding per fault.
 *
 * @param locate where the deepest existing part of a path stands
 */
export function schemaFaults(
    checked: CheckedSchema,
    issues: readonly Issue[],
    locate: (path: Path) => Location,
): Diagnostic[] {
    return issues.flatMap((issue) => faultsOf(checked, issue, [], locate));
}

function faultsOf(checked: CheckedSchema, issue: Issue, base: Path, locate: (path: Path) => Location): Diagnostic[] {
    const path = [...base, ...issue.path.map((step) => (typeof step === "symbol" ? String(step) : step))];
    const fault = (at: Path, code: string, message: string, hint?: string): Diagnostic =>
        error(locate(at), { code, message, path: formatPath(at), ...(hint !== undefined && { hint }) });
    const { schema, whole, key: noun } = checked;
    const name = path.length === 0 ? whole : formatPath(path);
    const invalid = `invalid-${noun}`;
    switch (issue.code) {
        case "unrecognized_keys": {
            const known = knownKeys(schema, path);
            return issue.keys.map((key) =>
                known.includes(key)
                    ? fault([...path, key], invalid, `${name} takes either ${alternativesTo(issue, key)} or ${key}`)
                    : fault(
                          [...path, key],
                          `unknown-${noun}`,
                          `${path.length === 0 ? "there is" : `${name} has`} no ${noun} ${key}`,
                          suggestionHint(key, known),
                      ),
            );
        }
        case "invalid_union": {
            const kinds = discriminators(schema, path);
            if (issue.errors.length === 0 && kinds.length > 0) {
                return [fault(path, invalid, `${name} must be one of ${kinds.join(", ")}`)];
            }
            const branch = nearestBranch(issue.errors) ?? misspeltValue(issue.errors);
            return branch === undefined
                ? [fault(path, invalid, `${name} has a value that does not fit`, description(schema, path))]
                : branch.flatMap((inner) => faultsOf(checked, inner, path, locate));
        }
        case "invalid_value": {
            const values = issue.values.map(String);
            const meant = typeof issue.input === "string" ? suggest(issue.input, values) : undefined;
            return [
                fault(
                    path,
                    invalid,
                    `${name} must be ${values.length > 1 ? "one of " : ""}${values.join(", ")}`,
                    meant === undefined ? undefined : `did you mean ${meant}?`,
                ),
            ];
        }
        case "invalid_type": {
            const received = typeName(issue.input);
            return issue.input === undefined
                ? [fault(path, `missing-${noun}`, `${name} is missing`, description(schema, path))]
                : [
                      fault(
                          path,
                          invalid,
                          `${name} must be ${article(issue.expected)}, not ${article(received)}`,
                          issue.expected === "string" && received === "number"
                              ? "put it in quotes: YAML reads it as a number and drops leading zeros"
                              : description(schema, path),
                      ),
                  ];
        }
        case "too_small":
        case "too_big": {
            // A message of the schema's own says more than the bound.
            const own = /^Too (small|big)/.test(issue.message) ? undefined : issue.message;
            return own === undefined
                ? [fault(path, invalid, `${name} ${bound(issue)}`, description(schema, path))]
                : [fault(path, invalid, `${name}: ${own}`)];
        }
        case "invalid_key":
            return issue.issues.map((inner) => fault(path, invalid, `${name}: ${inner.message}`));
        default:
            return [fault(path, invalid, `${name}: ${issue.message}`)];
    }
}

/**
 * Of a union, the alternative that the author meant: one whose shape fits at all, with the fewest faults inside. None
 * where the value is of another kind altogether.
 */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
    const fitting = branches.filter((issues) =>
        issues.every(
            (issue) => issue.path.length > 0 || (issue.code !== "invalid_type" && issue.code !== "invalid_value"),
        ),
    );
    return [...fitting].sort((a, b) => a.length - b.length)[0];
}

/** Of a union with fixed values, the alternative of which one was meant and misspelt. */
function misspeltValue(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
    return branches.find(
        ([issue]) =>
            issue?.code === "invalid_value" &&
            issue.path.length === 0 &&
            typeof issue.input === "string" &&
            suggest(issue.input, issue.values.map(String)) !== undefined,
    );
}

/** Made only when there is something to say: it is the slow part. */
const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>();

function schemasAt(schema: z.ZodType, path: Path): JsonSchema[] {
    const root = jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    jsonSchemas.set(schema, root);
    let schemas: JsonSchema[] = [root];
    for (const step of path) {
        schemas = schemas
            .flatMap((one) => [one, ...alternatives(one)])
            .flatMap((one) => {
                const named = one.properties?.[step] ?? one.additionalProperties;
                const next = typeof step === "number" ? one.items : named;
                return typeof next === "object" && !Array.isArray(next) ? [next as JsonSchema] : [];
            });
    }
    return schemas.flatMap((one) => [one, ...alternatives(one)]);
}

function alternatives(schema: JsonSchema): JsonSchema[] {
    return [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].filter((one) => typeof one === "object") as JsonSchema[];
}

function knownKeys(schema: z.ZodType, path: Path): string[] {
    return [...new Set(schemasAt(schema, path).flatMap((one) => Object.keys(one.properties ?? {})))].sort();
}

/** The values that tell the alternatives of a union apart, where the path names the key that holds them. */
function discriminators(schema: z.ZodType, path: Path): string[] {
    return schemasAt(schema, path).flatMap((one) => (one.const === undefined ? [] : [String(one.const)]));
}

function description(schema: z.ZodType, path: Path): string | undefined {
    return schemasAt(schema, path)
        .map((one) => one.description)
        .find((text) => text !== undefined);
}

/** Keys that are given and belong to another alternative than this one. */
function alternativesTo(issue: Issue, key: string): string {
    const given = typeof issue.input === "object" && issue.input !== null ? Object.keys(issue.input) : [];
    return given.filter((other) => other !== key).join(", ");
}

type BoundIssue = Extract<Issue, { code: "too_small" | "too_big" }>;

/** `must be 30 or more`, `must have at most 48 entries`. */
function bound(issue: BoundIssue): string {
    const least = issue.code === "too_small";
    const limit = Number(least ? issue.minimum : issue.maximum);
    const unit = { string: "character", array: "entry", set: "entry", object: "entry" }[issue.origin as string];
    if (unit === undefined) {
        return `must be ${limit} or ${least ? "more" : "less"}`;
    }
    const plural = unit === "entry" ? "entries" : "characters";
    return `must have at ${least ? "least" : "most"} ${limit} ${limit === 1 ? unit : plural}`;
}

function typeName(value: unknown): string {
    return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function article(type: string): string {
    const name = { int: "whole number", record: "map", object: "map", array: "list", string: "text" }[type] ?? type;
    return name === "null" ? "empty" : `a ${name}`;
}
