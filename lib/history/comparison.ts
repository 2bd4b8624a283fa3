/** What a delivery bucket has lost of its history, by the versions that its replica in another account still has. */

/** A version of an object, or a delete marker in its place, as S3 lists it. */
export interface ListedVersion {
    readonly key: string;
    /** A replica has that of its original, and nobody chooses it: the same identifier is the same version. */
    readonly versionId: string;
    /** ISO 8601. A replica has that of its original as well. */
    readonly lastModified: string;
    /** The newest of its key. */
    readonly isLatest: boolean;
    /** Bytes; absent for a delete marker. */
    readonly size?: number;
}

/** Why the delivery bucket has not what the replica has. */
export type Loss = "deleted" | "replaced" | "altered";

/** An object that a copy of its replica brings back. */
export interface LostObject {
    readonly key: string;
    readonly loss: Loss;
    /** The version to copy. */
    readonly versionId: string;
    readonly size: number;
}

export interface HistoryComparison {
    /** Objects that are the same in both. */
    readonly same: number;
    /** In the order of their keys. */
    readonly lost: readonly LostObject[];
    /** Objects of the delivery bucket whose newest version the replica does not have, in that order too. */
    readonly unreplicated: readonly ListedVersion[];
}

/**
 * Compares what each key holds. Where a moment is given, both are taken back to it: what came later is left out of account
 * in the replica, and in the delivery bucket is no longer what it should be.
 *
 * @param asOf ISO 8601; everything from then on is not to be trusted. @default nothing is
 */
export function compareHistory(
    delivered: Iterable<ListedVersion>,
    replicas: Iterable<ListedVersion>,
    asOf?: string,
): HistoryComparison {
    const moment = asOf === undefined ? Infinity : Date.parse(asOf);
    const isTrusted = ({ lastModified }: ListedVersion): boolean => Date.parse(lastModified) < moment;
    const current = new Map<string, ListedVersion>();
    for (const version of delivered) {
        if (version.isLatest) {
            current.set(version.key, version);
        }
    }
    const copies = new Map<string, ListedVersion[]>();
    for (const version of replicas) {
        copies.set(version.key, [...(copies.get(version.key) ?? []), version]);
    }
    let same = 0;
    const lost: LostObject[] = [];
    const unreplicated: ListedVersion[] = [];
    for (const key of [...new Set([...current.keys(), ...copies.keys()])].sort()) {
        const [now, all] = [current.get(key), copies.get(key) ?? []];
        const copy = newest(all.filter(isTrusted));
        const isThere = now?.size !== undefined;
        const isCopied = all.some(({ versionId }) => versionId === now?.versionId);
        if (copy !== undefined && copy.versionId === now?.versionId && copy.size === now.size) {
            same += 1;
        } else if (isThere && !isCopied && isTrusted(now)) {
            unreplicated.push(now);
        } else if (copy?.size !== undefined) {
            const loss = !isThere ? "deleted" : copy.versionId === now.versionId ? "altered" : "replaced";
            lost.push({ key, loss, versionId: copy.versionId, size: copy.size });
        }
    }
    return { same, lost, unreplicated };
}

function newest(versions: readonly ListedVersion[]): ListedVersion | undefined {
    const latest = versions.find(({ isLatest }) => isLatest);
    return (
        latest ??
        versions.reduce<ListedVersion | undefined>(
            (found, one) => (found === undefined || one.lastModified > found.lastModified ? one : found),
            undefined,
        )
    );
}
