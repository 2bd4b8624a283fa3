/** The part of the plan that says where AWS Config delivers. */
import type { AlertTopicPlan, DeliveryBucketPlan, DeliveryTopicPlan, EncryptionKeyPlan } from "./plan.ts";
import { type Findings, nameOf, type PlanInput } from "./context.ts";
import { planSources } from "./delivery-sources.ts";
import { planReplica } from "./history-archive.ts";
import { planLifecycle } from "./lifecycle.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const RULE_NAME_LENGTH = 64;

/** The key that encrypts the delivery bucket. */
export function planEncryptionKey(
    { stack, region, settings, given }: PlanInput,
    findings: Findings,
): EncryptionKeyPlan {
    const { mode, alias, arn, deletionWindowInDays, administrators } = settings.encryptionKey;
    // https://docs.aws.amazon.com/config/latest/APIReference/API_DeliveryChannel.html
    // Where a bucket that is only used has its region, nobody knows here.
    if (arn !== undefined && arn.split(":")[3] !== region && settings.deliveryBucket.mode !== "use") {
        findings.error(
            ["encryptionKey", "arn"],
            "key-of-another-region",
            `the key is in ${arn.split(":")[3]}, and AWS Config delivers with keys of the bucket's own region, ${region}`,
            "name a key of that region, or a replica there",
        );
    }
    if (mode === "use") {
        if (arn === undefined) {
            findings.error(["encryptionKey"], "missing-setting", "encryptionKey.mode use needs the key's arn");
        }
        return { mode, arn: arn ?? "" };
    }
    if (settings.deliveryBucket.mode === "use" || deliversElsewhere(settings, given, "deliveryBucket")) {
        if (given.has("encryptionKey")) {
            findings.error(
                ["encryptionKey"],
                "key-without-bucket",
                "the key would encrypt nothing: this stack has no delivery bucket of its own",
                "name the bucket's key by encryptionKey: { mode: use, arn: … }, or remove encryptionKey",
            );
        }
        return { mode: "none" };
    }
    if (mode === "create" && arn !== undefined) {
        findings.error(
            ["encryptionKey", "arn"],
            "arn-of-new-key",
            "a key that is yet to be created has no ARN",
            "to take over an existing key write mode: adopt; to only refer to it, mode: use",
        );
    }
    return {
        mode,
        alias: alias ?? `conformance-packs-${nameOf(stack)}`,
        ...(arn !== undefined && { arn }),
        deletionWindowInDays,
        administrators,
    };
}

/** The bucket that receives configuration history and snapshots. */
export function planDeliveryBucket(input: PlanInput, findings: Findings): DeliveryBucketPlan {
    const { stack, settings, given } = input;
    if (deliversElsewhere(settings, given, "deliveryBucket")) {
        return { mode: "none" };
    }
    const { mode, name, prefix } = settings.deliveryBucket;
    if (mode === "use") {
        if (name === undefined) {
            findings.error(["deliveryBucket"], "missing-setting", "deliveryBucket.mode use needs the bucket's name");
        }
        return { mode, name: name ?? "", ...(prefix !== undefined && { prefix }) };
    }
    const sources = planSources("deliveryBucket", input, findings);
    const replica = planReplica(input, findings);
    const { noncurrentVersionsExpireAfterDays, ...current } = settings.deliveryBucket.lifecycle;
    return {
        mode,
        ...(name !== undefined && { name }),
        namePrefix: `config-history-${nameOf(stack)}`,
        ...(prefix !== undefined && { prefix }),
        lifecycle: {
            ...planLifecycle(current, ["deliveryBucket", "lifecycle"], findings),
            noncurrentVersionsExpireAfterDays,
        },
        ...(sources !== undefined && { sources }),
        ...(replica !== undefined && { replica }),
        ...(settings.deliveryBucket.protect && { protect: true as const }),
    };
}

/** A channel that is only used has its bucket and topic: nothing is made for it that nobody asked for. */
function deliversElsewhere(
    settings: PlanInput["settings"],
    given: ReadonlySet<string>,
    key: "deliveryBucket" | "deliveryTopic",
): boolean {
    return settings.deliveryChannel.mode === "use" && !given.has(key);
}

/** The topic that AWS Config publishes to, where it is wanted. */
export function planDeliveryTopic(input: PlanInput, findings: Findings): DeliveryTopicPlan | undefined {
    const { stack, settings, given } = input;
    const { enabled, kmsKeyArn, subscriptions } = settings.deliveryTopic;
    if (!enabled || deliversElsewhere(settings, given, "deliveryTopic")) {
        return undefined;
    }
    if (kmsKeyArn !== undefined) {
        findings.warning(
            ["deliveryTopic", "kmsKeyArn"],
            "encrypted-delivery-topic",
            "AWS documents that Config does not publish to KMS-encrypted topics: notifications may never arrive",
            "https://docs.aws.amazon.com/config/latest/developerguide/sns-topic-policy.html",
        );
    }
    refuseRepeated(subscriptions, "deliveryTopic", findings);
    const sources = planSources("deliveryTopic", input, findings);
    return {
        name: `conformance-packs-${nameOf(stack)}-delivery`,
        ...(kmsKeyArn !== undefined && { kmsKeyArn }),
        subscriptions,
        ...(sources !== undefined && { sources }),
    };
}

/** The encrypted topic for EventBridge and CloudWatch alarms, where it is wanted. */
export function planAlertTopic({ stack, settings }: PlanInput, findings: Findings): AlertTopicPlan | undefined {
    const { enabled, subscriptions } = settings.alertTopic;
    if (!enabled) {
        return undefined;
    }
    refuseRepeated(subscriptions, "alertTopic", findings);
    const name = `conformance-packs-${nameOf(stack)}-alerts`;
    if (name.length > RULE_NAME_LENGTH) {
        findings.error(
            ["alertTopic"],
            "rule-name-too-long",
            `the rules that publish to the alert topic would be named ${name}, which has ${name.length} characters; ` +
                `EventBridge allows ${RULE_NAME_LENGTH}`,
            "give the stack a shorter name",
        );
    }
    return {
        name,
        keyAlias: `conformance-packs-${nameOf(stack)}-alerts`,
        deletionWindowInDays: settings.encryptionKey.deletionWindowInDays,
        subscriptions,
    };
}

function refuseRepeated(
    subscriptions: DeliveryTopicPlan["subscriptions"],
    key: "deliveryTopic" | "alertTopic",
    findings: Findings,
): void {
    subscriptions.forEach((subscription, index) => {
        const first = subscriptions.findIndex(
            (other) => other.protocol === subscription.protocol && other.endpoint === subscription.endpoint,
        );
        if (first !== index) {
            findings.error(
                [key, "subscriptions", index],
                "repeated-subscription",
                `${subscription.endpoint} is subscribed twice: it stands at ${key}.subscriptions[${first}] already`,
                "remove one of the two",
            );
        }
    });
}
