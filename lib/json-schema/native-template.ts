/** Conformance packs in AWS's own format: enough for completion, and for what could never be right. */
import { FREQUENCIES } from "../pack/frequencies.ts";
import { REMEDIATION_TYPE, RULE_TYPE } from "../pack/limits.ts";
import { type JsonSchema, ref } from "./json-schema.ts";

/** What completes to known words and accepts anything, since an editor does not see `!Ref`. */
function offering(words: readonly string[]): JsonSchema {
    return { anyOf: [{ enum: words }, {}] };
}

const INPUTS: JsonSchema = { description: "Input parameters of the rule." };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-configrule.html */
function ruleProperties(identifiers: readonly string[]): JsonSchema {
    return {
        type: "object",
        required: ["Source"],
        properties: {
            ConfigRuleName: { description: "The rule's name in AWS Config; a pack appends an ending to it." },
            Description: {},
            InputParameters: INPUTS,
            MaximumExecutionFrequency: { description: "Of a periodic rule.", ...offering(FREQUENCIES) },
            Scope: {
                description: "Which resources the rule looks at.",
                properties: {
                    ComplianceResourceTypes: { description: "Resource types, such as AWS::EC2::Instance." },
                    ComplianceResourceId: { description: "One resource; needs exactly one type beside it." },
                    TagKey: {},
                    TagValue: {},
                },
            },
            Source: {
                type: "object",
                required: ["Owner"],
                properties: {
                    Owner: { enum: ["AWS", "CUSTOM_LAMBDA", "CUSTOM_POLICY"] },
                    SourceIdentifier: {
                        description: "The managed rule identifier, or the ARN of a Lambda function.",
                        ...offering(identifiers),
                    },
                    SourceDetails: {},
                    CustomPolicyDetails: {},
                },
            },
        },
    };
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-config-remediationconfiguration.html */
const REMEDIATION_PROPERTIES: JsonSchema = {
    type: "object",
    required: ["ConfigRuleName", "TargetType", "TargetId"],
    properties: {
        ConfigRuleName: { description: "The name that the rule has in this template." },
        TargetType: { enum: ["SSM_DOCUMENT"] },
        TargetId: { description: "The SSM automation document." },
        TargetVersion: {},
        ResourceType: {},
        Parameters: {},
        Automatic: {},
        MaximumAutomaticAttempts: {},
        RetryAttemptSeconds: {},
        ExecutionControls: {},
    },
};

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
const SECTIONS: Readonly<Record<string, JsonSchema>> = {
    AWSTemplateFormatVersion: {},
    Description: {},
    Metadata: {},
    Parameters: {
        description: "Input parameters of the pack.",
        type: "object",
        additionalProperties: ref("parameter"),
    },
    Rules: {},
    Mappings: {},
    Conditions: { description: "Conditions that resources and Fn::If refer to." },
    Transform: {},
    Resources: {
        description: "Rules and remediations by logical ID.",
        type: "object",
        minProperties: 1,
        additionalProperties: ref("resource"),
    },
    Outputs: {},
};

function anyOfTheKeys(keys: readonly string[]): JsonSchema {
    return { anyOf: keys.map((key) => ({ required: [key] })) };
}

/** True of a file in AWS's own format, also while it is being written: from its first section on. */
export const IS_NATIVE: JsonSchema = {
    type: "object",
    ...anyOfTheKeys(Object.keys(SECTIONS)),
    not: {
        ...anyOfTheKeys(["rules", "include", "resources", "title", "parameters"]),
        not: { required: ["Resources"] },
    },
};

/** @param identifiers of managed rules, which are offered */
export function nativeDefinitions(identifiers: readonly string[]): Record<string, JsonSchema> {
    return {
        native: { type: "object", required: ["Resources"], properties: SECTIONS, additionalProperties: false },
        parameter: {
            type: "object",
            required: ["Type"],
            properties: {
                Type: { type: "string", ...offering(["String", "Number", "CommaDelimitedList"]) },
                ...Object.fromEntries(
                    [
                        ["Default", "Description", "AllowedValues", "AllowedPattern", "ConstraintDescription"],
                        ["MinLength", "MaxLength", "MinValue", "MaxValue", "NoEcho"],
                    ]
                        .flat()
                        .map((name) => [name, {}]),
                ),
            },
        },
        resource: {
            type: "object",
            required: ["Type", "Properties"],
            properties: {
                Type: { enum: [RULE_TYPE, REMEDIATION_TYPE] },
                Properties: {},
                Condition: { description: "A condition of this pack: else the resource is left out." },
                DependsOn: {},
                Metadata: {},
                Controls: {},
            },
            if: { properties: { Type: { const: REMEDIATION_TYPE } }, required: ["Type"] },
            then: { properties: { Properties: ref("remediationProperties") } },
            else: { properties: { Properties: ref("ruleProperties") } },
        },
        ruleProperties: ruleProperties(identifiers),
        remediationProperties: REMEDIATION_PROPERTIES,
    };
}
