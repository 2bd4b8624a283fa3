/** Where snapshots are kept: names that sort by time, the same in a bucket and in a folder. */

/** Everything of a stack, of all times. */
export function snapshotPrefix(stack: string): string {
    return `digests/${stack}/`;
}

/**
 * Such as `digests/prod/2026/11/2026-11-23T060000Z.json.gz`. No colon: some file systems take none.
 *
 * @param takenAt ISO 8601 in UTC
 * @throws {RangeError} for what is no moment
 */
export function snapshotKey(stack: string, takenAt: string): string {
    const at = new Date(takenAt).toISOString();
    const [year = "", month = ""] = at.split("-");
    return `${snapshotPrefix(stack)}${year}/${month}/${at.slice(0, 19).replaceAll(":", "")}Z.json.gz`;
}

/** The moment that a name says, in ISO 8601, or undefined for a name that is no snapshot's. */
export function takenAtOf(key: string): string | undefined {
    const [, day, hours, minutes, seconds] =
        /(\d{4}-\d{2}-\d{2})T(\d{2})(\d{2})(\d{2})Z\.json(?:\.gz)?$/.exec(key) ?? [];
    const at = `${day}T${hours}:${minutes}:${seconds}.000Z`;
    return day !== undefined && !Number.isNaN(Date.parse(at)) ? at : undefined;
}
