import { normalizeJson } from "../equivalence/json.ts";
import { policyToKeep } from "../equivalence/policy.ts";
import type { Properties, Value, Values } from "../property.ts";
import { isZero } from "../property.ts";

/**
 * SNS and SQS keep their settings as a map of texts: this turns inputs into such attributes and back
 * (terraform-provider-aws, internal/attrmap/attrmap.go).
 */
export interface AttributeMap {
    /** Property names to attribute names. */
    readonly names: Readonly<Record<string, string>>;
    readonly properties: Properties;
}

/** The attributes of a new resource: what is empty is left out. */
export function attributesToCreate({ names, properties }: AttributeMap, inputs: Values): Record<string, string> {
    return Object.fromEntries(
        Object.entries(names)
            .filter(([name]) => properties[name]?.outputOnly !== true && !isZero(inputs[name]))
            .map(([name, attribute]) => [attribute, toText(inputs[name])]),
    );
}

/** The attributes that changed: what was removed is set to nothing. */
export function attributesToUpdate(
    { names, properties }: AttributeMap,
    inputs: Values,
    changed: ReadonlySet<string>,
): Record<string, string> {
    return Object.fromEntries(
        Object.entries(names)
            .filter(([name]) => properties[name]?.outputOnly !== true && changed.has(name))
            .map(([name, attribute]) => [attribute, toText(inputs[name])]),
    );
}

/** What the attributes say, property by property; an attribute that is missing removes its property. */
export function fromAttributes(
    { names, properties }: AttributeMap,
    attributes: Readonly<Record<string, string>>,
    state: Values,
): Values {
    return Object.fromEntries(
        Object.entries(names).map(([name, attribute]) => {
            const value = attributes[attribute];
            const property = properties[name];
            if (value === undefined) {
                return [name, undefined];
            }
            if (property?.kind === "boolean") {
                return [name, value.toLowerCase() === "true"];
            }
            if (property?.kind === "number") {
                return [name, value === "" ? undefined : Number(value)];
            }
            if (property?.jsonDocument === true) {
                return [name, policyToKeep(state[name], value)];
            }
            return [name, property?.normalize === undefined ? value : normalizeJson(value)];
        }),
    );
}

const toText = (value: Value): string => (value === undefined || value === null ? "" : String(value));
