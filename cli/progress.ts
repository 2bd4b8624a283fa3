/** Says what a command is at, once it has taken a second. */
import type { ProjectFiles } from "../lib/project-files.ts";
import type { Terminal } from "./terminal.ts";

/** What is over sooner needs no progress. */
const QUIET_MS = 1000;

/** Faster than anybody reads. */
const INTERVAL_MS = 100;

/**
 * For work that tells how far it is.
 *
 * @returns takes the words, and shows them as a passing line behind the seconds since
 */
export function elapsedProgress(terminal: Terminal): (words: () => string) => void {
    const begun = performance.now();
    return (words) => {
        const elapsed = performance.now() - begun;
        if (elapsed > QUIET_MS) {
            terminal.transient(`${Math.floor(elapsed / 1000)} s: ${words()}`);
        }
    };
}

/**
 * The same files, with a passing line for each that is read, on terminals only. Reading is what a plan and a check begin
 * every pack with; the line stands while the pack is worked on.
 *
 * @param what the command does with a file, such as "checking"
 * @param now milliseconds of a clock that only goes on
 */
export function withProgress(
    files: ProjectFiles,
    what: string,
    terminal: Terminal,
    now: () => number = () => performance.now(),
): ProjectFiles {
    if (!terminal.isInteractive) {
        return files;
    }
    const begun = now();
    const read = new Set<string>();
    let next = begun + QUIET_MS;
    return {
        list: (folder) => files.list(folder),
        others: (folder) => files.others(folder),
        read: (path) => {
            const text = files.read(path);
            if (text !== undefined) {
                read.add(path);
                const at = now();
                if (at >= next) {
                    next = at + INTERVAL_MS;
                    terminal.transient(`${Math.floor((at - begun) / 1000)} s: ${what} ${path} (file ${read.size})`);
                }
            }
            return text;
        },
    };
}
