/** A waiver as the rest of the project sees it. */
import type { z } from "zod";
import type { Location } from "../diagnostic.ts";
import type { waiverSchema } from "./schema.ts";

export type WaiverKey = keyof z.output<typeof waiverSchema>;

export interface Waiver {
    /** As the author wrote it: the rule's name in AWS Config, or a managed rule's name or identifier. */
    readonly rule: string;
    /** The managed rule that `rule` names, where the catalogue knows one. */
    readonly identifier?: string;
    /** 12 digits, or `all`. */
    readonly account: string;
    /** A pattern: see `isWaived`. */
    readonly resource: string;
    readonly reason: string;
    readonly owner: string;
    /** The last day on which the waiver holds: YYYY-MM-DD. */
    readonly expiry: string;
    /** Where each of its keys stands. */
    readonly locations: Readonly<Record<WaiverKey, Location>>;
}
