/** One moment of a trend: a few numbers of a snapshot. */
import { z } from "zod";

const whole = z.int().min(0);

/** Rules in an account and region, by what AWS says of them. */
const counts = { compliant: whole, nonCompliant: whole, waived: whole };

export const trendPointSchema = z.strictObject({
    /** ISO 8601. */
    at: z.iso.datetime(),
    ...counts,
    packs: z.array(z.strictObject({ name: z.string(), ...counts })),
});

export type TrendPoint = z.output<typeof trendPointSchema>;
export type PackPoint = TrendPoint["packs"][number];
