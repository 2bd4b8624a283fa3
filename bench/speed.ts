/**
 * How long the command line takes, beside what others take for the same packs: `npm run bench`.
 *
 * Everything is run in turns within one run, and medians are compared: ratios travel, seconds do not. The ratio is that of
 * the processor's time, which another process on the machine changes less than the time on the clock.
 *
 * `--rounds <n>`: how often (default 7). `--output <file>`: keeps the result as JSON. `--against <file>`: compares with an
 * earlier result. `--tool <folder>`: measures the command line of another clone, such as an earlier one. `--without <peer,…>`: leaves out cfn-lint or cdk, which take minutes.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatTable } from "../cli/table.ts";
import { openTerminal } from "../cli/terminal.ts";
import { cdkApp, cfnLint } from "./speed/peers.ts";
import { makeProjects, type Projects } from "./speed/projects.ts";
import { median, runChild, type Sample } from "./speed/run-child.ts";

interface Subject {
    readonly name: string;
    readonly command: readonly string[];
    readonly cwd: string;
    /** The name of what it is compared with. */
    readonly beside: string;
    /** Exit codes that are no failure: a linter that finds something ends with another one. */
    readonly accepts?: readonly number[];
    /** Of what takes minutes. Default: all. */
    readonly rounds?: number;
}

interface Row {
    readonly name: string;
    readonly beside: string;
    /** Medians, in seconds. */
    readonly wall: number;
    readonly cpu: number;
    /** Of processor time, to what it stands beside. */
    readonly ratio: number;
}

interface Result {
    readonly node: string;
    readonly processors: number;
    readonly rounds: number;
    readonly rows: readonly Row[];
}

const FLOOR = "js-yaml parses 120 packs";
const CHECK = "packs check, 120 packs";
const CHECK_STACK = "packs check, stack of 50 packs";

const { values: options } = parseArgs({
    options: {
        rounds: { type: "string", default: "7" },
        output: { type: "string" },
        against: { type: "string" },
        tool: { type: "string", default: join(import.meta.dirname, "..") },
        without: { type: "string", default: "" },
    },
});
const terminal = openTerminal();
const folder = mkdtempSync(join(tmpdir(), "bench-speed-"));
try {
    const rounds = Number(options.rounds);
    const rows = await measure(await subjects(makeProjects(folder)), rounds);
    const result: Result = { node: process.version, processors: cpus().length, rounds, rows };
    print(result, options.against === undefined ? undefined : read(options.against));
    if (options.output !== undefined) {
        writeFileSync(options.output, `${JSON.stringify(result, undefined, 2)}\n`);
    }
} finally {
    rmSync(folder, { recursive: true, force: true });
}

async function subjects({ packs, stack, growth }: Projects): Promise<Subject[]> {
    const command = (...words: string[]): string[] => [
        process.execPath,
        resolve(options.tool, "bin", "packs.mjs"),
        ...words,
    ];
    // Earlier versions keep nothing.
    const anew = existsSync(join(options.tool, "cli", "check", "findings-cache.ts")) ? ["--no-cache"] : [];
    const script = (name: string, ...words: string[]): string[] => [
        process.execPath,
        join(import.meta.dirname, "speed", name),
        ...words,
    ];
    const files = join(packs, "packs");
    const without = options.without.split(",");
    const of = (name: string, beside: string, words: readonly string[], cwd: string, more: Partial<Subject> = {}) => ({
        name,
        command: words,
        cwd,
        beside,
        ...more,
    });
    return [
        of(FLOOR, FLOOR, script("parse-js-yaml.mjs", files), packs),
        of(CHECK, FLOOR, command("check", ...anew), packs, { accepts: [0, 1] }),
        of("packs check, 120 packs unchanged", FLOOR, command("check"), packs, { accepts: [0, 1] }),
        ...(without.includes("cfn-lint")
            ? []
            : [of("cfn-lint, 120 packs", CHECK, await cfnLint(files), packs, { accepts: anyBits(), rounds: 1 })]),
        ...(without.includes("cdk") ? [] : [of("AWS CDK synth, 120 packs", CHECK, cdkApp(files, folder), packs)]),
        of(CHECK_STACK, CHECK_STACK, command("check", ...anew), stack, { accepts: [0, 1] }),
        of("packs plan, stack of 50 packs", CHECK_STACK, command("plan"), stack),
        of("packs diff, stack of 50 packs", CHECK_STACK, command("diff", "HEAD"), stack),
        ...[...growth].map(([count, project]) =>
            of(`packs check, ${count} of 40 rules`, "packs check, 1 of 40 rules", command("check", ...anew), project, {
                accepts: [0, 1],
            }),
        ),
        of("plan of 10,000 accounts", "plan of 10,000 accounts", script("scale-plan.ts"), packs),
    ];
}

/** cfn-lint says by bits of its exit code what it found. */
function anyBits(): number[] {
    return Array.from({ length: 16 }, (_, code) => code);
}

async function measure(all: readonly Subject[], rounds: number): Promise<Row[]> {
    const samples = new Map<string, Sample[]>(all.map(({ name }) => [name, []]));
    const env = { ...process.env, XDG_CACHE_HOME: join(folder, "cache"), CDK_OUTDIR: join(folder, "cdk.out") };
    // The first round fills caches and is not counted.
    for (let round = 0; round <= rounds; round++) {
        for (const { name, command, cwd, accepts, rounds: most = rounds } of all) {
            if (round > most || (round === 0 && most < rounds)) {
                continue;
            }
            terminal.transient(`round ${round} of ${rounds}: ${name}`);
            const sample = await runChild(command, {
                cwd,
                env,
                errors: join(folder, "errors"),
                ...(accepts !== undefined && { accepts }),
            });
            if (round > 0) {
                samples.get(name)?.push(sample);
            }
        }
    }
    const cpu = (name: string): number => median((samples.get(name) ?? []).map((one) => one.cpu));
    return all.map(({ name, beside }) => ({
        name,
        beside,
        wall: median((samples.get(name) ?? []).map((one) => one.wall)),
        cpu: cpu(name),
        ratio: cpu(name) / cpu(beside),
    }));
}

function print({ rows, rounds }: Result, earlier: Result | undefined): void {
    const before = new Map(earlier?.rows.map((row) => [row.name, row]));
    const header = ["", "seconds", "of the processor", "ratio", "to", ...(earlier ? ["ratio before"] : [])];
    formatTable(
        header,
        rows.map((row) => [
            row.name,
            row.wall.toFixed(2),
            row.cpu.toFixed(2),
            row.ratio.toFixed(2),
            row.beside === row.name ? "" : row.beside,
            ...(earlier ? [before.get(row.name)?.ratio.toFixed(2) ?? ""] : []),
        ]),
    ).forEach((line) => terminal.line(line));
    terminal.line(`Medians of ${rounds} rounds, in turns. The ratio is that of the processor's time.`);
}

function read(file: string): Result {
    return JSON.parse(readFileSync(file, "utf8")) as Result;
}
