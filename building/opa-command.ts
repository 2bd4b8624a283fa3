import { type BuiltTool, findTool, getTool, type ToolCommand, type ToolOptions } from "../sandbox/built-tool.ts";
import type { BuildProgress } from "../sandbox/go-program.ts";
import { findGo } from "../sandbox/go-toolchain.ts";
import { OLDEST_GO } from "../sandbox/pulumi-build.ts";
import { buildOpa, PINNED_OPA } from "./opa-build.ts";

export type OpaCommand = ToolCommand;
export type OpaCommandOptions = ToolOptions<BuildProgress>;

/** What to install where neither opa nor a way to get it is found. */
export const OPA_INSTALL =
    `opa ${PINNED_OPA} or newer (https://www.openpolicyagent.org/docs#running-opa), ` +
    `or Go ${OLDEST_GO.major}.${OLDEST_GO.minor} or newer to build it from source (https://go.dev/doc/install)`;

const OPA: BuiltTool<BuildProgress> = {
    name: "opa",
    pinned: PINNED_OPA,
    versionArguments: ["version"],
    version: /^Version: (\d+\.\d+\.\d+)$/m,
    accepts: isRecentEnough,
    canBuild: () => findGo() !== undefined,
    missing: `Rego rules need ${OPA_INSTALL}.`,
    build: buildOpa,
};

/**
 * Finds opa, or builds it once for the user.
 *
 * @throws UserError that says what to install when no way is open
 */
export function getOpa(options: OpaCommandOptions = {}): Promise<OpaCommand> {
    return getTool(OPA, options);
}

/**
 * The opa that is there already: one of version 1 on PATH that is at least the pinned one, else that in the user's cache
 * directory. The same version compiles a policy to the same bytes, wherever it runs; another may not.
 */
export function findOpa(): OpaCommand | undefined {
    return findTool(OPA);
}

function isRecentEnough(version: string): boolean {
    const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
    const [pinnedMajor = 0, pinnedMinor = 0, pinnedPatch = 0] = PINNED_OPA.split(".").map(Number);
    return major === pinnedMajor && (minor > pinnedMinor || (minor === pinnedMinor && patch >= pinnedPatch));
}
