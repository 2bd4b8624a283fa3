/** `usage.yaml`: how many resources there are and how often they change, which no template can tell. */
import { parse } from "yaml";
import { z } from "zod";
import type { Diagnostic } from "../diagnostic.ts";
import type { ProjectFiles } from "../project-files.ts";
import { schemaFaults } from "../schema-faults.ts";
import { regionName, resourceType } from "../settings/schema-values.ts";
import { readYaml } from "../yaml-source.ts";
import { priceOverride } from "./prices.ts";
import { exactly } from "./range.ts";

/** In the folder of the project; it may be absent. */
export const USAGE_FILE = "usage.yaml";

/** A number, or the two ends between which it lies. */
const estimate = z
    .union([z.number().nonnegative(), z.strictObject({ low: z.number().nonnegative(), high: z.number() })])
    .transform((value) => (typeof value === "number" ? exactly(value) : value))
    .refine(({ low, high }) => low <= high, "low must not be above high")
    .meta({ description: "A number, or { low: …, high: … }." });

export const usageSchema = z.strictObject({
    accounts: estimate.prefault(1).meta({
        description: "Accounts that a pack with target organization reaches.",
    }),
    regions: z.int().min(1).default(1).meta({
        description:
            "Regions with a stack like this one: every cost counts that many times. Of no effect on a stack that names its regions.",
    }),
    defaultResources: estimate.prefault({ low: 5, high: 50 }).meta({
        description: "Resources of a type that `resources` does not name, in one account and region.",
    }),
    resources: z.record(resourceType, estimate).default({}).meta({
        description: "Resources by type, in one account and region.",
    }),
    changesPerResourceAndDay: estimate.prefault({ low: 0.01, high: 0.2 }).meta({
        description: "How often a resource changes: 0.1 is once in ten days.",
    }),
    prices: z.record(regionName, priceOverride).default({}).meta({
        description: "Prices by region, where they differ from lib/cost/prices.yaml.",
    }),
});

export type UsageProfile = z.output<typeof usageSchema>;

/** What is assumed where nobody says anything. */
export function defaultUsage(): UsageProfile {
    return usageSchema.parse({});
}

/**
 * Reads the usage profile of a project.
 *
 * @returns the profile, or its faults; the default profile where there is no file; never throws
 */
export function loadUsage(files: ProjectFiles): { usage?: UsageProfile; diagnostics: readonly Diagnostic[] } {
    const text = files.read(USAGE_FILE);
    if (text === undefined) {
        return { usage: defaultUsage(), diagnostics: [] };
    }
    const { source, diagnostics } = readYaml(USAGE_FILE, text, { aliases: "allow" });
    if (source === undefined) {
        return { diagnostics };
    }
    const result = usageSchema.safeParse(parse(text, { schema: "core", logLevel: "silent" }) ?? {}, {
        reportInput: true,
    });
    const checked = { schema: usageSchema, whole: "the usage profile", key: "usage" };
    return result.success
        ? { usage: result.data, diagnostics: [] }
        : { diagnostics: schemaFaults(checked, result.error.issues, (path) => source.locate(path)) };
}
