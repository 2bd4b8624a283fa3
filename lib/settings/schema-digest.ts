/** The digest of a stack's compliance: when, to whom, and what of it. */
import { z } from "zod";
import { logRetentionDays } from "./log-retention.ts";
import { arn, bucketName, keyArn } from "./schema-values.ts";

/** https://docs.aws.amazon.com/ses/latest/dg/quotas.html */
const MOST_RECIPIENTS = 50;

/** In place of an ARN: the stack's own. */
export const ALERT_TOPIC = "alerts";

const address = z.email("an e-mail address looks like security@example.org").max(320);

function isTimezone(name: string): boolean {
    try {
        return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
    } catch {
        return false;
    }
}

const mail = z
    .strictObject({
        from: address.meta({ description: "Who sends it: an address of the identity below." }),
        to: z
            .array(address)
            .min(1, "name at least one address")
            .max(MOST_RECIPIENTS, `Amazon SES sends a message to ${MOST_RECIPIENTS} addresses at most`)
            .meta({
                description: "Who gets it. While the account is in SES's sandbox, these have to be verified too.",
            }),
        identity: z
            .strictObject({
                mode: z
                    .enum(["use", "create"])
                    .default("use")
                    .meta({
                        description:
                            "`use` refers to an identity that is verified already; `create` makes one, which sends nothing " +
                            "before somebody follows the link in SES's mail, or publishes its DNS records.",
                    }),
                name: z
                    .string()
                    .regex(/^([^@\s]+@)?[a-z0-9-]+(\.[a-z0-9-]+)+$/i, "an identity is an e-mail address or a domain")
                    .optional()
                    .meta({ description: "The identity: an e-mail address or a domain. Default: the address `from`." }),
            })
            .prefault({})
            .meta({ description: "The identity in Amazon SES that mail is sent by, in the stack's own region." }),
    })
    .meta({ description: "Mail as text and HTML, through Amazon SES." });

export const digest = z
    .strictObject({
        enabled: z.boolean().default(false),
        schedule: z
            .string()
            .regex(
                /^(cron\(\S+( \S+){5}\)|rate\(\d+ (minute|hour|day)s?\))$/,
                "a schedule looks like cron(0 7 ? * MON *) or rate(1 day)",
            )
            .default("cron(0 7 ? * MON *)")
            .meta({ description: "When: an expression of EventBridge Scheduler. Default: on Mondays at seven." }),
        timezone: z
            .string()
            .refine(isTimezone, "a time zone looks like Europe/Berlin")
            .default("UTC")
            .meta({ description: "Where that is: a name of the time zone database." }),
        mail: mail.optional(),
        topic: z
            .union([z.literal(ALERT_TOPIC), arn("sns")])
            .optional()
            .meta({ description: "The same as text: `alerts` for the stack's alert topic, or an SNS topic's ARN." }),
        topicKeyArn: keyArn.optional().meta({
            description: "The key that encrypts the topic of `topic`, where that is an ARN and has a key of its own.",
        }),
        framework: z
            .string()
            .regex(/\S/, "write the name of a framework, as packs write it")
            .optional()
            .meta({ description: "Of controls, only those of this framework. Default: all." }),
        aggregator: z.string().optional().meta({
            description:
                "Which of the stack's aggregators is asked. Default: the only one; without any, the stack's account alone.",
        }),
        logRetentionDays: logRetentionDays("Days that the function's logs are kept."),
        bucket: z
            .strictObject({
                name: bucketName.optional(),
                expireAfterDays: z.int().min(1).max(36_500).default(400).meta({
                    description: "Days that snapshots are kept; the trend is in the last one, and stays.",
                }),
            })
            .prefault({})
            .meta({ description: "S3 bucket for snapshots. Default name: config-digests-<stack>-<account>-<region>." }),
    })
    .prefault({})
    .meta({
        description:
            "A digest of compliance on a schedule, by mail or to a topic: by pack, account and control, what is new and " +
            "what is resolved, waivers, the trend.",
    });
