/** How long a rule's input parameters are, as the JSON that AWS Config gets. */
import type { Evaluator, Values } from "../pack/evaluate.ts";
import { INPUT_PARAMETERS_LENGTH } from "../pack/limits.ts";
import { intrinsicOf } from "../pack/template.ts";
import { isObject, type TemplateValue } from "../pack/template-value.ts";
import type { CheckContext, PackResource } from "./context.ts";

/** With the defaults of the pack's parameters: what a stack gives instead may be longer, but then AWS says so. */
export function checkLength(context: CheckContext, rule: PackResource, evaluator: Evaluator, defaults: Values): void {
    const written = rule.properties["InputParameters"] ?? null;
    if (atMost(written, defaults) <= INPUT_PARAMETERS_LENGTH) {
        return;
    }
    const inputs = evaluator.value(written);
    const length = typeof inputs === "string" ? inputs.length : JSON.stringify(inputs ?? {}).length;
    if (length > INPUT_PARAMETERS_LENGTH) {
        context.error(
            [...rule.path, "Properties", "InputParameters"],
            "input-parameters-too-long",
            `the input parameters of ${rule.label} have ${length} characters as JSON; ` +
                `AWS Config accepts ${INPUT_PARAMETERS_LENGTH}`,
            "shorten the values, or split the rule in two under different names",
        );
    }
}

/** No character takes more in JSON: `\u001f`. */
const ESCAPED = 6;

/** What the JSON cannot be longer than, without evaluating it: enough to see of nearly every rule that it is short. */
function atMost(value: TemplateValue, defaults: Values): number {
    if (typeof value === "string") {
        return value.length * ESCAPED + 2;
    }
    if (Array.isArray(value)) {
        return value.reduce((sum: number, item) => sum + atMost(item, defaults) + 1, 2);
    }
    if (!isObject(value)) {
        return "false".length;
    }
    const call = intrinsicOf(value);
    if (call === undefined || call.name === "Fn::If") {
        let sum = 2;
        for (const key in value) {
            sum += key.length * ESCAPED + atMost(value[key] ?? null, defaults) + 4;
        }
        return sum;
    }
    if (call.name === "Ref" && typeof call.argument === "string") {
        const known = Object.hasOwn(defaults, call.argument) ? (defaults[call.argument]?.length ?? 0) : 0;
        return Math.max(known, call.argument.length + "{Ref}".length) * ESCAPED + 2;
    }
    return Infinity;
}
