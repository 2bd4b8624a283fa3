/** Every key of `document.yaml`, which says of an Automation document what its content does not. */
import { z } from "zod";

const text = (what: string) => z.string().regex(/\S/, what);

/** https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html */
const action = z
    .string()
    .regex(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$/, "actions look like ec2:DeleteSecurityGroup, and stand without wildcards");

const resource = z
    .string()
    .regex(
        /^(\*|arn:\$\{AWS::Partition\}:.+)$/,
        "a resource is *, or an ARN such as arn:${AWS::Partition}:s3:::* with the partition left open",
    );

const permission = z.strictObject({
    actions: z.array(action).min(1),
    resources: z.array(resource).min(1),
    conditions: z
        .record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])))
        .optional()
        .meta({ description: "As in an IAM policy: operator, key, values." }),
});

export const documentSchema = z.strictObject({
    description: text("say what the document does").meta({ description: "What is changed, and when nothing is." }),
    resourceType: z.string().regex(/^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/, "a type looks like AWS::EC2::SecurityGroup"),
    resourceParameter: z.string().meta({ description: "The document's parameter that takes RESOURCE_ID." }),
    destructive: z.boolean().meta({
        description: "Whether what it does cannot be undone, or may stop something that works.",
    }),
    reason: text("say why it is destructive, or why it is not").meta({ description: "Why it is, or is not." }),
    rules: z
        .array(z.string())
        .min(1)
        .meta({ description: "The rules that it answers: managed rules' identifiers, custom rules' names." }),
    permissions: z.array(permission).min(1).meta({ description: "What the automation role has to allow." }),
});

export type DocumentDescription = z.output<typeof documentSchema>;
