/** Every key of `rule.yaml`, the description of a rule of the project's own. */
import { z } from "zod";
import { FREQUENCIES } from "../pack/frequencies.ts";
import { RULE_DESCRIPTION_LENGTH, SCOPE_RESOURCE_TYPES } from "../pack/limits.ts";
import { functionKeys } from "./schema-function.ts";

/** Numbers and booleans are accepted for readability; AWS Config knows only strings. */
const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** What a value of a parameter may be. */
export const PARAMETER_TYPES = ["string", "integer", "number", "boolean", "list", "patterns"] as const;
export type RuleParameterType = (typeof PARAMETER_TYPES)[number];

const parameter = z.strictObject({
    description: z.string().regex(/\S/, "say what the value decides").meta({ description: "What the value decides." }),
    type: z.enum(PARAMETER_TYPES).default("string").meta({
        description: "list: texts; patterns: texts in which * stands for any characters. Default: string.",
    }),
    default: z
        .union([scalar, z.array(scalar)])
        .optional()
        .meta({ description: "Used where a pack gives no value." }),
    optional: z.boolean().optional().meta({ description: "true: may be left out. Default: false." }),
});

const controls = z
    .union([z.array(scalar), z.record(z.string(), z.union([scalar.transform((id) => [id]), z.array(scalar)]))])
    .meta({ description: "Controls that the rule gives evidence for, by framework." });

/** `AWS::::Account` stands for the account as a whole. */
const resourceType = z
    .string()
    .regex(/^[A-Za-z0-9]+::[A-Za-z0-9]*::[A-Za-z0-9]+(::[A-Za-z0-9]+)?$/, "a type looks like AWS::EC2::Instance");

export const descriptionSchema = z.strictObject({
    description: z
        .string()
        .regex(/\S/, "say what the rule checks")
        .max(RULE_DESCRIPTION_LENGTH, `at most ${RULE_DESCRIPTION_LENGTH} characters, as in AWS Config`)
        .meta({ description: "What the rule checks, as AWS Config shows it. A pack may say it otherwise." }),
    resourceTypes: z.array(resourceType).min(1).max(SCOPE_RESOURCE_TYPES).optional().meta({
        description: "What the rule looks at, such as AWS::EC2::Instance.",
    }),
    tag: z
        .strictObject({ key: z.string(), value: z.string().optional() })
        .optional()
        .meta({ description: "In place of resourceTypes: resources of any type that carry this tag." }),
    parameters: z
        .record(
            z.string().regex(/^[A-Za-z][A-Za-z0-9_]*$/, "a parameter's name has letters, digits and underscores"),
            parameter,
        )
        .optional()
        .meta({ description: "Values that a pack may set, by name." }),
    severity: z.enum(["low", "medium", "high", "critical"]).optional().meta({
        description: "Where a pack says nothing else.",
    }),
    controls: controls.optional(),
    frequency: z.enum(FREQUENCIES).optional().meta({ description: "Of rules that run on a schedule." }),
    ...functionKeys,
    debugLog: z.boolean().optional().meta({
        description: "Of Guard rules: whether AWS Config writes a log of each evaluation. Default: false.",
    }),
});

type Described = z.output<typeof descriptionSchema>;

export type RuleParameter = z.output<typeof parameter>;

/** The checked file, with its scope in one place. */
export interface RuleDescription extends Omit<Described, "resourceTypes" | "tag"> {
    readonly scope: { readonly types: readonly string[] } | { readonly tag: NonNullable<Described["tag"]> };
}
