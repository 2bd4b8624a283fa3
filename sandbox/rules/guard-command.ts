import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { cacheDirectory } from "../cache-directory.ts";
import { waitForLock } from "../lock-file.ts";
import { UserError } from "../user-error.ts";
import { buildGuard, type GuardBuildProgress, hasCargo, PINNED_GUARD } from "./guard-build.ts";

export interface GuardCommand {
    /** The program, as a path or as a name on PATH. */
    readonly path: string;
    readonly version: string;
}

export interface GuardCommandOptions {
    signal?: AbortSignal;
    /** One line for a person; called only when something takes longer than a look into the file system. */
    onMessage?: (message: string) => void;
    onProgress?: (progress: GuardBuildProgress) => void;
}

/**
 * Finds cfn-guard, or builds it once for the user. Safe to call from several processes at once: one of them builds, the
 * others wait.
 *
 * @throws UserError that says what to install when no way is open
 */
export async function getGuard(options: GuardCommandOptions = {}): Promise<GuardCommand> {
    const found = findGuard();
    if (found !== undefined) {
        return found;
    }
    if (!hasCargo()) {
        throw new UserError(`Guard rules need ${installMessage()}.`);
    }
    const lock = await waitForLock(join(guardFolder(), "lock"), {
        signal: options.signal,
        onWait: (owner) => options.onMessage?.(`Waiting for process ${owner.pid}, which builds cfn-guard just now`),
    });
    try {
        const built = findGuard();
        if (built !== undefined) {
            return built;
        }
        await buildGuard(join(guardFolder(), `v${PINNED_GUARD}`), options);
    } finally {
        lock.release();
    }
    const built = findGuard();
    if (built === undefined) {
        throw new UserError(`cfn-guard ${PINNED_GUARD} was built, and does not run on this machine`);
    }
    return built;
}

/**
 * The cfn-guard that is there already: one of version 2 on PATH, else that in the user's cache directory. One of version 3
 * takes policies that AWS Config does not.
 */
export function findGuard(): GuardCommand | undefined {
    return ["cfn-guard", join(guardFolder(), `v${PINNED_GUARD}`, "bin", "cfn-guard")]
        .flatMap((path): GuardCommand[] => {
            const version = versionOf(path);
            return version === undefined ? [] : [{ path, version }];
        })
        .find(({ version }) => isRightLevel(version));
}

/** What to install where neither cfn-guard nor a way to get it is found. */
export function installMessage(): string {
    return (
        `cfn-guard ${PINNED_GUARD} (cargo install --locked --version ${PINNED_GUARD} cfn-guard), ` +
        "or Rust's cargo to build it (https://doc.rust-lang.org/cargo/getting-started/installation.html)"
    );
}

/** The evaluator of 2.1 is another one than that of 2.0; a later 2 may only have repairs. */
function isRightLevel(version: string): boolean {
    const [major, minor] = version.split(".").map(Number);
    return major === 2 && (minor ?? 0) >= 1;
}

function versionOf(path: string): string | undefined {
    const { status, stdout } = spawnSync(path, ["--version"], { encoding: "utf8", timeout: 10_000 });
    return status === 0 ? /^cfn-guard (\d+\.\d+\.\d+)/.exec(stdout)?.[1] : undefined;
}

function guardFolder(): string {
    return join(cacheDirectory(), "cfn-guard");
}
