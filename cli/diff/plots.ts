/** Cost and rules per pack, before and after, as SVG in the text colour of the page. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import type { PackFigures } from "../../lib/diff/comparison.ts";

/** Read from the page's style sheet, so that the plots follow light and dark. */
const BEFORE = "var(--before)";
const AFTER = "var(--after)";

const WIDTH = 560;
const ROW_HEIGHT = 34;
const MARGINS = 64;
/** Characters of a pack's name beside its bar. */
const LONGEST_NAME = 26;

/** A range for each pack and side: a bar from its lower to its upper end. */
export function plotCost(packs: readonly PackFigures[]): string {
    const bars = packs.flatMap(({ name, old, new: now }) => [
        ...(old ? [{ pack: short(name), side: "before", from: old.cost.low, to: old.cost.high }] : []),
        ...(now ? [{ pack: short(name), side: "after", from: now.cost.low, to: now.cost.high }] : []),
    ]);
    return draw(packs, [
        Plot.barX(bars, {
            x1: "from",
            x2: "to",
            y: "side",
            fy: "pack",
            fill: (bar: { side: string }) => (bar.side === "before" ? BEFORE : AFTER),
            rx: 2,
        }),
        Plot.ruleX([0]),
    ]);
}

/** How many rules each pack has. */
export function plotRules(packs: readonly PackFigures[]): string {
    const bars = packs.flatMap(({ name, old, new: now }) => [
        ...(old ? [{ pack: short(name), side: "before", rules: old.rules }] : []),
        ...(now ? [{ pack: short(name), side: "after", rules: now.rules }] : []),
    ]);
    return draw(
        packs,
        [
            Plot.barX(bars, {
                x: "rules",
                y: "side",
                fy: "pack",
                fill: (bar: { side: string }) => (bar.side === "before" ? BEFORE : AFTER),
                rx: 2,
            }),
            Plot.text(bars, { x: "rules", y: "side", fy: "pack", text: "rules", dx: 4, textAnchor: "start" }),
            Plot.ruleX([0]),
        ],
        { tickFormat: (count: number) => (Number.isInteger(count) ? String(count) : "") },
    );
}

function draw(packs: readonly PackFigures[], marks: Plot.Markish[], x: Plot.ScaleOptions = {}): string {
    // The types of a page are not those of this program.
    const { document } = parseHTML("<!doctype html><html><body></body></html>") as unknown as Pick<
        Plot.PlotOptions,
        "document"
    >;
    const longest = Math.max(...packs.map(({ name }) => short(name).length));
    const plot = Plot.plot({
        document,
        width: WIDTH,
        height: packs.length * ROW_HEIGHT + MARGINS,
        marginLeft: 20 + longest * 7.5,
        marginRight: 30,
        marginBottom: 30,
        x: { label: null, grid: true, nice: true, zero: true, ticks: 5, ...x },
        y: { axis: null, domain: ["before", "after"], padding: 0.1 },
        fy: { label: null, axis: "left", padding: 0.25 },
        // Fixed, so that the same figures give the same page.
        className: "plot",
        marks,
    });
    return plot.outerHTML;
}

function short(name: string): string {
    return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
