/** A digest as plain text: for mail clients without HTML, and for topics. */
import type { SnapshotGroup } from "../compliance/snapshot.ts";
import { scoreOf } from "../compliance/tally.ts";
import { pointScore } from "../compliance/trend.ts";
import { formatCount } from "../cost/format.ts";
import type { FindingGroups } from "./finding-groups.ts";
import type { DigestReport, DigestWaiver, Listed } from "./report.ts";
import {
    count,
    dayOf,
    extent,
    howLong,
    minuteOf,
    movement,
    percent,
    scoreInWords,
    places,
    plain,
    resources,
    whereFrom,
} from "./words.ts";

const BAR = 20;

/** Lines end in `\n`, the last too. */
export function digestText(report: DigestReport): string {
    const { changes, totals, score } = report;
    const before = typeof changes === "string" ? undefined : changes.score;
    const moved = movement(before, score);
    const { NON_COMPLIANT, WAIVED, INSUFFICIENT_DATA } = totals.verdicts;
    const parts = [
        `Compliance of ${plain(report.stack)}, ${minuteOf(report.takenAt)}`,
        "",
        totals.rules === 0
            ? "AWS Config evaluates no rules there yet."
            : `${scoreInWords(score).join(" ")}${moved === "" ? "" : ` (${moved} since the last digest)`}: ` +
              `${extent(report)}.`,
        ...(totals.rules === 0
            ? []
            : [
                  `Failing: ${formatCount(NON_COMPLIANT, "rule")}, ${resources(totals.failing)}. ` +
                      `Waived: ${formatCount(WAIVED, "rule")}. ` +
                      `Without a verdict: ${formatCount(INSUFFICIENT_DATA, "rule")}.`,
                  "Rules are counted once for each account and region.",
              ]),
        ...changeLines(report),
        ...groupLines("BY PACK", report.packs),
        ...groupLines("ACCOUNTS, THE WORST FIRST", report.accounts),
        ...groupLines(
            report.framework === undefined ? "CONTROLS THAT FAIL" : `CONTROLS OF ${plain(report.framework)} THAT FAIL`,
            report.controls,
        ),
        ...waiverLines("WAIVED, ENDING SOONEST FIRST", report.waivers),
        ...waiverLines("WAIVERS THAT HAVE ENDED", report.ended),
        ...trendLines(report),
        "",
        `Read from ${whereFrom(report.scope)}.`,
    ];
    return `${parts.join("\n")}\n`;
}

function changeLines({ changes }: DigestReport): string[] {
    if (changes === "first") {
        return heading("CHANGES", ["This is the first digest: the next one tells what is new and what is resolved."]);
    }
    if (changes === "too-many") {
        return heading("CHANGES", ["Too much fails to keep every finding: what is new cannot be told."]);
    }
    const { since, begun, resolved, waived, gone } = changes;
    return [
        ...heading(`NEW SINCE ${dayOf(since)}: ${count(begun)}`, findingLines(begun)),
        ...heading(`RESOLVED SINCE ${dayOf(since)}: ${count(resolved)}`, findingLines(resolved)),
        ...(waived.total === 0 ? [] : heading(`WAIVED SINCE ${dayOf(since)}: ${count(waived)}`, findingLines(waived))),
        ...(gone === 0 ? [] : ["", `Gone with their account or rule: ${formatCount(gone, "finding")}.`]),
    ];
}

function findingLines(groups: FindingGroups): string[] {
    return groups.total === 0
        ? ["none"]
        : [
              ...groups.items.flatMap((group) => [
                  `- ${group.severity === undefined ? "" : `[${group.severity}] `}${plain(group.rule)}` +
                      (group.failing === undefined || group.failing.count === 0 ? "" : `: ${resources(group.failing)}`),
                  `  ${places(group)}`,
              ]),
              ...others(groups.more),
          ];
}

function groupLines(title: string, { items, more }: Listed<SnapshotGroup>): string[] {
    return items.length === 0
        ? []
        : heading(title, [
              ...items.map((group) => {
                  const { NON_COMPLIANT, WAIVED } = group.verdicts;
                  const waived = WAIVED === 0 ? "" : `, ${WAIVED.toLocaleString("en")} waived`;
                  const failing = `${NON_COMPLIANT.toLocaleString("en")} failing${waived}`;
                  return `- ${plain(group.name)}: ${percent(scoreOf(group))}, ${failing}`;
              }),
              ...others(more),
          ]);
}

function waiverLines(title: string, { items, more }: Listed<DigestWaiver>): string[] {
    return items.length === 0
        ? []
        : heading(title, [
              ...items.flatMap((waiver) => [
                  `- ${plain(waiver.rule)}, ${plain(waiver.resource)} in ${waiver.account === "all" ? "all accounts" : waiver.account}`,
                  `  ${howLong(waiver)}; ${plain(waiver.owner)}: ${plain(waiver.reason)}`,
              ]),
              ...others(more),
          ]);
}

function trendLines({ trend }: DigestReport): string[] {
    return trend.length < 2
        ? []
        : heading(
              "TREND",
              trend.map((point) => {
                  const score = pointScore(point);
                  const bar = "#".repeat(Math.round((score ?? 0) * BAR)).padEnd(BAR, ".");
                  return `${dayOf(point.at)} ${bar} ${percent(score)}`;
              }),
          );
}

function heading(title: string, lines: readonly string[]): string[] {
    return ["", title, ...lines];
}

function others(more: number): string[] {
    return more === 0 ? [] : [`  and ${more.toLocaleString("en")} more`];
}
