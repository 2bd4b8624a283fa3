/** What a member account has in each region for remediations: the project's own Automation documents. */
import { parse } from "yaml";
import type { RegionDocumentPlan } from "../plan/remediation-plan.ts";
import { type CloudFormationTemplate, type CloudFormationValue, equals, ref } from "./cloudformation-template.ts";

const CONDITION = "IsMember";

/**
 * The template of a document's stack in each region. Where the stack's own account is below a unit too, it has its
 * document from the stack, and gets a parameter that says so, since a stack without any resource cannot be.
 *
 * @param centralAccount the stack's account
 */
export function memberDocumentTemplate(
    { name, text }: Pick<RegionDocumentPlan, "name" | "text">,
    { stack, centralAccount }: { readonly stack: string; readonly centralAccount: string },
): CloudFormationTemplate {
    const equal = equals(ref("AWS::AccountId"), centralAccount);
    return {
        AWSTemplateFormatVersion: "2010-09-09",
        Description: `The Automation document ${name} in a region of a member account (${stack})`,
        Conditions: { [CONDITION]: { "Fn::Not": [equal] }, IsCentral: equal },
        Resources: {
            OwnDocuments: {
                Type: "AWS::SSM::Parameter",
                Condition: "IsCentral",
                Properties: {
                    Name: `/${stack}/documents/${name}`,
                    Type: "String",
                    Value: "of the stack itself",
                },
            },
            [name.replaceAll(/[^A-Za-z0-9]/g, "")]: {
                Type: "AWS::SSM::Document",
                Condition: CONDITION,
                Properties: {
                    Name: name,
                    DocumentType: "Automation",
                    DocumentFormat: "JSON",
                    // A new version in place: remediations name the document, and run its default version.
                    UpdateMethod: "NewVersion",
                    // As a text, cfn-lint does not read it.
                    Content: parse(text) as CloudFormationValue,
                },
            },
        },
    };
}
