/** What `packs status` found, in the one form that every output format reads. */
import type { GroupingName } from "../../lib/compliance/groupings.ts";
import type { ComplianceScope } from "../../lib/compliance/source.ts";
import type { Counts, Group, WaiverUse } from "../../lib/compliance/tally.ts";
import type { Waiver } from "../../lib/waivers/waiver.ts";

export interface StatusReport {
    readonly scope: ComplianceScope;
    /** Absent where none is meant. */
    readonly stack?: string;
    readonly by: GroupingName;
    readonly totals: Counts & { readonly accounts: number; readonly regions: number; readonly rules: number };
    /** The worst first. */
    readonly groups: readonly Group[];
    /** Groups beyond the limit. */
    readonly more: number;
    /** That cover anything of what was asked about. */
    readonly waivers: readonly WaiverUse[];
    /** That have ended, and cover nothing. */
    readonly expired: readonly Waiver[];
    /** Whether only some verdicts were asked for, so that a share of all is not known. */
    readonly partial: boolean;
}

export type StatusFormat = (report: StatusReport, style: StatusStyle) => string;

/** How words are coloured, where they are at all. */
export type StatusStyle = (style: "red" | "yellow" | "green" | "bold" | "dim", text: string) => string;

/** The heading of the column that names the groups. */
export const HEADINGS: Readonly<Record<GroupingName, string>> = {
    pack: "Pack",
    rule: "Rule",
    account: "Account",
    region: "Region",
    control: "Control",
};

/** Who was asked, as a part of a sentence. */
export function scopeWords(scope: ComplianceScope): string {
    return scope.kind === "aggregator"
        ? `by the aggregator ${scope.aggregator} in ${scope.region}`
        : `in account ${scope.account}, ${scope.regions.join(", ")}`;
}
