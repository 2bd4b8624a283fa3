/** Plots as SVG in the colours of the page, each in a wide and a narrow form: the style sheet shows the one that fits. */
import * as Plot from "@observablehq/plot";
import { parseHTML } from "linkedom";
import { html, Html, type Part } from "./html.ts";

/** Pixels, at which a plot is drawn, and at which it is about shown. */
const WIDTHS = { wide: 960, narrow: 340 } as const;

export interface Bar {
    readonly label: string;
    readonly from: number;
    readonly to: number;
    /** A colour of the style sheet, such as `var(--failing)`. */
    readonly colour: string;
    /** Behind the bar. */
    readonly words: string;
}

/** A share of a whole. */
export interface Share {
    /** Shares of one label are stacked. */
    readonly label: string;
    readonly value: number;
    readonly colour: string;
}

/**
 * @param name what it shows, in a sentence: all that a screen reader reads
 * @param caption above it; what it shows stands in a table as well
 */
export function figure(name: string, caption: Part, draw: (width: number) => Plot.PlotOptions): Html {
    const drawn = Object.entries(WIDTHS).map(
        ([form, width]) => html`<div class="${form}">${svgOf(name, { width, ...draw(width) })}</div>`,
    );
    return html`<figure>
        <figcaption>${caption}</figcaption>
        ${drawn}
    </figure>`;
}

export function plotTrend(name: string, caption: Part, points: readonly { at: string; score: number }[]): Html {
    const data = points.map(({ at, score }) => ({ at: new Date(at), score: score * 100 }));
    const lowest = Math.max(0, Math.floor((Math.min(...data.map(({ score }) => score)) - 2) / 5) * 5);
    const last = data.slice(-1);
    return figure(name, caption, (width) => ({
        height: 220,
        marginLeft: 44,
        marginRight: 52,
        marginTop: 14,
        x: { type: "utc", label: null, ticks: width > 500 ? 8 : 4 },
        y: {
            domain: [lowest, 100],
            label: null,
            grid: true,
            ticks: 5,
            tickFormat: (value: number) => `${value} %`,
        },
        marks: [
            Plot.areaY(data, { x: "at", y1: lowest, y2: "score", fill: "var(--compliant)", fillOpacity: 0.14 }),
            Plot.lineY(data, { x: "at", y: "score", stroke: "var(--compliant)", strokeWidth: 2.25 }),
            Plot.dot(data.length > 40 ? last : data, { x: "at", y: "score", fill: "var(--compliant)", r: 3 }),
            Plot.text(last, {
                x: "at",
                y: "score",
                text: ({ score }: { score: number }) => `${(Math.floor(score * 10) / 10).toFixed(1)} %`,
                textAnchor: "start",
                dx: 8,
                fontWeight: "600",
            }),
        ],
    }));
}

const BAR_ROW = 38;
const LOW_ROW = 24;

/** A bar in a row each, with its label above. */
export function plotBars(name: string, caption: Part, bars: readonly Bar[]): Html {
    // Labels may be equal: rows are told apart by their number.
    const rows = bars.map((bar, row) => ({ ...bar, row }));
    const longest = Math.max(...bars.map(({ words }) => words.length));
    return figure(name, caption, (width) => ({
        height: rows.length * BAR_ROW + 4,
        marginLeft: 0,
        marginRight: 14 + longest * 7,
        marginTop: 0,
        marginBottom: 4,
        x: { axis: null, domain: [0, Math.max(...bars.map(({ to }) => to), Number.EPSILON)] },
        y: { axis: null, domain: rows.map(({ row }) => row), padding: 0 },
        marks: [
            Plot.barX(rows, { x1: 0, x2: "to", y: "row", fill: "var(--track)", insetTop: 21, insetBottom: 7, rx: 2 }),
            Plot.barX(rows, {
                x1: "from",
                x2: "to",
                y: "row",
                fill: "colour",
                insetTop: 21,
                insetBottom: 7,
                rx: 2,
            }),
            Plot.text(rows, {
                x: () => 0,
                y: "row",
                text: ({ label }: Bar) => shortened(label, width),
                textAnchor: "start",
                dy: -6,
            }),
            Plot.text(rows, { x: "to", y: "row", text: "words", textAnchor: "start", dx: 7, dy: 9, fontWeight: "600" }),
        ],
    }));
}

/** Shares of a whole, a row for each label; without labels where there is only one row. */
export function plotShares(name: string, caption: Part, shares: readonly Share[]): Html {
    const labels = [...new Set(shares.map(({ label }) => label))];
    if (labels.length === 1) {
        return figure(name, caption, () => ({ ...shareOptions(shares, labels, {}), height: 30, marginTop: 2 }));
    }
    const longest = Math.max(...labels.map(({ length }) => length));
    return figure(name, caption, (width) => {
        // Beside the bars where there is room, else above each.
        const beside = width > 500;
        const room = beside ? Math.min(width / 3, 12 + longest * 7) : 0;
        const options = shareOptions(shares, labels, { insetTop: beside ? 5 : 21, insetBottom: 5 });
        return {
            ...options,
            height: labels.length * (beside ? LOW_ROW : BAR_ROW) + 4,
            marginLeft: room,
            marks: [
                ...(options.marks ?? []),
                Plot.text(labels, {
                    x: () => 0,
                    y: (label: string) => label,
                    text: (label: string) => shortened(label, beside ? room : width),
                    textAnchor: beside ? "end" : "start",
                    dx: beside ? -10 : 0,
                    dy: beside ? 0 : -6,
                }),
            ],
        };
    });
}

function shareOptions(
    shares: readonly Share[],
    labels: readonly string[],
    insets: { readonly insetTop?: number; readonly insetBottom?: number },
): Plot.PlotOptions {
    return {
        margin: 0,
        x: { axis: null },
        y: { axis: null, domain: labels, padding: 0 },
        marks: [
            Plot.barX(
                shares,
                Plot.stackX({
                    x: "value",
                    y: "label",
                    offset: "normalize",
                    order: null,
                    fill: "colour",
                    ...insets,
                    // A gap between neighbours, so that they are told apart without their colours.
                    insetLeft: 0.75,
                    insetRight: 0.75,
                }),
            ),
        ],
    };
}

/** About as many characters as there is room for. */
function shortened(text: string, width: number): string {
    const most = Math.floor(width / 7);
    return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** What is done with an element of a drawn plot. */
interface DrawnElement {
    readonly outerHTML: string;
    querySelectorAll(selector: string): Iterable<DrawnElement>;
    remove(): void;
    setAttribute(name: string, value: string): void;
    removeAttribute(name: string): void;
}

function svgOf(name: string, options: Plot.PlotOptions): Html {
    // The types of a page are not those of this program.
    const { document } = parseHTML("<!doctype html><html><body></body></html>") as unknown as Pick<
        Plot.PlotOptions,
        "document"
    >;
    // The class is fixed, so that the same figures give the same page.
    const plot = Plot.plot({ document, className: "plot", ...options }) as unknown as DrawnElement;
    // The page's policy takes no style but its own; what is in the plot is the picture's, and not for reading.
    for (const style of plot.querySelectorAll("style")) {
        style.remove();
    }
    for (const element of plot.querySelectorAll("[aria-label], [style]")) {
        element.removeAttribute("aria-label");
        element.removeAttribute("style");
    }
    plot.setAttribute("role", "img");
    plot.setAttribute("aria-label", name);
    return new Html(plot.outerHTML);
}
