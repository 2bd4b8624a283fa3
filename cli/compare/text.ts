/** For a terminal: what the template has first, since that is what somebody may want to take over. */
import { formatTable } from "../table.ts";
import { type CompareReport, inputsText, packsText, remarkOf, summaryText, valueText } from "./format.ts";
import type { Terminal } from "../terminal.ts";

export function formatText(report: CompareReport, style: Terminal["style"]): string {
    const { missing, extra, values, parameters, template } = report;
    const part = (title: string, header: readonly string[], rows: readonly (readonly string[])[]): string[] =>
        rows.length === 0 ? [] : ["", style("bold", title), ...formatTable(header, rows)];
    return [
        style("bold", `${template}, compared with ${packsText(report)}`),
        summaryText(report),
        ...part(
            "Only the template has",
            ["rule", "parameters", "remark"],
            missing.map((rule) => [style("green", rule.rule), inputsText(rule), remarkOf(rule)]),
        ),
        ...part(
            "Only the project has",
            ["rule", "parameters"],
            extra.map((rule) => [rule.rule, inputsText(rule)]),
        ),
        ...part(
            "Values that differ",
            ["rule", "value", "template", "project"],
            values.map((one) => [one.rule, one.value, valueText(one.template), valueText(one.pack)]),
        ),
        ...part(
            "Parameters of the template",
            ["parameter", "template", "project"],
            [
                ...parameters.missing.map((one) => [one.name, valueText(one.default), ""]),
                ...parameters.changed.map((one) => [one.name, valueText(one.template), valueText(one.pack)]),
                ...parameters.extra.map((one) => [one.name, "", valueText(one.default)]),
            ],
        ),
    ].join("\n");
}
