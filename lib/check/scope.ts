/** Scopes: https://docs.aws.amazon.com/config/latest/APIReference/API_Scope.html */
import { SCOPE_RESOURCE_TYPES } from "../pack/limits.ts";
import { isObject } from "../pack/template-value.ts";
import { suggestionHint } from "../suggestion.ts";
import type { CheckContext } from "./context.ts";

/** `AWS::::Account` stands for the account as a whole. */
const TYPE = /^[A-Za-z0-9]+::[A-Za-z0-9]*::[A-Za-z0-9]+(::[A-Za-z0-9]+)?$/;

export function checkScopes(context: CheckContext): void {
    for (const rule of context.rules) {
        const scope = rule.properties["Scope"];
        if (!isObject(scope)) {
            continue;
        }
        const path = [...rule.path, "Properties", "Scope"];
        const types = Array.isArray(scope["ComplianceResourceTypes"]) ? scope["ComplianceResourceTypes"] : [];
        if (types.length > SCOPE_RESOURCE_TYPES) {
            context.error(
                [...path, "ComplianceResourceTypes"],
                "too-many-resource-types",
                `the scope of ${rule.label} has ${types.length} types; AWS Config accepts ${SCOPE_RESOURCE_TYPES}`,
                "split the rule in two under different names",
            );
        }
        if ("ComplianceResourceId" in scope && types.length !== 1) {
            context.error(
                [...path, "ComplianceResourceId"],
                "resource-id-without-type",
                `a scope with a resource ID needs exactly one type; ${rule.label} has ${types.length}`,
                "name the type of the resource",
            );
        }
        if ("TagValue" in scope && !("TagKey" in scope)) {
            context.error(
                [...path, "TagValue"],
                "tag-value-without-key",
                `the scope of ${rule.label} has a tag's value without its key`,
                "add TagKey",
            );
        }
        types.forEach((type, index) => {
            if (typeof type === "string" && !TYPE.test(type)) {
                context.error(
                    [...path, "ComplianceResourceTypes", index],
                    "invalid-resource-type-in-scope",
                    `${type} is not a resource type: they look like AWS::EC2::Instance`,
                    suggestionHint(type, knownTypes(context)),
                );
            }
        });
    }
}

function knownTypes({ catalogue }: CheckContext): string[] {
    return [...new Set(catalogue.all().flatMap((rule) => rule.resourceTypes ?? []))];
}
