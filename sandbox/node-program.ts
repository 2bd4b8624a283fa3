import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parse } from "yaml";

/** A request to run a Pulumi program, in the words of the LanguageRuntime protocol's RunRequest and ProgramInfo. */
export interface NodeProgram {
    /** Address of the resource monitor. */
    monitor: string;
    engine: string;
    organization: string;
    project: string;
    stack: string;
    /** Where Pulumi.yaml is. */
    rootDirectory: string;
    /** Where the program is: what `main` in Pulumi.yaml says. */
    programDirectory: string;
    /** Within the program directory; "." leaves it to package.json. */
    entryPoint: string;
    dryRun: boolean;
    parallel: number;
    args: readonly string[];
    /** Keys as `<namespace>:<name>`. */
    configuration: ReadonlyMap<string, string>;
    secretKeys: readonly string[];
    environment: NodeJS.ProcessEnv;
    onOutput?: (text: string) => void;
    /** Interrupts the program, and ends it when it does not end by itself. */
    signal: AbortSignal;
}

export interface NodeProgramResult {
    /** Empty for success, or when the program has told the user what is wrong. */
    error: string;
    /** The program has failed and has said why. */
    bail: boolean;
}

/** Exit code of the SDK's runner for "the user has been told already": cmd/run/index.js of @pulumi/pulumi. */
const FAILED_WITH_MESSAGE = 32;
const INTERRUPT_PATIENCE_MS = 5000;

/** Runs a program under the SDK's own runner, as `execRuntime` of Pulumi's Node language host does. */
export async function runNodeProgram(program: NodeProgram): Promise<NodeProgramResult> {
    let runner: string;
    try {
        runner = createRequire(join(program.programDirectory, "package.json")).resolve("@pulumi/pulumi/cmd/run");
    } catch {
        return { error: `@pulumi/pulumi is not installed in ${program.programDirectory}: run \`npm ci\``, bail: false };
    }
    const child = spawn(process.execPath, [runner, ...programArguments(program)], {
        cwd: program.programDirectory,
        env: programEnvironment(program),
        stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => program.onOutput?.(text));
    }
    const ended = new AbortController();
    const interrupt = async (): Promise<void> => {
        child.kill("SIGINT");
        await delay(INTERRUPT_PATIENCE_MS, undefined, { signal: ended.signal }).catch(() => undefined);
        child.kill("SIGKILL");
    };
    const onAbort = (): void => void interrupt();
    const onExit = (): void => void child.kill("SIGKILL");
    program.signal.addEventListener("abort", onAbort, { once: true });
    process.on("exit", onExit);
    try {
        const code = await new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
            child.on("error", reject);
            child.on("close", (exitCode, signal) => resolve(exitCode ?? signal));
        });
        return describeExit(code);
    } finally {
        ended.abort();
        program.signal.removeEventListener("abort", onAbort);
        process.off("exit", onExit);
    }
}

function describeExit(code: number | NodeJS.Signals | null): NodeProgramResult {
    if (code === 0) {
        return { error: "", bail: false };
    }
    if (code === FAILED_WITH_MESSAGE) {
        return { error: "", bail: true };
    }
    return {
        error:
            typeof code === "number" ? `Program exited with non-zero exit code: ${code}` : `Program ended by ${code}`,
        bail: false,
    };
}

/** Flags without a value are left out, as `constructArguments` of the language host does. */
function programArguments(program: NodeProgram): string[] {
    const flags: [string, string][] = [
        ["--monitor", program.monitor],
        ["--engine", program.engine],
        ["--organization", program.organization],
        ["--project", program.project],
        ["--root-directory", program.rootDirectory],
        ["--stack", program.stack],
        ["--pwd", program.programDirectory],
        ["--parallel", String(program.parallel)],
    ];
    return [
        ...flags.filter(([, value]) => value !== "").flat(),
        ...(program.dryRun ? ["--dry-run"] : []),
        program.entryPoint,
        ...program.args,
    ];
}

function programEnvironment(program: NodeProgram): NodeJS.ProcessEnv {
    const typescript = usesTsNode(program.rootDirectory);
    return {
        ...program.environment,
        PULUMI_CONFIG: JSON.stringify(Object.fromEntries(program.configuration)),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(program.secretKeys),
        ...(typescript ? { PULUMI_NODEJS_TYPESCRIPT: "true" } : {}),
    };
}

/**
 * The `typescript` option of the runtime, on unless switched off. It is read here because the CLI withholds the
 * runtime's options from a runtime that it did not start itself (pkg/engine/deployment.go).
 */
function usesTsNode(rootDirectory: string): boolean {
    const file = join(rootDirectory, "Pulumi.yaml");
    if (!existsSync(file)) {
        return true;
    }
    const project = parse(readFileSync(file, "utf8")) as {
        runtime?: string | { options?: { typescript?: boolean } };
    } | null;
    const runtime = project?.runtime;
    return typeof runtime === "object" ? (runtime.options?.typescript ?? true) : true;
}
