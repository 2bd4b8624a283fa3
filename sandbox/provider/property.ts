/**
 * What the provider knows of one property of a resource type: the facts a Terraform schema holds
 * (https://developer.hashicorp.com/terraform/plugin/sdkv2/schemas/schema-behaviors), under the names that Pulumi's
 * bridge gives them.
 */

/** A JSON-like value on the wire between the engine and the provider. */
export type Value = string | number | boolean | null | undefined | Value[] | { [key: string]: Value };
export type Values = Record<string, Value>;

interface Facts {
    /** The program must give it. */
    readonly required?: boolean;
    /** The service may fill it in, so its absence from the program is no change. */
    readonly computed?: boolean;
    /** Only ever an output: the program may not give it. */
    readonly outputOnly?: boolean;
    /** A change replaces the resource. */
    readonly forceNew?: boolean;
    /** What the provider fills in where the program says nothing. */
    readonly default?: Value;
    /** Two values that mean the same: no change is shown (Terraform's DiffSuppressFunc). */
    readonly same?: (old: Value, new_: Value) => boolean;
    /** How the value is written into the state (Terraform's StateFunc). */
    readonly normalize?: (value: string) => string;
    /** An object in its place is written as JSON (tfbridge.TransformJSONDocument). */
    readonly jsonDocument?: boolean;
    /** Says what is wrong with a known value, or nothing. */
    readonly check?: (value: Value) => string | undefined;
    /** Properties that may not be given together with this one. */
    readonly conflictsWith?: readonly string[];
}

export type Property = Facts &
    (
        | { readonly kind: "string" | "number" | "boolean" | "map" | "asset" }
        | { readonly kind: "list" | "set"; readonly element: Property }
        | { readonly kind: "object"; readonly properties: Properties }
    );

export type Properties = Readonly<Record<string, Property>>;

export const string = (facts: Facts = {}): Property => ({ kind: "string", ...facts });
export const number = (facts: Facts = {}): Property => ({ kind: "number", ...facts });
export const boolean = (facts: Facts = {}): Property => ({ kind: "boolean", ...facts });
export const map = (facts: Facts = {}): Property => ({ kind: "map", ...facts });
export const asset = (facts: Facts = {}): Property => ({ kind: "asset", ...facts });
export const list = (element: Property, facts: Facts = {}): Property => ({ kind: "list", element, ...facts });
export const set = (element: Property, facts: Facts = {}): Property => ({ kind: "set", element, ...facts });
export const object = (properties: Properties, facts: Facts = {}): Property => ({
    kind: "object",
    properties,
    ...facts,
});
/** A string that only the service sets. */
export const output: Property = { kind: "string", computed: true, outputOnly: true };

/** The engine's mark for a value that is not known before the deployment (sdk/go/common/resource/properties.go). */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Whether the value is, or holds, something not known yet. */
export function hasUnknown(value: Value): boolean {
    if (Array.isArray(value)) {
        return value.some(hasUnknown);
    }
    if (isValues(value)) {
        return Object.values(value).some(hasUnknown);
    }
    return value === unknown;
}

export function isValues(value: unknown): value is Values {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Terraform's SDK cannot tell an absent value from the zero value of its type. */
export function isZero(value: Value): boolean {
    if (Array.isArray(value)) {
        return value.length === 0;
    }
    if (isValues(value)) {
        return Object.keys(value).length === 0;
    }
    return value === undefined || value === null || value === "" || value === false || value === 0;
}

/** The same values without what is undefined, at every depth: the wire has no word for it. */
export function withoutUndefined(values: Values): Values {
    const clean = (value: Value): Value => {
        if (Array.isArray(value)) {
            return value.map(clean);
        }
        return isValues(value) ? withoutUndefined(value) : value;
    };
    return Object.fromEntries(
        Object.entries(values)
            .filter(([, value]) => value !== undefined)
            .map(([key, value]) => [key, clean(value)]),
    );
}
