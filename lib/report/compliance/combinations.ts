/** Counts combinations of rules and resources, if there are not too many of them to read. */
import { entryOf } from "../../compliance/entry.ts";
import type { PackEndings } from "../../compliance/pack-endings.ts";
import type { PlannedRules } from "../../compliance/planned-rules.ts";
import { isWaived } from "../../waivers/match.ts";
import type { Waiver } from "../../waivers/waiver.ts";
import type { Combinations } from "./compliance-report.ts";
import type { CountMatrix } from "./count-matrix.ts";
import { packColumn } from "./pack-column.ts";
import { CombinationTally, type ResourceVerdictSource } from "./resource-verdicts.ts";

/** The group of all combinations together. */
const ALL = "all";

export class CombinationCounts {
    readonly byRule = new CombinationTally();
    readonly byRegion = new CombinationTally();
    readonly #all = new CombinationTally();

    total(): Combinations {
        return this.#all.of(ALL);
    }

    add(rule: string, region: string, outcome: keyof Combinations): void {
        this.#all.add(ALL, outcome);
        this.byRule.add(rule, outcome);
        this.byRegion.add(region, outcome);
    }
}

export interface CombinationReading {
    readonly verdicts: ResourceVerdictSource;
    readonly rules: PlannedRules;
    readonly endings: PackEndings;
    readonly waivers: readonly Waiver[];
    /** YYYY-MM-DD. */
    readonly on: string;
    /** Resources: if there are more, none is read. */
    readonly limit: number;
    readonly onProgress: (done: number, of: number) => void;
}

/**
 * Adds every combination to the matrix as well.
 *
 * @returns the counts, or why there are none
 */
export async function readCombinations(
    { verdicts, rules, endings, waivers, on, limit, onProgress }: CombinationReading,
    matrix: CountMatrix,
): Promise<CombinationCounts | { readonly reason: string }> {
    const resources = await verdicts.count();
    if (resources === 0) {
        return {
            reason:
                "AWS Config has recorded no compliance of resources: the recorder may leave out " +
                "AWS::Config::ResourceCompliance, or no rule has looked at anything yet",
        };
    }
    if (resources > limit) {
        return {
            reason:
                `${resources.toLocaleString("en")} resources have verdicts, more than the ` +
                `${limit.toLocaleString("en")} that are read: --count-resources raises the limit`,
        };
    }
    const counts = new CombinationCounts();
    let done = 0;
    for await (const page of verdicts.verdicts()) {
        for (const { rules: answers, ...resource } of page) {
            for (const { rule: deployed, compliance } of answers) {
                if (compliance !== "COMPLIANT" && compliance !== "NON_COMPLIANT") {
                    continue;
                }
                const entry = entryOf({ ...resource, rule: deployed, compliance }, rules, endings);
                const { identifier } = entry;
                const finding = { ...resource, rule: deployed, ...(identifier !== undefined && { identifier }), on };
                const outcome =
                    compliance === "COMPLIANT"
                        ? "compliant"
                        : isWaived(waivers, finding) === undefined
                          ? "failing"
                          : "waived";
                counts.add(entry.rule, entry.region, outcome);
                matrix.addCombination(entry.account, packColumn(entry), outcome);
            }
        }
        done += page.length;
        onProgress(done, resources);
    }
    return counts;
}
