/** What stands in an evidence folder, with the hash of each file: for people and programs, and for `sha256sum -c`. */
import type { ComplianceScope } from "../compliance/source.ts";

export const MANIFEST_FILE = "manifest.json";

/** Of GNU coreutils: https://www.gnu.org/software/coreutils/manual/html_node/sha2-utilities.html */
export const SUMS_FILE = "SHA256SUMS";

export interface EvidenceFile {
    /** Relative to the folder, with forward slashes. */
    readonly path: string;
    /** What it is. */
    readonly title: string;
    readonly bytes: number;
    /** Hexadecimal. */
    readonly sha256: string;
}

export interface Manifest {
    readonly format: "conformance-packs evidence 1";
    readonly framework: string;
    readonly stack: string;
    readonly scope: ComplianceScope;
    /** When AWS Config was asked: ISO 8601. */
    readonly collected: string;
    readonly tool: { readonly name: "conformance-packs"; readonly version: string; readonly node: string };
    /** Of the project, and whether its packs are as they are there. Absent outside of a git repository. */
    readonly commit?: { readonly hash: string; readonly packsUnchanged: boolean };
    /** What is missing, and why. Absent where nothing is. */
    readonly remarks?: readonly string[];
    /** All but the manifest itself and the sums, in alphabetical order. */
    readonly files: readonly EvidenceFile[];
}

export function formatManifest(manifest: Manifest): string {
    return `${JSON.stringify({ ...manifest, files: byPath(manifest.files) }, undefined, 2)}\n`;
}

/** @param files the manifest among them */
export function formatSums(files: readonly Pick<EvidenceFile, "path" | "sha256">[]): string {
    return byPath(files)
        .map(({ path, sha256 }) => `${sha256}  ${path}\n`)
        .join("");
}

export interface ListedSums {
    /** Hashes by path. */
    readonly sums: ReadonlyMap<string, string>;
    /** Numbers of lines that are none of ours, from 1. */
    readonly unreadable: readonly number[];
}

/** Reads the sums of a folder that anybody may have written: paths that lead out of it are not read. */
export function parseSums(text: string): ListedSums {
    const sums = new Map<string, string>();
    const unreadable: number[] = [];
    text.replace(/\n$/, "")
        .split("\n")
        .forEach((line, index) => {
            const [, sha256, path] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
            if (sha256 === undefined || path === undefined || !isInside(path) || sums.has(path)) {
                unreadable.push(index + 1);
            } else {
                sums.set(path, sha256);
            }
        });
    return { sums, unreadable };
}

function isInside(path: string): boolean {
    return !/[\\\p{Cc}]/u.test(path) && path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

function byPath<File extends { readonly path: string }>(files: readonly File[]): File[] {
    return [...files].sort((one, other) => (one.path < other.path ? -1 : 1));
}
