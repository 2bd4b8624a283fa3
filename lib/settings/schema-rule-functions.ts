/** The Lambda functions of rules that are written in TypeScript or Rego. */
import { z } from "zod";
import { accountId } from "./schema-values.ts";

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html */
export const LOG_RETENTION_DAYS: readonly number[] = [
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

export const ruleFunctions = z
    .strictObject({
        logRetentionDays: z
            .int()
            .refine(
                (days) => LOG_RETENTION_DAYS.includes(days),
                `CloudWatch Logs keeps logs for ${LOG_RETENTION_DAYS.join(", ")} days`,
            )
            .default(90)
            .meta({ description: "Days that the functions' logs are kept." }),
        memberAccounts: z
            .array(accountId)
            .default([])
            .meta({
                description:
                    "Member accounts that organization packs reach: their rules are evaluated by the functions of this " +
                    "account, whose policies have room for some 60. Default, and for more: members have functions of their " +
                    "own, which takes members: { units: … }.",
            }),
        evaluationRole: z
            .string()
            .regex(/^[\w+=,.@-]{1,64}$/, "a role's name has 1 to 64 letters, digits or any of _+=,.@-")
            .optional()
            .meta({
                description:
                    "The role in member accounts by which those functions evaluate. Default: the one of members.evaluationRole.",
            }),
    })
    .prefault({})
    .meta({
        description:
            "The Lambda functions of rules that are written in TypeScript or Rego, made where a pack has such a rule.",
    });

export type RuleFunctionsSettings = z.output<typeof ruleFunctions>;
