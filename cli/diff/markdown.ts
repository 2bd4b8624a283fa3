/** For the comment on a pull request: short at first sight, with the rest to be unfolded. */
import type { StackComparison } from "../../lib/diff/comparison.ts";
import type { Words } from "../../lib/diff/message.ts";
import { type Line, outlineOf, type Section, summaryOf } from "../../lib/diff/outline.ts";
import { baseName, type DiffReport, errorLine, type UncomparedStack, uncomparedReason } from "./format.ts";

/** The first line of every comment, by which a later run finds the one to update. */
export const COMMENT_MARKER = "<!-- conformance-packs: packs diff -->";

/** GitHub takes comments of 65,536 characters. */
const MAX_LENGTH = 60_000;

export function formatMarkdown(report: DiffReport): string {
    const head = [COMMENT_MARKER, "## Conformance packs", "", `Compared with ${code(baseName(report))}.`, ""];
    const refused = report.violations.map((one) => `- :no_entry: ${code(one)}`);
    const blocks = [
        ...report.uncompared.map((one) => uncomparedBlock(one, report)),
        ...report.stacks.flatMap(stackBlocks),
    ];
    const lines = [...head, ...refused, ...(refused.length > 0 ? [""] : [])];
    let length = lines.join("\n").length;
    let left = 0;
    for (const block of blocks) {
        if (left > 0 || length + block.length > MAX_LENGTH) {
            left++;
        } else {
            lines.push(block);
            length += block.length + 1;
        }
    }
    if (left > 0) {
        lines.push(`_${left} more sections do not fit into a comment: run_ \`packs diff\` _to read them._`, "");
    }
    return lines.join("\n").trimEnd();
}

function uncomparedBlock({ stack, errors }: UncomparedStack, report: DiffReport): string {
    const list = errors.map((error) => `- ${code(errorLine(error))}`);
    return `### Stack ${code(stack)}\n\n:warning: ${uncomparedReason(report)}\n\n${list.join("\n")}\n`;
}

function stackBlocks(stack: StackComparison): string[] {
    const outline = outlineOf(stack);
    const assumptions = outline.some(({ kind }) => kind === "cost")
        ? [
              details(
                  "What the cost assumes",
                  stack.cost.assumptions.map((one) => `- ${one}`),
              ),
          ]
        : [];
    return [`### Stack ${code(stack.stack)}: ${summaryOf(stack)}\n`, ...outline.map(sectionBlock), ...assumptions];
}

function sectionBlock({ kind, sign, title, lines }: Section): string {
    const list = lines.map((one) => listItem(one));
    if (kind === "attention") {
        return `**${text(title)}**\n\n${list.join("\n")}\n`;
    }
    return details(`${sign === "~" ? "" : `${sign} `}${html(title)}`, list);
}

function details(summary: string, list: readonly string[]): string {
    return `<details><summary>${summary}</summary>\n\n${list.join("\n")}\n\n</details>\n`;
}

const MARKS: Readonly<Record<Line["sign"], string>> = {
    "+": "`+` ",
    "-": "`-` ",
    "~": "`~` ",
    "!": ":warning: ",
    " ": "",
};

function listItem({ sign, level, words }: Line): string {
    return `${"  ".repeat(level)}- ${MARKS[sign]}${text(words)}`;
}

function text(words: Words): string {
    return words.map((word) => (typeof word === "string" ? word.replaceAll("->", "→") : code(word.code))).join("");
}

/** A summary holds HTML, no Markdown. */
function html(words: Words): string {
    return words
        .map((word) => (typeof word === "string" ? word.replaceAll("->", "→") : `<code>${escaped(word.code)}</code>`))
        .join("");
}

/** As code, nothing of what a pack's author wrote is markup, a link or a mention. */
function code(value: string): string {
    const line = value.replaceAll(/\p{Cc}/gu, " ");
    const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
    const fence = "`".repeat(longest + 1);
    const space = line.startsWith("`") || line.endsWith("`") || line === "" ? " " : "";
    return `${fence}${space}${line}${space}${fence}`;
}

function escaped(value: string): string {
    return value
        .replaceAll(/\p{Cc}/gu, " ")
        .replaceAll("&", "&amp;")
        .replaceAll("<", "&lt;")
        .replaceAll(">", "&gt;")
        .replaceAll("@", "&#64;");
}
