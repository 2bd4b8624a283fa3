/** For spreadsheets: a line for each control, rule and pack; a control without rules has a line to itself. */
import { remarksOn } from "../../lib/coverage/report.ts";
import { formatCsv } from "../../lib/query/csv.ts";
import type { CoverageFormat } from "./format.ts";

const COLUMNS = ["framework", "group", "control", "state", "rule", "source", "severity", "pack", "reason", "remark"];

export const csvCoverage: CoverageFormat = {
    overview: ({ frameworks }) =>
        formatCsv([
            ["framework", "controls", "covered", "provided", "not checkable", "gaps", "rules", "packs"],
            ...frameworks.map(({ framework, controls, covered, provided, notCheckable, gaps, rules, packs }) => [
                framework,
                ...[controls, covered, provided, notCheckable, gaps, rules].map(String),
                packs.join(" "),
            ]),
        ]),
    framework: ({ framework, controls }) =>
        formatCsv([
            COLUMNS,
            ...controls.flatMap((control) => {
                const remark = remarksOn(control).join("; ");
                const head = [framework, control.group ?? "", control.id, control.state];
                return control.rules.length === 0
                    ? [[...head, "", "", "", "", "", remark]]
                    : control.rules.flatMap(({ name, source, severity = "", reason = "", packs }) =>
                          packs.map((pack) => [...head, name, source, severity, pack, reason, remark]),
                      );
            }),
        ]),
};
