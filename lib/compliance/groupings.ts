/** By what compliance is summed up, and which group is the worst. */
import { controlName, isControlAskedFor, type StatusFilter } from "./filter.ts";
import { severityRank } from "./severity.ts";
import { type Group, type Grouping, scoreOf } from "./tally.ts";

export const GROUPINGS = ["pack", "rule", "account", "region", "control"] as const;
export type GroupingName = (typeof GROUPINGS)[number];

/** Names that no pack and no control has. */
export const NO_PACK = "(no pack)";
export const NO_CONTROL = "(no control)";

/** @param filter of the controls of a rule, only those that are asked about are groups */
export function groupingBy(name: GroupingName, filter: StatusFilter = {}): Grouping {
    switch (name) {
        case "pack":
            // Of a rule of which AWS did not say whose it is, all that it can be is said.
            return ({ packs }) => [packs.length === 0 ? NO_PACK : packs.join(" or ")];
        case "rule":
            return ({ rule }) => [rule];
        case "account":
            return ({ account }) => [account];
        case "region":
            return ({ region }) => [region];
        case "control":
            return ({ controls }) => {
                const wanted = controls.filter((control) => isControlAskedFor(control, filter));
                return wanted.length === 0 ? [NO_CONTROL] : wanted.map(controlName);
            };
    }
}

/** By the worst severity that fails, then by how many fail, are waived, or have no verdict yet; then by name. */
export function worstFirst(one: Group, other: Group): number {
    return (
        severityRank(one.worst) - severityRank(other.worst) ||
        other.verdicts.NON_COMPLIANT - one.verdicts.NON_COMPLIANT ||
        other.verdicts.WAIVED - one.verdicts.WAIVED ||
        (scoreOf(one) ?? 1) - (scoreOf(other) ?? 1) ||
        other.verdicts.INSUFFICIENT_DATA - one.verdicts.INSUFFICIENT_DATA ||
        one.name.localeCompare(other.name, "en", { numeric: true })
    );
}
