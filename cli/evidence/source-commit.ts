/** Which commit a project's files are of, where it is in a git repository at all. */
import type { ProjectFiles } from "../../lib/project-files.ts";
import { GitError, gitFiles, resolveCommit } from "../git-files.ts";

export interface SourceCommit {
    /** Full hash. */
    readonly hash: string;
    /** Whether a file is as the commit has it. */
    isUnchanged(file: string): boolean;
}

/** @returns undefined outside of a repository, and in one without a commit */
export function sourceCommit(root: string, files: ProjectFiles): SourceCommit | undefined {
    try {
        const hash = resolveCommit(root, "HEAD");
        const committed = gitFiles(root, hash);
        return { hash, isUnchanged: (file) => committed.read(file) === files.read(file) };
    } catch (reason) {
        if (reason instanceof GitError) {
            return undefined;
        }
        throw reason;
    }
}
