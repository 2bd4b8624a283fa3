/** Pulumi's own engine, run as people run it: the `pulumi` command, its host for Node, and what each of them took. */
import { spawn } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { serveLanguageRuntime, type LanguageRuntime } from "../../sandbox/language-runtime.ts";
import { findPulumiCommand } from "../../sandbox/pulumi-command.ts";
import { sandboxEnvironment, writeWorkspace, type StackConfiguration } from "../../sandbox/workspace.ts";
import { type AwsWithoutResources, serveAwsWithoutResources } from "./aws-without-resources.ts";
import { type AtOnce, serveAtOnce } from "./provider.ts";

/** What runs programs in Node: https://github.com/pulumi/pulumi/tree/master/sdk/nodejs/cmd/pulumi-language-nodejs */
const HOST = "pulumi-language-nodejs";

export type Operation = "preview" | "up";

/** What one run of the `pulumi` command took. */
export interface Measure {
    /** Seconds on the clock. */
    readonly wall: number;
    /** Seconds of the processor: the engine, what it starts, and the program. */
    readonly cpu: number;
    /** The engine's most, where the system tells. */
    readonly engineMegabytes: number;
    /** Seconds of the processor of the Node process that runs the program. */
    readonly programCpu: number;
    readonly programMegabytes: number;
}

/** One stack in a folder of its own. */
export interface StackUnderTest {
    readonly name: string;
    /** Where state and settings are; made and removed by {@link Engine}. */
    readonly folder: string;
    /** Folder of the program. */
    readonly program: string;
    readonly configuration: StackConfiguration;
    readonly projectFile: string;
    /** More variables. @default none */
    readonly environment?: Readonly<Record<string, string>>;
}

/** In the order of registration, as the state holds it. */
export interface StateResource {
    readonly urn: string;
    readonly type: string;
    readonly custom: boolean;
    readonly id?: string;
    readonly parent?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
    readonly dependencies?: readonly string[];
    readonly propertyDependencies?: Readonly<Record<string, readonly string[] | null>>;
    readonly retainOnDelete?: boolean;
}

export class Engine {
    readonly #folder: string;
    readonly #command: PulumiCommand;
    readonly #provider: AtOnce;
    readonly #aws: AwsWithoutResources;
    readonly #runtime: LanguageRuntime | undefined;
    /** With the host for Node on it. */
    readonly #path: string;

    private constructor(
        folder: string,
        command: PulumiCommand,
        provider: AtOnce,
        aws: AwsWithoutResources,
        runtime: LanguageRuntime | undefined,
        path: string,
    ) {
        this.#folder = folder;
        this.#command = command;
        this.#provider = provider;
        this.#aws = aws;
        this.#runtime = runtime;
        this.#path = path;
    }

    /**
     * @param folder temporary; the caller removes it
     * @param hosts folder with Pulumi's host for Node, searched before PATH. Where there is none, the sandbox's stand-in
     * runs programs, as in its tests.
     */
    static async start(folder: string, hosts: string | undefined): Promise<Engine> {
        const path = [...(hosts === undefined ? [] : [hosts]), process.env["PATH"] ?? ""].join(delimiter);
        const hasHost = path.split(delimiter).some((one) => existsSync(join(one, HOST)));
        const environment = { ...process.env, NODE_OPTIONS: importUsage(), BENCH_USAGE: join(folder, "usage") };
        return new Engine(
            folder,
            await findPulumiCommand(),
            await serveAtOnce(),
            await serveAwsWithoutResources(),
            hasHost ? undefined : await serveLanguageRuntime({ environment }),
            path,
        );
    }

    /** Whether Pulumi's own host runs the programs. */
    get hasOwnHost(): boolean {
        return this.#runtime === undefined;
    }

    /** What programs asked the provider since {@link forgetAsked}. */
    get asked(): AtOnce["asked"] {
        return [...this.#provider.asked];
    }

    forgetAsked(): void {
        this.#provider.asked.length = 0;
    }

    close(): void {
        this.#provider.close();
        this.#aws.close();
        this.#runtime?.close();
    }

    /** Makes the stack anew, without a resource. */
    async init(stack: StackUnderTest): Promise<void> {
        rmSync(stack.folder, { recursive: true, force: true });
        mkdirSync(join(stack.folder, "state"), { recursive: true });
        writeWorkspace({
            workDir: stack.folder,
            stackName: stack.name,
            configuration: stack.configuration,
            endpoint: this.#aws.endpoint,
            projectFile: stack.projectFile,
            main: stack.program,
        });
        await this.#pulumi(stack, ["stack", "init", stack.name]);
    }

    /** @throws where the engine fails, with what it said */
    async run(operation: Operation, stack: StackUnderTest): Promise<Measure> {
        const usage = join(this.#folder, "usage");
        rmSync(usage, { recursive: true, force: true });
        mkdirSync(usage, { recursive: true });
        const { wall, cpu, megabytes } = await this.#pulumi(stack, [
            operation,
            `--stack=${stack.name}`,
            ...(operation === "up" ? ["--skip-preview", "--yes"] : []),
            ...(this.#runtime === undefined ? [] : [`--client=${this.#runtime.address}`]),
        ]);
        const program = readdirSync(usage)
            .map((file) => JSON.parse(readFileSync(join(usage, file), "utf8")) as UsageOfProcess)
            .find(({ script }) => /@pulumi[\\/]pulumi[\\/]cmd[\\/]run/.test(script));
        if (program === undefined) {
            throw new Error(`the program of ${stack.folder} left no account of what it took`);
        }
        return {
            wall,
            // The stand-in's programs are children of this process, and not of the engine.
            cpu: cpu + (this.#runtime === undefined ? 0 : program.cpu),
            engineMegabytes: megabytes,
            programCpu: program.cpu,
            programMegabytes: program.megabytes,
        };
    }

    async resources(stack: StackUnderTest): Promise<readonly StateResource[]> {
        const { output } = await this.#pulumi(stack, ["stack", "export", `--stack=${stack.name}`]);
        const state = JSON.parse(output) as { readonly deployment: { readonly resources?: readonly StateResource[] } };
        return state.deployment.resources ?? [];
    }

    /** @returns bytes of the state's file */
    stateBytes({ folder, name }: StackUnderTest): number {
        const stacks = join(folder, "state", ".pulumi", "stacks");
        return readdirSync(stacks, { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(`${name}.json`) || file.endsWith(`${name}.json.gz`))
            .map((file) => statSync(join(stacks, file)).size)
            .reduce((most, size) => Math.max(most, size), 0);
    }

    async #pulumi(stack: StackUnderTest, words: readonly string[]) {
        const env = {
            ...process.env,
            ...sandboxEnvironment({ backend: join(stack.folder, "state"), endpoint: this.#aws.endpoint }),
            PATH: [join(process.execPath, ".."), this.#path].join(delimiter),
            PULUMI_HOME: join(this.#folder, "home"),
            PULUMI_DEBUG_PROVIDERS: `aws:${String(this.#provider.port)}`,
            NODE_OPTIONS: importUsage(),
            BENCH_USAGE: join(this.#folder, "usage"),
            ...stack.environment,
        };
        return runAndWatch([this.#command.command, ...words, "--non-interactive"], stack.folder, env);
    }
}

interface UsageOfProcess {
    readonly script: string;
    readonly cpu: number;
    readonly megabytes: number;
}

function importUsage(): string {
    return `--import=${pathToFileURL(join(import.meta.dirname, "usage.mjs")).href}`;
}

/** Between two looks at how much memory a process has. */
const LOOK_EVERY_MS = 20;

/** `times` of the shell says what its children took: on every machine, unlike GNU time. */
const SCRIPT = '"$@"; code=$?; times >"$BENCH_TIMES"; exit $code';

async function runAndWatch(command: readonly string[], cwd: string, env: NodeJS.ProcessEnv) {
    const times = join(cwd, "times");
    const begun = performance.now();
    const child = spawn("sh", ["-c", SCRIPT, "sh", ...command], {
        cwd,
        env: { ...env, BENCH_TIMES: times, LC_ALL: "C" },
        stdio: ["ignore", "pipe", "pipe"],
    });
    let megabytes = 0;
    const watch = setInterval(() => (megabytes = Math.max(megabytes, peakOfChild(child.pid))), LOOK_EVERY_MS);
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (errors += text));
    const code = await new Promise<number | null>((resolve, reject) => {
        child.once("error", reject).once("close", resolve);
    }).finally(() => clearInterval(watch));
    const wall = (performance.now() - begun) / 1000;
    if (code !== 0) {
        throw new Error(`${command.join(" ")} ended with ${String(code)}:\n${output}${errors}`);
    }
    const [, children = ""] = readFileSync(times, "utf8").trim().split("\n");
    const cpu = [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
        (sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds),
        0,
    );
    return { wall, cpu, megabytes, output };
}

/** Only Linux tells what another process had at most: https://man7.org/linux/man-pages/man5/proc_pid_status.5.html */
function peakOfChild(shell: number | undefined): number {
    try {
        const [first = ""] = readFileSync(`/proc/${String(shell)}/task/${String(shell)}/children`, "utf8").split(" ");
        const status = readFileSync(`/proc/${first}/status`, "utf8");
        return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1000;
    } catch {
        return 0;
    }
}
