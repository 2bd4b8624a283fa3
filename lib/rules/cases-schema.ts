/** Every key of `cases.yaml`, the tests of a rule of the project's own. */
import { z } from "zod";
import { COMPLIANCES } from "./custom-rule.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const file = z.string().regex(/\.(json|ya?ml)$/, "a file ends in .json, .yaml or .yml");

export const caseSchema = z.strictObject({
    name: z
        .string()
        .regex(/\S/, "say what the case shows")
        .meta({ description: "What the case shows, as a sentence." }),
    item: z
        .union([file, z.record(z.string(), z.unknown())])
        .optional()
        .meta({
            description:
                "The configuration item as AWS Config records it; or a JSON or YAML file in the rule's folder. " +
                "A scheduled rule gets none.",
        }),
    parameters: z
        .record(z.string(), z.union([scalar, z.array(scalar)]))
        .optional()
        .meta({ description: "Values for the rule's parameters; the others have their defaults." }),
    expect: z.union([z.enum(COMPLIANCES), z.record(z.string(), z.enum(COMPLIANCES))]).meta({
        description: "What AWS Config is to say of the resource; of a scheduled rule, of each resource by its ID.",
    }),
    annotation: z
        .union([z.string(), z.record(z.string(), z.string())])
        .optional()
        .meta({
            description:
                "The reason that the rule gives, where its kind gives one; of a scheduled rule by the resource's ID.",
        }),
    time: z.iso
        .datetime({ offset: true, error: "a time looks like 2026-09-01T08:00:00Z" })
        .optional()
        .meta({ description: "When AWS Config asks the rule. Default: when the item was captured, or now." }),
    answers: z
        .union([file, z.record(z.string(), z.unknown())])
        .optional()
        .meta({
            description:
                "Of rules in AWS Lambda: what AWS answers, by operation, such as ec2:DescribeImages, as the AWS CLI " +
                "prints it; or a JSON or YAML file in the rule's folder.",
        }),
});

export const casesSchema = z.array(caseSchema).min(1, "a rule needs at least one case");
