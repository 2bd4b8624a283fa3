/** The shape of the part of the plan that says how alerts are written, and where they go. */
import type { Severity } from "./plan.ts";

/** What has a route of its own: severities, what is said of recording itself, and everything else. */
export const ROUTES = ["critical", "high", "medium", "low", "recording", "default"] as const satisfies readonly (
    Severity | "recording" | "default"
)[];
export type RouteName = (typeof ROUTES)[number];

export interface AlertsPlan {
    /** Begins the names of its EventBridge rules and alarms; of the queue as well. */
    readonly name: string;
    /** Of the function, of its role and of its log group. */
    readonly functionName: string;
    readonly stateBucket: { readonly namePrefix: string };
    /** Keeps what the function failed to handle. */
    readonly deadLetterQueueName: string;
    /** `topic` for the stack's alert topic, else ARNs. All have one. */
    readonly routes: Readonly<Record<RouteName, readonly string[]>>;
    /** Seconds in which changes are gathered. */
    readonly batchSeconds: number;
    /** Minutes in which a rule stays quiet once it was told of. */
    readonly quietMinutes: number;
    /** Messages in these minutes at most, summaries apart. */
    readonly messageLimit: number;
    /** Whether resources that comply again are told of. */
    readonly resolved: boolean;
    readonly logRetentionDays: number;
}
