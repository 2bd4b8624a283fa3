/** What of the copy of history in another account would be lost, or kept less safely. */
import type { ArchiveSource, HistoryArchivePlan, ReplicaPlan } from "../plan/history-archive.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import type { LostCoverage } from "./lost-coverage.ts";
import { message } from "./message.ts";

/** @returns in words, in the order of weight */
export function lostArchive(old: DeploymentPlan, now: DeploymentPlan): LostCoverage[] {
    return [...lostReplica(replicaOf(old), replicaOf(now)), ...lessArchive(old.historyArchive, now.historyArchive)];
}

function replicaOf({ deliveryBucket }: DeploymentPlan): ReplicaPlan | undefined {
    return "replica" in deliveryBucket ? deliveryBucket.replica : undefined;
}

function lostReplica(old: ReplicaPlan | undefined, now: ReplicaPlan | undefined): LostCoverage[] {
    return old === undefined || (old.account === now?.account && old.bucket === now.bucket)
        ? []
        : [
              {
                  code: "history-replica",
                  words: message`history is no longer copied to ${old.bucket} of account ${old.account}`,
              },
          ];
}

function lessArchive(old: HistoryArchivePlan | undefined, now: HistoryArchivePlan | undefined): LostCoverage[] {
    const code = "history-archive";
    if (old === undefined) {
        return [];
    }
    if (now === undefined) {
        return [{ code, words: ["the history archive is gone"] }];
    }
    const nameOf = ({ account, roleName }: ArchiveSource): string => `${account}/${roleName}`;
    const kept = now.sources.map(nameOf);
    const refused = old.sources.map(nameOf).filter((source) => !kept.includes(source));
    const expiry = ({ lifecycle }: HistoryArchivePlan): number => lifecycle.expireAfterDays ?? Infinity;
    return [
        ...(refused.length === 0
            ? []
            : [{ code, words: message`the history archive no longer takes replicas of ${refused.join(", ")}` }]),
        ...(now.lock.days < old.lock.days
            ? [{ code, words: message`replicas are locked for ${now.lock.days} days, no longer for ${old.lock.days}` }]
            : []),
        ...(old.lock.mode === "COMPLIANCE" && now.lock.mode === "GOVERNANCE"
            ? [{ code, words: ["whoever may bypass governance may end the lock of replicas"] }]
            : []),
        ...(expiry(now) < expiry(old) ? [{ code, words: message`replicas expire after ${expiry(now)} days` }] : []),
        ...(old.protect && !now.protect ? [{ code, words: ["the history archive is no longer protected"] }] : []),
    ];
}
