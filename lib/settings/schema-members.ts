/** The member accounts of an organization: where AWS Config is rolled out to, and how. */
import { z } from "zod";
import { organizationalUnitId } from "./schema-organization.ts";
import { deliveryChannelFields, recorderFields } from "./schema-recording.ts";
import { accountId, overridable, regionName } from "./schema-values.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, "a role's name has 1 to 64 letters, digits or any of _+=,.@-");

const action = z
    .string()
    .regex(/^[a-z0-9-]+:[A-Za-z0-9*]+$/, "an action looks like s3:PutBucketPublicAccessBlock or ec2:Describe*");

const percentage = z.int().max(100);

const { record, frequency, frequencyOverrides } = recorderFields;

export const members = z
    .strictObject({
        units: z.array(organizationalUnitId).meta({
            description:
                "Organizational units, or the root: AWS Config is rolled out to every account below them, and to every " +
                "one that joins later. Empty: nothing is rolled out, and only the two roles are made, in this account.",
        }),
        regions: z.array(regionName).min(1).optional().meta({
            description: "Where members record. Default: the stack's own region and its further ones.",
        }),
        recorder: overridable({ record, frequency, frequencyOverrides })
            .prefault({})
            .meta({ description: "What members record, as far as it differs from the stack's own recorder." }),
        snapshotDeliveryFrequency: deliveryChannelFields.snapshotDeliveryFrequency.unwrap().optional().meta({
            description: "How often members deliver snapshots. Default: as often as the stack itself.",
        }),
        notifications: z.boolean().default(false).meta({
            description: "Members announce deliveries and changes to the stack's delivery topic of the same region.",
        }),
        events: z.boolean().default(true).meta({
            description:
                "Members forward changes of compliance, and what becomes of their recorder, to an event bus of this stack.",
        }),
        authorizeAggregators: z
            .boolean()
            .optional()
            .meta({
                description:
                    "Members authorize the stack's aggregators, which those over an organization do not need. Default: where " +
                    "an aggregator of this stack lists other accounts.",
            }),
        failureTolerancePercentage: percentage.min(0).default(10).meta({
            description: "Of 100 accounts in a region, so many may fail before the rollout stops there.",
        }),
        maxConcurrentPercentage: percentage.min(1).default(25).meta({
            description: "Of 100 accounts in a region, so many are deployed to at the same time.",
        }),
        regionConcurrency: z.enum(["parallel", "sequential"]).default("parallel"),
        concurrencyMode: z.enum(["strict", "soft"]).default("strict").meta({
            description:
                "`strict` never has more accounts at work than may still fail; `soft` keeps to maxConcurrentPercentage.",
        }),
        remediationRole: z
            .strictObject({
                name: roleName.default("conformance-packs-remediation"),
                actions: z.array(action).default([]).meta({
                    description: "What the remediations of your packs do: s3:PutBucketPublicAccessBlock, for one.",
                }),
            })
            .prefault({})
            .meta({ description: "The role that remediations assume, under the same name in every account." }),
        evaluationRole: z
            .strictObject({
                name: roleName.default("conformance-packs-evaluation"),
                account: accountId.optional().meta({
                    description: "The account whose functions evaluate. Default: the stack's own.",
                }),
                evaluators: z
                    .array(z.string().regex(/^[\w+=,.@*?-]{1,64}$/, "a role's name, or a pattern such as evaluator-*"))
                    .min(1)
                    .default(["conformance-packs-*"])
                    .meta({
                        description: "Names of the roles, in that account, that may assume it; * stands for any text.",
                    }),
                actions: z.array(action).default([]).meta({
                    description: "What evaluations read besides AWS Config itself: s3:GetBucketPolicy, for one.",
                }),
            })
            .prefault({})
            .meta({ description: "The role that functions of another account assume to evaluate resources." }),
        ownRoles: z
            .boolean()
            .optional()
            .meta({
                description:
                    "Make the two roles in the stack's own account as well. Default: where it is the management account, " +
                    "which StackSets never reach. Of several stacks in one account, only one can have them.",
            }),
    })
    .optional()
    .meta({ description: "Roll AWS Config out to the member accounts of the organization. Default: to none." });

export type MembersSettings = NonNullable<z.output<typeof members>>;
