/** The keys of `rule.yaml` that only rules in AWS Lambda have. */
import { z } from "zod";

/** Where the description says nothing: MB, and seconds. */
export const FUNCTION_DEFAULTS = { memory: 256, timeout: 60 } as const;

export const FUNCTION_KEYS = ["permissions", "memory", "timeout"] as const;

/** A whole number, which the reader of YAML hands over as the text that stands there. */
function whole(least: number, most: number, unit: string): z.ZodType<number, number | string> {
    const error = `a whole number, ${least} to ${most} ${unit}`;
    const text = z
        .string()
        .regex(/^\d+$/, { error })
        .transform(Number)
        .refine((value) => value >= least && value <= most, { error });
    return z.union([z.int().min(least).max(most), text]);
}

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
export const functionKeys = {
    permissions: z.array(z.string()).optional().meta({
        description: "Of rules in AWS Lambda: what the rule's own code asks AWS, such as ec2:DescribeImages.",
    }),
    memory: whole(128, 10_240, "MB")
        .optional()
        .meta({
            description: `Of rules in AWS Lambda: memory in MB, 128 to 10240. Default: ${FUNCTION_DEFAULTS.memory}.`,
        }),
    timeout: whole(1, 900, "seconds")
        .optional()
        .meta({
            description: `Of rules in AWS Lambda: seconds that an evaluation may take, 1 to 900. Default: ${FUNCTION_DEFAULTS.timeout}.`,
        }),
};
