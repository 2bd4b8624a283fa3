/** History and snapshots in the delivery bucket as tables that Athena queries. */
import { z } from "zod";
import { accountId, bucketName, regionName } from "./schema-values.ts";

/** AWS Config exists since: https://aws.amazon.com/about-aws/whats-new/2014/11/12/ */
const FIRST_YEAR = 2014;

/** Beside IDs, the stack's own account. */
export const OWN_ACCOUNT = "self";

/** Accounts that nobody lists: every query then has to name its account. */
export const ANY_ACCOUNT = "any";

export const athena = z
    .strictObject({
        enabled: z.boolean().default(false),
        accounts: z
            .union([
                z.literal(ANY_ACCOUNT),
                z.array(z.union([z.literal(OWN_ACCOUNT), accountId])).min(1, "name at least one account, or write any"),
            ])
            .optional()
            .meta({
                description:
                    "Accounts that deliver to the bucket: a list of IDs and `self`, or `any`, with which every query has " +
                    "to name its account. Default: `any` with organization.id, else the stack's own account.",
            }),
        regions: z.array(regionName).default([]).meta({
            description: "Regions that deliver to the bucket besides those of the stack.",
        }),
        firstYear: z.int().min(FIRST_YEAR).max(2100).default(FIRST_YEAR).meta({
            description: "The year of the first delivery: what is before is not looked for.",
        }),
        scanLimitMegabytes: z.int().min(10).max(10_000_000).default(10_000).meta({
            description: "Megabytes that a query may read before Athena ends it: Athena charges by what is read.",
        }),
        resultsExpireAfterDays: z.int().min(1).max(3650).default(30).meta({
            description: "Days that the results of queries are kept.",
        }),
        resultsBucket: z.strictObject({ name: bucketName.optional() }).prefault({}).meta({
            description: "S3 bucket for the results - name. Default: config-queries-<stack>-<account>-<region>.",
        }),
    })
    .prefault({})
    .meta({
        description:
            "Makes the delivered history and snapshots queryable by Athena: Glue tables, a workgroup with encrypted " +
            "results, and the named queries of queries/athena/.",
    });
