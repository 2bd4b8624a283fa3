/** Delivery bucket and encryption key, and the archive of other stacks' history, from the plan. */
import * as pulumi from "@pulumi/pulumi";
import { hasBucket, scopeOf } from "../lib/plan/names.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { deliverySources } from "../lib/plan/delivering.ts";
import { deliveryKeyPolicy } from "../lib/policies/delivery-key-policy.ts";
import { DeliveryBucket, type DeliveryBucketArgs, type OwnKeyArgs } from "./delivery-bucket.ts";
import type { Deployment } from "./deployment.ts";
import type { HistoryArchive } from "./history-archive.ts";

/** Where AWS Config delivers, as far as other parts of a deployment need to know. */
export interface Storage {
    readonly bucketName?: pulumi.Output<string>;
    readonly keyArn?: pulumi.Output<string>;
    /** The bucket, where it is ours: all else waits for it, so that a name that is taken stops everything. */
    readonly first: readonly pulumi.Resource[];
    /** What the delivery channel waits for. */
    readonly ready: readonly pulumi.Resource[];
    readonly retained: readonly string[];
}

/** Bucket and key, each of them this stack's own or something else's. */
export function createStorage(deployment: Deployment): Storage {
    const { plan, names, leftBehind, hooks } = deployment;
    const bucket = plan.deliveryBucket;
    const ownKey = ownKeyOf(deployment);
    const retainedKey = ownKey === undefined ? [] : ["encryptionKey"];
    if (bucket.mode !== "use" && bucket.mode !== "none" && hasBucket(names)) {
        const args: DeliveryBucketArgs = {
            names,
            tags: plan.tags,
            adopt: bucket.mode === "adopt" || leftBehind.deliveryBucket === true,
            ...(bucket.prefix !== undefined && { prefix: bucket.prefix }),
            lifecycle: bucket.lifecycle,
            key: ownKey ?? { arn: usedKeyArn(plan) },
            sources: deliverySources(plan),
            ...(bucket.mode === "create" && { bucketHooks: hooks.bucket() }),
            ...(bucket.replica && { replica: bucket.replica }),
            ...(leftBehind.replicationRole === true && { adoptReplicationRole: true }),
        };
        const delivery = new DeliveryBucket("delivery", args, bucket.protect ? { protect: true } : {});
        return {
            bucketName: delivery.bucketName,
            keyArn: delivery.keyArn,
            first: [delivery.bucket],
            ready: [delivery.safeguards.policy],
            retained: ["deliveryBucket", ...retainedKey],
        };
    }
    const used = bucket.name === undefined ? {} : { bucketName: pulumi.output(bucket.name) };
    const keyArn = plan.encryptionKey.mode === "use" ? { keyArn: pulumi.output(plan.encryptionKey.arn) } : {};
    return { ...used, ...keyArn, first: [], ready: [], retained: [] };
}

/** Loaded only then: one stack of an organization keeps it. */
export async function createHistoryArchive(
    { plan: { historyArchive: plan, tags }, names, leftBehind, hooks }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): Promise<HistoryArchive | undefined> {
    if (plan === undefined) {
        return undefined;
    }
    const { HistoryArchive } = await import("./history-archive.ts");
    return new HistoryArchive(
        "archive",
        {
            names,
            tags,
            plan,
            adoptBucket: leftBehind.archiveBucket === true,
            ...(leftBehind.archiveKey && { keyAdoption: leftBehind.archiveKey }),
            bucketHooks: hooks.historyArchive(),
        },
        opts,
    );
}

function ownKeyOf({ plan, names, adoption, hooks }: Deployment): OwnKeyArgs | undefined {
    const key = plan.encryptionKey;
    if (key.mode === "use" || key.mode === "none") {
        return undefined;
    }
    return {
        plan: key,
        policy: deliveryKeyPolicy({
            ...scopeOf(names),
            administrators: key.administrators,
            sources: deliverySources(plan),
            ...(names.customRoleArn !== undefined && { recorderRoleArn: names.customRoleArn }),
        }),
        ...(adoption && { adoption }),
        ...(adoption?.withAlias !== true && { aliasHooks: hooks.keyAlias() }),
    };
}

/** The plan gives every bucket of its own a key, of its own or used. */
function usedKeyArn(plan: DeploymentPlan): string {
    if (plan.encryptionKey.mode !== "use") {
        throw new Error(`the plan of stack ${plan.stack} has a delivery bucket without a key`);
    }
    return plan.encryptionKey.arn;
}
