/** What becomes of each control of a framework: which rules of which packs answer it, or why none does. */
import type { ControlPlan } from "../plan/plan.ts";
import type { CoveragePack, CoverageRule } from "./pack-rules.ts";

/**
 * `covered`: a rule gives evidence. `provided`: something else than a rule does it. `not-checkable`: AWS Config cannot see
 * it, and a pack says why. `gap`: neither, of the packs that are looked at.
 */
export type ControlState = "covered" | "provided" | "not-checkable" | "gap";

/** A rule that answers a control, with every pack that has it. */
export interface AnsweringRule {
    /** Name in AWS Config. */
    readonly name: string;
    /** The managed rule identifier, or the name of the project's own rule. */
    readonly source: string;
    readonly severity?: CoverageRule["severity"];
    readonly reason?: string;
    /** In alphabetical order. */
    readonly packs: readonly string[];
}

export interface ControlCoverage {
    readonly id: string;
    /** Where a framework's controls stand in groups. */
    readonly group?: string;
    readonly state: ControlState;
    /** In alphabetical order. */
    readonly rules: readonly AnsweringRule[];
    /** Why AWS Config cannot see it, or not all of it. */
    readonly reasons: readonly string[];
    /** What does it in place of a rule. */
    readonly providedBy?: string;
    /** Of a gap: rules of packs that are not looked at. */
    readonly elsewhere: readonly AnsweringRule[];
    /** Of a gap: names of the project's own rules that would answer it. */
    readonly ready: readonly string[];
    /** Of a gap: rules that are switched off, as `pack/rule`. */
    readonly switchedOff: readonly string[];
}

export interface FrameworkCoverage {
    readonly framework: string;
    /** Names of the packs that are looked at and have something to do with the framework. */
    readonly packs: readonly string[];
    readonly controls: readonly ControlCoverage[];
}

/** Stands for controls that belong to no framework, such as those in AWS's own packs. */
export const UNNAMED_FRAMEWORK = "unnamed";

/** `1.2` before `1.10`. */
const inOrder = new Intl.Collator("en", { numeric: true }).compare;

/** Names of the frameworks that any of the packs names, in alphabetical order. */
export function frameworksOf(packs: readonly CoveragePack[]): string[] {
    const names = packs.flatMap((pack) => controlsOfPack(pack).map(frameworkOf));
    return [...new Set(names)].sort(inOrder);
}

/**
 * The controls of a framework and what answers them. Which controls there are is known from the packs of the project:
 * what their rules answer, on or off, and what they list as not covered.
 *
 * @param selected the packs that are looked at
 * @param project every pack of the project
 */
export function coverFramework(
    framework: string,
    selected: readonly CoveragePack[],
    project: readonly CoveragePack[],
): FrameworkCoverage {
    const isOf = (control: ControlPlan): boolean => frameworkOf(control) === framework;
    const all = [...selected, ...project];
    const ids = new Set(
        all.flatMap((pack) =>
            controlsOfPack(pack)
                .filter(isOf)
                .map(({ id }) => id),
        ),
    );
    const chosen = answersById(selected, isOf);
    const others = answersById(
        project.filter(({ name }) => !selected.some((one) => one.name === name)),
        isOf,
    );
    return {
        framework,
        packs: selected.filter((pack) => controlsOfPack(pack).some(isOf)).map(({ name }) => name),
        controls: [...ids].sort(inOrder).map((id): ControlCoverage => {
            const rules = chosen.get(id) ?? [];
            const listed = all.flatMap(({ notCovered }) => notCovered.filter((one) => isOf(one) && one.id === id));
            const reasons = [...new Set(listed.map(({ reason }) => reason))];
            const state = rules.length > 0 ? "covered" : reasons.length > 0 ? "not-checkable" : "gap";
            return {
                id,
                state,
                rules,
                reasons,
                elsewhere: state === "gap" ? (others.get(id) ?? []) : [],
                ready: [],
                switchedOff: state === "gap" ? switchedOff(selected, isOf, id) : [],
            };
        }),
    };
}

/** How many controls of a framework have a state. */
export function countOf({ controls }: FrameworkCoverage, state: ControlState): number {
    return controls.filter((control) => control.state === state).length;
}

/** Joins the same rule of several packs; in alphabetical order of rules and packs. */
export function answeringRules(
    found: readonly { readonly pack: string; readonly rule: CoverageRule }[],
): AnsweringRule[] {
    const joined = new Map<string, { rule: CoverageRule; packs: Set<string> }>();
    for (const { pack, rule } of found) {
        const key = JSON.stringify([rule.name, rule.source]);
        const known = joined.get(key);
        // A pack that says nothing of severity or reason leaves both to the others.
        joined.set(key, { rule: { ...rule, ...known?.rule }, packs: new Set([...(known?.packs ?? []), pack]) });
    }
    return [...joined.values()]
        .map(({ rule: { name, source, severity, reason }, packs }): AnsweringRule => ({
            name,
            source,
            ...(severity && { severity }),
            ...(reason !== undefined && { reason }),
            packs: [...packs].sort(inOrder),
        }))
        .sort((a, b) => inOrder(a.name, b.name) || inOrder(a.source, b.source));
}

function answersById(
    packs: readonly CoveragePack[],
    isOf: (control: ControlPlan) => boolean,
): ReadonlyMap<string, AnsweringRule[]> {
    const found = new Map<string, { pack: string; rule: CoverageRule }[]>();
    for (const { name: pack, rules } of packs) {
        for (const rule of rules) {
            for (const { id } of rule.controls.filter(isOf)) {
                found.set(id, [...(found.get(id) ?? []), { pack, rule }]);
            }
        }
    }
    return new Map([...found].map(([id, answers]) => [id, answeringRules(answers)]));
}

function switchedOff(packs: readonly CoveragePack[], isOf: (control: ControlPlan) => boolean, id: string): string[] {
    return packs.flatMap((pack) =>
        pack.switchedOff
            .filter(({ controls }) => controls.some((control) => isOf(control) && control.id === id))
            .map(({ key }) => `${pack.name}/${key}`),
    );
}

function controlsOfPack({ rules, notCovered, switchedOff: off }: CoveragePack): readonly ControlPlan[] {
    return [...rules.flatMap(({ controls }) => controls), ...notCovered, ...off.flatMap(({ controls }) => controls)];
}

function frameworkOf({ framework }: ControlPlan): string {
    return framework ?? UNNAMED_FRAMEWORK;
}
