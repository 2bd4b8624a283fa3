/** One pass over everything that a source has, counted on the way. */
import type { DeploymentPlan } from "../plan/plan.ts";
import type { StatusEntry } from "./entry.ts";
import { PlannedRules } from "./planned-rules.ts";
import { type EntryReading, readEntries } from "./read-entries.ts";

export type { StatusProgress } from "./read-entries.ts";

export interface StatusReading extends Omit<EntryReading, "rules"> {
    /** Absent: nothing is known of packs, severities and controls but what AWS tells. */
    readonly plan?: DeploymentPlan;
}

/**
 * Gives every rule in every account and region that is asked for, with its waivers, page by page.
 *
 * @throws what the source throws
 */
export function readStatus({ plan, ...reading }: StatusReading): AsyncGenerator<readonly StatusEntry[]> {
    return readEntries({ ...reading, rules: new PlannedRules(plan) });
}
