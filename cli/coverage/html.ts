/** For people: one page without scripts or anything to load. */
import type { AnsweringRule, ControlCoverage, ControlState } from "../../lib/coverage/framework.ts";
import type { Overlaps } from "../../lib/coverage/overlaps.ts";
import {
    type FrameworkReport,
    type FrameworkSummary,
    groupByRemarks,
    remarksOn,
    summaryOf,
} from "../../lib/coverage/report.ts";
import { STYLE_SHEET } from "../diff/style-sheet.ts";
import { escaped, htmlPage } from "../html-page.ts";
import { counted, type CoverageFormat, STATE_WORDS } from "./format.ts";
import { COVERAGE_STYLE_SHEET } from "./style-sheet.ts";

const STYLE = STYLE_SHEET + COVERAGE_STYLE_SHEET;

export const htmlCoverage: CoverageFormat = {
    overview: ({ scope, packs, frameworks }) =>
        htmlPage(`Coverage of ${scope}`, STYLE, [
            `<h1>Coverage</h1><p class="base">${escaped(scope)}: ${counted(packs.length, "pack")}</p>`,
            key(["covered", "provided", "not-checkable", "gap"]),
            table(
                ["framework", "share", "controls", "covered", "provided", "not checkable", "gaps", "rules", "packs"],
                frameworks.map(overviewRow),
            ),
        ]),
    framework: (report) =>
        htmlPage(`${report.framework} in ${report.scope}`, STYLE, [
            `<h1>${escaped(report.framework)}</h1><p class="base">${escaped(report.scope)}</p>`,
            bar(summaryOf(report)),
            counts(report),
            ...part("Gaps", report, "gap"),
            ...coveredPart(report),
            ...part("Provided otherwise", report, "provided"),
            ...part("Not for AWS Config to check", report, "not-checkable"),
            ...overlapsPart(report.overlaps),
        ]),
};

const STATES: readonly ControlState[] = ["covered", "provided", "not-checkable", "gap"];

function countsOf({ covered, provided, notCheckable, gaps }: FrameworkSummary): Record<ControlState, number> {
    return { covered, provided, "not-checkable": notCheckable, gap: gaps };
}

function bar(summary: FrameworkSummary): string {
    const all = countsOf(summary);
    const parts = STATES.filter((state) => all[state] > 0);
    const words = parts.map((state) => `${all[state]} ${STATE_WORDS[state]}`).join(", ");
    const widths = parts.map((state) => `<i class="${state}" style="flex-grow:${all[state]}"></i>`).join("");
    return `<div class="bar" role="img" aria-label="${words}">${widths}</div>`;
}

function counts(report: FrameworkReport): string {
    const all = countsOf(summaryOf(report));
    const words = STATES.filter((state) => all[state] > 0).map(
        (state) => `<span class="${state}">${all[state]} ${STATE_WORDS[state]}</span>`,
    );
    return `<p class="key">${words.join("")}</p>`;
}

function key(states: readonly ControlState[]): string {
    return `<p class="key">${states.map((state) => `<span class="${state}">${STATE_WORDS[state]}</span>`).join("")}</p>`;
}

function overviewRow(summary: FrameworkSummary): string {
    const { framework, controls, covered, provided, notCheckable, gaps, rules, packs } = summary;
    const numbers = [controls, covered, provided, notCheckable, gaps, rules, packs.length];
    const cells = numbers.map((number) => `<td class="number">${number}</td>`).join("");
    return `<tr><th scope="row">${escaped(framework)}</th><td class="share">${bar(summary)}</td>${cells}</tr>`;
}

/** Columns of numbers stand to the right. */
const NUMBERS = new Set(["controls", "covered", "provided", "not checkable", "gaps", "rules", "packs"]);

function table(columns: readonly string[], rows: readonly string[]): string {
    const numeric = columns.includes("share");
    const head = columns.map(
        (name) => `<th scope="col"${numeric && NUMBERS.has(name) ? ' class="number"' : ""}>${name}</th>`,
    );
    return `<div class="scroll"><table><thead><tr>${head.join("")}</tr></thead><tbody>\n${rows.join("\n")}\n</tbody></table></div>`;
}

function coveredPart({ controls }: FrameworkReport): string[] {
    const rows = controls
        .filter(({ rules }) => rules.length > 0)
        .flatMap((control) => control.rules.map((rule, index) => ruleRow(control, rule, index === 0)));
    return rows.length === 0
        ? []
        : ["<h2>Covered by rules</h2>", table(["control", "rule", "severity", "in packs"], rows)];
}

function ruleRow(control: ControlCoverage, rule: AnsweringRule, first: boolean): string {
    const span = control.rules.length > 1 ? ` rowspan="${control.rules.length}"` : "";
    const remarks = remarksOn(control)
        .map((text) => why(text))
        .join("");
    const name = first
        ? `<th scope="row"${span}${control.group === undefined ? "" : ' class="check"'}>${controlName(control)}</th>`
        : "";
    const severity = rule.severity === undefined ? "" : `<span class="${rule.severity}">${rule.severity}</span>`;
    const packs = rule.packs.map((pack) => `<code>${escaped(pack)}</code>`).join("");
    return (
        `<tr>${name}<td><code>${escaped(rule.name)}</code>` +
        `${rule.reason === undefined ? "" : why(rule.reason)}${first ? remarks : ""}</td>` +
        `<td>${severity}</td><td><span class="packs">${packs}</span></td></tr>`
    );
}

function part(title: string, { controls }: FrameworkReport, state: ControlState): string[] {
    const rows = groupByRemarks(controls.filter((control) => control.state === state)).map(
        ({ remarks, controls: alike }) =>
            `<tr><th scope="row">${alike.map(controlName).join(alike[0]?.group === undefined ? ", " : "<br>")}</th>` +
            `<td>${remarks.map(escaped).join("<br>")}</td></tr>`,
    );
    const column = state === "provided" ? "by" : "why";
    return rows.length === 0 ? [] : [`<h2>${title}</h2>`, table(["control", column], rows)];
}

function overlapsPart({ rules, controls }: Overlaps): string[] {
    if (rules.length === 0 && controls.length === 0) {
        return [];
    }
    const rows = rules.map(({ source, names, packs, alike }) => {
        const chips = packs.map((pack) => `<code>${escaped(pack)}</code>`).join("");
        return (
            `<tr><th scope="row"><code>${escaped(names.length === 1 ? names.join("") : source)}</code></th>` +
            `<td>${alike ? "alike" : "differ"}</td><td><span class="packs">${chips}</span></td></tr>`
        );
    });
    const several = controls.map(({ id }) => escaped(id)).join(", ");
    return [
        "<h2>Overlaps</h2>",
        ...(several === "" ? [] : [`<p>${counted(controls.length, "control")} with several rules: ${several}.</p>`]),
        ...(rows.length === 0
            ? []
            : [
                  "<p>Rules that several packs have: one that is alike in all of them is deployed once in a bundle.</p>",
                  table(["rule", "values", "in packs"], rows),
              ]),
    ];
}

function controlName({ id, group }: ControlCoverage): string {
    return `${group === undefined ? "" : why(group)}${escaped(id)}`;
}

function why(text: string): string {
    return `<span class="why">${escaped(text)}</span>`;
}
