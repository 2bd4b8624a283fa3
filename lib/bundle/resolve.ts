/** The rules of one pack with all its parameters filled in, as they come together in a bundle. */
import type { RemediationNotes } from "../compact/remediation.ts";
import type { Location } from "../diagnostic.ts";
import { defaultsOf, Evaluator, type Values } from "../pack/evaluate.ts";
import { REMEDIATION_TYPE, RULE_TYPE } from "../pack/limits.ts";
import type { Pack } from "../pack/parse.ts";
import { propertiesOf, scalarText, section, walk } from "../pack/template.ts";
import { isObject, type TemplateObject, type TemplateValue } from "../pack/template-value.ts";
import type { RulePlan } from "../plan/plan.ts";

/** One rule with its remediation: they stay together. */
export interface ResolvedRule {
    /** `ConfigRuleName`, else the logical ID. */
    readonly name: string;
    /** Name of the pack, for people. */
    readonly pack: string;
    readonly location: Location;
    readonly properties: TemplateObject;
    readonly remediation?: TemplateObject;
    /** What a compact pack says of it. */
    readonly remediationNotes?: RemediationNotes;
    readonly controls: NonNullable<RulePlan["controls"]>;
    readonly severity?: RulePlan["severity"];
    readonly reason?: string;
    readonly program?: RulePlan["program"];
    readonly nativeControls?: TemplateValue;
}

/** A condition that only AWS can decide, or anything else that stands in the way. */
export interface Undecided {
    readonly location: Location;
    readonly what: string;
}

/**
 * @param values of parameters, over the defaults; among them pseudo parameters that are known
 * @returns the rules that are deployed with these values; those whose conditions are false are left out
 */
export function resolvePack(
    name: string,
    pack: Pack,
    values: Values,
): { rules: ResolvedRule[]; undecided: Undecided[] } {
    const evaluator = new Evaluator(pack.template, { ...defaultsOf(pack.template), ...values });
    const undecided: Undecided[] = [];
    const deployed = Object.entries(section(pack.template, "Resources")).flatMap(([id, resource]) => {
        const condition = isObject(resource) ? scalarText(resource["Condition"]) : undefined;
        const truth = condition === undefined ? true : evaluator.condition(condition);
        const location = pack.template.locate(["Resources", id]);
        if (truth === undefined) {
            undecided.push({ location, what: `the condition ${condition}` });
        }
        if (!isObject(resource) || truth !== true) {
            return [];
        }
        const properties = evaluator.value(propertiesOf(resource));
        walk(properties ?? null, [], (value) => {
            if (isObject(value) && "Fn::If" in value) {
                undecided.push({ location, what: `a value of ${id}` });
            }
        });
        return [{ id, location, type: resource["Type"], resource, properties: isObject(properties) ? properties : {} }];
    });
    const remediations = deployed.filter(({ type }) => type === REMEDIATION_TYPE);
    const rules = deployed
        .filter(({ type }) => type === RULE_TYPE)
        .map(({ id, location, resource, properties }): ResolvedRule => {
            const ruleName = scalarText(properties["ConfigRuleName"]) ?? id;
            const remediation = remediations.find((one) => {
                const target = one.properties["ConfigRuleName"] ?? null;
                return target === ruleName || (isObject(target) && target["Ref"] === id);
            });
            const notes = remediation && pack.remediationNotes?.get(remediation.id);
            const plan = pack.rules.find((rule) => rule.logicalId === id);
            return {
                name: ruleName,
                pack: name,
                location,
                properties: { ...properties, ConfigRuleName: ruleName },
                ...(remediation && { remediation: { ...remediation.properties, ConfigRuleName: ruleName } }),
                ...(notes && { remediationNotes: notes }),
                controls: plan?.controls ?? [],
                ...(plan?.severity && { severity: plan.severity }),
                ...(plan?.reason !== undefined && { reason: plan.reason }),
                ...(plan?.program && { program: plan.program }),
                ...(resource["Controls"] !== undefined && { nativeControls: resource["Controls"] }),
            };
        });
    return { rules, undecided };
}
