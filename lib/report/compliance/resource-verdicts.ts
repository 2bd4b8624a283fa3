/** What all rules say of each resource: the interface behind the score, and its sums. */
import type { ComplianceType, Pages, Place } from "../../compliance/source.ts";
import type { Combinations } from "./compliance-report.ts";

/** A resource with the verdicts that AWS Config has recorded of it, the compliant ones included. */
export interface ResourceVerdicts extends Place {
    readonly resourceType: string;
    readonly resourceId: string;
    /** By the names that the rules have there. */
    readonly rules: readonly { readonly rule: string; readonly compliance: ComplianceType }[];
}

export interface ResourceVerdictSource {
    /** How many resources have verdicts, from one short question. */
    count(): Promise<number>;
    /** Page by page; nobody keeps the pages. */
    verdicts(): Pages<ResourceVerdicts>;
}

/** Sums of combinations under names. */
export class CombinationTally {
    readonly #groups = new Map<string, { compliant: number; failing: number; waived: number }>();

    add(group: string, outcome: keyof Combinations): void {
        const counts = this.#groups.get(group) ?? { compliant: 0, failing: 0, waived: 0 };
        counts[outcome]++;
        this.#groups.set(group, counts);
    }

    of(group: string): Combinations {
        return this.#groups.get(group) ?? { compliant: 0, failing: 0, waived: 0 };
    }
}
