/** The shapes of CloudFormation templates, as far as those of the member accounts need them. */

export type CloudFormationValue =
    string | number | boolean | readonly CloudFormationValue[] | { readonly [key: string]: CloudFormationValue };

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resources-section-structure.html */
export interface CloudFormationResource {
    readonly Type: string;
    readonly Condition?: string;
    /** Logical IDs of what has to be there first, without being referred to. */
    readonly DependsOn?: readonly string[];
    /** `RetainExceptOnCreate` leaves the resource where it is when its stack goes, unless it never came to be. */
    readonly DeletionPolicy?: "Delete" | "RetainExceptOnCreate";
    readonly UpdateReplacePolicy?: "Delete" | "Retain";
    readonly Properties: Readonly<Record<string, CloudFormationValue>>;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
export interface CloudFormationParameter {
    readonly Type: "String" | "AWS::SSM::Parameter::Value<String>";
    readonly Description: string;
    readonly Default?: string;
}

export interface CloudFormationTemplate {
    readonly AWSTemplateFormatVersion: "2010-09-09";
    readonly Description: string;
    readonly Parameters?: Readonly<Record<string, CloudFormationParameter>>;
    readonly Conditions?: Readonly<Record<string, CloudFormationValue>>;
    readonly Resources: Readonly<Record<string, CloudFormationResource>>;
    readonly Outputs?: Readonly<Record<string, { readonly Description: string; readonly Value: CloudFormationValue }>>;
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: longer bodies take S3. */
export const TEMPLATE_BODY_BYTES = 51_200;

export function ref(name: string): CloudFormationValue {
    return { Ref: name };
}

export function getAttribute(resource: string, attribute: string): CloudFormationValue {
    return { "Fn::GetAtt": [resource, attribute] };
}

export function choose(
    condition: string,
    then: CloudFormationValue,
    otherwise: CloudFormationValue,
): CloudFormationValue {
    return { "Fn::If": [condition, then, otherwise] };
}

export function equals(one: CloudFormationValue, other: CloudFormationValue): CloudFormationValue {
    return { "Fn::Equals": [one, other] };
}

/** The value with `Fn::Sub` around every text that names a parameter or pseudo parameter: `${AWS::AccountId}`. */
export function substitute(value: unknown): CloudFormationValue {
    if (typeof value === "string") {
        return /\$\{[A-Za-z:]+\}/.test(value) ? { "Fn::Sub": value } : value;
    }
    if (Array.isArray(value)) {
        return value.map(substitute);
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item)]));
    }
    if (typeof value === "number" || typeof value === "boolean") {
        return value;
    }
    throw new TypeError(`a template has no place for ${String(value)}`);
}

/** As it is sent: without blanks, because the limit counts them. */
export function renderTemplate(template: CloudFormationTemplate): string {
    return JSON.stringify(template);
}
