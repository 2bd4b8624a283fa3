/** For people: every finding with the line that it is about, and a caret under the place. */
import type { Diagnostic } from "../../lib/diagnostic.ts";
import type { Terminal } from "../terminal.ts";
import type { CheckedFiles } from "./output.ts";

/** Characters of a source line that are shown. */
const WIDTH = 110;

/** @returns the findings, and a line that counts them */
export function formatText({ findings, files, linesOf }: CheckedFiles, style: Terminal["style"]): string {
    const blocks = findings.map((finding) => formatFinding(finding, linesOf, style).join("\n"));
    return [...blocks, summary(findings, files)].join("\n\n");
}

function formatFinding(finding: Diagnostic, linesOf: CheckedFiles["linesOf"], style: Terminal["style"]): string[] {
    const { file, line, column, severity, code, message, hint } = finding;
    const place = [file, line, column].filter((part) => part !== undefined).join(":");
    const name = style(severity === "error" ? "red" : "yellow", severity);
    return [
        `${place === "" ? "" : `${place}: `}${name} ${code}: ${message}`,
        ...(file === undefined || line === undefined ? [] : frame(linesOf(file), line, column ?? 1, style)),
        ...(hint === undefined ? [] : [`  ${style("cyan", "hint")}: ${hint}`]),
    ];
}

function frame(lines: readonly string[], line: number, column: number, style: Terminal["style"]): string[] {
    const source = lines[line - 1];
    if (source === undefined || source.trim() === "") {
        return [];
    }
    const start = column > WIDTH - 10 ? column - 40 : 0;
    // Whatever a file holds, it must not steer the terminal.
    const shown = (text: string): string =>
        text
            .slice(start, start + WIDTH)
            .replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ")
            .trimEnd();
    const gutter = String(line).length;
    const before = lines[line - 2];
    return [
        ...(before === undefined || before.trim() === ""
            ? []
            : [`  ${style("gray", `${String(line - 1).padStart(gutter)} |`)} ${shown(before)}`]),
        `  ${style("gray", `${line} |`)} ${shown(source)}`,
        `  ${style("gray", `${" ".repeat(gutter)} |`)} ${" ".repeat(column - 1 - start)}${style("red", "^")}`,
    ];
}

function summary(findings: readonly Diagnostic[], files: number): string {
    const count = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? "" : "s"}`;
    const errors = findings.filter(({ severity }) => severity === "error").length;
    const warnings = findings.length - errors;
    const found = [errors > 0 ? count(errors, "error") : "", warnings > 0 ? count(warnings, "warning") : ""];
    const text = found.filter((part) => part !== "").join(", ");
    return `${count(files, "file")}: ${text === "" ? "no findings" : text}`;
}
