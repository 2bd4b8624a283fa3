/** For a terminal: words first, signs beside them, colour only where it is wanted. */
import type { Words } from "../../lib/diff/message.ts";
import { type Line, outlineOf, type Sign, summaryOf } from "../../lib/diff/outline.ts";
import type { StackComparison } from "../../lib/diff/comparison.ts";
import type { Terminal } from "../terminal.ts";
import { baseName, type DiffReport, errorLine, type UncomparedStack, uncomparedReason } from "./format.ts";

const COLOURS: Readonly<Record<Sign, Parameters<Terminal["style"]>[0] | undefined>> = {
    "+": "green",
    "-": "red",
    "~": "yellow",
    "!": ["bold", "red"],
    " ": undefined,
};

export function formatText(report: DiffReport, style: Terminal["style"]): string {
    const parts = [
        ...report.uncompared.map((one) => uncomparedLines(one, report, style)),
        ...report.stacks.map((stack) => stackLines(stack, baseName(report), style)),
    ];
    return parts.map((lines) => lines.join("\n")).join("\n\n");
}

function uncomparedLines({ stack, errors }: UncomparedStack, report: DiffReport, style: Terminal["style"]): string[] {
    return [
        `${style("bold", `Stack ${stack}`)}: ${uncomparedReason(report)}`,
        ...errors.map((error) => style(["bold", "red"], `  ! ${printable(errorLine(error))}`)),
    ];
}

function stackLines(stack: StackComparison, base: string, style: Terminal["style"]): string[] {
    const head = `${style("bold", `Stack ${stack.stack}`)}, compared with ${base}: ${summaryOf(stack)}`;
    const outline = outlineOf(stack);
    const sections = outline.flatMap(({ sign, title, lines }) => [
        "",
        style("bold", `${sign === "~" || sign === "!" ? "" : `${sign} `}${plain(title)}`),
        ...lines.map((one) => lineText(one, style)),
    ]);
    const assumptions = outline.some(({ kind }) => kind === "cost")
        ? ["", style("dim", "The cost assumes:"), ...stack.cost.assumptions.map((one) => style("dim", `- ${one}`))]
        : [];
    return [head, ...sections, ...assumptions];
}

function lineText({ sign, level, words }: Line, style: Terminal["style"]): string {
    const text = `${"  ".repeat(level + 1)}${sign} ${plain(words)}`;
    const colour = COLOURS[sign];
    return colour === undefined ? text : style(colour, text);
}

function plain(words: Words): string {
    return words.map((word) => printable(typeof word === "string" ? word : word.code)).join("");
}

/** A name in a pack must not move the cursor. */
function printable(text: string): string {
    return text.replaceAll(/\p{Cc}/gu, "\u{fffd}");
}
