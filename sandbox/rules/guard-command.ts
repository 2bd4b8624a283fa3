import { type BuiltTool, findTool, getTool, type ToolCommand, type ToolOptions } from "../built-tool.ts";
import { buildGuard, type GuardBuildProgress, hasCargo, PINNED_GUARD } from "./guard-build.ts";

export type GuardCommand = ToolCommand;
export type GuardCommandOptions = ToolOptions<GuardBuildProgress>;

/** What to install where neither cfn-guard nor a way to get it is found. */
export const GUARD_INSTALL =
    `cfn-guard ${PINNED_GUARD} (cargo install --locked --version ${PINNED_GUARD} cfn-guard), ` +
    "or Rust's cargo to build it (https://doc.rust-lang.org/cargo/getting-started/installation.html)";

const GUARD: BuiltTool<GuardBuildProgress> = {
    name: "cfn-guard",
    pinned: PINNED_GUARD,
    versionArguments: ["--version"],
    version: /^cfn-guard (\d+\.\d+\.\d+)/,
    accepts: isRightLevel,
    canBuild: hasCargo,
    missing: `Guard rules need ${GUARD_INSTALL}.`,
    build: buildGuard,
};

/**
 * Finds cfn-guard, or builds it once for the user.
 *
 * @throws UserError that says what to install when no way is open
 */
export function getGuard(options: GuardCommandOptions = {}): Promise<GuardCommand> {
    return getTool(GUARD, options);
}

/**
 * The cfn-guard that is there already: one of version 2 on PATH, else that in the user's cache directory. One of version 3
 * takes policies that AWS Config does not.
 */
export function findGuard(): GuardCommand | undefined {
    return findTool(GUARD);
}

/** The evaluator of 2.1 is another one than that of 2.0; a later 2 may only have repairs. */
function isRightLevel(version: string): boolean {
    const [major, minor] = version.split(".").map(Number);
    return major === 2 && (minor ?? 0) >= 1;
}
