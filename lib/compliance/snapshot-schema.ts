/** The small shapes within a snapshot: sums as `Tally` gives them, where they were read, and waivers. */
import { z } from "zod";
import type { Counts, Group } from "./tally.ts";
import type { ComplianceScope, ResourceCount } from "./source.ts";

const whole = z.int().min(0);

const resourceCount: z.ZodType<ResourceCount> = z.strictObject({ count: whole, capped: z.boolean() });

export const severitySchema = z.enum(["critical", "high", "medium", "low"]);

const counts = {
    verdicts: z.strictObject({
        NON_COMPLIANT: whole,
        WAIVED: whole,
        INSUFFICIENT_DATA: whole,
        COMPLIANT: whole,
        NOT_APPLICABLE: whole,
    }),
    failingBySeverity: z.strictObject({ critical: whole, high: whole, medium: whole, low: whole, none: whole }),
    worst: severitySchema.optional(),
    failing: resourceCount,
    waived: resourceCount,
};

export const snapshotTotals: z.ZodType<
    Counts & { readonly accounts: number; readonly regions: number; readonly rules: number }
> = z.strictObject({ ...counts, accounts: whole, regions: whole, rules: whole });

export const snapshotGroup: z.ZodType<Group> = z.strictObject({ name: z.string(), ...counts });

export const scopeSchema: z.ZodType<ComplianceScope> = z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("aggregator"), aggregator: z.string(), region: z.string() }),
    z.strictObject({ kind: z.literal("account"), account: z.string(), regions: z.array(z.string()) }),
]);

export const snapshotWaiver = z.strictObject({
    rule: z.string(),
    account: z.string(),
    resource: z.string(),
    reason: z.string(),
    owner: z.string(),
    /** The last day on which it holds: YYYY-MM-DD. */
    expiry: z.iso.date(),
    /** What it covers: resources, and rules in an account and region. */
    resources: resourceCount,
    rules: whole,
});
