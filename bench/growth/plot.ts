/** Draws how ways grow beside each other: `node bench/growth/plot.ts <result.json> <to.svg>`. */
import { readFileSync, writeFileSync } from "node:fs";
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";

interface Row {
    readonly way: string;
    readonly packs: number;
    readonly step: string;
    readonly cpu: number;
}

/** Readable on white and on black, as in bench/speed/plot.ts. */
const COLOURS = ["#c77d1e", "#2f81f7", "#8a8f98", "#3fb950", "#a371f7"];
const INK = "#7d8590";
/** Closer than this, on the logarithmic scale, two names overlap. */
const NEAR = 0.15;

const [, , from = "", to = ""] = process.argv;
const { rows } = JSON.parse(readFileSync(from, "utf8")) as { rows: readonly Row[] };
const shown = rows.filter(({ step }) => step === "preview" || step === "up");
const ways = [...new Set(shown.map(({ way }) => way))];
const most = Math.max(...shown.map(({ packs }) => packs));
type PlotOptions = NonNullable<Parameters<typeof Plot.plot>[0]>;
const { document } = parseHTML("<html><body></body></html>") as unknown as Pick<PlotOptions, "document">;
const chart = Plot.plot({
    ...(document && { document }),
    width: 860,
    height: 380,
    marginTop: 56,
    marginLeft: 60,
    marginRight: 170,
    marginBottom: 50,
    style: { background: "transparent", color: INK, fontSize: "12px", fontFamily: "system-ui, sans-serif" },
    fx: { label: null },
    x: {
        type: "log",
        label: "packs of 40 rules, logarithmic",
        labelOffset: 42,
        ticks: [...new Set(shown.map(({ packs }) => packs))],
        tickFormat: "~g",
    },
    y: { type: "log", label: "seconds of the processor, logarithmic", labelOffset: 50, grid: true, tickFormat: "~g" },
    color: { domain: ways, range: COLOURS },
    marks: [
        Plot.line(shown, { x: "packs", y: "cpu", stroke: "way", z: "way", fx: "step", strokeWidth: 2 }),
        Plot.dot(shown, { x: "packs", y: "cpu", fill: "way", fx: "step", r: 4 }),
        ...labelled(shown.filter(({ packs, step }) => packs === most && step === "up")),
    ],
});
chart.setAttribute("xmlns", "http://www.w3.org/2000/svg");
writeFileSync(to, `${chart.outerHTML}\n`);

/** The ways' names beside their last dots, apart where two of them would stand in one line. */
function labelled(ends: readonly Row[]) {
    const sorted = ends.toSorted((left, right) => left.cpu - right.cpu);
    return sorted.map((end, index) => {
        const above = sorted[index + 1];
        const dy = above !== undefined && Math.log(above.cpu / end.cpu) < NEAR ? 7 : 0;
        const place = { x: "packs", y: "cpu", text: "way", fx: "step", fill: "way" };
        return Plot.text([end], { ...place, textAnchor: "start", dx: 10, dy });
    });
}
