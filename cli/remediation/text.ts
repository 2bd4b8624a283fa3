/** Remediations for people, on a terminal. */
import { stripVTControlCharacters } from "node:util";
import { formatCount } from "../../lib/cost/format.ts";
import {
    countStates,
    type FailureGroup,
    groupFailures,
    type RemediationExecution,
    sortExecutions,
} from "../../lib/remediation/executions.ts";
import { formatTable } from "../table.ts";
import type { RemediationReport } from "./report.ts";

/** Resources that are named of one cause. */
const RESOURCES_SHOWN = 5;

const IN_WORDS = {
    FAILED: "failed",
    UNKNOWN: "in a state unknown here",
    IN_PROGRESS: "under way",
    QUEUED: "queued",
    SUCCEEDED: "succeeded",
} as const;

export function formatText(report: RemediationReport): string {
    const { account, regions, executions, remediations, limit } = report;
    const counts = countStates(executions);
    const summary = Object.entries(counts).map(
        ([state, count]) => `${count} ${IN_WORDS[state as keyof typeof counts]}`,
    );
    const groups = groupFailures(executions);
    const others = sortExecutions(executions).filter(({ state }) => state !== "FAILED");
    const shown = others.slice(0, limit);
    return [
        `Remediations in account ${account}, ${regions.length > 3 ? `${regions.length} regions` : regions.join(", ")}`,
        remediations === 0
            ? "No rule with a remediation was asked for."
            : `${formatCount(remediations, "rule")} with a remediation: ` +
              (summary.length === 0 ? "none has run for what was asked" : summary.join(", ")),
        ...groups.slice(0, limit).flatMap((group) => ["", ...failureLines(group, regions.length > 1)]),
        ...(groups.length > limit
            ? ["", `… and ${formatCount(groups.length - limit, "cause")} more: --limit shows them`]
            : []),
        ...(shown.length === 0 ? [] : ["", ...othersTable(shown)]),
        ...(others.length > limit
            ? [`… and ${formatCount(others.length - limit, "resource")} more: --limit shows them`]
            : []),
        ...(groups.length === 0 ? [] : ["", ...ADVICE]),
    ].join("\n");
}

const ADVICE = [
    "packs remediation retry runs failed ones once more. AWS Config takes no exceptions for rules of packs: a waiver keeps",
    "a resource out of alerts, and a filter in a document of your own keeps it out of the remediation.",
];

function failureLines(group: FailureGroup, withRegion: boolean): string[] {
    const { pack, rule, document, step, message, executions } = group;
    const named = executions.slice(0, RESOURCES_SHOWN);
    const more = executions.length - named.length;
    return [
        `${pack === undefined ? "" : `${pack}/`}${rule} by ${document}: ${formatCount(executions.length, "resource")} failed`,
        `  in the step ${step ?? "(not told)"}: ${message ?? "AWS Config does not say why"}`,
        ...named.map((one) => `  ${resourceOf(one, withRegion)}`),
        ...(more > 0 ? [`  … and ${more} more`] : []),
    ].map(printable);
}

function resourceOf({ resourceType, resourceId, region, updated }: RemediationExecution, withRegion: boolean): string {
    return [`${resourceType}/${resourceId}`, ...(withRegion ? [region] : []), ...(updated ? [updated] : [])].join("  ");
}

function othersTable(executions: readonly RemediationExecution[]): string[] {
    return formatTable(
        ["Rule", "Resource", "Region", "State", "Step", "Since"],
        executions.map(({ pack, rule, resourceType, resourceId, region, state, step, updated }) =>
            [
                pack === undefined ? rule : `${pack}/${rule}`,
                `${resourceType}/${resourceId}`,
                region,
                IN_WORDS[state],
                step ?? "",
                updated ?? "",
            ].map(printable),
        ),
    );
}

/** Messages and names are anybody's to choose: they must not steer the terminal. */
function printable(text: string): string {
    return stripVTControlCharacters(text).replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ");
}
