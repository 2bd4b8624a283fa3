/** What AWS Config charges: data beside this file, read when first asked for. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const price = z.number().nonnegative();

/** Bands of a price, in ascending order; the last has no end. */
export const bands = z
    .array(z.strictObject({ upTo: z.number().positive().optional(), price }))
    .min(1)
    .superRefine((list, context) => {
        list.forEach(({ upTo }, index) => {
            const last = index === list.length - 1;
            if (last !== (upTo === undefined)) {
                context.addIssue({
                    code: "custom",
                    path: [index],
                    message: last ? "the last band has no upTo" : "every band but the last needs upTo",
                });
            } else if (upTo !== undefined && index > 0 && upTo <= (list[index - 1]?.upTo ?? 0)) {
                context.addIssue({ code: "custom", path: [index, "upTo"], message: "bands stand in ascending order" });
            }
        });
    });

const pricesSchema = z.strictObject({
    date: z.string(),
    currency: z.literal("USD"),
    configurationItem: z.strictObject({ continuous: price, daily: price }),
    packEvaluation: bands,
});

/** What a user may override for a region. */
export const priceOverride = z.strictObject({
    configurationItem: z.strictObject({ continuous: price.optional(), daily: price.optional() }).optional(),
    packEvaluation: bands.optional(),
});

export type Prices = z.output<typeof pricesSchema>;
export type PriceOverride = z.output<typeof priceOverride>;

let loaded: Prices | undefined;

/** The prices of this version of the project, with those of a user over them. */
export function pricesOf(override: PriceOverride = {}): Prices {
    loaded ??= pricesSchema.parse(parse(readFileSync(new URL("prices.yaml", import.meta.url), "utf8")));
    const { continuous, daily } = override.configurationItem ?? {};
    return {
        ...loaded,
        configurationItem: {
            continuous: continuous ?? loaded.configurationItem.continuous,
            daily: daily ?? loaded.configurationItem.daily,
        },
        packEvaluation: override.packEvaluation ?? loaded.packEvaluation,
    };
}
