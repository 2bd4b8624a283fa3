import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { runChildProcess } from "./child-process.ts";
import type { ChildProcessResult } from "./child-process.ts";
import { UserError } from "./user-error.ts";

/** The version that the build in sandbox/pulumi-cli pins, and the oldest that the sandbox accepts. */
export const PINNED_VERSION = "3.259.0";

/** The Go module pkg/v3 of the pinned version needs it: sandbox/pulumi-cli/go.mod. */
export const OLDEST_GO = { major: 1, minor: 25 } as const;

const COMMAND_PACKAGE = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";
const MODULE_FILES = join(import.meta.dirname, "pulumi-cli");
const BUILD_FOLDER_PREFIX = ".build-";

export interface BuildProgress {
    stage: "download" | "compile";
    /** Modules downloaded or packages compiled so far. */
    done: number;
    /** Known when compiling; what the build cache holds already counts into it but is never reported as done. */
    total?: number;
}

/**
 * Builds the Pulumi CLI from its Go module. The `go.mod` and `go.sum` in the tree fix every module by its hash, and
 * `-mod=readonly` makes Go refuse to deviate from them: https://go.dev/ref/mod#build-commands
 *
 * @param target folder that is to hold `bin/pulumi`; it appears complete or not at all.
 * @throws UserError when Go fails; the signal's reason when it is aborted.
 */
export async function buildPulumi(
    target: string,
    options: { signal?: AbortSignal; onProgress?: (progress: BuildProgress) => void } = {},
): Promise<void> {
    const parent = dirname(target);
    mkdirSync(parent, { recursive: true });
    removeUnfinishedBuilds(parent);
    // Beside the target, because a rename is atomic within one file system only.
    const folder = mkdtempSync(join(parent, BUILD_FOLDER_PREFIX));
    try {
        for (const name of ["go.mod", "go.sum"]) {
            copyFileSync(join(MODULE_FILES, name), join(folder, name));
        }
        const total = await downloadModules(folder, options);
        await compile(folder, total, options);
        rmSync(target, { recursive: true, force: true });
        renameSync(join(folder, "out"), target);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

type BuildOptions = NonNullable<Parameters<typeof buildPulumi>[1]>;

/** @returns the number of packages that the CLI consists of. */
async function downloadModules(folder: string, options: BuildOptions): Promise<number> {
    let done = 0;
    const result = await runChildProcess("go", ["list", "-deps", COMMAND_PACKAGE], {
        cwd: folder,
        env: goEnvironment(),
        signal: options.signal,
        onErrorLine: (line) => {
            if (line.startsWith("go: downloading ")) {
                options.onProgress?.({ stage: "download", done: ++done });
            }
        },
    });
    failUnlessSuccessful(result, "fetching the modules of the Pulumi CLI");
    return result.stdout.trim().split("\n").length;
}

async function compile(folder: string, total: number, options: BuildOptions): Promise<void> {
    let done = 0;
    // Without the version the Automation API takes the CLI for a development build and rejects it.
    const linkerFlags = `-s -w -X ${VERSION_VARIABLE}=v${PINNED_VERSION}`;
    const output = join("out", "bin", "pulumi");
    const result = await runChildProcess(
        "go",
        ["build", "-v", "-ldflags", linkerFlags, "-o", output, COMMAND_PACKAGE],
        {
            cwd: folder,
            env: goEnvironment(),
            signal: options.signal,
            onErrorLine: (line) => {
                // `-v` names each package as it is compiled; whatever else Go says contains a space or a colon.
                if (/^[^\s:]+$/.test(line)) {
                    options.onProgress?.({ stage: "compile", done: ++done, total });
                }
            },
        },
    );
    failUnlessSuccessful(result, "compiling the Pulumi CLI");
}

/** The user's own Go settings must not lead to another result: no vendoring, no workspace, no cross-compilation. */
function goEnvironment(): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env["GOOS"];
    delete env["GOARCH"];
    return { ...env, GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off", CGO_ENABLED: "0" };
}

function failUnlessSuccessful(result: ChildProcessResult, activity: string): void {
    if (result.code !== 0) {
        throw new UserError(
            `Go failed while ${activity} v${PINNED_VERSION}:\n${indent(result.stderr)}\n` +
                "Where Go's module proxy cannot be reached, install the Pulumi CLI " +
                `v${PINNED_VERSION} or newer on PATH instead: https://www.pulumi.com/docs/install/`,
        );
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

function indent(text: string): string {
    return text.replace(/^/gm, "    ");
}
