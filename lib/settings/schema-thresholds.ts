/** Metrics of what does not comply, alarms on them, and a dashboard. */
import { z } from "zod";

/** Minutes by the words for them. A CloudWatch alarm looks at a day at most. */
export const COUNTING_INTERVALS = {
    "15 minutes": 15,
    "30 minutes": 30,
    "1 hour": 60,
    "3 hours": 180,
    "6 hours": 360,
    "12 hours": 720,
    "1 day": 1440,
} as const;

type Interval = keyof typeof COUNTING_INTERVALS;

const most = z.int().min(0).optional();

const threshold = z
    .strictObject({
        nonCompliantRules: most.meta({
            description: "As many rules may fail, counted once for each account and region, without an alarm.",
        }),
        nonCompliantResources: most.meta({
            description: "As many resources may fail, counted once for each rule, without an alarm.",
        }),
    })
    .refine(
        (one) => one.nonCompliantRules !== undefined || one.nonCompliantResources !== undefined,
        "name nonCompliantRules, nonCompliantResources or both",
    );

export const thresholds = z
    .strictObject({
        every: z
            .enum(Object.keys(COUNTING_INTERVALS) as [Interval, ...Interval[]])
            .default("1 hour")
            .meta({ description: "How often is counted." }),
        packs: z.record(z.string(), threshold).default({}).meta({
            description: "By the pack's name, how much may fail before an alarm goes to the alert topic.",
        }),
        dashboard: z.boolean().default(false).meta({
            description:
                "A CloudWatch dashboard with the metrics of every pack, the alarms, and the function's health.",
        }),
    })
    .prefault({})
    .meta({
        description:
            "CloudWatch metrics per pack, alarms on them, and a dashboard; none of it unless something is asked for.",
    });
