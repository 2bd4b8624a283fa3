/** For people: one page without scripts or anything to load, light or dark as the reader likes. */
import { formatMoney } from "../../lib/cost/format.ts";
import type { StackComparison } from "../../lib/diff/comparison.ts";
import type { Words } from "../../lib/diff/message.ts";
import { type Line, outlineOf, type Section, summaryOf } from "../../lib/diff/outline.ts";
import { escaped, htmlPage } from "../html-page.ts";
import { baseName, type DiffReport, errorLine, type UncomparedStack, uncomparedReason } from "./format.ts";
import { plotCost, plotRules } from "./plots.ts";
import { STYLE_SHEET } from "./style-sheet.ts";

export function formatHtml(report: DiffReport): string {
    const title = `Conformance packs, compared with ${baseName(report)}`;
    const refused = report.violations.map((one) => `<li>${escaped(one)}</li>`).join("");
    return htmlPage(title, STYLE_SHEET, [
        `<h1>Conformance packs</h1><p class="base">Compared with <code>${escaped(baseName(report))}</code></p>`,
        ...(refused === "" ? [] : [`<section class="attention"><h3>Refused</h3><ul>${refused}</ul></section>`]),
        ...report.uncompared.map((one) => uncomparedPart(one, report)),
        ...report.stacks.map(stackPart),
    ]);
}

function uncomparedPart({ stack, errors }: UncomparedStack, report: DiffReport): string {
    const list = errors.map((error) => `<li>${escaped(errorLine(error))}</li>`).join("");
    return [
        `<article><h2>Stack <code>${escaped(stack)}</code></h2>`,
        `<section class="attention"><h3>${escaped(uncomparedReason(report))}</h3><ul>${list}</ul></section></article>`,
    ].join("\n");
}

function stackPart(stack: StackComparison): string {
    const outline = outlineOf(stack);
    return [
        `<article><h2>Stack <code>${escaped(stack.stack)}</code></h2><p class="summary">${escaped(summaryOf(stack))}</p>`,
        ...outline.filter(({ kind }) => kind === "attention").map(sectionPart),
        ...(stack.state === "same" ? [] : [figures(stack)]),
        ...outline.filter(({ kind }) => kind !== "attention").map(sectionPart),
        ...(stack.state === "same" ? [] : [assumptions(stack)]),
        "</article>",
    ].join("\n");
}

function figures({ cost }: StackComparison): string {
    if (cost.packs.length === 0) {
        return "";
    }
    const { old, new: now } = cost;
    return [
        '<div class="figures">',
        figure("Cost of evaluations a month, USD", plotCost(cost.packs), cost.packs.length),
        figure("Rules", plotRules(cost.packs), cost.packs.length),
        "</div>",
        '<p class="legend"><span class="before">before</span><span class="after">after</span>',
        `All costs: ${escaped(formatMoney(old))} before, ${escaped(formatMoney(now))} after.</p>`,
    ].join("\n");
}

function figure(caption: string, svg: string, packs: number): string {
    return `<figure><figcaption>${caption}, by pack (${packs})</figcaption>${svg}</figure>`;
}

function sectionPart({ kind, sign, title, lines }: Section): string {
    const list = `<ul>${lines.map(listItem).join("")}</ul>`;
    const heading = `${sign === "~" || sign === "!" ? "" : `${sign} `}${inline(title)}`;
    return kind === "attention"
        ? `<section class="attention"><h3>${heading}</h3>${list}</section>`
        : `<details class="${CLASSES[sign]}" open><summary>${heading}</summary>${list}</details>`;
}

function assumptions({ cost }: StackComparison): string {
    const list = cost.assumptions.map((one) => `<li>${escaped(one)}</li>`).join("");
    return `<details class="assumptions"><summary>What the cost assumes</summary><ul>${list}</ul></details>`;
}

const CLASSES: Readonly<Record<Line["sign"], string>> = {
    "+": "added",
    "-": "removed",
    "~": "changed",
    "!": "warned",
    " ": "",
};

function listItem({ sign, level, words }: Line): string {
    return `<li class="${CLASSES[sign]} level${level}"><b aria-hidden="true">${sign}</b> ${inline(words)}</li>`;
}

function inline(words: Words): string {
    return words
        .map((word) =>
            typeof word === "string" ? escaped(word).replaceAll("-&gt;", "→") : `<code>${escaped(word.code)}</code>`,
        )
        .join("");
}
