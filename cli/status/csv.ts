/** For spreadsheets: the groups, with plain numbers. */
import { scoreOf } from "../../lib/compliance/tally.ts";
import { formatCsv as csv, withoutFormula } from "../../lib/query/csv.ts";
import { resourceWords } from "./columns.ts";
import type { StatusReport } from "./report.ts";

const HEADER = ["worst", "failing", "waived", "noData", "notApplicable", "compliant", "score"];

export function formatCsv({ by, groups, partial }: StatusReport): string {
    return csv([
        [by, ...HEADER, "failingResources", "waivedResources"],
        ...groups.map((group) => {
            const { verdicts } = group;
            const score = partial ? undefined : scoreOf(group);
            return [
                withoutFormula(group.name),
                group.worst ?? "",
                String(verdicts.NON_COMPLIANT),
                String(verdicts.WAIVED),
                String(verdicts.INSUFFICIENT_DATA),
                String(verdicts.NOT_APPLICABLE),
                String(verdicts.COMPLIANT),
                score === undefined ? "" : (Math.floor(score * 10_000) / 10_000).toFixed(4),
                resourceWords(group.failing).replaceAll(",", ""),
                resourceWords(group.waived).replaceAll(",", ""),
            ];
        }),
    ]);
}
