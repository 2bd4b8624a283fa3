/**
 * Every key of a compact pack. One declaration gives the check, the types and the schema for editors; what only the
 * catalogue knows - which rules there are, and their parameters - is checked in `lib/check`.
 */
import { z } from "zod";
import { FREQUENCIES } from "../pack/frequencies.ts";
import type { TemplateValue } from "../pack/template-value.ts";
import { remediationSchema } from "./remediation-schema.ts";
import { intrinsic, scalar, single, wholeNumber } from "./values-schema.ts";

const value = z.union([scalar, z.array(scalar), intrinsic]).meta({
    description: "A literal, a list (joined by commas), ${Parameter} of this pack, or an intrinsic function.",
});

/** https://docs.aws.amazon.com/config/latest/APIReference/API_Scope.html */
const scope = z
    .union([
        z.array(single).min(1),
        z.strictObject({
            types: z.array(single).optional().meta({ description: "Resource types, such as AWS::EC2::Instance." }),
            tag: z
                .strictObject({ key: single, value: single.optional() })
                .optional()
                .meta({ description: "Only resources that carry this tag." }),
            id: single.optional().meta({ description: "One resource; needs exactly one type beside it." }),
        }),
    ])
    .meta({ description: "Which resources the rule looks at: a list of types, or types, tag and id by name." });

const parameters = z.record(z.string(), value).meta({ description: "Input parameters of the managed rule." });

const controls = z
    .union([z.array(scalar), z.record(z.string(), z.union([scalar.transform((id) => [id]), z.array(scalar)]))])
    .meta({ description: "Controls that the rule gives evidence for, by framework." });

const reason = z.string().trim().min(1, "a reason has at least one word");

const notCovered = z
    .array(
        z.strictObject({
            controls: controls.meta({ description: "Controls that no rule can give evidence for, by framework." }),
            reason: reason.meta({ description: "Why AWS Config cannot check them." }),
        }),
    )
    .meta({ description: "What the pack's framework asks for and AWS Config cannot see." });

const ruleShape = {
    rule: z.string().optional().meta({ description: "The managed rule, where the key is a name of your own." }),
    name: z.string().optional().meta({ description: "Name in AWS Config. Default: the key." }),
    description: single.optional(),
    enabled: z.boolean().optional().meta({ description: "false leaves the rule out. Default: true." }),
    severity: z.enum(["low", "medium", "high", "critical"]).optional(),
    controls: controls.optional(),
    reason: reason.optional().meta({ description: "Why the rule matters: for plans and reports, not sent to AWS." }),
    parameters: parameters.optional(),
    scope: scope.optional(),
    frequency: z.enum(FREQUENCIES).optional().meta({ description: "Of a periodic rule." }),
    remediation: remediationSchema.optional(),
    condition: z.string().optional().meta({ description: "A condition of this pack: else the rule is left out." }),
    logicalId: z
        .string()
        .regex(/^[A-Za-z0-9]+$/, "a logical ID has letters and digits only")
        .optional()
        .meta({ description: "In the template. Default: the key in PascalCase." }),
};

/** `name:` with nothing behind it is an entry that leaves everything at its default. */
function orEmpty<Schema extends z.ZodType>(schema: Schema) {
    return z.preprocess((given) => given ?? {}, schema);
}

export const ruleSchema = z.strictObject(ruleShape);

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html */
const declaration = z.strictObject({
    default: scalar.optional(),
    description: scalar.optional(),
    allowedValues: z.array(scalar).optional(),
    pattern: z.string().optional(),
    constraint: scalar.optional().meta({ description: "What is said when a value breaks the pattern." }),
    minLength: wholeNumber.optional(),
    maxLength: wholeNumber.optional(),
    minValue: scalar.optional(),
    maxValue: scalar.optional(),
    type: z.string().optional().meta({ description: "Default: String." }),
});

const packParameters = z
    .record(
        z.string(),
        z.union([
            z.null().transform(() => ({})),
            scalar.transform((text) => ({ default: text })),
            z.array(scalar).transform((list) => ({ default: list.join(",") })),
            declaration,
        ]),
    )
    .meta({ description: "Parameters of this pack: name: default, or name: with default, description and limits." });

const include = z.record(
    z.string(),
    orEmpty(
        z.strictObject({
            exclude: z.array(z.string()).default([]).meta({ description: "Rules that are left out, by their key." }),
            parameters: z.record(z.string(), scalar).default({}).meta({
                description: "Other defaults for the parameters of the included pack.",
            }),
            rules: z.record(z.string(), orEmpty(ruleSchema)).default({}).meta({
                description: "Overrides, by the rule's key in the included pack.",
            }),
        }),
    ),
);

const native = z.custom<TemplateValue>((given) => given !== undefined);

export const compactSchema = z.strictObject({
    title: scalar.optional().meta({ description: "A line for reports." }),
    description: scalar.optional(),
    include: include.optional().meta({ description: "Other packs in packs/, by name, whose rules this pack has too." }),
    parameters: packParameters.optional(),
    conditions: z.record(z.string(), native).optional().meta({ description: "Conditions as CloudFormation has them." }),
    rules: z.record(z.string(), orEmpty(ruleSchema)).optional().meta({ description: "Managed rules by name." }),
    resources: z.record(z.string(), native).optional().meta({
        description: "Resources in AWS's own format, for what the compact form cannot say.",
    }),
    notCovered: notCovered.optional(),
});

export type CompactDocument = z.output<typeof compactSchema>;
export type CompactRule = z.output<typeof ruleSchema>;
export type UncoveredControls = NonNullable<CompactDocument["notCovered"]>[number];
export type CompactRemediation = NonNullable<CompactRule["remediation"]>;
export type ParameterDeclaration = z.output<typeof declaration>;
export type CompactValue = z.output<typeof value>;
