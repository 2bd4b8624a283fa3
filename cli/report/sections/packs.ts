/** Packs and regions, summed up over all accounts. */
import type { ComplianceReport, ScoredGroup } from "../../../lib/report/compliance/compliance-report.ts";
import type { Part } from "../html.ts";
import type { Section } from "../section.ts";
import { note } from "../section.ts";
import { table } from "../table.ts";
import { countColumns, countFacets, scoreColumn, severityColumn } from "../words.ts";

export function packsSection({ matrix, regions, totals }: ComplianceReport): Section {
    const { shown, others } = matrix.packs;
    return {
        id: "packs",
        title: regions.length > 1 ? "Packs and regions" : "Packs",
        content: [
            groups("Packs", "Pack", shown, totals.verdicts.WAIVED > 0, (name) => ({ pack: [name] })),
            others > 0 ? note(`${others} more packs comply better than these.`) : "",
            ...(regions.length > 1
                ? [groups("Regions", "Region", regions, totals.verdicts.WAIVED > 0, (name) => ({ region: name }))]
                : []),
        ],
    };
}

function groups(
    caption: string,
    heading: string,
    rows: readonly ScoredGroup[],
    anyWaived: boolean,
    facets: (name: string) => { readonly pack?: readonly string[]; readonly region?: string },
): Part {
    return table<ScoredGroup>({
        id: `${caption.toLowerCase()}-table`,
        caption,
        columns: [
            { heading, kind: "name", cell: ({ name }) => name },
            scoreColumn(({ score }) => score),
            severityColumn(({ worst }) => worst, "Worst"),
            ...countColumns<ScoredGroup>(anyWaived),
        ],
        rows,
        facets: (group) => ({ ...facets(group.name), ...countFacets(group) }),
        empty: "There are none.",
    });
}
