import type { Values } from "../../../sandbox/provider/property.ts";
import type { ResourceCase } from "./case-surroundings.ts";

const rule = (replica: string, keyArn: string, changes: Values = {}): Values => ({
    id: "history",
    status: "Enabled",
    priority: 1,
    filter: { prefix: "" },
    deleteMarkerReplication: { status: "Disabled" },
    sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } },
    destination: {
        account: "123456789012",
        bucket: `arn:aws:s3:::${replica}`,
        accessControlTranslation: { owner: "Destination" },
        encryptionConfiguration: { replicaKmsKeyId: keyArn },
        ...(changes["timed"] === true && {
            replicationTime: { status: "Enabled", time: { minutes: 15 } },
            metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
        }),
    },
});

/** Replication and Object Lock. */
export const historyCases: readonly ResourceCase[] = [
    {
        type: "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration",
        program: ({ versioned }) => ({
            bucket: versioned,
            rule: { defaultRetention: { mode: "GOVERNANCE", days: 30 } },
        }),
        change: { rule: { defaultRetention: { mode: "COMPLIANCE", days: 60 } } },
        changedPaths: ["rule.defaultRetention.days", "rule.defaultRetention.mode"],
        replacement: { bucket: "another" },
        leavesDefault: true,
    },
    {
        type: "aws:s3/bucketReplicationConfig:BucketReplicationConfig",
        program: ({ versioned, replica, roleArn, keyArn }) => ({
            bucket: versioned,
            role: roleArn,
            rules: [rule(replica, keyArn)],
        }),
        change: ({ replica, keyArn }) => ({ rules: [rule(replica, keyArn, { timed: true })] }),
        changedPaths: ["rules[0].destination.metrics", "rules[0].destination.replicationTime"],
        replacement: { bucket: "another" },
    },
];
