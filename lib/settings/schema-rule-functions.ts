/** The Lambda functions of rules that are written in TypeScript or Rego. */
import { z } from "zod";
import { logRetentionDays } from "./log-retention.ts";
import { accountId } from "./schema-values.ts";

export const ruleFunctions = z
    .strictObject({
        logRetentionDays: logRetentionDays("Days that the functions' logs are kept."),
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
