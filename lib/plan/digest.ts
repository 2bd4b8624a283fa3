/** The part of the plan that tells people of compliance: digest, metrics, alarms, dashboard. */
import { functionName } from "../rules/functions.ts";
import { ALERT_TOPIC } from "../settings/schema-digest.ts";
import { COUNTING_INTERVALS } from "../settings/schema-thresholds.ts";
import type { MetricName } from "../digest/metrics.ts";
import { suggestionHint } from "../suggestion.ts";
import { type Findings, nameOf, type PlanInput } from "./context.ts";
import type {
    DigestMailPlan,
    DigestPlan,
    DigestSchedulePlan,
    ThresholdAlarmPlan,
    ThresholdsPlan,
} from "./digest-plan.ts";
import type { DeploymentPlan } from "./plan.ts";
import { aggregatorRegion, packsOfAllRegions } from "./regions.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const QUEUE_NAME_LENGTH = 80;

/**
 * @param plan what the stack has besides
 * @returns undefined where neither digest nor thresholds are asked for
 */
export function planDigest(input: PlanInput, plan: DeploymentPlan, findings: Findings): DigestPlan | undefined {
    const { stack, settings } = input;
    const { digest } = settings;
    const thresholds = planThresholds(input, plan, findings);
    if (!digest.enabled && thresholds === undefined) {
        return undefined;
    }
    const schedule = digest.enabled ? planSchedule(input, plan, findings) : undefined;
    const mail = digest.enabled ? planMail(input, findings) : undefined;
    const common = `conformance-packs-${nameOf(stack)}`;
    return {
        functionName: functionName(stack, "compliance-digest"),
        queueName: `${common}-failed-digests`.slice(0, QUEUE_NAME_LENGTH),
        // EventBridge Scheduler and IAM allow as many characters as Lambda does.
        schedulerNames: {
            role: functionName(stack, "compliance-digest-schedules"),
            digest: functionName(stack, "compliance-digest"),
            count: functionName(stack, "compliance-count"),
        },
        logRetentionDays: digest.logRetentionDays,
        logKey: {
            alias: `config-digest-${nameOf(stack)}`,
            deletionWindowInDays: settings.encryptionKey.deletionWindowInDays,
        },
        source: planSource(input, plan, findings),
        ...(schedule && { schedule }),
        ...(mail && { mail }),
        ...(thresholds && { thresholds }),
    };
}

function planSource({ settings }: PlanInput, plan: DeploymentPlan, findings: Findings): DigestPlan["source"] {
    const names = plan.aggregators.map(({ name }) => name);
    const { aggregator: wanted } = settings.digest;
    const [only] = names;
    if (wanted !== undefined && !names.includes(wanted)) {
        findings.error(
            ["digest", "aggregator"],
            "unknown-aggregator",
            `this stack has no aggregator ${wanted}`,
            suggestionHint(wanted, names) ?? "name one of aggregators, or remove it",
        );
    }
    if (wanted === undefined && names.length > 1) {
        findings.error(
            ["digest"],
            "several-aggregators",
            `the stack has the aggregators ${names.join(", ")}, and nothing says which one is asked`,
            `write digest: { aggregator: ${only ?? ""} }`,
        );
    }
    const aggregator = wanted ?? only;
    return aggregator === undefined
        ? { kind: "account" }
        : { kind: "aggregator", aggregator, region: aggregatorRegion(plan) };
}

function planSchedule({ stack, settings }: PlanInput, plan: DeploymentPlan, findings: Findings): DigestSchedulePlan {
    const { digest } = settings;
    const { schedule: expression, timezone, framework, topic, topicKeyArn, bucket, mail } = digest;
    if (mail === undefined && topic === undefined) {
        findings.error(
            ["digest"],
            "digest-without-readers",
            "nobody would get the digest",
            "name them by digest: { mail: { from: …, to: […] } }, or a topic by digest: { topic: alerts }",
        );
    }
    if (topic === ALERT_TOPIC && plan.alertTopic === undefined) {
        findings.error(
            ["digest", "topic"],
            "digest-without-topic",
            "the stack has no alert topic",
            "write alertTopic: { enabled: true }, or name a topic by its ARN",
        );
    }
    if (topicKeyArn !== undefined && (topic === undefined || topic === ALERT_TOPIC)) {
        findings.error(
            ["digest", "topicKeyArn"],
            "key-without-topic",
            "there is no topic that the key could be of: the alert topic's own key is known",
            "name the topic by its ARN, or remove topicKeyArn",
        );
    }
    return {
        expression,
        timezone,
        ...(framework !== undefined && { framework }),
        bucket: {
            ...(bucket.name !== undefined && { name: bucket.name }),
            namePrefix: `config-digests-${nameOf(stack)}`,
            expireAfterDays: bucket.expireAfterDays,
        },
        ...(topic !== undefined && {
            topic:
                topic === ALERT_TOPIC
                    ? ALERT_TOPIC
                    : { arn: topic, ...(topicKeyArn !== undefined && { keyArn: topicKeyArn }) },
        }),
    };
}

function planMail({ settings }: PlanInput, findings: Findings): DigestMailPlan | undefined {
    const { mail } = settings.digest;
    if (mail === undefined) {
        return undefined;
    }
    const { from, to, identity } = mail;
    const name = identity.name ?? from;
    const domain = from.slice(from.lastIndexOf("@") + 1).toLowerCase();
    const covers = name.toLowerCase();
    // A domain's identity also sends for the domains below it: https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html
    if (covers !== from.toLowerCase() && covers !== domain && !domain.endsWith(`.${covers}`)) {
        findings.error(
            ["digest", "mail", "from"],
            "sender-of-another-identity",
            `${from} is no address of the identity ${name}`,
            "write an address of that identity, or name the identity that the address belongs to",
        );
    }
    return { from, to: [...new Set(to)], identity: { mode: identity.mode, name } };
}

const METRIC_OF: Readonly<Record<"nonCompliantRules" | "nonCompliantResources", MetricName>> = {
    nonCompliantRules: "NonCompliantRules",
    nonCompliantResources: "NonCompliantResources",
};

function planThresholds(
    { stack, settings: { thresholds } }: PlanInput,
    plan: DeploymentPlan,
    findings: Findings,
): ThresholdsPlan | undefined {
    const { every, packs, dashboard } = thresholds;
    const wanted = Object.entries(packs);
    if (wanted.length === 0 && !dashboard) {
        return undefined;
    }
    const common = `conformance-packs-${nameOf(stack)}`;
    const known = [...new Set(packsOfAllRegions(plan).map(({ pack }) => pack.name))].sort();
    const alarms = wanted.flatMap(([pack, limits]): ThresholdAlarmPlan[] => {
        if (!known.includes(pack)) {
            findings.error(
                ["thresholds", "packs", pack],
                "unknown-pack",
                `this stack deploys no pack ${pack}`,
                suggestionHint(pack, known) ??
                    (known.length === 0 ? "it deploys none" : `it deploys ${known.join(", ")}`),
            );
        }
        return (["nonCompliantRules", "nonCompliantResources"] as const).flatMap((limit) => {
            const most = limits[limit];
            const kind = limit === "nonCompliantRules" ? "rules" : "resources";
            return most === undefined
                ? []
                : [{ name: `${common}-${pack}-non-compliant-${kind}`, pack, metric: METRIC_OF[limit], most }];
        });
    });
    if (alarms.length > 0 && plan.alertTopic === undefined) {
        findings.warning(
            ["thresholds", "packs"],
            "alarms-without-topic",
            "the alarms change their state, and tell nobody",
            "write alertTopic: { enabled: true }",
        );
    }
    return {
        everyMinutes: COUNTING_INTERVALS[every],
        alarms: alarms.sort((a, b) => (a.name < b.name ? -1 : 1)),
        ...(dashboard && { dashboard: common }),
    };
}
