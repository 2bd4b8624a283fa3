/** What a change makes of a deployment plan, pack by pack and rule by rule: the model, apart from any rendering. */
import type { DeploymentPlan } from "../plan/plan.ts";
import {
    asValue,
    type ComparablePack,
    type ComparablePlan,
    type ComparableRegion,
    comparablePlan,
    type ComparableRule,
} from "./comparable.ts";
import type { ComparableRemediation } from "./comparable-remediation.ts";
import { applyChanges, diffValues, type ValueChange } from "./value-change.ts";

/** Of things with a logical ID. */
export interface KeyedDiff<Item> {
    readonly added: readonly Item[];
    readonly removed: readonly Item[];
    /** Paths are relative to the thing. */
    readonly changed: readonly {
        readonly logicalId: string;
        readonly old: Item;
        readonly new: Item;
        readonly changes: readonly ValueChange[];
    }[];
}

export interface PackDiff {
    readonly name: string;
    readonly old: ComparablePack;
    readonly new: ComparablePack;
    /** Its target or its file is another: each with old and new. */
    readonly moved: readonly ValueChange[];
    readonly rules: KeyedDiff<ComparableRule>;
    readonly remediations: KeyedDiff<ComparableRemediation>;
    /** Parameters, which members are reached, timeouts and how the template is delivered. */
    readonly settings: readonly ValueChange[];
    /** The template differs, though no rule, remediation or parameter does. */
    readonly templateOnly: boolean;
}

/** Sorted by name. */
export interface PacksDiff {
    readonly added: readonly { readonly name: string; readonly pack: ComparablePack }[];
    readonly removed: readonly { readonly name: string; readonly pack: ComparablePack }[];
    readonly changed: readonly PackDiff[];
}

/** One of a stack's further regions. */
export interface RegionDiff {
    readonly region: string;
    readonly state: "added" | "removed" | "changed";
    readonly packs: PacksDiff;
    /** Recording, delivery and all else of a region that is no pack; empty where the region is added or removed. */
    readonly settings: readonly ValueChange[];
}

export interface PlanDiff {
    /** Everything, from which `applyDiff` makes the new plan. Sorted by path. */
    readonly changes: readonly ValueChange[];
    /** Of the stack's own region. */
    readonly packs: PacksDiff;
    /** Recording, delivery, aggregation and all else of a stack that is no pack and no further region. */
    readonly settings: readonly ValueChange[];
    /** Further regions that differ, sorted by name. Absent where neither side has any. */
    readonly regions?: readonly RegionDiff[];
}

/**
 * Compares two plans.
 *
 * @param old absent: the stack is new
 * @param now absent: the stack is gone
 */
export function diffPlans(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): PlanDiff {
    const [before, after] = [comparablePlan(old), comparablePlan(now)];
    const changes = diffValues(asValue(before), asValue(after));
    const regions = [...new Set([...Object.keys(before.regions), ...Object.keys(after.regions)])].sort();
    return {
        changes,
        packs: diffPacks(before.packs, after.packs),
        settings: changes
            .filter(({ path: [section] }) => section !== "packs" && section !== "regions")
            .map(withoutSection),
        ...(regions.length > 0 && {
            regions: regions.flatMap((region) => diffRegion(region, before.regions[region], after.regions[region])),
        }),
    };
}

function diffRegion(
    region: string,
    old: ComparableRegion | undefined,
    now: ComparableRegion | undefined,
): readonly RegionDiff[] {
    const packs = diffPacks(old?.packs ?? {}, now?.packs ?? {});
    if (old === undefined || now === undefined) {
        return [{ region, state: old === undefined ? "added" : "removed", packs, settings: [] }];
    }
    const settings = diffValues(old.settings, now.settings);
    const same = settings.length + packs.added.length + packs.removed.length + packs.changed.length === 0;
    return same ? [] : [{ region, state: "changed", packs, settings }];
}

function diffPacks(before: ComparableRegion["packs"], after: ComparableRegion["packs"]): PacksDiff {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    const pairs = names.map((name) => ({ name, old: own(before, name), new: own(after, name) }));
    return {
        added: pairs.flatMap(({ name, old, new: pack }) => (old === undefined && pack ? [{ name, pack }] : [])),
        removed: pairs.flatMap(({ name, old: pack, new: now }) => (now === undefined && pack ? [{ name, pack }] : [])),
        changed: pairs.flatMap(({ name, old, new: now }) =>
            old === undefined || now === undefined ? [] : (diffPack(name, old, now) ?? []),
        ),
    };
}

/** The new plan, from the old one and the difference. */
export function applyDiff(old: DeploymentPlan | undefined, diff: PlanDiff): ComparablePlan {
    return applyChanges(asValue(comparablePlan(old)), diff.changes) as unknown as ComparablePlan;
}

/** Whether two plans are deployed alike. */
export function isEmpty(diff: PlanDiff): boolean {
    return diff.changes.length === 0;
}

function diffPack(name: string, old: ComparablePack, now: ComparablePack): PackDiff | undefined {
    const changes = diffValues(asTree(old), asTree(now));
    if (changes.length === 0) {
        return undefined;
    }
    const rules = diffKeyed(old.rules, now.rules);
    const remediations = diffKeyed(old.remediations, now.remediations);
    const settings = changes.filter(({ path: [key = ""] }) => SETTINGS.has(key));
    const inside = [rules, remediations].some(
        ({ added, removed, changed }) => added.length + removed.length + changed.length > 0,
    );
    return {
        name,
        old,
        new: now,
        moved: changes.filter(({ path: [key = ""] }) => MOVES.has(key)),
        rules,
        remediations,
        settings,
        templateOnly: !inside && old.template !== now.template,
    };
}

const MOVES: ReadonlySet<string> = new Set(["target", "file", "bundle"]);
const SETTINGS: ReadonlySet<string> = new Set([
    "parameters",
    "excludedAccounts",
    "excludedUnits",
    "units",
    "rollout",
    "timeouts",
    "delivery",
]);

function diffKeyed<Item extends object>(
    old: Readonly<Record<string, Item>>,
    now: Readonly<Record<string, Item>>,
): KeyedDiff<Item> {
    const ids = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return {
        added: ids.flatMap((id) => (own(old, id) === undefined ? (own(now, id) ?? []) : [])),
        removed: ids.flatMap((id) => (own(now, id) === undefined ? (own(old, id) ?? []) : [])),
        changed: ids.flatMap((logicalId) => {
            const [before, after] = [own(old, logicalId), own(now, logicalId)];
            if (before === undefined || after === undefined) {
                return [];
            }
            const changes = diffValues(asTree(before), asTree(after));
            return changes.length === 0 ? [] : [{ logicalId, old: before, new: after, changes }];
        }),
    };
}

function withoutSection(change: ValueChange): ValueChange {
    return change.path[0] === "settings" ? { ...change, path: change.path.slice(1) } : change;
}

function own<Item>(record: Readonly<Record<string, Item>>, key: string): Item | undefined {
    return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** What `comparablePlan` made is a tree of plain values already. */
function asTree(item: object): Parameters<typeof diffValues>[0] {
    return item as Parameters<typeof diffValues>[0];
}
