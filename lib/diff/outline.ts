/** A comparison as lines of words, for whatever prints it: what is said is decided here, how it looks elsewhere. */
import { formatCount, formatDelta, formatMoney } from "../cost/format.ts";
import { isNarrow, nearestOf } from "../quota/headroom.ts";
import { attentionLines } from "./attention.ts";
import type { StackComparison } from "./comparison.ts";
import type { Words } from "./message.ts";
import type { PackDiff, PacksDiff } from "./diff-plans.ts";
import { packSections } from "./outline-packs.ts";
import { resourceLines, settingLines } from "./outline-regions.ts";
import type { ValueChange } from "./value-change.ts";
import { changeWords } from "./words.ts";

/** Added, removed, changed, to be looked at, or none of these. */
export type Sign = "+" | "-" | "~" | "!" | " ";

export interface Line {
    readonly sign: Sign;
    /** 0 stands at the margin. */
    readonly level: number;
    readonly words: Words;
}

export interface Section {
    readonly kind: "attention" | "pack" | "settings" | "resources" | "cost" | "quotas";
    readonly sign: Sign;
    readonly title: Words;
    readonly lines: readonly Line[];
}

/** Sections in the order in which a reviewer needs them; empty where nothing changes. */
export function outlineOf(comparison: StackComparison): Section[] {
    const { diff, resources, region: ownRegion } = comparison;
    const sections: Section[] = [
        { kind: "attention", sign: "!", title: ["Look at"], lines: attentionLines(comparison) },
        ...packSections(comparison, ownRegion),
        {
            kind: "settings",
            sign: "~",
            title: ["Settings"],
            lines: settingLines(diff, ownRegion),
        },
        {
            kind: "resources",
            sign: "~",
            title: ["Resources other than packs"],
            lines: [
                ...resourceLines("-", resources.removed, resources),
                ...resourceLines("+", resources.added, resources),
            ],
        },
        { kind: "cost", sign: "~", title: [costTitle(comparison)], lines: costLines(comparison) },
        { kind: "quotas", sign: "~", title: ["Quotas"], lines: quotaLines(comparison) },
    ];
    return sections.filter(({ kind, lines }) => kind === "pack" || lines.length > 0);
}

/** One sentence on what changes, for the top. */
export function summaryOf({ state, diff }: StackComparison): string {
    if (state === "same") {
        return "nothing changes";
    }
    const regions = diff.regions ?? [];
    // What is added or removed with a whole region counts as the region; the same in several regions counts once.
    const packs = [diff.packs, ...regions.filter((one) => one.state === "changed").map((one) => one.packs)];
    const names = (measure: "added" | "removed"): number =>
        new Set(packs.flatMap((one) => one[measure].map(({ name }) => name))).size;
    const rules = (measure: "added" | "removed" | "changed"): number =>
        new Set(packs.flatMap((one) => [...one.changed.flatMap(changedRules(measure)), ...wholeRules(one, measure)]))
            .size;
    const counts = [
        [regions.filter((one) => one.state === "added").length, "region", "added"],
        [regions.filter((one) => one.state === "removed").length, "region", "removed"],
        [names("added"), "pack", "added"],
        [names("removed"), "pack", "removed"],
        [rules("added"), "rule", "added"],
        [rules("removed"), "rule", "removed"],
        [rules("changed"), "rule", "changed"],
        [settingLines(diff, undefined).length, "setting", "changed"],
    ] as const;
    const parts = counts
        .filter(([count]) => count > 0)
        .map(([count, noun, verb]) => `${formatCount(count, noun)} ${verb}`);
    const what = parts.length === 0 ? "packs change, but none of their rules" : parts.join(", ");
    return state === "new" ? `a new stack: ${what}` : state === "gone" ? `the stack is gone: ${what}` : what;
}

type Measure = "added" | "removed" | "changed";

function changedRules(measure: Measure): (pack: PackDiff) => string[] {
    return ({ name, rules }) => rules[measure].map(({ logicalId }) => JSON.stringify([name, logicalId]));
}

/** The rules of packs that come or go. */
function wholeRules(packs: PacksDiff, measure: Measure): string[] {
    return measure === "changed"
        ? []
        : packs[measure].flatMap(({ name, pack }) => Object.keys(pack.rules).map((id) => JSON.stringify([name, id])));
}

function costTitle({ cost }: StackComparison): string {
    return `Cost a month: ${formatMoney(cost.old)} -> ${formatMoney(cost.new)} (${formatDelta(cost.delta)})`;
}

function costLines({ cost, state }: StackComparison): Line[] {
    if (state === "same") {
        return [];
    }
    const zero = { low: 0, high: 0 };
    const figures = [
        { name: "recording", old: cost.recording.old, now: cost.recording.new },
        ...cost.packs.map(({ name, old, new: now }) => ({ name, old: old?.cost ?? zero, now: now?.cost ?? zero })),
    ];
    return figures
        .map((one) => ({ ...one, delta: { low: one.now.low - one.old.low, high: one.now.high - one.old.high } }))
        .filter(({ delta }) => formatDelta(delta) !== "no change")
        .map(({ name, old, now, delta }) =>
            line(
                delta.high < 0 ? "-" : "+",
                0,
                { code: name },
                `: ${formatMoney(old)} -> ${formatMoney(now)} (${formatDelta(delta)})`,
            ),
        );
}

/** Of these every change is of interest; of the others only what comes near the limit. */
const COUNTS: ReadonlySet<string> = new Set(["rules", "account-packs", "organization-packs", "resources-per-pack"]);

function quotaLines({ headroom }: StackComparison): Line[] {
    return headroom
        .filter((one) => one.used !== one.before && (COUNTS.has(one.quota) || one.used > one.limit / 2))
        .map((one) =>
            line(
                isNarrow(one) ? "!" : "~",
                0,
                `${one.title}: ${one.before.toLocaleString("en")} -> ${one.used.toLocaleString("en")} ` +
                    `of ${one.limit.toLocaleString("en")}`,
                ...(nearestOf(one) === "" ? [] : [" (", { code: nearestOf(one) }, ")"]),
            ),
        );
}

export function changeLine(change: ValueChange, level: number): Line {
    const sign = change.old === undefined ? "+" : change.new === undefined ? "-" : "~";
    return { sign, level, words: changeWords(change) };
}

/** A line, from its parts. */
export function line(sign: Sign, level: number, ...words: Words): Line {
    return { sign, level, words };
}
