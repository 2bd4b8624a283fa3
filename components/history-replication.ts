import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { BucketReplicationConfig } from "@pulumi/aws/s3/bucketReplicationConfig.js";
import * as pulumi from "@pulumi/pulumi";
import type { ReplicaPlan } from "../lib/plan/history-archive.ts";
import { type BucketNames, bucketArn } from "../lib/plan/names.ts";
import { replicationPermissions, replicationTrust } from "../lib/policies/history-replication-policies.ts";

export interface HistoryReplicationArgs {
    readonly names: BucketNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: ReplicaPlan;
    /** The delivery bucket. */
    readonly bucketName: pulumi.Input<string>;
    readonly keyArn: pulumi.Output<string>;
    /** Import the role, which an earlier run of this stack made. @default false */
    readonly adoptRole?: boolean;
}

/** The only time that S3 offers: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-time-control.html */
const REPLICATION_MINUTES = 15;

/**
 * Copies all that is delivered from now on into a bucket of another account. Deletions are not copied, neither delete markers
 * nor those of versions, which S3 never replicates. What is there before the first deployment is not copied either:
 * `packs history verify` tells of it.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html
 */
export class HistoryReplication extends pulumi.ComponentResource {
    constructor(name: string, args: HistoryReplicationArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:HistoryReplication", name, {}, opts);
        const { names, plan, tags } = args;
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const replicaBucketArn = bucketArn(names.partition, plan.bucket);
        const role = new Role(
            `${name}-role`,
            {
                name: plan.roleName,
                description: `Replicates the history in ${names.deliveryBucket} to account ${plan.account}`,
                assumeRolePolicy: JSON.stringify(replicationTrust()),
                tags,
            },
            { ...child, deleteBeforeReplace: true, ...(args.adoptRole === true && { import: plan.roleName }) },
        );
        const policy = new RolePolicy(
            `${name}-role-policy`,
            {
                name: plan.roleName,
                role: role.name,
                policy: args.keyArn.apply((keyArn) =>
                    JSON.stringify(
                        replicationPermissions({
                            ...names,
                            bucketArn: names.deliveryBucketArn,
                            keyArn,
                            replicaBucketArn,
                            replicaKeyArn: plan.keyArn,
                        }),
                    ),
                ),
            },
            { ...child, deleteBeforeReplace: true },
        );
        new BucketReplicationConfig(
            `${name}-configuration`,
            {
                region: names.region,
                bucket: args.bucketName,
                role: role.arn,
                rules: [
                    {
                        id: "history",
                        status: "Enabled",
                        priority: 1,
                        filter: { prefix: "" },
                        deleteMarkerReplication: { status: "Disabled" },
                        sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
                        destination: {
                            account: plan.account,
                            bucket: replicaBucketArn,
                            accessControlTranslation: { owner: "Destination" },
                            encryptionConfiguration: { replicaKmsKeyId: plan.keyArn },
                            ...(plan.replicationTime && timed()),
                        },
                    },
                ],
            },
            { ...child, dependsOn: [policy] },
        );
        this.registerOutputs({ role: role.name });
    }
}

/** Time control goes with metrics. */
function timed() {
    const minutes = { minutes: REPLICATION_MINUTES };
    return {
        replicationTime: { status: "Enabled", time: minutes },
        metrics: { status: "Enabled", eventThreshold: minutes },
    };
}
