/** For a terminal: one table for what is covered, and one each for what is not. */
import type { ControlCoverage, ControlState } from "../../lib/coverage/framework.ts";
import type { Overlaps } from "../../lib/coverage/overlaps.ts";
import { type FrameworkReport, groupByRemarks, summaryOf } from "../../lib/coverage/report.ts";
import { formatTable } from "../table.ts";
import type { Terminal } from "../terminal.ts";
import { counted, type CoverageFormat, STATE_WORDS } from "./format.ts";

/** As many packs are named in a line; the other formats name all. */
const NAMED_PACKS = 3;

export const textCoverage: CoverageFormat = {
    overview: ({ scope, packs, frameworks }, style) => {
        const provided = frameworks.some((one) => one.provided > 0);
        const header = ["framework", "controls", "covered", ...(provided ? ["provided"] : [])];
        const table = formatTable(
            [...header, "not checkable", "gaps", "rules", "packs"],
            frameworks.map((one) => [
                one.framework,
                String(one.controls),
                String(one.covered),
                ...(provided ? [String(one.provided)] : []),
                String(one.notCheckable),
                one.gaps === 0 ? "0" : style("yellow", String(one.gaps)),
                String(one.rules),
                String(one.packs.length),
            ]),
        );
        return [style("bold", `${scope}: ${counted(packs.length, "pack")}`), ...table].join("\n");
    },
    framework: (report, style) => {
        const sections = [
            covered(report),
            without(report, "provided", style),
            without(report, "gap", style),
            without(report, "not-checkable", style),
            overlaps(report.overlaps, style),
        ];
        return [
            heading(report, style),
            ...sections.filter((lines) => lines.length > 0).flatMap((lines) => ["", ...lines]),
        ]
            .flat()
            .join("\n");
    },
};

function heading(report: FrameworkReport, style: Terminal["style"]): string[] {
    const { controls, covered: answered, provided, notCheckable, gaps } = summaryOf(report);
    const counts: readonly (readonly [number, ControlState])[] = [
        [answered, "covered"],
        [provided, "provided"],
        [notCheckable, "not-checkable"],
        [gaps, "gap"],
    ];
    const noun = report.controls.some(({ group }) => group !== undefined) ? "check" : "control";
    const parts = counts.filter(([count]) => count > 0).map(([count, state]) => `${count} ${STATE_WORDS[state]}`);
    return [style("bold", `${report.framework} in ${report.scope}`), `${counted(controls, noun)}: ${parts.join(", ")}`];
}

function covered({ controls }: FrameworkReport): string[] {
    const rows = controls.flatMap((control) =>
        control.rules.map(({ name, severity = "", packs }, index) => [
            index === 0 ? nameOf(control) : "",
            name,
            severity,
            severalPacks(packs),
        ]),
    );
    return rows.length === 0 ? [] : formatTable(["control", "rule", "severity", "packs"], rows);
}

const TITLES: Readonly<Record<Exclude<ControlState, "covered">, string>> = {
    provided: "Provided otherwise",
    gap: "Gaps",
    "not-checkable": "Not for AWS Config to check",
};

/** Controls that have the same to be said of them stand together. */
function without({ controls }: FrameworkReport, state: keyof typeof TITLES, style: Terminal["style"]): string[] {
    const groups = groupByRemarks(controls.filter((control) => control.state === state));
    return groups.length === 0
        ? []
        : [
              style(state === "gap" ? ["bold", "yellow"] : "bold", TITLES[state]),
              ...groups.flatMap(({ remarks, controls: alike }) => [
                  `- ${alike.map(nameOf).join(", ")}`,
                  ...remarks.map((remark) => `    ${remark}`),
              ]),
          ];
}

function overlaps({ rules, controls }: Overlaps, style: Terminal["style"]): string[] {
    const several =
        controls.length === 0
            ? []
            : [`${counted(controls.length, "control")} with several rules: ${controls.map(({ id }) => id).join(", ")}`];
    const rows = rules.map(({ source, names, packs, alike }) => [
        names.length === 1 ? names.join("") : source,
        alike ? "alike" : "differ",
        severalPacks(packs),
    ]);
    return [
        ...(rows.length === 0 && several.length === 0 ? [] : [style("bold", "Overlaps")]),
        ...(rows.length === 0 ? [] : [...formatTable(["rule", "values", "packs"], rows)]),
        ...several,
    ];
}

function severalPacks(packs: readonly string[]): string {
    const more = packs.length - NAMED_PACKS;
    // One more takes as much room as its name.
    return more > 1 ? `${packs.slice(0, NAMED_PACKS).join(", ")} and ${more} more` : packs.join(", ");
}

function nameOf({ id, group }: ControlCoverage): string {
    return group === undefined ? id : `${group}: ${id}`;
}
