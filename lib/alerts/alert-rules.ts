/** Which EventBridge rules a stack that alerts has, on which bus of its own region, and in further ones. */
import { DELIVERY_ALARMS } from "../plan/alert-alarms.ts";
import type { AlertsPlan } from "../plan/alerts-plan.ts";
import {
    complianceChanges,
    type EventPattern,
    type OwnPlaces,
    recordingEvents,
    resolvedInMembers,
    ringingAlarms,
} from "./alert-patterns.ts";
import { NON_COMPLIANT, nonCompliantMembers } from "./compliance-change.ts";

export interface AlertRule {
    /** Ends the rule's name, and that of the resource. Empty where there is no other. */
    readonly suffix:
        "" | "-members" | "-recording" | "-alarms" | "-interval" | "-members-resolved" | "-members-recording";
    readonly description: string;
    /** On the bus that members forward to. @default on the default bus */
    readonly onMemberBus?: true;
    readonly when: { readonly pattern: EventPattern } | { readonly everyMinutes: number };
}

/**
 * The rules of the stack's own region.
 *
 * @param alerts absent: what ceases to comply is published as it comes
 * @param members whether members forward events
 */
export function alertRules(own: OwnPlaces, alerts: AlertsPlan | undefined, members: boolean): AlertRule[] {
    const onMemberBus = { onMemberBus: true } as const;
    if (alerts === undefined) {
        return [
            { suffix: "", description: "What ceases to comply", when: { pattern: NON_COMPLIANT } },
            ...(members
                ? [
                      {
                          suffix: "-members" as const,
                          description: "What ceases to comply in member accounts",
                          ...onMemberBus,
                          when: { pattern: nonCompliantMembers(own) },
                      },
                  ]
                : []),
        ];
    }
    const { resolved, quietMinutes } = alerts;
    return [
        ...localRules(alerts),
        {
            suffix: "-interval",
            description: "The end of an interval of alerts",
            when: { everyMinutes: quietMinutes },
        },
        ...(members
            ? [
                  {
                      suffix: "-members" as const,
                      description: "What ceases to comply in member accounts",
                      ...onMemberBus,
                      when: { pattern: nonCompliantMembers(own) },
                  },
                  ...(resolved
                      ? [
                            {
                                suffix: "-members-resolved" as const,
                                description: "What complies again in member accounts",
                                ...onMemberBus,
                                when: { pattern: resolvedInMembers(own) },
                            },
                        ]
                      : []),
                  {
                      suffix: "-members-recording" as const,
                      description: "Recorders of member accounts that stop, and their deliveries that fail",
                      ...onMemberBus,
                      when: { pattern: recordingEvents(own) },
                  },
              ]
            : []),
    ];
}

/** What is looked for in every region of the stack: further ones forward it. */
export function localRules({ resolved, name }: AlertsPlan): (AlertRule & { when: { pattern: EventPattern } })[] {
    const alarms = DELIVERY_ALARMS.map(({ suffix }) => `${name}-${suffix}`);
    return [
        { suffix: "", description: "What changes its compliance", when: { pattern: complianceChanges(resolved) } },
        {
            suffix: "-recording",
            description: "Recorders that stop, and deliveries that fail",
            when: { pattern: recordingEvents() },
        },
        { suffix: "-alarms", description: "Alarms of deliveries", when: { pattern: ringingAlarms(alarms) } },
    ];
}

/** The same in a further region, which has no more than it forwards. */
export function forwardedRules(alerts: AlertsPlan | undefined): (AlertRule & { when: { pattern: EventPattern } })[] {
    return alerts === undefined
        ? [{ suffix: "", description: "What ceases to comply", when: { pattern: NON_COMPLIANT } }]
        : localRules(alerts);
}

/** A rule's name, which is alone with it on its bus. */
export function ruleNameOf(prefix: string, { suffix, onMemberBus }: Pick<AlertRule, "suffix" | "onMemberBus">): string {
    return `${prefix}${onMemberBus === true ? suffix.replace("-members", "") : suffix}`;
}
