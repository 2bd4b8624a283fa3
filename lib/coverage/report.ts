/** What `packs coverage` tells, before it has a form: of one framework, or of all in a line each. */
import {
    type AnsweringRule,
    countOf,
    coverFramework,
    type ControlCoverage,
    type FrameworkCoverage,
    frameworksOf,
} from "./framework.ts";
import { coverNamedChecks, NAMED_CHECKS, type NamedCheckSources } from "./named-checks.ts";
import { findOverlaps, type Overlaps } from "./overlaps.ts";
import type { CoveragePack } from "./pack-rules.ts";

/** The packs that are looked at, among all there are. */
export interface CoverageScope {
    /** In words: `the stack prod`. */
    readonly title: string;
    readonly selected: readonly CoveragePack[];
    /** Every pack of the project. */
    readonly project: readonly CoveragePack[];
}

export interface FrameworkReport extends FrameworkCoverage {
    readonly scope: string;
    readonly overlaps: Overlaps;
}

export interface FrameworkSummary {
    readonly framework: string;
    readonly controls: number;
    readonly covered: number;
    readonly provided: number;
    readonly notCheckable: number;
    readonly gaps: number;
    /** Different checks: a rule that several packs have counts once. */
    readonly rules: number;
    readonly packs: readonly string[];
}

export interface CoverageOverview {
    readonly scope: string;
    readonly packs: readonly string[];
    readonly frameworks: readonly FrameworkSummary[];
}

/** Names under which coverage can be asked for: the frameworks of the packs, and the named checks. */
export function coverageNames(packs: readonly CoveragePack[]): string[] {
    return [...frameworksOf(packs), NAMED_CHECKS];
}

/** @param framework one of `coverageNames` */
export function reportFramework(
    framework: string,
    { title, selected, project }: CoverageScope,
    sources: NamedCheckSources,
): FrameworkReport {
    const coverage =
        framework === NAMED_CHECKS
            ? coverNamedChecks(sources, selected, project)
            : coverFramework(framework, selected, project);
    return { scope: title, ...coverage, overlaps: findOverlaps(coverage, selected) };
}

/** Every framework in one line, the named checks last. */
export function reportOverview(scope: CoverageScope, sources: NamedCheckSources): CoverageOverview {
    const names = coverageNames([...scope.selected, ...scope.project]);
    return {
        scope: scope.title,
        packs: scope.selected.map(({ name }) => name),
        frameworks: names.map((name) => summaryOf(reportFramework(name, scope, sources))),
    };
}

/** How much of a framework is covered. */
export function summaryOf(coverage: FrameworkCoverage): FrameworkSummary {
    const rules = coverage.controls.flatMap((control) => control.rules.map(({ source }) => source));
    return {
        framework: coverage.framework,
        controls: coverage.controls.length,
        covered: countOf(coverage, "covered"),
        provided: countOf(coverage, "provided"),
        notCheckable: countOf(coverage, "not-checkable"),
        gaps: countOf(coverage, "gap"),
        rules: new Set(rules).size,
        packs: coverage.packs,
    };
}

/** What is to be said of a control besides its rules: why it is not covered, by what else it is, what would cover it. */
export function remarksOn(control: ControlCoverage): string[] {
    const { state, reasons, providedBy, elsewhere, ready, switchedOff } = control;
    const unnamed = elsewhere.length === 0 ? ready : [];
    return [
        ...(providedBy === undefined ? [] : [providedBy]),
        ...reasons,
        ...switchedOff.map((rule) => `${rule} is switched off`),
        ...(elsewhere.length === 0 ? [] : [`answered by other packs: ${packsOf(elsewhere).join(", ")}`]),
        ...unnamed.map((rule) => `the rule packs/rules/${rule} would answer it, and no pack has it yet`),
        ...(state === "gap" && elsewhere.length + ready.length + switchedOff.length === 0
            ? ["no pack has a rule for it"]
            : []),
    ];
}

/** `starter (2 rules)`, the pack with most rules first. */
function packsOf(rules: readonly AnsweringRule[]): string[] {
    const counts = Map.groupBy(
        rules.flatMap(({ packs }) => packs),
        (pack) => pack,
    );
    return [...counts]
        .sort(([a, some], [b, others]) => others.length - some.length || (a < b ? -1 : 1))
        .map(([pack, { length }]) => `${pack} (${length} ${length === 1 ? "rule" : "rules"})`);
}

/** Controls of which the same is to be said, in the order in which the first of each stands. */
export function groupByRemarks(
    controls: readonly ControlCoverage[],
): { readonly remarks: readonly string[]; readonly controls: readonly ControlCoverage[] }[] {
    const groups = Map.groupBy(controls, (control) => JSON.stringify(remarksOn(control)));
    return [...groups].map(([remarks, alike]) => ({ remarks: JSON.parse(remarks) as string[], controls: alike }));
}
