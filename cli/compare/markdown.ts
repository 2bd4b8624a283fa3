/** For an issue or a pull request. */
import { type CompareReport, inputsText, packsText, remarkOf, summaryText, valueText } from "./format.ts";

export function formatMarkdown(report: CompareReport): string {
    const { missing, extra, values, parameters, template } = report;
    const part = (title: string, header: readonly string[], rows: readonly (readonly string[])[]): string[] =>
        rows.length === 0 ? [] : ["", `### ${title}`, "", ...table(header, rows)];
    return [
        `## ${cell(template)}`,
        "",
        `Compared with ${cell(packsText(report))}.`,
        `${summaryText(report)}.`,
        ...part(
            "Only the template has",
            ["Rule", "Parameters", "Remark"],
            missing.map((rule) => [code(rule.rule), cell(inputsText(rule)), remarkOf(rule)]),
        ),
        ...part(
            "Only the project has",
            ["Rule", "Parameters"],
            extra.map((rule) => [code(rule.rule), cell(inputsText(rule))]),
        ),
        ...part(
            "Values that differ",
            ["Rule", "Value", "Template", "Project"],
            values.map((one) => [
                code(one.rule),
                code(one.value),
                cell(valueText(one.template)),
                cell(valueText(one.pack)),
            ]),
        ),
        ...part(
            "Parameters of the template",
            ["Parameter", "Template", "Project"],
            [
                ...parameters.missing.map((one) => [code(one.name), cell(valueText(one.default)), ""]),
                ...parameters.changed.map((one) => [
                    code(one.name),
                    cell(valueText(one.template)),
                    cell(valueText(one.pack)),
                ]),
                ...parameters.extra.map((one) => [code(one.name), "", cell(valueText(one.default))]),
            ],
        ),
    ].join("\n");
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string[] {
    const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
    return [line(header), line(header.map(() => "---")), ...rows.map(line)];
}

function code(text: string): string {
    return `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``;
}

/** What a template's author wrote is no markup, no link and no mention. */
function cell(text: string): string {
    return text.replaceAll(/\p{Cc}/gu, " ").replaceAll(/[\\`*_[\]<>|#@]/g, (sign) => `&#${sign.codePointAt(0) ?? 0};`);
}
