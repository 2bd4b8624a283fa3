import type { Properties, Property, Value, Values } from "./property.ts";
import { isValues, isZero, unknown } from "./property.ts";

/** One property that differs between the state and the program, at any depth. */
export interface Change {
    /** As Pulumi writes it: `rules[0].status`. */
    readonly path: string;
    /** The top-level property it lies in. */
    readonly property: string;
    readonly kind: "add" | "delete" | "update";
    readonly replace: boolean;
}

/**
 * What the inputs change in the state, by the rules of a Terraform plan: an absent value changes nothing where the
 * service may fill it in, zero values equal absent ones, sets have no order, and two values that mean the same are the
 * same. An unknown input counts as a change.
 */
export function changes(properties: Properties, state: Values, inputs: Values): Change[] {
    return Object.entries(properties).flatMap(([name, property]) =>
        property.outputOnly === true
            ? []
            : compare(property, state[name], inputs[name], name).map((change) => ({
                  ...change,
                  property: name,
                  replace: property.forceNew === true,
              })),
    );
}

type Difference = Pick<Change, "path" | "kind">;

function compare(property: Property, old: Value, next: Value, path: string): Difference[] {
    if (next === unknown) {
        return [{ path, kind: isZero(old) ? "add" : "update" }];
    }
    if (isZero(next) && (property.computed === true || isZero(old))) {
        return next === undefined ||
            next === null ||
            property.computed !== true ||
            isZero(old) ||
            same(property, old, next)
            ? []
            : [{ path, kind: "update" }];
    }
    // A property that cannot be read back is absent after an import; its default then changes nothing.
    if (
        isZero(old) &&
        (old === undefined || old === null) &&
        property.default !== undefined &&
        next === property.default
    ) {
        return [];
    }
    if (property.same?.(old, next) === true) {
        return [];
    }
    if (property.kind === "object" && isValues(old) && isValues(next)) {
        return Object.entries(property.properties).flatMap(([name, inner]) =>
            inner.outputOnly === true ? [] : compare(inner, old[name], next[name], `${path}.${name}`),
        );
    }
    if (property.kind === "list" && Array.isArray(old) && Array.isArray(next)) {
        const length = Math.max(old.length, next.length);
        return Array.from({ length }, (_, index) => index).flatMap((index) =>
            compareElement(property.element, old, next, index, `${path}[${index}]`),
        );
    }
    if (property.kind === "set" && Array.isArray(old) && Array.isArray(next)) {
        return compareSets(property.element, old, next, path);
    }
    if (property.kind === "map" && isValues(old) && isValues(next)) {
        return [...new Set([...Object.keys(old), ...Object.keys(next)])].flatMap((key) =>
            compareKey(old[key], next[key], `${path}${/^\w+$/.test(key) ? `.${key}` : `["${key}"]`}`),
        );
    }
    return same(property, old, next) ? [] : [{ path, kind: kindOf(old, next) }];
}

function compareElement(element: Property, old: Value[], next: Value[], index: number, path: string): Difference[] {
    if (index >= next.length) {
        return [{ path, kind: "delete" }];
    }
    return index >= old.length ? [{ path, kind: "add" }] : compare(element, old[index], next[index], path);
}

function compareSets(element: Property, old: Value[], next: Value[], path: string): Difference[] {
    const left = [...old];
    const added: Difference[] = [];
    next.forEach((value, index) => {
        const match = left.findIndex((candidate) => compare(element, candidate, value, "").length === 0);
        if (match >= 0) {
            left.splice(match, 1);
        } else {
            added.push({ path: `${path}[${index}]`, kind: "add" });
        }
    });
    return [...added, ...left.map((value) => ({ path: `${path}[${old.indexOf(value)}]`, kind: "delete" as const }))];
}

function compareKey(old: Value, next: Value, path: string): Difference[] {
    return old === next ? [] : [{ path, kind: kindOf(old, next) }];
}

function kindOf(old: Value, next: Value): Change["kind"] {
    if (isZero(next)) {
        return isZero(old) ? "update" : "delete";
    }
    return isZero(old) ? "add" : "update";
}

function same(property: Property, old: Value, next: Value): boolean {
    if (property.kind === "number" || property.kind === "boolean" || property.kind === "string") {
        return old === next || String(old) === String(next);
    }
    return JSON.stringify(old) === JSON.stringify(next);
}
