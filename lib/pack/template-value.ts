/** The values of a template, with the short forms of intrinsic functions written out. */

export type TemplateValue = string | boolean | null | TemplateValue[] | TemplateObject;

export interface TemplateObject {
    [key: string]: TemplateValue;
}

/** A plain object with keys, not a list, a scalar or nothing. */
export function isObject(value: TemplateValue | undefined): value is TemplateObject {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Of all objects that `emptyObject` makes: nothing, and not `null`, which would make the engine keep each as a table of its own. */
class Bare {}
Object.setPrototypeOf(Bare.prototype, null);
delete (Bare.prototype as { constructor?: unknown }).constructor;

/** Nothing is inherited: a key named __proto__ is a key like any other. */
export function emptyObject(): TemplateObject {
    return new Bare() as TemplateObject;
}

/**
 * `!Ref x` becomes `{ Ref: "x" }` and `!If […]` becomes `{ "Fn::If": […] }`, as CloudFormation reads them.
 *
 * @param tag with its exclamation mark
 */
export function longForm(tag: string, value: TemplateValue): TemplateValue {
    const name = tag.slice(1);
    if (name === "GetAtt" && typeof value === "string") {
        return { "Fn::GetAtt": value.split(".") };
    }
    return { [name === "Ref" || name === "Condition" ? name : `Fn::${name}`]: value };
}
