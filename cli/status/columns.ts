/** The columns that text, Markdown and comma-separated values have in common. */
import { formatCount } from "../../lib/cost/format.ts";
import type { ResourceCount } from "../../lib/compliance/source.ts";
import { type Group, scoreOf, type WaiverUse } from "../../lib/compliance/tally.ts";
import { HEADINGS, type StatusReport } from "./report.ts";

export interface Column<Row> {
    readonly heading: string;
    readonly numeric?: boolean;
    readonly cell: (row: Row) => string;
}

/** Columns in which nothing stands are left out, but never that of what is waived where anything is. */
export function groupColumns(report: StatusReport): Column<Group>[] {
    const { groups, by, partial } = report;
    const any = (has: (group: Group) => boolean): boolean => groups.some(has);
    const count = (heading: string, of: (group: Group) => number): Column<Group> => ({
        heading,
        numeric: true,
        cell: (group) => of(group).toLocaleString("en"),
    });
    return [
        { heading: HEADINGS[by], cell: ({ name }) => name },
        ...(any(({ worst }) => worst !== undefined)
            ? [{ heading: "Worst", cell: ({ worst }: Group) => worst ?? "" }]
            : []),
        count("Failing", ({ verdicts }) => verdicts.NON_COMPLIANT),
        ...(any((group) => group.verdicts.WAIVED > 0 || group.waived.count > 0)
            ? [count("Waived", ({ verdicts }) => verdicts.WAIVED)]
            : []),
        count("No data", ({ verdicts }) => verdicts.INSUFFICIENT_DATA),
        ...(any(({ verdicts }) => verdicts.NOT_APPLICABLE > 0)
            ? [count("Not applicable", ({ verdicts }) => verdicts.NOT_APPLICABLE)]
            : []),
        count("Compliant", ({ verdicts }) => verdicts.COMPLIANT),
        ...(partial ? [] : [{ heading: "Score", numeric: true, cell: (group: Group) => scoreWords(group) }]),
        { heading: "Resources failing", numeric: true, cell: ({ failing }) => resourceWords(failing) },
        ...(any(({ waived }) => waived.count > 0)
            ? [{ heading: "Resources waived", numeric: true, cell: ({ waived }: Group) => resourceWords(waived) }]
            : []),
    ];
}

export const WAIVER_COLUMNS: readonly Column<WaiverUse>[] = [
    { heading: "Waived rule", cell: ({ waiver }) => waiver.rule },
    { heading: "Account", cell: ({ waiver }) => waiver.account },
    { heading: "Resource", cell: ({ waiver }) => waiver.resource },
    { heading: "Resources", numeric: true, cell: ({ resources }) => resourceWords(resources) },
    { heading: "Owner", cell: ({ waiver }) => waiver.owner },
    { heading: "Until", cell: ({ waiver }) => waiver.expiry },
    { heading: "Reason", cell: ({ waiver }) => waiver.reason },
];

/** `98.4 %`; never rounded up to 100. */
export function scoreWords(counts: Parameters<typeof scoreOf>[0]): string {
    const score = scoreOf(counts);
    return score === undefined ? "-" : `${(Math.floor(score * 1000) / 10).toFixed(1)} %`;
}

/** `26+` where AWS stopped counting. */
export function resourceWords({ count, capped }: ResourceCount): string {
    return `${count.toLocaleString("en")}${capped ? "+" : ""}`;
}

/** The one sentence that says how things are. */
export function summaryWords({ totals, partial }: StatusReport): string {
    const { verdicts, accounts, regions, rules } = totals;
    const where = `${formatCount(rules, "rule")} in ${formatCount(accounts, "account")} and ${formatCount(regions, "region")}`;
    const counts = [
        `${verdicts.NON_COMPLIANT.toLocaleString("en")} failing`,
        ...(verdicts.WAIVED > 0 ? [`${verdicts.WAIVED.toLocaleString("en")} waived`] : []),
        `${verdicts.INSUFFICIENT_DATA.toLocaleString("en")} without data`,
        `${verdicts.COMPLIANT.toLocaleString("en")} compliant`,
        ...(partial ? [] : [`score ${scoreWords(totals)}`]),
    ];
    return `${where}: ${counts.join(", ")}`;
}

/** What an expired waiver means, one line each. */
export function expiredWords({ expired }: StatusReport): string[] {
    return expired.map(
        ({ rule, resource, expiry, owner }) =>
            `the waiver for ${rule} on ${resource} ended on ${expiry} and covers nothing: ${owner} has to decide`,
    );
}
