/** A native template as plain values, whichever form the author wrote, with the author's own lines behind it. */
import type { Location } from "../diagnostic.ts";
import type { Path } from "../yaml-source.ts";
import { isObject, type TemplateObject, type TemplateValue } from "./template-value.ts";

export interface PackTemplate {
    /** Intrinsic functions are in their long form. */
    readonly value: TemplateObject;
    /** Where the author wrote what stands at a path of the template, or the nearest thing above it. */
    locate(path: Path): Location;
}

/** A section of a template; empty where it is absent or no map. */
export function section(template: PackTemplate, name: "Parameters" | "Conditions" | "Resources"): TemplateObject {
    const value = template.value[name];
    return isObject(value) ? value : {};
}

/** The properties of a resource; empty where there are none. */
export function propertiesOf(resource: TemplateValue | undefined): TemplateObject {
    const properties = isObject(resource) ? resource["Properties"] : undefined;
    return isObject(properties) ? properties : {};
}

/** The one function that an object such as `{ "Fn::If": […] }` applies, or undefined where it is a plain map. */
export function intrinsicOf(value: TemplateValue | undefined): { name: string; argument: TemplateValue } | undefined {
    if (!isObject(value)) {
        return undefined;
    }
    let name: string | undefined;
    for (const key in value) {
        if (name !== undefined || (key !== "Ref" && key !== "Condition" && !key.startsWith("Fn::"))) {
            return undefined;
        }
        name = key;
    }
    return name === undefined ? undefined : { name, argument: value[name] ?? null };
}

export const NO_VALUE = "AWS::NoValue";

/** Text of a scalar as AWS Config gets it: booleans are spelt `true` and `false`. */
export function scalarText(value: TemplateValue | undefined): string | undefined {
    return typeof value === "string" ? value : typeof value === "boolean" ? String(value) : undefined;
}

/** Calls back for every value inside, the outermost first. The path is that of the moment: who keeps it takes a copy. */
export function walk(value: TemplateValue, path: Path, visit: (value: TemplateValue, path: Path) => void): void {
    walkInside(value, [...path], visit);
}

function walkInside(
    value: TemplateValue,
    path: (string | number)[],
    visit: (value: TemplateValue, path: Path) => void,
): void {
    visit(value, path);
    if (Array.isArray(value)) {
        for (let index = 0; index < value.length; index++) {
            path.push(index);
            walkInside(value[index] ?? null, path, visit);
            path.pop();
        }
    } else if (isObject(value)) {
        for (const key in value) {
            path.push(key);
            walkInside(value[key] ?? null, path, visit);
            path.pop();
        }
    }
}
