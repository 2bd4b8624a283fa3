/** Which of the two forms a pack is written in. */
import type { TemplateObject } from "../pack/template-value.ts";

/** The compact form has `rules` or `include`; the native one has `Resources`. */
export function isCompact(document: TemplateObject): boolean {
    return (
        !("Resources" in document) &&
        ["rules", "include", "resources", "title", "parameters"].some((key) => Object.hasOwn(document, key))
    );
}
