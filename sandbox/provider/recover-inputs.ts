import type { Properties, Property, Value, Values } from "./property.ts";
import { isValues, isZero } from "./property.ts";

/** The bridge's note, among the inputs, of what it filled in itself. */
export const defaultsKey = "__defaults";

/**
 * The inputs that would lead to the state: after a refresh the old inputs with what the service says now, after an
 * import everything that a program would have to write.
 * pulumi-terraform-bridge, pkg/tfbridge/schema.go (extractInputsFromOutputs)
 */
export function recoverInputs(properties: Properties, state: Values, oldInputs: Values | undefined): Values {
    const recovered =
        oldInputs === undefined
            ? written(properties, state)
            : (refreshed({ kind: "object", properties }, oldInputs, state) as Values);
    return { [defaultsKey]: oldInputs?.[defaultsKey] ?? [], ...recovered };
}

function refreshed(property: Property, old: Value, now: Value): Value {
    if (property.kind === "object" && isValues(old) && isValues(now)) {
        return Object.fromEntries(
            Object.entries(old)
                .filter(([name]) => property.properties[name] !== undefined)
                .map(([name, value]) => [name, refreshed(property.properties[name] as Property, value, now[name])])
                .filter(([, value]) => value !== undefined),
        ) as Values;
    }
    if (property.kind === "list" && Array.isArray(old) && Array.isArray(now)) {
        return now.map((value, index) => (index < old.length ? refreshed(property.element, old[index], value) : value));
    }
    if (property.kind === "set" && Array.isArray(old) && Array.isArray(now) && sameMembers(old, now)) {
        return old;
    }
    // The service leaves out what is empty.
    if (now === undefined || now === null) {
        return isZero(old) ? old : undefined;
    }
    return property.same?.(now, old) === true ? old : now;
}

function sameMembers(a: Value[], b: Value[]): boolean {
    const text = (values: Value[]) => JSON.stringify(values.map((value) => JSON.stringify(value)).sort());
    return text(a) === text(b);
}

/** Of two properties that exclude each other only the first is written (the bridge's processImportValidationErrors). */
function written(properties: Properties, state: Values): Values {
    const inputs: Values = {};
    for (const [name, property] of Object.entries(properties)) {
        const excluded = property.conflictsWith?.some((other) => inputs[other] !== undefined) === true;
        const value = state[name];
        if (property.outputOnly !== true && !excluded && !isZero(value) && value !== property.default) {
            inputs[name] = withoutOutputs(property, value);
        }
    }
    return inputs;
}

/** Outputs may stand inside of what a program writes. */
function withoutOutputs(property: Property, value: Value): Value {
    if (property.kind === "object" && isValues(value)) {
        return Object.fromEntries(
            Object.entries(value)
                .filter(([name]) => property.properties[name]?.outputOnly !== true)
                .map(([name, one]) => [name, withoutOutputs(property.properties[name] ?? property, one)]),
        );
    }
    return (property.kind === "list" || property.kind === "set") && Array.isArray(value)
        ? value.map((one) => withoutOutputs(property.element, one))
        : value;
}
