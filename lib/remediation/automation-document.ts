/** A Systems Manager Automation document of the project's own, and what is known of it beside its content. */
import type { Conditions } from "../policies/policy-document.ts";

/** A value as JSON knows it. */
export type DocumentValue = string | number | boolean | null | readonly DocumentValue[] | DocumentObject;

export interface DocumentObject {
    readonly [key: string]: DocumentValue;
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/documents-schemas-features.html, data elements */
export interface DocumentParameter {
    readonly type: string;
    readonly description?: string;
    /** Without one, whoever starts the document has to give a value. */
    readonly default?: DocumentValue;
    readonly allowedPattern?: string;
    readonly allowedValues?: readonly DocumentValue[];
}

/**
 * One statement of what the automation role has to allow: the steps need no less, and no more.
 *
 * Resources are `*`, or ARNs with CloudFormation's pseudo parameters in them: `${AWS::Partition}`, `${AWS::AccountId}`
 * and `${AWS::Region}`. A role is global, so that a resource of any region stands with `*` in the region's place.
 */
export interface DocumentPermission {
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    readonly conditions?: Conditions;
}

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_CreateDocument.html */
export interface AutomationDocument {
    /** As packs and AWS name it: `ConformancePacks-DeleteUnattachedSecurityGroup`. */
    readonly name: string;
    /** Where it comes from: `packs/documents/delete-unattached-security-group`. */
    readonly folder: string;
    /** One sentence: what is changed, and when nothing is. */
    readonly description: string;
    /** As Systems Manager takes it, with every script in its step. */
    readonly content: DocumentObject;
    /** The content as it is sent, in YAML. The same files always make the same text. */
    readonly text: string;
    readonly format: "YAML";
    readonly parameters: Readonly<Record<string, DocumentParameter>>;
    /** The parameter that takes `RESOURCE_ID`. */
    readonly resourceParameter: string;
    /** What it puts right: `AWS::EC2::SecurityGroup`. */
    readonly resourceType: string;
    readonly permissions: readonly DocumentPermission[];
    /** Whether what it does cannot be undone, or may stop something that works. */
    readonly destructive: boolean;
    /** Why it is destructive, or why it is not. */
    readonly reason: string;
    /** The rules that it answers: identifiers of AWS's managed rules, and names of custom ones. */
    readonly rules: readonly string[];
}
