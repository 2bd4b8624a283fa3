/** What the alert function knows: a file beside its code, made of the plan, so that a changed pack changes it. */
import { type PackedRule } from "../compliance/rule-lookup.ts";
import { packedRules } from "../compliance/planned-rules.ts";
import { type RouteName, ROUTES } from "../plan/alerts-plan.ts";
import type { AlertsPlan } from "../plan/alerts-plan.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import type { Waiver } from "../waivers/waiver.ts";
import type { AlertConfiguration } from "./configuration.ts";
import { TOPIC } from "./route-target.ts";

/**
 * @param topicArn of the stack's alert topic
 * @param waivers those of the project, whether they hold or have expired: the function knows what day it is
 */
export function alertConfiguration(
    plan: DeploymentPlan & { readonly alerts: AlertsPlan },
    topicArn: string,
    waivers: readonly Waiver[],
): AlertConfiguration {
    const { routes, quietMinutes, messageLimit, resolved } = plan.alerts;
    const targets = (route: RouteName): readonly string[] => [
        ...new Set(routes[route].map((target) => (target === TOPIC ? topicArn : target))),
    ];
    return {
        stack: plan.stack,
        partition: plan.partition,
        rules: distinct(packedRules(plan)),
        waivers: waivers.map(({ rule, identifier, account, resource, expiry }) => ({
            rule,
            ...(identifier !== undefined && { identifier }),
            account,
            resource,
            expiry,
        })),
        routes: Object.fromEntries(ROUTES.map((route) => [route, targets(route)])) as AlertConfiguration["routes"],
        quietMinutes,
        messageLimit,
        resolved,
    };
}

/** The rules of several regions once each, sorted: the same plan gives the same file. */
function distinct(rules: readonly PackedRule[]): PackedRule[] {
    const texts = new Map(rules.map((rule) => [JSON.stringify(rule), rule]));
    return [...texts].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, rule]) => rule);
}
