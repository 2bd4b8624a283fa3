/** Whether an evidence folder is as it was written. */
import { MANIFEST_FILE, parseSums, SUMS_FILE } from "./manifest.ts";

/** What is in the folder: hashes by path; undefined for what is no file, such as a link. */
export type FoundFiles = ReadonlyMap<string, string | undefined>;

export interface FolderFault {
    readonly kind: "changed" | "missing" | "added" | "unreadable";
    /** Relative to the folder. */
    readonly path: string;
    /** What more there is to say. */
    readonly detail?: string;
}

export interface FolderContents {
    readonly found: FoundFiles;
    /** Text of the sums; undefined where there is none. */
    readonly sums: string | undefined;
    /** Text of the manifest; undefined where there is none. */
    readonly manifest: string | undefined;
    /** The top hash that the folder is expected to have, hexadecimal; undefined where nobody said. */
    readonly expected?: string;
}

/** @returns each file that is not as it was, in alphabetical order; empty where all is */
export function verifyFolder({ found, sums: text, manifest, expected }: FolderContents): FolderFault[] {
    if (text === undefined) {
        return [{ kind: "missing", path: SUMS_FILE, detail: "without it this is no evidence folder" }];
    }
    const { sums, unreadable } = parseSums(text);
    const faults: FolderFault[] = unreadable.map((line) => ({
        kind: "unreadable",
        path: SUMS_FILE,
        detail: `line ${line} is no hash with a path of this folder`,
    }));
    if (expected !== undefined && found.get(SUMS_FILE) !== expected.toLowerCase()) {
        faults.push({ kind: "changed", path: SUMS_FILE, detail: "the top hash is another one" });
    }
    for (const [path, sha256] of sums) {
        if (!found.has(path)) {
            faults.push({ kind: "missing", path });
        } else if (found.get(path) !== sha256) {
            faults.push({ kind: "changed", path, ...(found.get(path) === undefined && { detail: "it is no file" }) });
        }
    }
    for (const path of found.keys()) {
        if (path !== SUMS_FILE && !sums.has(path)) {
            faults.push({ kind: "added", path });
        }
    }
    faults.push(...manifestFaults(manifest, sums));
    return faults.sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

/** Both list the files: where they differ, somebody has changed one of them and its hash. */
function manifestFaults(text: string | undefined, sums: ReadonlyMap<string, string>): FolderFault[] {
    if (text === undefined) {
        // Named as missing already, unless the sums do not know of it either.
        return sums.has(MANIFEST_FILE) ? [] : [{ kind: "missing", path: MANIFEST_FILE }];
    }
    const listed = listedFiles(text);
    if (listed === undefined) {
        return [{ kind: "unreadable", path: MANIFEST_FILE, detail: "it is no manifest of evidence" }];
    }
    const differing = [...listed].filter(([path, sha256]) => sums.get(path) !== sha256).map(([path]) => path);
    const unlisted = [...sums.keys()].filter((path) => path !== MANIFEST_FILE && !listed.has(path));
    return [...differing, ...unlisted].map((path) => ({
        kind: "changed",
        path: MANIFEST_FILE,
        detail: `it says something else than ${SUMS_FILE} of ${path}`,
    }));
}

function listedFiles(text: string): ReadonlyMap<string, string> | undefined {
    try {
        const { files } = JSON.parse(text) as { files?: readonly { path?: unknown; sha256?: unknown }[] };
        return new Map(files?.map(({ path, sha256 }) => [String(path), String(sha256)]));
    } catch {
        return undefined;
    }
}
