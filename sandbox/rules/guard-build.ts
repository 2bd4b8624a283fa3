import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { runChildProcess } from "../child-process.ts";
import { UserError } from "../user-error.ts";

/**
 * The newest Guard of the version that AWS Config runs: its policies name the runtime `guard-2.x.x`.
 * https://crates.io/crates/cfn-guard
 */
export const PINNED_GUARD = "2.1.4";

const BUILD_FOLDER_PREFIX = ".build-";

export interface GuardBuildProgress {
    readonly stage: "download" | "compile";
    /** Crates so far. */
    readonly done: number;
}

/** Whether Rust's package manager is there to build with. */
export function hasCargo(): boolean {
    return spawnSync("cargo", ["--version"], { encoding: "utf8" }).status === 0;
}

/**
 * Builds cfn-guard from its crate. `--locked` takes the lock file of the crate, which fixes every dependency by its hash:
 * https://doc.rust-lang.org/cargo/commands/cargo-install.html
 *
 * @param target folder that is to hold `bin/cfn-guard`; it appears complete or not at all
 * @throws UserError when cargo fails; the signal's reason when it is aborted
 */
export async function buildGuard(
    target: string,
    options: { signal?: AbortSignal; onProgress?: (progress: GuardBuildProgress) => void } = {},
): Promise<void> {
    const parent = dirname(target);
    mkdirSync(parent, { recursive: true });
    removeUnfinishedBuilds(parent);
    // Beside the target, because a rename is atomic within one file system only.
    const folder = mkdtempSync(join(parent, BUILD_FOLDER_PREFIX));
    const root = join(folder, "out");
    const done = { download: 0, compile: 0 };
    try {
        const result = await runChildProcess(
            "cargo",
            ["install", "--locked", "--no-track", "--version", PINNED_GUARD, "--root", root, "cfn-guard"],
            {
                // Apart from any .cargo/config.toml of the user's project, and from a target folder of their own.
                cwd: folder,
                env: { ...process.env, CARGO_TARGET_DIR: join(folder, "target"), CARGO_TERM_COLOR: "never" },
                signal: options.signal,
                onErrorLine: (line) => {
                    const stage = /^\s*Downloaded /.test(line)
                        ? "download"
                        : /^\s*Compiling /.test(line)
                          ? "compile"
                          : undefined;
                    if (stage !== undefined) {
                        options.onProgress?.({ stage, done: ++done[stage] });
                    }
                },
            },
        );
        if (result.code !== 0) {
            throw new UserError(
                `cargo failed while building cfn-guard ${PINNED_GUARD}:\n${result.stderr.replace(/^/gm, "    ")}\n` +
                    `Where crates.io cannot be reached, install cfn-guard ${PINNED_GUARD} on PATH instead.`,
            );
        }
        rmSync(target, { recursive: true, force: true });
        renameSync(root, target);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** Left by a build that was killed; its lock is ours by now. */
function removeUnfinishedBuilds(parent: string): void {
    for (const name of readdirSync(parent)) {
        if (name.startsWith(BUILD_FOLDER_PREFIX)) {
            rmSync(join(parent, name), { recursive: true, force: true });
        }
    }
}
