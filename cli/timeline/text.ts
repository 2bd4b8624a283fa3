/** A timeline for people: the newest first, each event with what differs. */
import type { FieldChange } from "../../lib/compliance/field-changes.ts";
import type { TimelineEvent } from "../../lib/compliance/timeline.ts";
import { formatCount } from "../../lib/cost/format.ts";
import type { Terminal } from "../terminal.ts";
import type { TimelineReport } from "./report.ts";

/** Longer values are cut: JSON has all of them. */
const VALUE_LENGTH = 100;

export function formatText(
    { resource, compliance, failing, events, more }: TimelineReport,
    terminal: Terminal,
): string {
    const { resourceType, resourceId, resourceName, account, region } = resource;
    const name = resourceName === undefined || resourceName === resourceId ? "" : ` (${resourceName})`;
    return [
        printable(`${resourceType}/${resourceId}${name} in account ${account}, ${region}`),
        `Now: ${compliance ?? "no rule has looked at it"}`,
        ...failing.map(({ rule, severity, waiver }) => {
            const weight = severity === undefined ? "" : ` (${severity})`;
            return waiver === undefined
                ? terminal.style("red", printable(`  fails ${rule}${weight}`))
                : terminal.style(
                      "yellow",
                      printable(
                          `  waived ${rule}${weight} until ${waiver.expiry} by ${waiver.owner}: ${waiver.reason}`,
                      ),
                  );
        }),
        ...events.flatMap((event) => ["", ...eventLines(event, terminal)]),
        ...(events.length === 0 ? ["", "Nothing was recorded in this time."] : []),
        ...(more ? ["", "There is more: write a higher --limit"] : []),
    ].join("\n");
}

function eventLines(event: TimelineEvent, terminal: Terminal): string[] {
    const head = (words: string): string => terminal.style("bold", `${event.at}  ${words}`);
    if (event.kind === "compliance") {
        const { before, after, rules } = event;
        const colour = after === "NON_COMPLIANT" ? "red" : after === "COMPLIANT" ? "green" : "dim";
        return [
            head(`compliance ${terminal.style(colour, `${before ?? "unknown"} -> ${after ?? "unknown"}`)}`),
            ...rules.map((change) => {
                const weight = change.severity === undefined ? "" : ` (${change.severity})`;
                return printable(
                    `  ${change.rule}${weight}: ${change.before ?? "(none)"} -> ${change.after ?? "(none)"}`,
                );
            }),
        ];
    }
    const { status, first, changes } = event;
    const what = first
        ? "the first that is known"
        : changes.length === 0
          ? "nothing differs"
          : `${formatCount(changes.length, "field")} changed`;
    return [head(`configuration ${status}: ${what}`), ...changes.map((change) => printable(changeLine(change)))];
}

function changeLine(change: FieldChange): string {
    const { path, before, after } = change;
    if (!("before" in change)) {
        return `  + ${path}: ${valueWords(after)}`;
    }
    return "after" in change
        ? `  ~ ${path}: ${valueWords(before)} -> ${valueWords(after)}`
        : `  - ${path}: ${valueWords(before)}`;
}

function valueWords(value: unknown): string {
    const text = JSON.stringify(value) ?? "";
    return text.length > VALUE_LENGTH ? `${text.slice(0, VALUE_LENGTH)}… (${text.length} characters)` : text;
}

/** What is recorded is anybody's to choose: it must not steer the terminal. */
function printable(text: string): string {
    return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "?");
}
