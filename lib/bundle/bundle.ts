/** From merged rules to the packs that are deployed: one, or as many parts as AWS's limits demand. */
import { createHash } from "node:crypto";
import type { Location } from "../diagnostic.ts";
import { logicalIdOf } from "../compact/names.ts";
import { REMEDIATION_TYPE, RESOURCES_PER_PACK, RULE_TYPE, S3_TEMPLATE_BYTES } from "../pack/limits.ts";
import type { Pack } from "../pack/parse.ts";
import { renderTemplate } from "../pack/render.ts";
import { planRule } from "../pack/rule-plan.ts";
import type { PackTemplate } from "../pack/template.ts";
import type { TemplateObject } from "../pack/template-value.ts";
import type { BundledRule } from "./merge.ts";
import { split } from "./split.ts";

export interface BundlePart {
    /** The bundle's own name, or that with a suffix. */
    readonly name: string;
    readonly pack: Pack;
}

/**
 * @param name of the bundle
 * @param location of the bundle in the configuration
 */
export function bundleParts(name: string, rules: readonly BundledRule[], location: Location): BundlePart[] {
    const fits = (part: readonly BundledRule[]): boolean =>
        part.reduce((sum, rule) => sum + resourcesOf(rule), 0) <= RESOURCES_PER_PACK &&
        Buffer.byteLength(renderTemplate(templateOf(part))) <= S3_TEMPLATE_BYTES;
    return split(rules, fits).map(({ suffix, items }) => ({
        name: suffix === "" ? name : `${name}-${suffix}`,
        pack: packOf(items, location),
    }));
}

function resourcesOf(rule: BundledRule): number {
    return rule.remediation === undefined ? 1 : 2;
}

function packOf(rules: readonly BundledRule[], location: Location): Pack {
    const value = templateOf(rules);
    const byId = new Map(rules.map((rule) => [bundledLogicalId(rule.key), rule]));
    const template: PackTemplate = {
        value,
        locate: ([, id]) => byId.get(String(id).replace(/^remediation/, ""))?.origins[0]?.location ?? location,
    };
    const notes = rules.flatMap(({ key, remediationNotes }) =>
        remediationNotes === undefined ? [] : [[remediationLogicalId(key), remediationNotes] as const],
    );
    return {
        file: location.file,
        form: "native",
        ...(notes.length > 0 && { remediationNotes: new Map(notes) }),
        parameters: [],
        rules: [...byId].map(([id, rule]) => ({
            ...planRule(template, id, { Type: RULE_TYPE, Properties: rule.properties }),
            ...(rule.severity && { severity: rule.severity }),
            ...(rule.program && { program: rule.program }),
            ...(rule.controls.length > 0 && { controls: rule.controls }),
            ...(rule.reason !== undefined && { reason: rule.reason }),
            origins: rule.origins,
        })),
        resources: rules.reduce((sum, rule) => sum + resourcesOf(rule), 0),
        body: renderTemplate(value),
        template,
    };
}

function templateOf(rules: readonly BundledRule[]): TemplateObject {
    const resources: TemplateObject = {};
    for (const rule of rules) {
        const id = bundledLogicalId(rule.key);
        // AWS's own attribute, for the controls that name no framework.
        const controls = rule.controls.filter(({ framework }) => framework === undefined).map((control) => control.id);
        resources[id] = {
            Type: RULE_TYPE,
            ...(controls.length > 0 && { Controls: controls }),
            Properties: rule.properties,
        };
        if (rule.remediation !== undefined) {
            resources[remediationLogicalId(rule.key)] = {
                Type: REMEDIATION_TYPE,
                DependsOn: id,
                Properties: rule.remediation,
            };
        }
    }
    return { Resources: resources };
}

/** Logical IDs of rules begin with a capital or a digit, so that this is never one of them. */
function remediationLogicalId(rule: string): string {
    return `remediation${bundledLogicalId(rule)}`;
}

/**
 * A rule keeps its logical ID whatever else is in the bundle: names that could give the same PascalCase get a hash.
 */
export function bundledLogicalId(name: string): string {
    const id = logicalIdOf(name);
    return /^[a-z0-9]+(-[a-z][a-z0-9]*)*$/.test(name)
        ? id
        : `${id}${createHash("sha256").update(name).digest("hex").slice(0, 8)}`;
}
