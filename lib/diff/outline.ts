/** A comparison as lines of words, for whatever prints it: what is said is decided here, how it looks elsewhere. */
import { formatCount, formatDelta, formatMoney } from "../cost/format.ts";
import { nameOf } from "../cost/estimate.ts";
import { describeReach } from "../plan/organization-reach.ts";
import { isNarrow } from "../quota/headroom.ts";
import { attentionLines } from "./attention.ts";
import type { ComparablePack, ComparableRule } from "./comparable.ts";
import type { StackComparison } from "./comparison.ts";
import type { Words } from "./message.ts";
import type { PackDiff } from "./diff-plans.ts";
import type { ValueChange } from "./value-change.ts";
import { changeWords, ruleChangeLines } from "./words.ts";

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
    const { diff, resources } = comparison;
    const sections: Section[] = [
        { kind: "attention", sign: "!", title: ["Look at"], lines: attentionLines(comparison) },
        ...packSections(comparison),
        {
            kind: "settings",
            sign: "~",
            title: ["Settings"],
            lines: diff.settings.map((change) => changeLine(change, 0)),
        },
        {
            kind: "resources",
            sign: "~",
            title: ["Resources other than packs"],
            lines: [
                ...resources.removed.map((row) => line("-", 0, { code: row })),
                ...resources.added.map((row) => line("+", 0, { code: row })),
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
    const { added, removed, changed } = diff.packs;
    const rules = (measure: "added" | "removed" | "changed"): number =>
        changed.reduce((sum, pack) => sum + pack.rules[measure].length, 0);
    const inside = (packs: readonly { readonly pack: ComparablePack }[]): number =>
        packs.reduce((sum, { pack }) => sum + Object.keys(pack.rules).length, 0);
    const counts = [
        [added.length, "pack", "added"],
        [removed.length, "pack", "removed"],
        [rules("added") + inside(added), "rule", "added"],
        [rules("removed") + inside(removed), "rule", "removed"],
        [rules("changed"), "rule", "changed"],
        [diff.settings.length, "setting", "changed"],
    ] as const;
    const parts = counts
        .filter(([count]) => count > 0)
        .map(([count, noun, verb]) => `${formatCount(count, noun)} ${verb}`);
    const what = parts.length === 0 ? "packs change, but none of their rules" : parts.join(", ");
    return state === "new" ? `a new stack: ${what}` : state === "gone" ? `the stack is gone: ${what}` : what;
}

function packSections({ diff, rules }: StackComparison): Section[] {
    const movedTo = new Map(rules.moved.map(({ from, to }) => [`${from.pack} ${from.logicalId}`, to]));
    const goneLine = (pack: string, rule: ComparableRule): Line => {
        const to = movedTo.get(`${pack} ${rule.logicalId}`);
        const whereTo = to === undefined ? [] : [", now ", { code: `${to.pack}/${to.name}` }];
        return line("-", 0, "rule ", { code: nameOf(rule) }, ...whereTo);
    };
    return [
        ...diff.packs.removed.map(({ name, pack }): Section => ({
            kind: "pack",
            sign: "-",
            title: ["pack ", { code: name }, ` removed: ${describePack(pack)}`],
            lines: Object.values(pack.rules).map((rule) => goneLine(name, rule)),
        })),
        ...diff.packs.added.map(({ name, pack }): Section => ({
            kind: "pack",
            sign: "+",
            title: ["pack ", { code: name }, ` added: ${describePack(pack)}, from `, { code: pack.file }],
            lines: Object.values(pack.rules).flatMap((rule) => addedRule(rule)),
        })),
        ...diff.packs.changed.map((pack): Section => ({
            kind: "pack",
            sign: "~",
            title: ["pack ", { code: pack.name }, ` changed`],
            lines: changedPack(pack, goneLine),
        })),
    ];
}

function describePack({ rules, remediations, ...pack }: ComparablePack): string {
    const count = Object.keys(remediations).length;
    const repairs = count === 0 ? "" : `, ${formatCount(count, "remediation")}`;
    return `target ${describeReach(pack)}, ${formatCount(Object.keys(rules).length, "rule")}${repairs}`;
}

function changedPack(pack: PackDiff, goneLine: (pack: string, rule: ComparableRule) => Line): Line[] {
    const { rules, remediations } = pack;
    return [
        ...[...pack.moved, ...pack.settings].map((change) => changeLine(change, 0)),
        ...rules.removed.map((rule) => goneLine(pack.name, rule)),
        ...rules.added.flatMap(addedRule),
        ...rules.changed.flatMap(({ new: now, changes }) => [
            line("~", 0, "rule ", { code: nameOf(now) }),
            ...ruleChangeLines(changes),
        ]),
        ...remediations.removed.map(({ rule, document }) =>
            line("-", 0, "remediation of ", { code: rule }, " by ", { code: document ?? "?" }),
        ),
        ...remediations.added.map(({ rule, document, automatic }) =>
            line("+", 0, `${automatic ? "automatic " : ""}remediation of `, { code: rule }, " by ", {
                code: document ?? "?",
            }),
        ),
        ...remediations.changed.flatMap(({ new: now, changes }) => [
            line("~", 0, "remediation of ", { code: now.rule }),
            ...changes.map((change) => changeLine(change, 1)),
        ]),
        ...(pack.templateOnly
            ? [line("~", 0, `the template, but no rule in it: ${pack.old.bytes} -> ${pack.new.bytes} bytes`)]
            : []),
    ];
}

function addedRule(rule: ComparableRule): Line[] {
    const severity = rule.severity === undefined ? "" : `, severity ${rule.severity}`;
    const inputs = rule.inputParameters;
    return [
        line("+", 0, "rule ", { code: nameOf(rule) }, severity),
        ...(inputs === undefined ? [] : [line("+", 1, "parameters ", { code: JSON.stringify(inputs) })]),
    ];
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
                ...(one.subject === undefined ? [] : [" (", { code: one.subject }, ")"]),
            ),
        );
}

function changeLine(change: ValueChange, level: number): Line {
    const sign = change.old === undefined ? "+" : change.new === undefined ? "-" : "~";
    return { sign, level, words: changeWords(change) };
}

/** A line, from its parts. */
export function line(sign: Sign, level: number, ...words: Words): Line {
    return { sign, level, words };
}
