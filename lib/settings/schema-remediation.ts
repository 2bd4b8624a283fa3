/** Roles and documents for remediations that a pack of another stack brings to this account. */
import { z } from "zod";

export const remediation = z
    .strictObject({
        stack: z
            .string()
            .regex(/^[\w.-]{1,100}$/, "a stack's name has letters, digits, dots, underscores and hyphens")
            .meta({
                description: "The stack whose pack of the organization reaches this account.",
            }),
        documents: z
            .array(z.string().min(1))
            .min(1)
            .meta({ description: "The Automation documents that its remediations run." }),
    })
    .optional()
    .meta({
        description:
            "Of the management account, which StackSets never reach: the roles and documents that the remediations of " +
            "another stack's organization packs need here.",
    });
