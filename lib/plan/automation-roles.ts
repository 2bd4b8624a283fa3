/** The part of the plan that gives remediations their roles, each in its template as the exact ARN that AWS asks for. */
import type { RemediationNotes } from "../compact/remediation.ts";
import { Evaluator, type Values } from "../pack/evaluate.ts";
import { REMEDIATION_TYPE } from "../pack/limits.ts";
import type { Pack } from "../pack/parse.ts";
import { renderTemplate } from "../pack/render.ts";
import { splitSub } from "../pack/sub-text.ts";
import { propertiesOf, scalarText, section } from "../pack/template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "../pack/template-value.ts";
import type { DocumentPermission } from "../remediation/automation-document.ts";
import { automationRoleArn, automationRoleName, SOME_ACCOUNT, SOME_STACK } from "../remediation/automation-roles.ts";
import {
    type KnownDocument,
    type KnownDocuments,
    ROLE_PARAMETER,
    type StaticValues,
} from "../remediation/known-documents.ts";
import { joined, permissionsOfActions, unknownActions } from "../remediation/permissions.ts";
import type { ProvidedRole } from "./remediation-plan.ts";

/** Whose roles a template names. Absent: it is only looked at. */
export interface RoleOwner {
    readonly stack: string;
    readonly partition: string;
    /** Absent: nothing tells it. */
    readonly account?: string;
}

export interface PackWithRoles {
    readonly pack: Pack;
    /** By the remediation's logical ID: only those whose roles the stack provides. */
    readonly roles: ReadonlyMap<string, ProvidedRole>;
}

/**
 * Fills in the role of each remediation that leaves it out, which only the compact form can. AWS Config takes no function of
 * CloudFormation's there: https://docs.aws.amazon.com/config/latest/developerguide/conformance-pack-organization-apis.html
 *
 * @param values of the pack's parameters
 */
export function provideRoles(
    pack: Pack,
    values: Values,
    owner: RoleOwner | undefined,
    documents: KnownDocuments,
): PackWithRoles {
    const { remediationNotes, template } = pack;
    const roles = new Map<string, ProvidedRole>();
    if (remediationNotes === undefined) {
        return { pack, roles };
    }
    const evaluator = new Evaluator(template, values);
    const resources = Object.entries(section(template, "Resources")).map(([id, resource]): [string, TemplateValue] => {
        const notes = remediationNotes.get(id);
        const document = scalarText(evaluator.value(propertiesOf(resource)["TargetId"] ?? null));
        if (notes === undefined || document === undefined || !leavesRoleOut(resource)) {
            return [id, resource];
        }
        const name = automationRoleName(owner?.stack ?? SOME_STACK, document);
        const permissions = permissionsOf(documents.find(document), notes, staticValues(resource, evaluator));
        roles.set(id, { name, permissions });
        const place = { partition: owner?.partition ?? "aws", account: owner?.account ?? SOME_ACCOUNT };
        return [id, withRole(resource, automationRoleArn(place, name))];
    });
    if (roles.size === 0) {
        return { pack, roles };
    }
    const value = { ...template.value, Resources: Object.fromEntries(resources) };
    return { pack: { ...pack, body: renderTemplate(value), template: { ...template, value } }, roles };
}

function leavesRoleOut(resource: TemplateValue): resource is TemplateObject {
    const parameters = propertiesOf(resource)["Parameters"];
    return (
        isObject(resource) &&
        resource["Type"] === REMEDIATION_TYPE &&
        !(isObject(parameters) && ROLE_PARAMETER in parameters)
    );
}

function withRole(resource: TemplateObject, arn: string): TemplateObject {
    const properties = propertiesOf(resource);
    const parameters = isObject(properties["Parameters"]) ? properties["Parameters"] : {};
    const given = { [ROLE_PARAMETER]: { StaticValue: { Values: [arn] } }, ...parameters };
    // Where there are none yet, they come where the compact form would put them.
    const entries = Object.entries(properties).flatMap(([key, value]): [string, TemplateValue][] =>
        key === "Parameters" ? [[key, given]] : [[key, value]],
    );
    const place = entries.findIndex(([key]) => key === "TargetVersion" || key === "TargetId");
    const complete = "Parameters" in properties ? entries : entries.toSpliced(place + 1, 0, ["Parameters", given]);
    return { ...resource, Properties: Object.fromEntries(complete) };
}

/** What the pack says goes before what is known; faults of it are told by the checks of the pack. */
function permissionsOf(
    known: KnownDocument | undefined,
    { permissions }: RemediationNotes,
    values: StaticValues,
): DocumentPermission[] {
    if (permissions === undefined) {
        return known === undefined ? [] : joined(known.permissions(values));
    }
    return joined(
        permissions.flatMap((one): DocumentPermission[] =>
            typeof one === "string"
                ? unknownActions([one]).length > 0
                    ? []
                    : permissionsOfActions([one])
                : [
                      {
                          actions: one.actions,
                          resources: one.resources,
                          ...(one.conditions && { conditions: one.conditions }),
                      },
                  ],
        ),
    );
}

/** Parameters with one fixed value, as resources of a policy: what differs by region is any. */
function staticValues(resource: TemplateValue, evaluator: Evaluator): StaticValues {
    const parameters = propertiesOf(resource)["Parameters"];
    return Object.fromEntries(
        Object.entries(isObject(parameters) ? parameters : {}).flatMap(([name, parameter]): [string, string][] => {
            const fixed = isObject(parameter) ? parameter["StaticValue"] : undefined;
            const values = isObject(fixed) ? evaluator.value(fixed["Values"] ?? null) : undefined;
            const text = Array.isArray(values) && values.length === 1 ? policyText(values[0]) : undefined;
            return text === undefined ? [] : [[name, text]];
        }),
    );
}

const PSEUDO: readonly string[] = ["AWS::AccountId", "AWS::Partition", "AWS::Region"];

function policyText(value: TemplateValue | undefined): string | undefined {
    const substituted = isObject(value) ? value["Fn::Sub"] : undefined;
    if (typeof substituted !== "string") {
        return typeof value === "string" && value !== "" ? value : undefined;
    }
    const parts = splitSub(substituted).map((part) =>
        typeof part === "string"
            ? part
            : part.name === "AWS::Region"
              ? "*"
              : PSEUDO.includes(part.name)
                ? `\${${part.name}}`
                : undefined,
    );
    return parts.includes(undefined) ? undefined : parts.join("");
}
