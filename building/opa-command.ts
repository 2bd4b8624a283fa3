import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { cacheDirectory } from "../sandbox/cache-directory.ts";
import type { BuildProgress } from "../sandbox/go-program.ts";
import { findGo } from "../sandbox/go-toolchain.ts";
import { waitForLock } from "../sandbox/lock-file.ts";
import { OLDEST_GO } from "../sandbox/pulumi-build.ts";
import { UserError } from "../sandbox/user-error.ts";
import { buildOpa, PINNED_OPA } from "./opa-build.ts";

export interface OpaCommand {
    /** The program, as a path or as a name on PATH. */
    readonly path: string;
    readonly version: string;
}

export interface OpaCommandOptions {
    signal?: AbortSignal;
    /** One line for a person; called only when something takes longer than a look into the file system. */
    onMessage?: (message: string) => void;
    onProgress?: (progress: BuildProgress) => void;
}

/**
 * Finds opa, or builds it once for the user. Safe to call from several processes at once: one of them builds, the others
 * wait.
 *
 * @throws UserError that says what to install when no way is open
 */
export async function getOpa(options: OpaCommandOptions = {}): Promise<OpaCommand> {
    const found = findOpa();
    if (found !== undefined) {
        return found;
    }
    if (findGo() === undefined) {
        throw new UserError(`Rego rules need ${installMessage()}.`);
    }
    const lock = await waitForLock(join(opaFolder(), "lock"), {
        signal: options.signal,
        onWait: (owner) => options.onMessage?.(`Waiting for process ${owner.pid}, which builds opa just now`),
    });
    try {
        const built = findOpa();
        if (built !== undefined) {
            return built;
        }
        await buildOpa(join(opaFolder(), `v${PINNED_OPA}`), options);
    } finally {
        lock.release();
    }
    const built = findOpa();
    if (built === undefined) {
        throw new UserError(`opa ${PINNED_OPA} was built, and does not run on this machine`);
    }
    return built;
}

/**
 * The opa that is there already: one of version 1 on PATH that is at least the pinned one, else that in the user's cache
 * directory. The same version compiles a policy to the same bytes, wherever it runs; another may not.
 */
export function findOpa(): OpaCommand | undefined {
    return ["opa", join(opaFolder(), `v${PINNED_OPA}`, "bin", "opa")]
        .flatMap((path): OpaCommand[] => {
            const version = versionOf(path);
            return version === undefined ? [] : [{ path, version }];
        })
        .find(({ version }) => isRecentEnough(version));
}

/** What to install where neither opa nor a way to get it is found. */
export function installMessage(): string {
    return (
        `opa ${PINNED_OPA} or newer (https://www.openpolicyagent.org/docs#running-opa), ` +
        `or Go ${OLDEST_GO.major}.${OLDEST_GO.minor} or newer to build it from source (https://go.dev/doc/install)`
    );
}

function isRecentEnough(version: string): boolean {
    const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
    const [pinnedMajor = 0, pinnedMinor = 0, pinnedPatch = 0] = PINNED_OPA.split(".").map(Number);
    return major === pinnedMajor && (minor > pinnedMinor || (minor === pinnedMinor && patch >= pinnedPatch));
}

function versionOf(path: string): string | undefined {
    const { status, stdout } = spawnSync(path, ["version"], { encoding: "utf8", timeout: 10_000 });
    return status === 0 ? /^Version: (\d+\.\d+\.\d+)$/m.exec(stdout)?.[1] : undefined;
}

function opaFolder(): string {
    return join(cacheDirectory(), "opa");
}
