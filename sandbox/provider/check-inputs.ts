import type { Failure } from "./handler.ts";
import type { Properties, Property, Value, Values } from "./property.ts";
import { hasUnknown, isValues, unknown } from "./property.ts";

/** Marks values that are more than JSON, assets among them (sdk/go/common/resource/sig/sig.go). */
const specialSignature = "4dabf18193072939515e22adb298388d";

/**
 * What is wrong with the inputs, property by property: unknown names, missing ones, wrong kinds of value, values the
 * original refuses, and conflicts. Values that are not known yet are let through.
 */
export function checkInputs(properties: Properties, inputs: Values, path = ""): Failure[] {
    const failures: Failure[] = [];
    for (const [name, value] of Object.entries(inputs)) {
        const property = properties[name];
        const at = path === "" ? name : `${path}.${name}`;
        if (property === undefined) {
            failures.push({ property: at, reason: `An argument named "${name}" is not expected here.` });
        } else if (property.outputOnly === true) {
            failures.push({ property: at, reason: `"${name}" is an output: the service decides it.` });
        } else if (value !== undefined && value !== null) {
            failures.push(...checkValue(property, value, at), ...checkConflicts(property, name, inputs, at));
        }
    }
    for (const [name, property] of Object.entries(properties)) {
        if (property.required === true && (inputs[name] === undefined || inputs[name] === null)) {
            const at = path === "" ? name : `${path}.${name}`;
            failures.push({ property: at, reason: `Missing required argument: "${name}" is required.` });
        }
    }
    return failures;
}

function checkValue(property: Property, value: Value, path: string): Failure[] {
    if (value === unknown) {
        return [];
    }
    if (!isOfKind(property, value)) {
        return [{ property: path, reason: `expected ${nameOfKind(property)}, got ${JSON.stringify(value)}` }];
    }
    const inner = checkInner(property, value, path);
    const wrong = inner.length === 0 && !hasUnknown(value) ? property.check?.(value) : undefined;
    return wrong === undefined ? inner : [...inner, { property: path, reason: `expected ${path} ${wrong}` }];
}

function checkInner(property: Property, value: Value, path: string): Failure[] {
    if (property.kind === "object" && isValues(value)) {
        return checkInputs(property.properties, value, path);
    }
    if ((property.kind === "list" || property.kind === "set") && Array.isArray(value)) {
        return value.flatMap((element, index) => checkValue(property.element, element, `${path}[${index}]`));
    }
    return [];
}

function checkConflicts(property: Property, name: string, inputs: Values, path: string): Failure[] {
    return (property.conflictsWith ?? [])
        .filter((other) => inputs[other] !== undefined && inputs[other] !== null)
        .map((other) => ({
            property: path,
            reason: `Conflicting configuration arguments: "${name}" conflicts with ${other}`,
        }));
}

/** Terraform reads numbers and booleans from strings, too, so the bridge lets them pass. */
function isOfKind(property: Property, value: Value): boolean {
    switch (property.kind) {
        case "string":
            return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
        case "number":
            return (
                typeof value === "number" || (typeof value === "string" && value !== "" && !Number.isNaN(Number(value)))
            );
        case "boolean":
            return typeof value === "boolean" || value === "true" || value === "false";
        case "list":
        case "set":
            return Array.isArray(value);
        case "map":
        case "object":
            return isValues(value);
        case "asset":
            return isValues(value) && value[specialSignature] !== undefined;
    }
}

function nameOfKind(property: Property): string {
    return property.kind === "set" ? "a list" : property.kind === "asset" ? "an asset" : `a ${property.kind}`;
}

/** Fills in defaults at every depth. */
export function withDefaults(properties: Properties, inputs: Values): Values {
    const given = Object.entries(inputs).filter(([, value]) => value !== undefined && value !== null);
    const defaults = Object.entries(properties).filter(([, property]) => property.default !== undefined);
    return {
        ...Object.fromEntries(defaults.map(([name, property]) => [name, property.default])),
        ...Object.fromEntries(
            given.map(([name, value]) => {
                const property = properties[name];
                return [name, property === undefined ? value : fillInner(property, value)];
            }),
        ),
    };
}

function fillInner(property: Property, value: Value): Value {
    if (property.jsonDocument === true && typeof value === "object") {
        return hasUnknown(value) ? unknown : JSON.stringify(value);
    }
    if (property.kind === "object" && isValues(value)) {
        return withDefaults(property.properties, value);
    }
    if ((property.kind === "list" || property.kind === "set") && Array.isArray(value)) {
        return value.map((element) => fillInner(property.element, element));
    }
    if (property.kind === "number" && typeof value === "string" && value !== unknown) {
        return Number(value);
    }
    if (property.kind === "boolean" && typeof value === "string" && value !== unknown) {
        return value === "true";
    }
    return property.kind === "string" && typeof value !== "string" ? String(value) : value;
}

/** Writes values as the state keeps them. */
export function normalized(properties: Properties, inputs: Values): Values {
    return Object.fromEntries(
        Object.entries(inputs).map(([name, value]) => {
            const normalize = properties[name]?.normalize;
            return [
                name,
                normalize !== undefined && typeof value === "string" && value !== unknown ? normalize(value) : value,
            ];
        }),
    );
}
