/** A project as it stood at a commit, read from git's own store: no checkout, no network. */
import { execFileSync } from "node:child_process";
import { posix } from "node:path";
import type { ProjectFiles } from "../lib/project-files.ts";

/** What git cannot do here, in words for whoever runs the command. */
export class GitError extends Error {
    constructor(message: string) {
        super(message);
        this.name = "GitError";
    }
}

/** Where a remote's main branch, or one's own, may be found. */
const MAIN_BRANCHES = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/** Enough for any project; git's output beyond it is a fault rather than a hang. */
const MAX_OUTPUT_BYTES = 256 * 1024 * 1024;

/** Kept in memory at once, since a plan reads them all. */
const PREFETCHED = /^(?:[^/]+|packs\/.*)\.(?:ya?ml|json|guard|rego)$/;

const MAX_LINKS = 10;

/** Modes of git's: https://git-scm.com/docs/gitdatamodel#tree */
const LINK = "120000";
const SUBMODULE = "160000";

interface Entry {
    readonly mode: string;
    readonly object: string;
}

/** @returns full hash of the commit that a ref names */
export function resolveCommit(root: string, ref: string): string {
    const hash = attempt(root, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
    if (hash === undefined) {
        requireRepository(root);
        throw new GitError(
            `git knows no commit ${ref} here. Name a branch, a tag or a commit; of a remote, as origin/<branch>, ` +
                "after git fetch.",
        );
    }
    return hash.trim();
}

/** More would be no help to whoever chooses among them. */
const MAX_REFS = 200;

/** Branches, tags and remotes' branches by name, the latest commits first; none outside of a repository. */
export function refNames(root: string): string[] {
    const format = ["--format=%(refname:lstrip=2)", "--sort=-committerdate", `--count=${MAX_REFS}`];
    try {
        const names = attempt(root, ["for-each-ref", ...format, "refs/heads", "refs/tags", "refs/remotes"]) ?? "";
        return names.split("\n").filter((name) => name !== "");
    } catch (reason) {
        if (reason instanceof GitError) {
            return [];
        }
        throw reason;
    }
}

/** The commit from which the working tree's branch left the main branch, with that branch's name. */
export function mergeBase(root: string): { commit: string; branch: string } {
    requireRepository(root);
    const branch = MAIN_BRANCHES.find(
        (name) => attempt(root, ["rev-parse", "--verify", "--quiet", `${name}^{commit}`]) !== undefined,
    );
    if (branch === undefined) {
        throw new GitError(
            `there is no main branch to compare with (looked for ${MAIN_BRANCHES.join(", ")}): name a ref`,
        );
    }
    const commit = attempt(root, ["merge-base", "HEAD", branch]);
    if (commit === undefined) {
        throw new GitError(
            `HEAD and ${branch} have no common commit here. In a shallow clone, fetch the history first ` +
                "(actions/checkout: fetch-depth: 0; GitLab: GIT_DEPTH: 0), or name a ref.",
        );
    }
    return { commit: commit.trim(), branch };
}

/**
 * The project's files at a commit. The project may be a folder of the repository.
 *
 * @param root folder of the project in the working tree
 * @param commit full hash
 */
export function gitFiles(root: string, commit: string): ProjectFiles {
    const prefix = git(root, ["rev-parse", "--show-prefix"]).toString("utf8").replace(/\n$/, "");
    // Of a folder that the commit does not have, nothing: it is a project without files.
    const listing = attempt(root, ["ls-tree", "-r", "-z", "--full-tree", `${commit}:${prefix}`]) ?? "";
    const entries = new Map(
        listing
            .split("\0")
            .filter((line) => line !== "")
            .map((line): [string, Entry] => {
                const [meta = "", path = ""] = split(line, "\t");
                const [mode = "", , object = ""] = meta.split(" ");
                return [path, { mode, object }];
            }),
    );
    const contents = new Map<string, string>();
    const load = (objects: readonly string[]): void => {
        for (const [object, text] of readObjects(root, objects)) {
            contents.set(object, text);
        }
    };
    let prefetched = false;
    const text = (object: string): string => {
        if (!prefetched) {
            prefetched = true;
            load([...entries].filter(([path]) => PREFETCHED.test(path)).map(([, entry]) => entry.object));
        }
        if (!contents.has(object)) {
            load([object]);
        }
        return contents.get(object) ?? "";
    };
    const follow = (path: string, links: number): string | undefined => {
        const entry = entries.get(path);
        if (entry === undefined || !isBlob(entry) || links > MAX_LINKS) {
            return undefined;
        }
        return entry.mode === LINK
            ? follow(posix.join(posix.dirname(path), text(entry.object)), links + 1)
            : text(entry.object);
    };
    const inside = (folder: string): string => (folder === "" || folder === "." ? "" : `${posix.normalize(folder)}/`);
    const names = (folder: string): string[] => {
        const found = [...entries.keys()]
            .filter((path) => path.startsWith(inside(folder)))
            .map((path) => path.slice(inside(folder).length).split("/")[0] ?? "");
        return [...new Set(found)].sort();
    };
    const isFile = (path: string): boolean =>
        entries.get(path)?.mode === LINK ? follow(path, 0) !== undefined : isBlob(entries.get(path));
    return {
        read: (path) => follow(posix.normalize(path), 0),
        list: (folder) => names(folder).filter((name) => isFile(inside(folder) + name)),
        others: (folder) => names(folder).filter((name) => !isFile(inside(folder) + name)),
    };
}

/** Links are blobs too. */
function isBlob(entry: Entry | undefined): boolean {
    return entry !== undefined && entry.mode !== SUBMODULE;
}

/** `<object> blob <size>`, the content and a line feed, for each: https://git-scm.com/docs/git-cat-file#_batch_output */
function readObjects(root: string, objects: readonly string[]): [string, string][] {
    if (objects.length === 0) {
        return [];
    }
    const output = git(root, ["cat-file", "--batch"], `${objects.join("\n")}\n`);
    const found: [string, string][] = [];
    for (let at = 0; at < output.length;) {
        const end = output.indexOf(0x0a, at);
        const [object = "", type, size] = output.subarray(at, end).toString("utf8").split(" ");
        if (type !== "blob") {
            throw new GitError(
                `git does not have the object ${object} here, and nothing is fetched: complete the clone first`,
            );
        }
        const from = end + 1;
        const to = from + Number(size);
        found.push([object, output.subarray(from, to).toString("utf8")]);
        at = to + 1;
    }
    return found;
}

function requireRepository(root: string): void {
    if (attempt(root, ["rev-parse", "--git-dir"]) === undefined) {
        throw new GitError("this folder is in no git repository, so there is nothing to compare with");
    }
}

function attempt(root: string, words: readonly string[]): string | undefined {
    try {
        return git(root, words).toString("utf8");
    } catch (reason) {
        if (reason instanceof GitError) {
            throw reason;
        }
        return undefined;
    }
}

function git(root: string, words: readonly string[], input?: string): Buffer {
    try {
        return execFileSync("git", words, {
            cwd: root,
            ...(input !== undefined && { input }),
            stdio: ["pipe", "pipe", "pipe"],
            maxBuffer: MAX_OUTPUT_BYTES,
            // A partial clone would fetch what it lacks: no protocol is named none.
            env: { ...process.env, GIT_ALLOW_PROTOCOL: "none", GIT_NO_LAZY_FETCH: "1", GIT_OPTIONAL_LOCKS: "0" },
        });
    } catch (reason) {
        if ((reason as NodeJS.ErrnoException).code === "ENOENT") {
            throw new GitError("the command git is not there: install it, or put it on PATH");
        }
        throw reason;
    }
}

function split(text: string, separator: string): [string, string] {
    const at = text.indexOf(separator);
    return [text.slice(0, at), text.slice(at + separator.length)];
}
