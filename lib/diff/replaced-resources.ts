/** Resources that a change replaces, leaves behind or gives up: what no reviewer sees in one changed line. */
import type { DeploymentPlan } from "../plan/plan.ts";
import { message, type Words } from "./message.ts";
import { flattenResources, plannedResources } from "../plan/planned-resources.ts";

export interface ResourceChanges {
    /** `aws:s3/bucket:Bucket delivery-bucket`, sorted; packs are told apart from these. */
    readonly added: readonly string[];
    readonly removed: readonly string[];
    /** Registered before and after under the same name, but another thing in AWS; in words. */
    readonly replaced: readonly Words[];
}

/** Compares what both plans register. */
export function changedResources(old: DeploymentPlan | undefined, now: DeploymentPlan | undefined): ResourceChanges {
    const [before, after] = [registered(old), registered(now)];
    return {
        added: after.filter((row) => !before.includes(row)),
        removed: before.filter((row) => !after.includes(row)),
        replaced: old === undefined || now === undefined ? [] : replaced(old, now),
    };
}

function registered(plan: DeploymentPlan | undefined): string[] {
    return plan === undefined
        ? []
        : flattenResources(plannedResources(plan))
              .map(({ resource: { type, name } }) => `${type} ${name}`)
              .filter((row) => !/onformancePack /.test(row))
              .sort();
}

function replaced(old: DeploymentPlan, now: DeploymentPlan): Words[] {
    const renamed = (what: string, before: string | undefined, after: string | undefined): Words[] =>
        before === undefined || after === undefined || before === after
            ? []
            : [[`${what} is replaced: `, ...message`${before} -> ${after}`]];
    return [
        ...(old.region === now.region
            ? []
            : [message`everything regional is made again in ${now.region}, and left behind in ${old.region}`]),
        ...historyMoves(old, now),
        ...renamed("the delivery topic", old.deliveryTopic?.name, now.deliveryTopic?.name),
        ...renamed("the alert topic", old.alertTopic?.name, now.alertTopic?.name),
        ...renamed("the recorder", nameIfOwn(old.recorder), nameIfOwn(now.recorder)),
        ...renamed("the delivery channel", nameIfOwn(old.deliveryChannel), nameIfOwn(now.deliveryChannel)),
        ...renamed(
            "the template bucket",
            old.templateBucket && (old.templateBucket.name ?? old.templateBucket.namePrefix),
            now.templateBucket && (now.templateBucket.name ?? now.templateBucket.namePrefix),
        ),
        ...renamed("the audit trail", old.auditTrail?.name, now.auditTrail?.name),
        ...now.packs.flatMap((pack) => {
            const before = old.packs.find(({ name }) => name === pack.name);
            return before === undefined || before.target === pack.target
                ? []
                : [
                      message`the pack ${pack.name} is deleted and created again: target ${before.target} -> ${pack.target}`,
                  ];
        }),
    ];
}

/** Bucket and key outlive their stack, so a change leaves them behind; a deployment refuses that where it manages both. */
function historyMoves(old: DeploymentPlan, now: DeploymentPlan): Words[] {
    const [bucket, next] = [bucketName(old), bucketName(now)];
    const { encryptionKey: key } = old;
    const { encryptionKey: nextKey } = now;
    const findings: Words[] = [];
    if (bucket !== next) {
        const refused = old.deliveryBucket.mode !== "use" && now.deliveryBucket.mode !== "use";
        const then = refused ? "a deployment refuses this" : "the old one is kept, but left behind";
        findings.push([...message`the delivery bucket would change: ${bucket} -> ${next}`, `; ${then}`]);
    } else if (old.deliveryBucket.mode !== now.deliveryBucket.mode) {
        findings.push(
            message`the delivery bucket stays, with another mode: ${old.deliveryBucket.mode} -> ${now.deliveryBucket.mode}`,
        );
    }
    const [arn, nextArn] = [key, nextKey].map((one) => ("arn" in one ? one.arn : undefined));
    const managed = [key.mode, nextKey.mode].every((mode) => mode === "create" || mode === "adopt");
    if ((key.mode !== nextKey.mode && !managed) || (arn !== nextArn && arn !== undefined && nextArn !== undefined)) {
        const name = (mode: string, id: string | undefined): string => (id === undefined ? mode : `${mode} ${id}`);
        findings.push(
            message`the encryption key would change: ${name(key.mode, arn)} -> ${name(nextKey.mode, nextArn)}`,
        );
    } else if (key.mode !== nextKey.mode) {
        findings.push(message`the encryption key has another mode: ${key.mode} -> ${nextKey.mode}`);
    }
    if ("alias" in key && "alias" in nextKey && key.alias !== nextKey.alias) {
        findings.push(message`the key's alias is replaced: ${key.alias} -> ${nextKey.alias}`);
    }
    return findings;
}

function bucketName({ deliveryBucket: bucket }: DeploymentPlan): string {
    return bucket.name ?? ("namePrefix" in bucket ? `${bucket.namePrefix}-<account>-<region>` : "");
}

function nameIfOwn({ mode, name }: { readonly mode: string; readonly name: string }): string | undefined {
    return mode === "use" ? undefined : name;
}
