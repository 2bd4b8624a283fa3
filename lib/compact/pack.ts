/** From the values of a pack in the compact form to the pack, with every fault found on the way. */
import { catalogue } from "../catalogue/catalogue.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { documentsIn, hasRemediations, type Pack, type SwitchedOffRule } from "../pack/parse.ts";
import { readTemplate } from "../pack/read-template.ts";
import { renderTemplate } from "../pack/render.ts";
import type { TemplateObject } from "../pack/template-value.ts";
import type { RulePlan, UncoveredControl } from "../plan/plan.ts";
import type { ProjectFiles } from "../project-files.ts";
import { controlsOf } from "../rules/custom-rule.ts";
import type { FunctionOwner } from "../rules/functions.ts";
import { PackRules } from "../rules/pack-rules.ts";
import { programOf } from "../rules/program.ts";
import type { YamlSource } from "../yaml-source.ts";
import { compile, type RuleEntries } from "./compile.ts";
import { CompactFindings } from "./effective-pack.ts";
import { joinIncludes } from "./include.ts";
import { readCompact } from "./read.ts";
import { remediationNotes } from "./remediation.ts";

/** @returns the pack where it has no error, and all findings */
export function compactPack(
    source: YamlSource,
    value: TemplateObject,
    files: ProjectFiles | undefined,
    owner: FunctionOwner | undefined,
): { pack?: Pack; diagnostics: Diagnostic[] } {
    const { document, diagnostics } = readCompact(source, value);
    if (document === undefined) {
        return { diagnostics };
    }
    const findings = new CompactFindings();
    const effective = joinIncludes(source, document, files, findings);
    const rules = new PackRules(files, owner);
    const { template, entries } = compile(effective, catalogue(), rules, findings);
    if (findings.all.length > 0) {
        return { diagnostics: findings.all };
    }
    const content = readTemplate(template, diagnostics);
    if (diagnostics.length > 0) {
        return { diagnostics };
    }
    const { title, description } = effective;
    const notCovered = effective.notCovered.flatMap(({ controls, reason }) =>
        controlsOf(controls).map((control): UncoveredControl => ({ ...control, reason })),
    );
    const switchedOff = [...effective.rules].flatMap(([key, { value }]): SwitchedOffRule[] =>
        value.enabled === false ? [{ key, controls: controlsOf(value.controls ?? []) }] : [],
    );
    const notes = remediationNotes(entries);
    const own = [...entries].flatMap(([id, { custom }]) => (custom === undefined ? [] : [[id, custom] as const]));
    return {
        pack: {
            file: source.file,
            form: "compact",
            ...(title !== undefined && { title }),
            ...(description !== undefined && { description }),
            ...(notCovered.length > 0 && { notCovered }),
            ...(switchedOff.length > 0 && { switchedOff }),
            parameters: content.parameters,
            resources: content.resources,
            rules: content.rules.map((rule) => withEntry(rule, entries)),
            body: renderTemplate(template.value),
            template,
            custom: { rules: new Map(own), names: rules.names },
            ...(notes.size > 0 && { remediationNotes: notes }),
            ...(hasRemediations(content) && { documents: documentsIn(files) }),
        },
        diagnostics,
    };
}

/** What only the compact form can say of a rule. */
function withEntry(rule: RulePlan, entries: RuleEntries): RulePlan {
    const { entry, custom } = entries.get(rule.logicalId) ?? {};
    const severity = entry?.value.severity ?? custom?.severity;
    const controls = entry?.value.controls ?? custom?.controls;
    const reason = entry?.value.reason;
    const program = custom && programOf(custom);
    return {
        ...rule,
        ...(severity && { severity }),
        ...(controls && { controls: controlsOf(controls) }),
        ...(reason !== undefined && { reason }),
        ...(program && { program }),
    };
}
