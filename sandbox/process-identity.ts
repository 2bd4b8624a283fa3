import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

/** A process by its id and by when it began: ids are used again, the pair is not. */
export interface ProcessIdentity {
    pid: number;
    /** Opaque; equal for the same process only. Empty where the system does not tell. */
    started: string;
}

/** @returns the identity of a running process, or undefined when there is none (a zombie counts as none). */
export function identify(pid: number): ProcessIdentity | undefined {
    if (!Number.isInteger(pid) || pid <= 0) {
        return undefined;
    }
    return existsSync("/proc/self/stat") ? identifyByProc(pid) : identifyByPs(pid);
}

/** @returns whether exactly this process still runs, not merely one with the same id. */
export function isRunning(identity: ProcessIdentity): boolean {
    const current = identify(identity.pid);
    return current !== undefined && (identity.started === "" || current.started === identity.started);
}

/** @returns the file name of the program that a process runs, or undefined when there is no such process. */
export function programName(pid: number): string | undefined {
    if (identify(pid) === undefined) {
        return undefined;
    }
    if (existsSync("/proc/self/comm")) {
        return readProc(`/proc/${pid}/comm`)?.trim();
    }
    return lastSegment(ps(pid, "comm="));
}

/**
 * Fields of /proc/<pid>/stat follow the program name in parentheses, which may itself hold spaces and
 * parentheses; the state is the 3rd field, the start in clock ticks since boot the 22nd:
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
function identifyByProc(pid: number): ProcessIdentity | undefined {
    const stat = readProc(`/proc/${pid}/stat`);
    if (stat === undefined) {
        return undefined;
    }
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z" || fields[0] === "X") {
        return undefined;
    }
    // Ticks start again from zero at every boot.
    const boot = readProc("/proc/sys/kernel/random/boot_id")?.trim() ?? "";
    return { pid, started: `${boot}/${fields[19] ?? ""}` };
}

function identifyByPs(pid: number): ProcessIdentity | undefined {
    const state = ps(pid, "stat=");
    return state === "" || state.startsWith("Z") ? undefined : { pid, started: ps(pid, "lstart=") };
}

function ps(pid: number, column: string): string {
    return spawnSync("ps", ["-o", column, "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
}

function readProc(path: string): string | undefined {
    try {
        return readFileSync(path, "utf8");
    } catch {
        return undefined; // the process ended
    }
}

function lastSegment(path: string): string {
    return path.slice(path.lastIndexOf("/") + 1);
}
