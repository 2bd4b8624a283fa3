/** One message for much: what was held back in an interval, worst first. */
import { severityRank } from "../../lib/compliance/severity.ts";
import type { Severity } from "../../lib/plan/plan.ts";
import { type Group, worstFirst } from "./group.ts";
import { type AlertMessage, asSubject, counted, labelOf, type MessageContext, resourcesText } from "./message.ts";

/** Rules that a summary names; of the others it tells the number. */
export const RULES_SHOWN = 20;

/**
 * @param groups two or more
 * @param waived changes that are waived since the last summary
 */
export function summaryMessage(
    groups: readonly Group[],
    waived: number,
    id: string,
    { stack }: MessageContext,
): AlertMessage {
    const sorted = [...groups].sort(worstFirst);
    const shown = sorted.slice(0, RULES_SHOWN);
    const rest = sorted.slice(RULES_SHOWN);
    const changes = sum(groups);
    const accounts = [...new Set(groups.flatMap((group) => group.accounts))].sort();
    const headline = `${changes.toLocaleString("en")} more of ${counted(groups.length, "rule")} in ${counted(accounts.length, "account")}`;
    const severity = worst(groups);
    const lines = [
        `${headline}, worst first.`,
        "",
        ...shown.map(lineOf),
        ...(rest.length > 0 ? [`and ${sum(rest).toLocaleString("en")} more of ${counted(rest.length, "rule")}`] : []),
        ...(waived > 0 ? ["", `${counted(waived, "change")} besides ${waived === 1 ? "is" : "are"} waived.`] : []),
        "",
        `Stack: ${stack}`,
    ];
    return {
        id,
        subject: asSubject(`[${sorted[0] === undefined ? "ALERT" : labelOf(sorted[0])}] ${headline}`),
        text: lines.join("\n"),
        detail: {
            kind: "summary",
            stack,
            ...(severity !== undefined && { severity }),
            packs: [...new Set(groups.flatMap(({ packs }) => packs))].sort(),
            controls: [],
            accounts,
            changes,
            findings: [],
            rules: groups.length,
            groups: shown.map((group) => ({
                kind: group.kind,
                subject: group.subject,
                ...(group.severity !== undefined && { severity: group.severity }),
                packs: group.packs,
                changes: group.changes,
                resources: group.resources.length,
                accounts: group.accounts.length,
            })),
            ...(waived > 0 && { waived }),
        },
    };
}

function lineOf(group: Group): string {
    const { subject, packs, changes, resources, accounts } = group;
    const pack = packs.length === 0 ? "" : ` (${packs.join(", ")})`;
    const where = `${resourcesText(resources.length)} in ${counted(accounts.length, "account")}`;
    return `- [${labelOf(group)}] ${subject}${pack}: ${counted(changes, "change")}, ${where}`;
}

function worst(groups: readonly Group[]): Severity | undefined {
    return groups
        .map(({ severity }) => severity)
        .sort((one, other) => severityRank(one) - severityRank(other))
        .at(0);
}

function sum(groups: readonly Group[]): number {
    return groups.reduce((total, { changes }) => total + changes, 0);
}
