/** Draws results beside each other: `node bench/speed/plot.ts <before.json> <after.json> <to.svg>`. */
import { readFileSync, writeFileSync } from "node:fs";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

interface Row {
    readonly name: string;
    readonly cpu: number;
}

/** Readable on white and on black: https://observablehq.com/plot/features/scales#color-scales has no scheme for both. */
const COLOURS = { before: "#8a8f98", after: "#2f81f7", peer: "#c77d1e" };
const INK = "#7d8590";

/** Seconds, where the axis begins. */
const SMALLEST = 0.05;

const PEERS = /^(?:js-yaml|cfn-lint|AWS CDK)/;

const [, , before = "", after = "", to = ""] = process.argv;
const rowsOf = (file: string): readonly Row[] => (JSON.parse(readFileSync(file, "utf8")) as { rows: Row[] }).rows;
const earlier = new Map(rowsOf(before).map((row) => [row.name, row.cpu]));
const bars = rowsOf(after).flatMap(({ name, cpu }) => {
    const old = PEERS.test(name) ? undefined : earlier.get(name);
    return [
        ...(old === undefined ? [] : [{ name, seconds: old, of: "before" }]),
        { name, seconds: cpu, of: PEERS.test(name) ? "peer" : "after" },
    ];
});
type PlotOptions = NonNullable<Parameters<typeof Plot.plot>[0]>;
const { document } = parseHTML("<html><body></body></html>") as unknown as Pick<PlotOptions, "document">;
const chart = Plot.plot({
    ...(document && { document }),
    width: 860,
    height: 40 + bars.length * 24,
    marginLeft: 230,
    marginRight: 60,
    marginTop: 30,
    marginBottom: 50,
    style: { background: "transparent", color: INK, fontSize: "12px", fontFamily: "system-ui, sans-serif" },
    x: {
        type: "log",
        label: "seconds of the processor, logarithmic",
        labelOffset: 42,
        domain: [SMALLEST, 100],
        grid: true,
        tickFormat: "~g",
    },
    y: { label: null, tickSize: 0, domain: [...new Set(bars.map(({ name }) => name))] },
    color: { domain: Object.keys(COLOURS), range: Object.values(COLOURS), legend: false },
    marks: [
        Plot.link(bars, { x1: SMALLEST, x2: "seconds", y: "name", stroke: INK, strokeOpacity: 0.2 }),
        Plot.dot(bars, { x: "seconds", y: "name", fill: "of", r: 6 }),
        Plot.text(
            bars.filter(({ of }) => of !== "before"),
            { x: "seconds", y: "name", text: secondsOf, dy: -11, fill: INK },
        ),
        // Beside its dot, where the other's number cannot stand.
        Plot.text(
            bars.filter(({ of }) => of === "before"),
            {
                x: "seconds",
                y: "name",
                text: (bar) => `${secondsOf(bar)} before`,
                dx: 10,
                textAnchor: "start",
                fill: INK,
            },
        ),
    ],
});
chart.setAttribute("xmlns", "http://www.w3.org/2000/svg");
writeFileSync(to, `${chart.outerHTML}\n`);

function secondsOf({ seconds }: { readonly seconds: number }): string {
    return seconds.toFixed(2);
}
