/** What AWS Config records and how often: role, configuration recorder, delivery channel, retention. */
import { z } from "zod";
import { existing, resourceType } from "./schema-values.ts";

const frequency = z.enum(["continuous", "daily"]);

/** https://docs.aws.amazon.com/config/latest/developerguide/using-service-linked-roles.html */
export const role = z
    .strictObject({
        mode: existing,
        arn: z
            .string()
            .regex(
                /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/,
                "a role's ARN looks like arn:aws:iam::<account>:role/<name>",
            )
            .optional()
            .meta({
                description:
                    "With `use`: the role the recorder assumes. Default: the service-linked role AWSServiceRoleForConfig.",
            }),
    })
    .prefault({})
    .meta({ description: "The role of the configuration recorder: AWSServiceRoleForConfig, unless an ARN is given." });

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html */
const record = z
    .union([
        z.literal("all"),
        z.strictObject({ only: z.array(resourceType).min(1) }),
        z.strictObject({ except: z.array(resourceType).min(1) }),
    ])
    .default("all")
    .meta({ description: "`all` resource types, `only` those listed, or all `except` those listed." });

/** Fields with their defaults: a region may give some of them anew. */
export const recorderFields = {
    mode: existing,
    name: z.string().min(1).max(256).default("default").meta({
        description: "There is one recorder in an account and region. Other names only with `adopt` and `use`.",
    }),
    record,
    frequency: frequency.default("continuous"),
    frequencyOverrides: z
        .array(
            z.strictObject({
                resourceTypes: z.array(resourceType).min(1),
                frequency,
                description: z.string().max(256).optional(),
            }),
        )
        .max(1, "AWS Config takes at most one recording mode override")
        .default([]),
    globalResourceTypes: z.boolean().optional().meta({
        description:
            "Record the global IAM types here. Default: in the home region only, so that they are billed once.",
    }),
};

export const recorder = z
    .strictObject(recorderFields)
    .prefault({})
    .meta({ description: "The configuration recorder." });

/** https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigSnapshotDeliveryProperties.html */
export const deliveryChannelFields = {
    mode: existing,
    name: z.string().min(1).max(256).default("default").meta({
        description: "There is one channel in an account and region. Other names only with `adopt` and `use`.",
    }),
    snapshotDeliveryFrequency: z
        .enum(["One_Hour", "Three_Hours", "Six_Hours", "Twelve_Hours", "TwentyFour_Hours"])
        .default("TwentyFour_Hours"),
};

export const deliveryChannel = z
    .strictObject(deliveryChannelFields)
    .prefault({})
    .meta({ description: "The delivery channel, to the delivery bucket and topic." });

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RetentionConfiguration.html */
export const retentionFields = {
    mode: existing,
    days: z.int().min(30).max(2557).default(2557).meta({
        description: "Days that AWS Config itself keeps configuration items: 30 to 2557 (seven years).",
    }),
};

export const retention = z
    .strictObject(retentionFields)
    .prefault({})
    .meta({ description: "How long AWS Config keeps configuration items." });
