/** A pack without some of its rules: what is deployed to a region where those rules have nothing to say. */
import { isMap, isScalar, isSeq } from "yaml";
import type { RulePlan } from "../plan/plan.ts";
import { readYaml } from "../yaml-source.ts";
import { REMEDIATION_TYPE } from "./limits.ts";
import type { Pack } from "./parse.ts";
import { intrinsicOf, propertiesOf, scalarText, section } from "./template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "./template-value.ts";
import { templateBody } from "./template-body.ts";

/**
 * @param leaves whether a rule is left out; its remediation goes with it
 * @returns the pack itself where nothing is left out, and no pack where nothing would be left
 */
export function leaveOut(
    pack: Pack,
    leaves: (rule: RulePlan) => boolean,
): { pack?: Pack; leftOut: readonly RulePlan[] } {
    const leftOut = pack.rules.filter(leaves);
    if (leftOut.length === 0) {
        return { pack, leftOut };
    }
    const rules = pack.rules.filter((rule) => !leftOut.includes(rule));
    if (rules.length === 0) {
        return { leftOut };
    }
    const resources = section(pack.template, "Resources");
    const gone = new Set(leftOut.map(({ logicalId }) => logicalId));
    const names = new Set(leftOut.map(({ name, logicalId }) => name ?? logicalId));
    for (const [id, resource] of Object.entries(resources)) {
        if (isObject(resource) && resource["Type"] === REMEDIATION_TYPE && repairs(resource, gone, names)) {
            gone.add(id);
        }
    }
    const kept = Object.fromEntries(
        Object.entries(resources)
            .filter(([id]) => !gone.has(id))
            .map(([id, resource]) => [id, isObject(resource) ? withoutDependency(resource, gone) : resource]),
    );
    return {
        leftOut,
        pack: {
            ...pack,
            // What a pack reads late is no property of its own.
            parameters: pack.parameters,
            ...(pack.documents !== undefined && { documents: pack.documents }),
            rules,
            resources: Object.keys(kept).length,
            body: bodyWithout(pack, gone),
            template: { ...pack.template, value: { ...pack.template.value, Resources: kept } },
        },
    };
}

/** A remediation names its rule by reference or by name. */
function repairs(remediation: TemplateObject, ids: ReadonlySet<string>, names: ReadonlySet<string>): boolean {
    const rule = propertiesOf(remediation)["ConfigRuleName"];
    const call = intrinsicOf(rule);
    return call?.name === "Ref"
        ? typeof call.argument === "string" && ids.has(call.argument)
        : names.has(scalarText(rule) ?? "");
}

function withoutDependency(resource: TemplateObject, gone: ReadonlySet<string>): TemplateObject {
    const { DependsOn, ...others } = resource;
    const stays = (id: TemplateValue): boolean => typeof id !== "string" || !gone.has(id);
    const left = Array.isArray(DependsOn) ? DependsOn.filter(stays) : DependsOn;
    return left === undefined || (Array.isArray(left) ? left.length === 0 : !stays(left))
        ? others
        : { ...others, DependsOn: left };
}

/** Everything else stays as it is written. */
function bodyWithout(pack: Pack, gone: ReadonlySet<string>): string {
    const { source } = readYaml(pack.file, pack.body);
    const resources = source?.document.get("Resources");
    if (source === undefined || !isMap(resources)) {
        throw new Error(`the body of ${pack.file} has no Resources`);
    }
    for (const id of gone) {
        resources.delete(id);
    }
    for (const { value } of resources.items) {
        if (!isMap(value)) {
            continue;
        }
        const dependencies = value.get("DependsOn", true);
        if (isScalar(dependencies) && gone.has(String(dependencies.value))) {
            value.delete("DependsOn");
        } else if (isSeq(dependencies)) {
            dependencies.items = dependencies.items.filter((one) => !isScalar(one) || !gone.has(String(one.value)));
            if (dependencies.items.length === 0) {
                value.delete("DependsOn");
            }
        }
    }
    return templateBody(source.document);
}
