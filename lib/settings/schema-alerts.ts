/** Alerts that a function writes: grouped, limited, by severity to where somebody reads them. */
import { z } from "zod";
import { isRouteTarget, ROUTE_TARGETS, TOPIC } from "../alerts/route-target.ts";
import { logRetentionDays } from "./log-retention.ts";

const route = z
    .array(
        z
            .string()
            .refine(isRouteTarget, `a target is ${TOPIC}, the stack's alert topic, or the ARN of ${ROUTE_TARGETS}`),
    )
    .max(20)
    .refine((targets) => new Set(targets).size === targets.length, "a target stands there twice");

const described = (what: string) => route.optional().meta({ description: `${what} Default: those of \`default\`.` });

export const alerts = z
    .strictObject({
        enabled: z.boolean().default(false),
        routes: z
            .strictObject({
                critical: described("Targets of findings that are critical."),
                high: described("Targets of findings of high severity."),
                medium: described("Targets of findings of medium severity."),
                low: described("Targets of findings of low severity."),
                recording: described("Targets of what is said of recorders that stop and deliveries that fail."),
                default: route.default([TOPIC]).meta({
                    description: "Targets of everything else, such as rules whose packs say no severity.",
                }),
            })
            .prefault({})
            .meta({
                description:
                    `Who is told, by severity: lists of ${TOPIC} (the alert topic) and ARNs of ${ROUTE_TARGETS}. An empty ` +
                    "list tells nobody.",
            }),
        batchSeconds: z.int().min(1).max(300).default(60).meta({
            description: "Seconds in which changes are gathered before the first message of a rule.",
        }),
        quietMinutes: z.int().min(5).max(1440).default(15).meta({
            description:
                "Minutes in which a rule, once it was told of, stays quiet: what changes meanwhile is told at their end.",
        }),
        messageLimit: z.int().min(1).max(1000).default(20).meta({
            description: "Messages in these minutes at most; what is beyond is summarised at their end.",
        }),
        resolved: z.boolean().default(false).meta({
            description: "Also tell of resources that comply again, or are gone.",
        }),
        logRetentionDays: logRetentionDays("Days that the function's log is kept."),
    })
    .prefault({})
    .meta({
        description:
            "Alerts by severity, grouped and limited, with packs, controls and waivers known: a function that stands " +
            "between AWS Config and the alert topic, which it needs.",
    });

export type AlertsSettings = z.output<typeof alerts>;
