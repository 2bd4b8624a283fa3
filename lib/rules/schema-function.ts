/** The keys of `rule.yaml` that only rules in AWS Lambda have. */
import { z } from "zod";

/** Where the description says nothing: MB, and seconds. */
export const FUNCTION_DEFAULTS = { memory: 256, timeout: 60 } as const;

export const FUNCTION_KEYS = ["permissions", "memory", "timeout"] as const;

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const functionKeys = {
    permissions: z.array(z.string()).optional().meta({
        description: "Of rules in AWS Lambda: what the rule's own code asks AWS, such as ec2:DescribeImages.",
    }),
    memory: z
        .int()
        .min(128)
        .max(10_240)
        .optional()
        .meta({
            description: `Of rules in AWS Lambda: memory in MB. Default: ${FUNCTION_DEFAULTS.memory}.`,
        }),
    timeout: z
        .int()
        .min(1)
        .max(900)
        .optional()
        .meta({
            description: `Of rules in AWS Lambda: seconds that an evaluation may take. Default: ${FUNCTION_DEFAULTS.timeout}.`,
        }),
};
