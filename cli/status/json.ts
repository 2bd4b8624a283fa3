/** For machines; the shape is documented in docs/status.md. */
import { type Counts, scoreOf } from "../../lib/compliance/tally.ts";
import type { Waiver } from "../../lib/waivers/waiver.ts";
import type { StatusReport } from "./report.ts";

export function formatJson(report: StatusReport): string {
    return JSON.stringify(jsonOf(report), undefined, 2);
}

/** One line: each look of `--watch` is one. */
export function formatJsonLine(report: StatusReport): string {
    return JSON.stringify(jsonOf(report));
}

function jsonOf({ scope, stack, by, totals, groups, more, waivers, expired, partial }: StatusReport): object {
    const { accounts, regions, rules } = totals;
    return {
        ...(stack !== undefined && { stack }),
        scope,
        by,
        totals: { accounts, regions, rules, ...countsOf(totals, partial) },
        groups: groups.map((group) => ({ name: group.name, ...countsOf(group, partial) })),
        more,
        waivers: waivers.map((use) => ({ ...waiverOf(use.waiver), rules: use.rules, resources: use.resources })),
        expiredWaivers: expired.map(waiverOf),
    };
}

function countsOf(counts: Counts, partial: boolean): object {
    const { verdicts, failingBySeverity, worst, failing, waived } = counts;
    const score = partial ? undefined : scoreOf(counts);
    return {
        ...(score !== undefined && { score: Math.floor(score * 10_000) / 10_000 }),
        verdicts,
        failingBySeverity,
        ...(worst !== undefined && { worst }),
        failingResources: failing,
        waivedResources: waived,
    };
}

function waiverOf({ rule, account, resource, reason, owner, expiry }: Waiver): object {
    return { rule, account, resource, reason, owner, expiry };
}
