/** The shape of the file beside the alert function's code. */
import type { PackedRule } from "../compliance/rule-lookup.ts";
import type { RouteName } from "../plan/alerts-plan.ts";
import type { WaiverToMatch } from "../waivers/match.ts";

/** Its name in the bundle. */
export const CONFIGURATION_FILE = "alerts.json";

/** The function's environment names the bucket of its state, whose name only a deployment knows. */
export const STATE_BUCKET_VARIABLE = "ALERT_STATE_BUCKET";

/** Of the state in that bucket. */
export const STATE_KEY = "alerts/state.json";

export interface AlertConfiguration {
    readonly stack: string;
    readonly partition: string;
    readonly rules: readonly PackedRule[];
    readonly waivers: readonly WaiverToMatch[];
    /** ARNs; a route without any tells nobody. */
    readonly routes: Readonly<Record<RouteName, readonly string[]>>;
    readonly quietMinutes: number;
    readonly messageLimit: number;
    readonly resolved: boolean;
}
