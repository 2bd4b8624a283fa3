/** Rules over all accounts and regions, with their packs; and what the rules of each control of a framework say. */
import type { StatusEntry } from "../../compliance/entry.ts";
import { NO_RESOURCES, sum } from "../../compliance/entry.ts";
import { worstFirst } from "../../compliance/groupings.ts";
import { worse } from "../../compliance/severity.ts";
import type { Group } from "../../compliance/tally.ts";
import type { FrameworkReport } from "../../coverage/report.ts";
import type { ControlPlan, Severity } from "../../plan/plan.ts";
import type { Combinations, RuleReport, ScoredGroup } from "./compliance-report.ts";
import type { CombinationTally } from "./resource-verdicts.ts";
import { scoreOfGroup } from "./score.ts";

interface KnownOfRule {
    readonly packs: Set<string>;
    severity?: Severity;
    readonly controls: Map<string, ControlPlan>;
}

/** What does not change from account to account: kept once for each rule. */
export class RuleFacts {
    readonly #known = new Map<string, KnownOfRule>();

    add({ rule, packs, severity, controls }: StatusEntry): void {
        const known: KnownOfRule = this.#known.get(rule) ?? { packs: new Set(), controls: new Map() };
        packs.forEach((pack) => known.packs.add(pack));
        const worst = worse(known.severity, severity);
        if (worst !== undefined) {
            known.severity = worst;
        }
        controls.forEach((control) => known.controls.set(`${control.framework ?? ""} ${control.id}`, control));
        this.#known.set(rule, known);
    }

    /** @param combinations of each rule; absent where none were counted */
    report({ name: rule, ...counts }: Group, combinations?: CombinationTally): RuleReport {
        const known = this.#known.get(rule);
        const own = combinations?.of(rule);
        const score = scoreOfGroup(counts, own);
        return {
            rule,
            packs: [...(known?.packs ?? [])].sort(),
            ...(known?.severity !== undefined && { severity: known.severity }),
            controls: [...(known?.controls.values() ?? [])],
            ...counts,
            ...(own && { combinations: own }),
            ...(score !== undefined && { score }),
        };
    }
}

/** As for other groups: by what fails, then by what is waived, then by score. */
export function worstRuleFirst(one: RuleReport, other: RuleReport): number {
    return worstFirst({ ...one, name: one.rule }, { ...other, name: other.rule });
}

/** @returns a sum for each control, in their order; undefined where no rule that AWS Config has answers it */
export function liveControls(
    { controls }: Pick<FrameworkReport, "controls">,
    rules: readonly RuleReport[],
): (ScoredGroup | undefined)[] {
    const byName = new Map(rules.map((rule) => [rule.rule, rule]));
    return controls.map(({ id, rules: answering }) => {
        const names = new Set(answering.map(({ name }) => name));
        const live = [...names].flatMap((name) => byName.get(name) ?? []);
        return live.length === 0 ? undefined : sumOf(id, live);
    });
}

function sumOf(name: string, rules: readonly RuleReport[]): ScoredGroup {
    const total = <Key extends string>(keys: readonly Key[], of: (rule: RuleReport) => Readonly<Record<Key, number>>) =>
        Object.fromEntries(keys.map((key) => [key, rules.reduce((count, rule) => count + of(rule)[key], 0)])) as Record<
            Key,
            number
        >;
    const verdicts = total(
        ["NON_COMPLIANT", "WAIVED", "INSUFFICIENT_DATA", "COMPLIANT", "NOT_APPLICABLE"],
        (rule) => rule.verdicts,
    );
    const none: Combinations = { compliant: 0, failing: 0, waived: 0 };
    const combinations = rules.some((rule) => rule.combinations !== undefined)
        ? total(["compliant", "failing", "waived"], (rule) => rule.combinations ?? none)
        : undefined;
    const worst = rules.map((rule) => rule.worst).reduce(worse, undefined);
    const score = scoreOfGroup({ verdicts }, combinations);
    return {
        name,
        verdicts,
        failingBySeverity: total(["critical", "high", "medium", "low", "none"], (rule) => rule.failingBySeverity),
        ...(worst !== undefined && { worst }),
        failing: rules.map(({ failing }) => failing).reduce(sum, NO_RESOURCES),
        waived: rules.map(({ waived }) => waived).reduce(sum, NO_RESOURCES),
        ...(combinations && { combinations }),
        ...(score !== undefined && { score }),
    };
}
