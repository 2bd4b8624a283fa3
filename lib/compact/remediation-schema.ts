/** `remediation:` of a rule: every key, checked. */
import { z } from "zod";
import { single, wholeNumber } from "./values-schema.ts";

const action = z
    .string()
    .regex(/^[a-z0-9-]+:[A-Z][A-Za-z0-9]*$/, "an action looks like ec2:StopInstances, and stands without wildcards");

const resource = z
    .string()
    .regex(
        /^(\*|arn:\$\{AWS::Partition\}:.+)$/,
        "a resource is an ARN that begins with arn:${AWS::Partition}:, or * with a reason",
    );

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_statement.html */
const permission = z.union([
    action,
    z
        .strictObject({
            actions: z.array(action).min(1),
            resources: z
                .array(resource)
                .min(1)
                .meta({ description: "ARNs with ${AWS::Partition} and ${AWS::AccountId} in them." }),
            conditions: z
                .record(z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])))
                .optional()
                .meta({ description: "As in an IAM policy: operator, key, values." }),
            reason: z.string().trim().min(1).optional().meta({ description: "Why a resource can only be *." }),
        })
        .refine(({ resources, reason }) => !resources.includes("*") || reason !== undefined, {
            path: ["resources"],
            message: "the resource * takes a reason: why the actions cannot be held to anything",
        }),
]);

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html */
export const remediationSchema = z
    .strictObject({
        document: single.meta({ description: "The SSM automation document." }),
        version: single.optional().meta({ description: "Version of the document. Default: its default version." }),
        resourceType: single.optional().meta({ description: "The resource type that is remediated." }),
        parameters: z
            .record(z.string(), z.union([single, z.array(single)]))
            .default({})
            .meta({
                description:
                    "Of the document. RESOURCE_ID stands for the resource that does not comply. Without " +
                    "AutomationAssumeRole, the stack makes a role that may do what the document's steps need.",
            }),
        automatic: z
            .union([z.boolean(), z.enum(["true", "false"]).transform((word) => word === "true")])
            .optional()
            .meta({ description: "Default: false, somebody starts it." }),
        attempts: wholeNumber.optional().meta({ description: "Automatic attempts: 1 to 25. Default of AWS: 5." }),
        retrySeconds: wholeNumber.optional().meta({
            description: "Seconds for all attempts: 1 to 2,678,000. Default of AWS: 60.",
        }),
        concurrencyPercent: wholeNumber.optional().meta({
            description: "Resources at a time, in percent: 1 to 100. Default of AWS: 10.",
        }),
        errorPercent: wholeNumber.optional().meta({
            description: "Failures in percent that stop it: 1 to 100. Default of AWS: 50.",
        }),
        acknowledgeDestructive: z
            .string()
            .trim()
            .min(1, "say why it may happen without anybody looking")
            .optional()
            .meta({
                description:
                    "Of an automatic remediation that deletes or ends something: why that may happen without anybody looking.",
            }),
        permissions: z
            .array(permission)
            .min(1)
            .optional()
            .meta({
                description:
                    "Of a document that is not known here: what its steps call, for the role that the stack makes. " +
                    "Actions, or actions with resources.",
            }),
        logicalId: z.string().optional().meta({ description: "In the template. Default: <rule>Remediation." }),
    })
    .meta({ description: "What puts a resource right that does not comply." });
