/** What `packs timeline` found, for every output format. */
import type { ResourceIdentity } from "../../lib/compliance/history.ts";
import type { RuleChange, TimelineEvent } from "../../lib/compliance/timeline.ts";
import type { Waiver } from "../../lib/waivers/waiver.ts";

/** A rule that does not hold for the resource now. */
export interface FailingRule extends RuleChange {
    readonly waiver?: Waiver;
}

export interface TimelineReport {
    readonly resource: ResourceIdentity;
    /** AWS's word, of the newest state that there is; absent where no rule ever looked at it. */
    readonly compliance?: string;
    readonly failing: readonly FailingRule[];
    /** The newest first. */
    readonly events: readonly TimelineEvent[];
    /** Whether there may be earlier ones. */
    readonly more: boolean;
}
