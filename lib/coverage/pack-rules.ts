/** The packs of a project as coverage sees them: rules with what they check by, and the controls they answer. */
import { findPack, packNames } from "../pack/find.ts";
import { type Diagnostic, hasErrors } from "../diagnostic.ts";
import { type Pack, parsePack, type SwitchedOffRule } from "../pack/parse.ts";
import type { TemplateValue } from "../pack/template-value.ts";
import { withValues } from "../plan/packs.ts";
import type { ControlPlan, RulePlan, Severity, UncoveredControl } from "../plan/plan.ts";
import { identityOf } from "../plan/rule-identity.ts";
import type { ProjectFiles } from "../project-files.ts";

export interface CoverageRule {
    /** Name in AWS Config. */
    readonly name: string;
    /** The managed rule identifier, the name of the project's own rule, or the rule's name where nothing else is known. */
    readonly source: string;
    readonly severity?: Severity;
    /** Why the rule matters. */
    readonly reason?: string;
    readonly controls: readonly ControlPlan[];
    /** Input parameters, with the pack's values or the stack's in them. */
    readonly inputs?: TemplateValue;
    /** Equal for rules that check the same with the same values. Absent where that cannot be told. */
    readonly identity?: string;
}

export interface CoveragePack {
    /** As a stack names it; of a stack, as it is deployed. */
    readonly name: string;
    readonly rules: readonly CoverageRule[];
    readonly notCovered: readonly UncoveredControl[];
    readonly switchedOff: readonly SwitchedOffRule[];
}

/** A pack of the project by name, with what only its file says. */
export interface ProjectPack extends CoveragePack {
    readonly pack: Pack;
}

/** AWS Config has one identifier for all process checks: their names tell them apart. */
const PROCESS_CHECK = "AWS_CONFIG_PROCESS_CHECK";

/**
 * Every pack of the project.
 *
 * @returns the packs in alphabetical order where none has an error, and all findings of those that have; never throws
 */
export function readProjectPacks(files: ProjectFiles): { packs?: ProjectPack[]; diagnostics: readonly Diagnostic[] } {
    const found: Diagnostic[] = [];
    const packs = [...packNames(files)].sort().flatMap((name): ProjectPack[] => {
        const file = findPack(name, files);
        const { pack, diagnostics } =
            file === undefined ? { diagnostics: [] } : parsePack(file, files.read(file) ?? "", files);
        found.push(...diagnostics);
        return pack === undefined ? [] : [{ pack, ...coveragePack(name, pack) }];
    });
    return hasErrors(found) ? { diagnostics: found } : { packs, diagnostics: [] };
}

function coveragePack(name: string, pack: Pack): CoveragePack {
    return {
        name,
        rules: withValues(pack, {}).map((rule) => coverageRule(rule, pack.custom?.rules.get(rule.logicalId)?.name)),
        notCovered: pack.notCovered ?? [],
        switchedOff: pack.switchedOff ?? [],
    };
}

/** @param own name of the project's own rule behind it; absent for any other rule */
export function coverageRule(rule: RulePlan, own: string | undefined): CoverageRule {
    const name = rule.name ?? rule.logicalId;
    const managed = rule.owner === "AWS" && rule.sourceIdentifier !== PROCESS_CHECK;
    const identity = identityOf({ target: "account" }, rule);
    return {
        name,
        source: own ?? (managed ? (rule.sourceIdentifier ?? name) : name),
        ...(rule.severity && { severity: rule.severity }),
        ...(rule.reason !== undefined && { reason: rule.reason }),
        controls: rule.controls ?? [],
        ...(rule.inputParameters !== undefined && { inputs: rule.inputParameters }),
        ...(identity !== undefined && { identity }),
    };
}
