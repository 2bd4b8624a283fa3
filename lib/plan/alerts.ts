/** The part of the plan that says how alerts are written, and where they go. */
import { routeTarget, TOPIC } from "../alerts/route-target.ts";
import { alertFunctionPermissions } from "../policies/alert-function-role.ts";
import { FUNCTION_NAME_LENGTH, functionName } from "../rules/functions.ts";
import type { AlertsPlan } from "./alerts-plan.ts";
import { type Findings, nameOf, type PlanInput } from "./context.ts";
import { partitionOf } from "./partition.ts";
import type { AlertTopicPlan } from "./plan.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const RULE_NAME_LENGTH = 64;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const ROLE_POLICY_CHARACTERS = 10_240;

/** The longest that follows the name of the topic in the names of rules. */
const LONGEST_SUFFIX = "-recording";

/** The alert function, where it is wanted. Its own alarms need the topic. */
export function planAlerts(
    { stack, region, settings }: PlanInput,
    topic: AlertTopicPlan | undefined,
    findings: Findings,
): AlertsPlan | undefined {
    const { enabled, routes: given, batchSeconds, quietMinutes, messageLimit, resolved } = settings.alerts;
    if (!enabled) {
        return undefined;
    }
    if (topic === undefined) {
        findings.error(
            ["alerts", "enabled"],
            "alerts-without-topic",
            "alerts need the alert topic: alarms of the alert function itself are published there",
            "write conformance-packs:alertTopic: { enabled: true }",
        );
        return undefined;
    }
    const { name } = topic;
    if (name.length <= RULE_NAME_LENGTH && name.length + LONGEST_SUFFIX.length > RULE_NAME_LENGTH) {
        findings.error(
            ["alerts"],
            "rule-name-too-long",
            `a rule of alerts would be named ${name}${LONGEST_SUFFIX}; EventBridge allows ${RULE_NAME_LENGTH} characters`,
            "give the stack a shorter name",
        );
    }
    for (const [route, targets] of Object.entries(given)) {
        targets.forEach((target, index) => {
            if (target !== TOPIC && target.split(":")[1] !== partitionOf(region)) {
                findings.error(
                    ["alerts", "routes", route, index],
                    "target-elsewhere",
                    `${target} is in the partition ${target.split(":")[1] ?? ""}, and the stack in ${partitionOf(region)}`,
                    "partitions do not reach each other: name a target of the stack's own",
                );
            }
            if (routeTarget(target)?.name === name && target.split(":")[2] === "sqs") {
                findings.error(
                    ["alerts", "routes", route, index],
                    "target-is-source",
                    `${target} is the queue that the alert function reads: alerts would go round in circles`,
                    "name a queue of your own",
                );
            }
        });
    }
    checkPolicySize(region, name, [...new Set(Object.values(given).flat())], findings);
    return {
        name,
        functionName: functionName(stack, "compliance-alerts"),
        stateBucket: { namePrefix: `config-alerts-${nameOf(stack)}` },
        deadLetterQueueName: `${name}-failed`,
        routes: {
            critical: given.critical ?? given.default,
            high: given.high ?? given.default,
            medium: given.medium ?? given.default,
            low: given.low ?? given.default,
            recording: given.recording ?? given.default,
            default: given.default,
        },
        batchSeconds,
        quietMinutes,
        messageLimit,
        resolved,
        logRetentionDays: settings.alerts.logRetentionDays,
    };
}

/** The function's role names every target, once more where its key may have to be used. */
function checkPolicySize(region: string, name: string, given: readonly string[], findings: Findings): void {
    const partition = partitionOf(region);
    const scope = { partition, region, account: "0".repeat(ACCOUNT_LENGTH) };
    const topicArn = `arn:${partition}:sns:${region}:${scope.account}:${name}`;
    const { length } = JSON.stringify(
        alertFunctionPermissions({
            ...scope,
            functionName: "a".repeat(FUNCTION_NAME_LENGTH),
            queueArn: topicArn,
            keyArn: `arn:${partition}:kms:${region}:${scope.account}:key/${"a".repeat(KEY_ID_LENGTH)}`,
            stateBucketArn: `arn:${partition}:s3:::${"a".repeat(BUCKET_NAME_LENGTH)}`,
            topicArn,
            targets: given.map((target) => (target === TOPIC ? topicArn : target)),
        }),
    );
    if (length > ROLE_POLICY_CHARACTERS) {
        findings.error(
            ["alerts", "routes"],
            "too-many-targets",
            `the role of the alert function would have a policy of ${length.toLocaleString("en")} characters, and IAM ` +
                `takes ${ROLE_POLICY_CHARACTERS.toLocaleString("en")}`,
            "name fewer targets: what several teams read can be subscribed to one topic, filtered by severity or account",
        );
    }
}

const ACCOUNT_LENGTH = 12;
const KEY_ID_LENGTH = 36;
const BUCKET_NAME_LENGTH = 63;
