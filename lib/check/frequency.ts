/** `MaximumExecutionFrequency`: which values there are, and which rules have a use for one. */
import { FREQUENCIES } from "../pack/frequencies.ts";
import { isObject } from "../pack/template-value.ts";
import { suggestionHint } from "../suggestion.ts";
import { type CheckContext, identifierOf } from "./context.ts";

/** https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config-rules.html */
export function checkFrequencies(context: CheckContext): void {
    for (const rule of context.rules) {
        const frequency = rule.properties["MaximumExecutionFrequency"];
        if (frequency === undefined) {
            continue;
        }
        const path = [...rule.path, "Properties", "MaximumExecutionFrequency"];
        const known: readonly string[] = FREQUENCIES;
        if (typeof frequency === "string" && !known.includes(frequency)) {
            context.error(
                path,
                "invalid-frequency",
                `${frequency} is no frequency of AWS Config`,
                suggestionHint(frequency, FREQUENCIES),
            );
        }
        const source = rule.properties["Source"];
        if (isObject(source) && source["Owner"] === "CUSTOM_POLICY") {
            context.error(
                path,
                "frequency-of-guard-rule",
                `${rule.label} is a Guard rule: it runs when a resource changes, and never on a schedule`,
                `remove ${context.word("frequency", "MaximumExecutionFrequency")}`,
            );
        }
        const identifier = identifierOf(rule);
        if (identifier !== undefined && context.catalogue.byIdentifier(identifier)?.trigger === "change") {
            context.error(
                path,
                "frequency-of-change-triggered-rule",
                `${rule.label} runs when a resource changes: it has no frequency`,
                `remove ${context.word("frequency", "MaximumExecutionFrequency")}`,
            );
        }
    }
}
