/** The words that text and HTML share. Names come from elsewhere: whatever controls a screen is taken out of them. */
import type { ComplianceScope, ResourceCount } from "../compliance/source.ts";
import { formatCount } from "../cost/format.ts";
import type { FindingGroup, FindingGroups } from "./finding-groups.ts";
import type { DigestReport, DigestWaiver } from "./report.ts";

/** From then on a waiver's end is told as something to act on. */
export const SOON_DAYS = 30;

/** Control characters, and those that turn the direction of the text around them. */
export function plain(name: string): string {
    return name.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\u2028\u2029]/gu, " ");
}

/** `93%`: never 100% where something fails, and never 0% where something complies. */
export function percent(score: number | undefined): string {
    if (score === undefined) {
        return "no verdict yet";
    }
    const rounded = Math.round(score * 100);
    return `${score < 1 && rounded === 100 ? 99 : score > 0 && rounded === 0 ? 1 : rounded}%`;
}

/** The score and what it is of, apart: `93%`, `of rules comply`. */
export function scoreInWords(score: number | undefined): readonly [number: string, of: string] {
    return score === undefined ? ["No verdict", "yet"] : [percent(score), "of rules comply"];
}

export function subjectOf({ stack, takenAt, changes, totals }: DigestReport): string {
    const { NON_COMPLIANT: failing } = totals.verdicts;
    const news =
        typeof changes === "string"
            ? `${formatCount(failing, "rule")} failing`
            : changes.begun.total + changes.resolved.total === 0
              ? `${formatCount(failing, "rule")} failing, nothing new`
              : `${count(changes.begun)} new, ${count(changes.resolved)} resolved`;
    return `Compliance of ${plain(stack)}, ${dayOf(takenAt)}: ${totals.rules === 0 ? "no rules" : news}`;
}

/** All findings, also those that are not shown. */
export function count({ total }: FindingGroups): string {
    return total.toLocaleString("en");
}

export function dayOf(time: string): string {
    return time.slice(0, 10);
}

/** `2026-11-23 06:00 UTC`. */
export function minuteOf(time: string): string {
    return `${time.slice(0, 10)} ${time.slice(11, 16)} UTC`;
}

export function whereFrom(scope: ComplianceScope): string {
    return scope.kind === "aggregator"
        ? `aggregator ${plain(scope.aggregator)} in ${scope.region}`
        : `account ${scope.account} in ${scope.regions.join(", ")}`;
}

/** `12 rules in 3 accounts and 2 regions`. */
export function extent({ totals }: DigestReport): string {
    return (
        `${formatCount(totals.rules, "rule")} in ${formatCount(totals.accounts, "account")} ` +
        `and ${formatCount(totals.regions, "region")}`
    );
}

export function resources({ count: number, capped }: ResourceCount): string {
    return `${formatCount(number, "resource")}${capped ? " or more" : ""}`;
}

/** Where a rule fails: `111111111111 eu-west-1, 222222222222 eu-west-1 and 3 more`. */
export function places({ places: shown, morePlaces }: FindingGroup): string {
    return `${shown.map(plain).join(", ")}${morePlaces === 0 ? "" : ` and ${morePlaces.toLocaleString("en")} more`}`;
}

export function howLong({ daysLeft, expiry }: DigestWaiver): string {
    if (daysLeft < 0) {
        return `ended on ${expiry}`;
    }
    return daysLeft === 0 ? "ends today" : `${formatCount(daysLeft, "day")} left, until ${expiry}`;
}

/** `+2 points`; nothing where it did not move by a tenth of a point. */
export function movement(before: number | undefined, now: number | undefined): string {
    if (before === undefined || now === undefined || Math.abs(now - before) < 0.0005) {
        return "";
    }
    const points = (now - before) * 100;
    return `${points > 0 ? "+" : "-"}${Math.abs(points).toFixed(1).replace(/\.0$/, "")} points`;
}
