/** Keys of resources and parameters in AWS's own format: one that AWS does not know is refused there, or ignored. */
import { section } from "../pack/template.ts";
import { isObject, type TemplateValue } from "../pack/template-value.ts";
import { suggestionHint } from "../suggestion.ts";
import type { Path } from "../yaml-source.ts";
import type { CheckContext } from "./context.ts";

const keys = (text: string): readonly string[] => text.split(" ");

/** `Controls` and `Description` are documented nowhere; AWS's own packs have them. */
const ATTRIBUTES = keys(
    "Type Properties Condition DependsOn Controls Description Metadata DeletionPolicy UpdateReplacePolicy",
);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configrule.html */
const RULE = keys(
    "Compliance ConfigRuleName Description EvaluationModes InputParameters MaximumExecutionFrequency Scope Source",
);
const SCOPE = keys("ComplianceResourceId ComplianceResourceTypes TagKey TagValue");
const SOURCE = keys("CustomPolicyDetails Owner SourceDetails SourceIdentifier");

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-remediationconfiguration.html */
const REMEDIATION = keys(
    "Automatic ConfigRuleName ExecutionControls MaximumAutomaticAttempts Parameters ResourceType " +
        "RetryAttemptSeconds TargetId TargetType TargetVersion",
);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
const PARAMETER = keys(
    "AllowedPattern AllowedValues ConstraintDescription Default Description MaxLength MaxValue MinLength MinValue " +
        "NoEcho Type",
);

export function checkProperties(context: CheckContext): void {
    const only = (value: TemplateValue | undefined, known: readonly string[], path: Path, what: string): void => {
        const unknown = isObject(value) ? Object.keys(value).filter((key) => !known.includes(key)) : [];
        if (unknown.length === 0 || unknown.some((key) => key.startsWith("Fn::"))) {
            return;
        }
        for (const key of unknown) {
            context.error(
                [...path, key],
                "unknown-property",
                `${what} has no ${key}`,
                suggestionHint(key, known) ?? `it has ${known.join(", ")}`,
            );
        }
    };
    for (const { path, resource, properties, label } of context.rules) {
        only(resource, ATTRIBUTES, path, "a resource");
        only(properties, RULE, [...path, "Properties"], `the rule ${label}`);
        only(properties["Scope"], SCOPE, [...path, "Properties", "Scope"], `the scope of ${label}`);
        only(properties["Source"], SOURCE, [...path, "Properties", "Source"], `the source of ${label}`);
    }
    for (const { path, resource, properties, logicalId } of context.remediations) {
        only(resource, ATTRIBUTES, path, "a resource");
        only(properties, REMEDIATION, [...path, "Properties"], `the remediation ${logicalId}`);
    }
    for (const [name, declaration] of Object.entries(section(context.pack.template, "Parameters"))) {
        only(declaration, PARAMETER, ["Parameters", name], `the parameter ${name}`);
    }
}
