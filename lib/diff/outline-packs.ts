/** Packs of a comparison as sections: what is the same in several regions is told once. */
import { describeReach } from "../plan/organization-reach.ts";
import { formatCount } from "../cost/format.ts";
import { nameOf } from "../cost/estimate.ts";
import { joinRegions, regionsInWords } from "../plan/alike-regions.ts";
import type { ComparablePack, ComparableRule } from "./comparable.ts";
import type { StackComparison } from "./comparison.ts";
import type { PackDiff, PacksDiff, RegionDiff } from "./diff-plans.ts";
import type { Words } from "./message.ts";
import { changeLine, type Line, line, type Section } from "./outline.ts";
import { ruleChangeLines } from "./words.ts";

/** Further regions that come or go, then packs of the others: removed, added, changed. */
export function packSections(comparison: StackComparison, ownRegion: string | undefined): Section[] {
    const { diff } = comparison;
    const goneLine = goneLines(comparison);
    const changed = diff.regions?.filter(({ state }) => state === "changed") ?? [];
    const inAll = [{ region: ownRegion, packs: diff.packs }, ...changed];
    return [
        ...regionSections(diff.regions ?? []),
        ...joined(inAll, ({ removed }) => removed).map(({ item: { name, pack }, where, region }): Section => ({
            kind: "pack",
            sign: "-",
            title: ["pack ", { code: name }, " removed", ...where, `: ${describePack(pack)}`],
            lines: Object.values(pack.rules).map((rule) => goneLine(name, rule, region)),
        })),
        ...joined(inAll, ({ added }) => added).map(({ item: { name, pack }, where }): Section => ({
            kind: "pack",
            sign: "+",
            title: ["pack ", { code: name }, " added", ...where, `: ${describePack(pack)}, from `, { code: pack.file }],
            lines: Object.values(pack.rules).flatMap((rule) => addedRule(rule)),
        })),
        ...joined(inAll, (packs) => packs.changed, differenceOf).map(({ item, where, region }): Section => ({
            kind: "pack",
            sign: "~",
            title: ["pack ", { code: item.name }, " changed", ...where],
            lines: changedPack(item, (pack, rule) => goneLine(pack, rule, region)),
        })),
    ];
}

type GoneLine = (pack: string, rule: ComparableRule, region: string | undefined) => Line;

function goneLines({ rules }: StackComparison): GoneLine {
    const key = (region: string | undefined, pack: string, id: string): string => `${region ?? ""} ${pack} ${id}`;
    const movedTo = new Map(
        rules.moved.map(({ from, to }) => [key(from.region, from.pack, from.logicalId), { from, to }]),
    );
    return (pack, rule, region) => {
        const move = movedTo.get(key(region, pack, rule.logicalId));
        const whereTo =
            move === undefined
                ? []
                : [
                      ", now ",
                      { code: `${move.to.pack}/${move.to.name}` },
                      ...(move.to.region === move.from.region ? [] : [" in ", { code: move.to.region ?? "" }]),
                  ];
        return line("-", 0, "rule ", { code: nameOf(rule) }, ...whereTo);
    };
}

interface Joined<Item> {
    readonly item: Item;
    /** Absent where the stack has a single region. */
    readonly region?: string;
    readonly where: Words;
}

/** Without the region of a stack that has but one there is nothing to join. */
function joined<Item extends { readonly name: string }>(
    diffs: readonly { readonly region: string | undefined; readonly packs: PacksDiff }[],
    pick: (packs: PacksDiff) => readonly Item[],
    contentOf?: (item: Item) => unknown,
): Joined<Item>[] {
    const items = diffs.flatMap(({ region, packs }) => pick(packs).map((item) => ({ region, item })));
    const placed = items.flatMap(({ region, item }) => (region === undefined ? [] : [{ region, item }]));
    if (placed.length < items.length) {
        return items.map(({ item }) => ({ item, where: [] }));
    }
    return joinRegions(placed, contentOf)
        .map(({ regions, item }) => ({
            item,
            region: regions[0] ?? "",
            where: [" in ", { code: regionsInWords(regions) }],
        }))
        .sort((a, b) => (a.item.name < b.item.name ? -1 : a.item.name > b.item.name ? 1 : 0));
}

/** What is told of a pack: all of it but the two packs themselves, which may differ where nothing changes. */
function differenceOf({ old: _old, new: _new, ...difference }: PackDiff): unknown {
    return difference;
}

function regionSections(regions: readonly RegionDiff[]): Section[] {
    const whole = (state: RegionDiff["state"], pick: (packs: PacksDiff) => PacksDiff["added"]): Section[] =>
        joinRegions(
            regions.filter((one) => one.state === state).map((one) => ({ region: one.region, item: pick(one.packs) })),
        ).map(({ regions: names, item: packs }) => {
            const rules = packs.reduce((sum, { pack }) => sum + Object.keys(pack.rules).length, 0);
            const sign = state === "added" ? "+" : "-";
            const count = `${formatCount(packs.length, "pack")}, ${formatCount(rules, "rule")}`;
            const title =
                names.length === 1
                    ? ["region ", { code: names[0] ?? "" }, ` ${state}: ${count}`]
                    : [`${names.length} regions ${state}: ${count} in each`];
            return {
                kind: "pack",
                sign,
                title,
                lines: [
                    ...(names.length === 1 ? [] : names.map((name) => line(sign, 0, { code: name }))),
                    ...packs.map(({ name, pack }) => line(sign, 0, "pack ", { code: name }, `: ${describePack(pack)}`)),
                ],
            };
        });
    return [...whole("removed", ({ removed }) => removed), ...whole("added", ({ added }) => added)];
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
