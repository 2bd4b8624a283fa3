/** What is checked, where it is checked, and from where it is watched: packs, aggregators, authorizations. */
import { z } from "zod";
import { FREQUENCIES } from "../pack/frequencies.ts";
import { contradictions, reach } from "./schema-reach.ts";
import { accountId, regionName } from "./schema-values.ts";

/** A Go duration as Pulumi's custom timeouts take it: https://www.pulumi.com/docs/iac/concepts/options/customtimeouts/ */
const duration = z.string().regex(/^(\d+(\.\d+)?(h|m|s))+$/, "a timeout looks like 30m or 1h30m");

/** Numbers and booleans are accepted for readability; AWS Config knows only strings. */
export const parameterValue = z
    .union([z.string(), z.number(), z.boolean()])
    .transform(String)
    .pipe(z.string().max(4096, "a pack's input parameter has at most 4,096 characters"));

/** Where and how a pack or a bundle is deployed. */
const deployment = {
    target: z.enum(["account", "organization"]).default("account").meta({
        description:
            "`account`: this account. `organization`: every member, from the management account or a delegated administrator.",
    }),
    parameters: z.record(z.string(), parameterValue).default({}).meta({
        description: "Input parameters of the pack: values for the parameters that it declares.",
    }),
    ...reach,
    timeouts: z
        .strictObject({
            create: duration.optional(),
            update: duration.optional(),
            delete: duration.optional(),
        })
        .optional()
        .meta({
            description:
                "Of organization packs, which take minutes; packs of one account have none in the provider. Default: 60m.",
        }),
};

interface Deployment {
    readonly target: "account" | "organization";
    readonly excludedAccounts: readonly string[];
    readonly excludedUnits: readonly string[];
    readonly units: readonly string[];
    readonly rollout?: unknown;
    readonly timeouts?: unknown;
}

/** What only organization packs have, and what they cannot have together. */
function organizationOnly(value: Deployment, context: z.RefinementCtx): void {
    contradictions(value, context);
    if (value.target === "account") {
        for (const key of ["excludedAccounts", "excludedUnits", "units", "rollout", "timeouts"] as const) {
            const given = value[key];
            if (given !== undefined && !(Array.isArray(given) && given.length === 0)) {
                context.addIssue({
                    code: "custom",
                    path: [key],
                    message: `${key} applies to organization packs only; this pack has target account`,
                });
            }
        }
    }
}

const packFile = z
    .string()
    .regex(/^[^\\]+$/, "separate folders by /")
    .refine((file) => !file.startsWith("/") && !file.split("/").includes(".."), "stay inside the packs folder");

const pack = z
    .strictObject({
        file: packFile.optional().meta({
            description: "The pack's file in packs/, with or without its ending. Default: the pack's name.",
        }),
        ...deployment,
    })
    .superRefine(organizationOnly);

/** `name:` with nothing behind it is an entry that leaves everything at its default. */
export function orEmpty<Schema extends z.ZodType>(schema: Schema) {
    return z.preprocess((value) => value ?? {}, schema);
}

export const packName = z
    .string()
    .regex(/^[a-zA-Z][-a-zA-Z0-9]*$/, "a pack's name has letters, digits and hyphens and begins with a letter")
    .max(256, "a pack's name has at most 256 characters");

/** Keyed by name, so that no name is given twice and an entry keeps its place in a comparison. */
export const packs = z.record(packName, orEmpty(pack)).default({}).meta({
    description: "Conformance packs to deploy, by their name in AWS; the name is also that of the file in packs/.",
});

const override = z
    .strictObject({
        parameters: z.record(z.string(), parameterValue).default({}).meta({
            description: "Input parameters of the managed rule, in place of what the packs say.",
        }),
        scope: z.array(z.string()).min(1).optional().meta({ description: "Resource types." }),
        frequency: z.enum(FREQUENCIES).optional(),
        enabled: z.boolean().default(true).meta({ description: "false leaves the rule out." }),
    })
    .meta({ description: "Decides where packs of the bundle disagree about a rule." });

const bundle = z
    .strictObject({
        packs: z.array(packFile).min(1).meta({ description: "Packs in packs/, by name." }),
        overrides: z.record(z.string(), orEmpty(override)).default({}).meta({ description: "By the rule's name." }),
        ...deployment,
    })
    .superRefine(organizationOnly);

export const bundles = z.record(packName, orEmpty(bundle)).default({}).meta({
    description:
        "Several packs as one, by name: rules that they share are deployed once. Split in parts where AWS's limits demand it.",
});

/** Stands for the account that the stack is deployed to, whose ID the configuration need not know. */
export const SELF = "self";

const regions = z.union([z.literal("all"), z.array(regionName).min(1)]).default("all");

const aggregatorName = z
    .string()
    .regex(/^[\w-]+$/, "an aggregator's name has letters, digits, _ and -")
    .max(256);

const aggregatedAccount = z
    .union([z.literal(SELF), accountId])
    .meta({ description: "An account ID, or `self` for the account that the stack is deployed to." });

/** https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html */
export const aggregators = z
    .record(
        aggregatorName,
        z.union([
            z.strictObject({ accounts: z.array(aggregatedAccount).min(1), regions }),
            z.strictObject({ organization: z.literal(true), regions }),
        ]),
    )
    .default({})
    .meta({
        description: "Views over many accounts, by name: a list of `accounts`, or the whole `organization: true`.",
    });

export const aggregateAuthorizations = z
    .array(z.strictObject({ account: accountId, region: regionName }))
    .default([])
    .meta({ description: "Aggregators elsewhere that may read this account's data: their account and region." });

export type PackSettings = z.output<typeof pack>;
export type BundleSettings = z.output<typeof bundle>;
