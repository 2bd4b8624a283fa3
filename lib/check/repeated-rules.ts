/** The same rule twice in one pack: deployed, evaluated and billed twice. */
import { section } from "../pack/template.ts";
import type { TemplateValue } from "../pack/template-value.ts";
import { type CheckContext, identifierOf, type PackResource } from "./context.ts";

/** The same source with the same parameters and scope; two instances that differ in one of them are two rules. */
export function checkRepeatedRules(context: CheckContext): void {
    const conditions = section(context.pack.template, "Conditions");
    const first = new Map<string, PackResource>();
    const identifiers = context.rules.map(identifierOf);
    const repeated = repeatedOf(identifiers);
    for (const [index, rule] of context.rules.entries()) {
        const identifier = identifiers[index];
        // A process check stands for work outside of AWS: each is a check of its own.
        if (identifier === undefined || !repeated.has(identifier) || identifier === "AWS_CONFIG_PROCESS_CHECK") {
            continue;
        }
        const { Source, InputParameters, Scope, MaximumExecutionFrequency } = rule.properties;
        const condition = conditions[String(rule.resource["Condition"])] ?? null;
        const key = canonical([Source, InputParameters, Scope, MaximumExecutionFrequency, condition]);
        const earlier = first.get(key);
        if (earlier === undefined) {
            first.set(key, rule);
            continue;
        }
        const { line } = context.pack.template.locate(earlier.path);
        context.warning(
            rule.path,
            "repeated-rule",
            `${rule.label} checks the same as ${earlier.label}${line === undefined ? "" : ` in line ${line}`}: ` +
                "same source, parameters and scope",
            "remove one of the two: each is evaluated and billed",
        );
    }
}

function repeatedOf(identifiers: readonly (string | undefined)[]): Set<string | undefined> {
    const seen = new Set<string | undefined>();
    const repeated = new Set<string | undefined>();
    for (const identifier of identifiers) {
        (seen.has(identifier) ? repeated : seen).add(identifier);
    }
    return repeated;
}

/** Equal values give equal text, in whatever order their keys stand. */
export function canonical(value: readonly (TemplateValue | undefined)[] | TemplateValue): string {
    return JSON.stringify(value, (_, inner: unknown) =>
        typeof inner === "object" && inner !== null && !Array.isArray(inner)
            ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
            : inner,
    );
}
