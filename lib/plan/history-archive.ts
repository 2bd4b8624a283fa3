/** The parts of the plan that keep a copy of history in another account: the replication, and the archive that takes it in. */
import type { Path } from "../yaml-source.ts";
import { type Findings, nameOf, type PlanInput } from "./context.ts";
import { type CurrentLifecycle, planLifecycle } from "./lifecycle.ts";
import { partitionOf } from "./partition.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html */
const ROLE_NAME_LENGTH = 64;

/** Where the delivery bucket replicates to. */
export interface ReplicaPlan {
    /** Another account than the stack's own. */
    readonly account: string;
    readonly bucket: string;
    /** Of the replicas; its region is the bucket's. */
    readonly keyArn: string;
    /** Within 15 minutes, with metrics. */
    readonly replicationTime: boolean;
    /** Of the role that S3 replicates with. */
    readonly roleName: string;
}

/** A bucket with Object Lock for replicas of other stacks' history. */
export interface HistoryArchivePlan {
    /** Absent: `<namePrefix>-<account>-<region>`. */
    readonly name?: string;
    readonly namePrefix: string;
    /** Of its key, without `alias/`. */
    readonly keyAlias: string;
    readonly deletionWindowInDays: number;
    /** Sorted. */
    readonly sources: readonly ArchiveSource[];
    /** ARNs of roles and users that may read, sorted. */
    readonly readers: readonly string[];
    readonly lock: { readonly mode: "GOVERNANCE" | "COMPLIANCE"; readonly days: number };
    /** `expireAfterDays` is meant for replaced versions as well. */
    readonly lifecycle: CurrentLifecycle;
    readonly protect: boolean;
}

/** A role of another account that replicates here. */
export interface ArchiveSource {
    readonly account: string;
    readonly roleName: string;
}

/** The role that S3 replicates a stack's history with: the archive knows it by its name before it is made. */
export function replicationRoleName(stack: string): string {
    return `conformance-packs-${nameOf(stack)}-replication`;
}

/** @returns undefined where nothing is replicated */
export function planReplica({ stack, region, settings }: PlanInput, findings: Findings): ReplicaPlan | undefined {
    const { replica, name } = settings.deliveryBucket;
    if (replica === undefined) {
        return undefined;
    }
    const at = (key: string): Path => ["deliveryBucket", "replica", key];
    const [, partition, , , keyAccount] = replica.keyArn.split(":");
    if (replica.account === settings.account) {
        findings.error(at("account"), "replica-in-own-account", IN_OWN_ACCOUNT, ANOTHER_ACCOUNT);
    }
    if (replica.bucket === name) {
        findings.error(
            at("bucket"),
            "repeated-bucket-name",
            `the replica would be the delivery bucket itself, ${replica.bucket}`,
            "name a bucket of another account",
        );
    }
    if (keyAccount !== replica.account) {
        findings.error(
            at("keyArn"),
            "key-of-another-account",
            `the replica is account ${replica.account}'s and its key ${keyAccount ?? ""}'s: whoever administers the key ` +
                "there could make every replica unreadable",
            `name a key of account ${replica.account}, such as the output historyArchiveKeyArn of its stack`,
        );
    }
    if (partition !== partitionOf(region)) {
        findings.error(
            at("keyArn"),
            "key-of-another-partition",
            `S3 replicates within ${partitionOf(region)}, and the key is in ${partition ?? ""}`,
            "name an archive in the same partition",
        );
    }
    const roleName = replicationRoleName(stack);
    if (roleName.length > ROLE_NAME_LENGTH) {
        findings.error(
            ["deliveryBucket", "replica"],
            "role-name-too-long",
            `the role that replicates would be named ${roleName}, which has ${roleName.length} characters; IAM allows ` +
                String(ROLE_NAME_LENGTH),
            "give the stack a shorter name",
        );
    }
    return { ...replica, roleName };
}

/** Why a copy in the same account is none. */
const IN_OWN_ACCOUNT =
    "the replica would be in the stack's own account: whoever can delete history there can delete both";
const ANOTHER_ACCOUNT = "name the account that keeps logs, which administrators of this one have no rights in";

/** @returns undefined where the stack keeps no archive */
export function planHistoryArchive({ stack, settings }: PlanInput, findings: Findings): HistoryArchivePlan | undefined {
    const { historyArchive: archive } = settings;
    if (archive === undefined) {
        return undefined;
    }
    const { expireAfterDays: expire } = archive.lifecycle;
    if (expire !== undefined && expire < archive.lock.days) {
        findings.error(
            ["historyArchive", "lifecycle", "expireAfterDays"],
            "expires-while-locked",
            `replicas would expire after ${expire} days, and are locked for ${archive.lock.days}`,
            `write ${archive.lock.days} days or more, or lock them for fewer`,
        );
    }
    const sources = archive.sources.map((source, index) => {
        if (source.account === settings.account) {
            findings.error(
                ["historyArchive", "sources", index, "account"],
                "replica-in-own-account",
                "the archive would be in the account whose history it keeps: whoever can delete history there could end both",
                "keep the archive in another account",
            );
        }
        return { account: source.account, roleName: replicationRoleName(source.stack) };
    });
    const keys = sources.map(({ account, roleName }) => `${account} ${roleName}`);
    keys.forEach((key, index) => {
        if (keys.indexOf(key) !== index) {
            findings.error(
                ["historyArchive", "sources", index],
                "repeated-source",
                `the stack stands at historyArchive.sources[${keys.indexOf(key)}] already`,
                "remove one of the two",
            );
        }
    });
    return {
        ...(archive.name !== undefined && { name: archive.name }),
        namePrefix: `config-archive-${nameOf(stack)}`,
        keyAlias: `conformance-packs-${nameOf(stack)}-archive`,
        deletionWindowInDays: settings.encryptionKey.deletionWindowInDays,
        sources: sources.sort((one, other) =>
            `${one.account} ${one.roleName}` < `${other.account} ${other.roleName}` ? -1 : 1,
        ),
        readers: [...new Set(archive.readers)].sort(),
        lock: { mode: archive.lock.mode === "governance" ? "GOVERNANCE" : "COMPLIANCE", days: archive.lock.days },
        lifecycle: planLifecycle(archive.lifecycle, ["historyArchive", "lifecycle"], findings),
        protect: archive.protect,
    };
}

/** What a plan that names no account cannot tell before it is deployed: that both would be in one. */
export function inOneAccount(
    plan: { readonly deliveryBucket: object; readonly historyArchive?: HistoryArchivePlan },
    account: string,
): { readonly path: Path; readonly message: string; readonly hint: string }[] {
    const replica =
        "replica" in plan.deliveryBucket ? (plan.deliveryBucket.replica as ReplicaPlan | undefined) : undefined;
    const sources = plan.historyArchive?.sources ?? [];
    return [
        ...(replica?.account === account
            ? [{ path: ["deliveryBucket", "replica", "account"], message: IN_OWN_ACCOUNT, hint: ANOTHER_ACCOUNT }]
            : []),
        ...(sources.some((source) => source.account === account)
            ? [
                  {
                      path: ["historyArchive", "sources"],
                      message: `the archive would be in the account whose history it keeps, ${account}`,
                      hint: "keep the archive in another account",
                  },
              ]
            : []),
    ];
}
