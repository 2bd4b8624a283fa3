/** Rules of a replication configuration, from a program's words to the API's and back. */
import type {
    DeleteMarkerReplicationStatus,
    Destination,
    ExistingObjectReplicationStatus,
    MetricsStatus,
    OwnerOverride,
    ReplicaModificationsStatus,
    ReplicationRule,
    ReplicationRuleFilter,
    ReplicationRuleStatus,
    ReplicationTimeStatus,
    SourceSelectionCriteria,
    SseKmsEncryptedObjectsStatus,
    StorageClass,
} from "@aws-sdk/client-s3";
import { group, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { fromTagList, tagsOf, toTagList } from "../tags.ts";

/** A filter, however empty, makes it a rule of the newer kind, which has a priority: expandReplicationRules. */
export function toReplicationRule(rule: Values): ReplicationRule {
    const filter = group(rule["filter"]);
    const markers = group(rule["deleteMarkerReplication"]);
    const existing = group(rule["existingObjectReplication"]);
    const criteria = group(rule["sourceSelectionCriteria"]);
    return {
        ID: text(rule["id"]),
        Status: word<ReplicationRuleStatus>(rule["status"]),
        Destination: toDestination(group(rule["destination"]) ?? {}),
        DeleteMarkerReplication: markers && { Status: word<DeleteMarkerReplicationStatus>(markers["status"]) },
        ExistingObjectReplication: existing && { Status: word<ExistingObjectReplicationStatus>(existing["status"]) },
        SourceSelectionCriteria: criteria && toCriteria(criteria),
        ...(filter === undefined
            ? { Prefix: String(rule["prefix"] ?? "") }
            : { Filter: toFilter(filter), Priority: Number(rule["priority"] ?? 0) }),
    };
}

function toFilter(filter: Values): ReplicationRuleFilter {
    const and = group(filter["and"]);
    const tag = group(filter["tag"]);
    if (and !== undefined) {
        const tags = toTagList(tagsOf(and["tags"]));
        return { And: { Prefix: text(and["prefix"]), Tags: tags.length === 0 ? undefined : tags } };
    }
    return tag === undefined
        ? { Prefix: String(filter["prefix"] ?? "") }
        : { Tag: { Key: String(tag["key"]), Value: String(tag["value"]) } };
}

function toDestination(destination: Values): Destination {
    const owner = group(destination["accessControlTranslation"]);
    const encryption = group(destination["encryptionConfiguration"]);
    const metrics = group(destination["metrics"]);
    const threshold = group(metrics?.["eventThreshold"]);
    const timed = group(destination["replicationTime"]);
    return {
        Bucket: String(destination["bucket"]),
        Account: text(destination["account"]),
        StorageClass: word<StorageClass>(destination["storageClass"]),
        AccessControlTranslation: owner && { Owner: word<OwnerOverride>(owner["owner"]) },
        EncryptionConfiguration: encryption && { ReplicaKmsKeyID: text(encryption["replicaKmsKeyId"]) },
        Metrics: metrics && {
            Status: word<MetricsStatus>(metrics["status"]),
            EventThreshold: threshold && { Minutes: Number(threshold["minutes"]) },
        },
        ReplicationTime: timed && {
            Status: word<ReplicationTimeStatus>(timed["status"]),
            Time: { Minutes: Number(group(timed["time"])?.["minutes"]) },
        },
    };
}

function toCriteria(criteria: Values): SourceSelectionCriteria {
    const modifications = group(criteria["replicaModifications"]);
    const encrypted = group(criteria["sseKmsEncryptedObjects"]);
    return {
        ReplicaModifications: modifications && { Status: word<ReplicaModificationsStatus>(modifications["status"]) },
        SseKmsEncryptedObjects: encrypted && { Status: word<SseKmsEncryptedObjectsStatus>(encrypted["status"]) },
    };
}

/** flattenReplicationRules */
export function fromReplicationRule(rule: ReplicationRule): Values {
    return {
        id: rule.ID,
        status: rule.Status,
        priority: rule.Priority,
        prefix: rule.Prefix,
        filter: fromFilter(rule.Filter),
        destination: rule.Destination && fromDestination(rule.Destination),
        deleteMarkerReplication: rule.DeleteMarkerReplication && { status: rule.DeleteMarkerReplication.Status },
        existingObjectReplication: rule.ExistingObjectReplication && { status: rule.ExistingObjectReplication.Status },
        sourceSelectionCriteria: rule.SourceSelectionCriteria && {
            replicaModifications: rule.SourceSelectionCriteria.ReplicaModifications && {
                status: rule.SourceSelectionCriteria.ReplicaModifications.Status,
            },
            sseKmsEncryptedObjects: rule.SourceSelectionCriteria.SseKmsEncryptedObjects && {
                status: rule.SourceSelectionCriteria.SseKmsEncryptedObjects.Status,
            },
        },
    };
}

function fromFilter(filter: ReplicationRuleFilter | undefined): Values | undefined {
    if (filter?.And !== undefined) {
        return { and: { prefix: filter.And.Prefix, tags: fromTagList(filter.And.Tags) } };
    }
    if (filter?.Tag !== undefined) {
        return { tag: { key: filter.Tag.Key, value: filter.Tag.Value } };
    }
    return filter && { prefix: filter.Prefix };
}

function fromDestination(destination: Destination): Values {
    const { AccessControlTranslation: owner, EncryptionConfiguration: encryption, Metrics: metrics } = destination;
    const timed = destination.ReplicationTime;
    return {
        bucket: destination.Bucket,
        account: destination.Account,
        storageClass: destination.StorageClass,
        accessControlTranslation: owner && { owner: owner.Owner },
        encryptionConfiguration: encryption && { replicaKmsKeyId: encryption.ReplicaKmsKeyID },
        metrics: metrics && {
            status: metrics.Status,
            eventThreshold: metrics.EventThreshold && { minutes: metrics.EventThreshold.Minutes },
        },
        replicationTime: timed && {
            status: timed.Status,
            time: timed.Time && { minutes: timed.Time.Minutes },
        },
    };
}
