/** Every key of `cases.yaml`, the tests of a rule of the project's own. */
import { z } from "zod";
import { COMPLIANCES } from "./custom-rule.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]).transform(String);

export const caseSchema = z.strictObject({
    name: z
        .string()
        .regex(/\S/, "say what the case shows")
        .meta({ description: "What the case shows, as a sentence." }),
    item: z
        .union([
            z.string().regex(/\.(json|ya?ml)$/, "a file ends in .json, .yaml or .yml"),
            z.record(z.string(), z.unknown()),
        ])
        .meta({
            description:
                "The configuration item as AWS Config records it; or a JSON or YAML file in the rule's folder.",
        }),
    parameters: z
        .record(z.string(), z.union([scalar, z.array(scalar)]))
        .optional()
        .meta({ description: "Values for the rule's parameters; the others have their defaults." }),
    expect: z.enum(COMPLIANCES).meta({ description: "What AWS Config is to say of the resource." }),
    annotation: z
        .string()
        .optional()
        .meta({ description: "The reason that the rule gives, where its kind gives one." }),
});

export const casesSchema = z.array(caseSchema).min(1, "a rule needs at least one case");
