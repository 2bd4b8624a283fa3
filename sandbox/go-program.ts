import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { runChildProcess } from "./child-process.ts";
import type { ChildProcessResult } from "./child-process.ts";
import { UserError } from "./user-error.ts";

const BUILD_FOLDER_PREFIX = ".build-";

/** A program in Go that is built from its module. */
export interface GoProgram {
    /** As a person knows it, with its version. */
    readonly title: string;
    /** Holds the `go.mod` and the `go.sum` that fix every module by its hash. */
    readonly moduleFolder: string;
    readonly package: string;
    /** File name of what is built. */
    readonly name: string;
    readonly linkerFlags: string;
    /** What a person does where it cannot be built, as a sentence. */
    readonly instead: string;
}

export interface BuildProgress {
    stage: "download" | "compile";
    /** Modules downloaded or packages compiled so far. */
    done: number;
    /** Known when compiling; what the build cache holds already counts into it but is never reported as done. */
    total?: number;
}

export interface BuildOptions {
    signal?: AbortSignal;
    onProgress?: (progress: BuildProgress) => void;
}

/**
 * Builds a program from its Go module. The `go.mod` and `go.sum` in the tree fix every module by its hash, and
 * `-mod=readonly` makes Go refuse to deviate from them: https://go.dev/ref/mod#build-commands
 *
 * @param target folder that is to hold `bin/<name>`; it appears complete or not at all.
 * @throws UserError when Go fails; the signal's reason when it is aborted.
 */
export async function buildGoProgram(program: GoProgram, target: string, options: BuildOptions = {}): Promise<void> {
    const parent = dirname(target);
    mkdirSync(parent, { recursive: true });
    removeUnfinishedBuilds(parent);
    // Beside the target, because a rename is atomic within one file system only.
    const folder = mkdtempSync(join(parent, BUILD_FOLDER_PREFIX));
    try {
        for (const name of ["go.mod", "go.sum"]) {
            copyFileSync(join(program.moduleFolder, name), join(folder, name));
        }
        const total = await downloadModules(program, folder, options);
        await compile(program, folder, total, options);
        rmSync(target, { recursive: true, force: true });
        renameSync(join(folder, "out"), target);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

/** @returns the number of packages that the program consists of. */
async function downloadModules(program: GoProgram, folder: string, options: BuildOptions): Promise<number> {
    let done = 0;
    const result = await runChildProcess("go", ["list", "-deps", program.package], {
        cwd: folder,
        env: goEnvironment(),
        signal: options.signal,
        onErrorLine: (line) => {
            if (line.startsWith("go: downloading ")) {
                options.onProgress?.({ stage: "download", done: ++done });
            }
        },
    });
    failUnlessSuccessful(program, result, "fetching the modules of");
    return result.stdout.trim().split("\n").length;
}

async function compile(program: GoProgram, folder: string, total: number, options: BuildOptions): Promise<void> {
    let done = 0;
    const output = join("out", "bin", program.name);
    const result = await runChildProcess(
        "go",
        ["build", "-v", "-ldflags", program.linkerFlags, "-o", output, program.package],
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
    failUnlessSuccessful(program, result, "compiling");
}

/** The user's own Go settings must not lead to another result: no vendoring, no workspace, no cross-compilation. */
function goEnvironment(): NodeJS.ProcessEnv {
    const env: NodeJS.ProcessEnv = { ...process.env };
    delete env["GOOS"];
    delete env["GOARCH"];
    return { ...env, GOFLAGS: "-mod=readonly -buildvcs=false", GOWORK: "off", CGO_ENABLED: "0" };
}

function failUnlessSuccessful({ title, instead }: GoProgram, result: ChildProcessResult, activity: string): void {
    if (result.code !== 0) {
        throw new UserError(`Go failed while ${activity} ${title}:\n${indent(result.stderr)}\n${instead}`);
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
