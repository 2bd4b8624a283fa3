/** Follows rules from one state of a stack into another: kept in their place, moved elsewhere, or lost. */
import type { RulePlan } from "../plan/plan.ts";
import { narrowedPack, narrowedRule, type PackReach } from "./narrowed.ts";

export interface PlacedRule {
    readonly pack: PackReach;
    readonly rule: RulePlan;
    /** What makes two rules the same one in the same place, from the surest sign on; undefined fits nothing. */
    readonly places: readonly (string | undefined)[];
    /** The same work in any place; absent where work cannot be compared. */
    readonly identity?: string;
    /** The same source, perhaps with other parameters. */
    readonly source: string;
    /** Text that is equal for equal input parameters; absent where they are not known, which fits any. */
    readonly parameters?: string;
}

export interface FollowedRules<Placed extends PlacedRule> {
    readonly kept: readonly { readonly from: Placed; readonly to: Placed }[];
    /** Checked in another place now. */
    readonly moved: readonly { readonly from: Placed; readonly to: Placed }[];
    /** Checked by nothing now. */
    readonly lost: readonly Placed[];
}

/** Every rule of `before` is told once. What takes the place of one rule that is gone takes it of no second one. */
export function follow<Placed extends PlacedRule>(
    before: readonly Placed[],
    after: readonly Placed[],
): FollowedRules<Placed> {
    const fresh = new Set(after);
    const kept: { from: Placed; to: Placed }[] = [];
    let rest = [...before];
    for (const level of before[0]?.places.keys() ?? []) {
        rest = rest.filter((from) => {
            const place = from.places[level];
            const same = place === undefined ? [] : [...fresh].filter(({ places }) => places[level] === place);
            const to = same.find((one) => covers(from, one)) ?? same[0];
            if (to !== undefined) {
                fresh.delete(to);
                kept.push({ from, to });
            }
            return to === undefined;
        });
    }
    const lost: Placed[] = [];
    const moved: { from: Placed; to: Placed }[] = [];
    for (const from of rest) {
        const taken =
            find(fresh, (one) => isIdentical(from, one)) ??
            find(fresh, (one) => isCovered(from, one)) ??
            find(fresh, (one) => one.source === from.source && reaches(from, one));
        const to = taken ?? find(after, (one) => isIdentical(from, one)) ?? find(after, (one) => isCovered(from, one));
        if (taken !== undefined) {
            fresh.delete(taken);
        }
        if (to === undefined) {
            lost.push(from);
        } else {
            moved.push({ from, to });
        }
    }
    return { kept, moved, lost };
}

/** Does the same work with the same parameters, for at least the same accounts and resources. */
export function isCovered(old: PlacedRule, now: PlacedRule): boolean {
    const comparable = old.identity !== undefined && now.identity !== undefined;
    const sameParameters = old.parameters === undefined || old.parameters === now.parameters;
    return comparable && sameParameters && covers(old, now);
}

function isIdentical(old: PlacedRule, now: PlacedRule): boolean {
    return old.identity !== undefined && old.identity === now.identity && reaches(old, now);
}

function covers(old: PlacedRule, now: PlacedRule): boolean {
    return old.source === now.source && reaches(old, now) && narrowedRule("", old.rule, now.rule).length === 0;
}

function reaches(old: PlacedRule, now: PlacedRule): boolean {
    return narrowedPack(old.pack, now.pack).length === 0;
}

function find<Item>(items: Iterable<Item>, fits: (item: Item) => boolean): Item | undefined {
    for (const item of items) {
        if (fits(item)) {
            return item;
        }
    }
    return undefined;
}
