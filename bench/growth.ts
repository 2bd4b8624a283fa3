/**
 * How `pulumi preview` and `pulumi up` grow from 1 to 200 packs of 40 rules, and the state with them: `npm run bench:growth`.
 *
 * Pulumi's own engine, with the state in files and a provider that answers at once. Each way is run in turn at each size,
 * within one run; medians are compared.
 *
 * `--rounds <n>`: how often (default 3). `--packs <n,…>`: the sizes (default 1,10,50,200). `--ways <name,…>`: some of the
 * ways only. `--output <file>`: keeps the result as JSON. `--tool <folder>`: measures the program of another clone.
 * `--hosts <folder>`: where pulumi-language-nodejs is, besides PATH.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatTable } from "../cli/table.ts";
import { openTerminal } from "../cli/terminal.ts";
import { Engine, type Measure, type StackUnderTest } from "./engine/engine.ts";
import { mediansOf } from "./engine/medians.ts";
import { bareStack } from "./engine/registrations.ts";
import { makeGrowthProject, PACKS } from "./growth/projects.ts";
import { measureLife, STEPS, type Life, type Step } from "./growth/life.ts";
import { BARE, waysOf } from "./growth/ways.ts";

const { values: options } = parseArgs({
    options: {
        rounds: { type: "string", default: "3" },
        packs: { type: "string", default: PACKS.join(",") },
        ways: { type: "string" },
        output: { type: "string" },
        tool: { type: "string", default: join(import.meta.dirname, "..") },
        hosts: { type: "string" },
    },
});

interface Subject {
    readonly way: string;
    readonly packs: number;
    readonly stack: StackUnderTest;
}

interface Row extends Measure {
    readonly way: string;
    readonly packs: number;
    readonly step: Step;
    readonly stateBytes: number;
}

const terminal = openTerminal();
const folder = mkdtempSync(join(tmpdir(), "bench-growth-"));
const engine = await Engine.start(folder, options.hosts);
try {
    const rounds = Number(options.rounds);
    const subjects = await makeSubjects();
    const lives = new Map<Subject, Life[]>(subjects.map((subject) => [subject, []]));
    for (let round = 1; round <= rounds; round++) {
        for (const subject of subjects) {
            terminal.transient(`round ${round} of ${rounds}: ${subject.way}, ${subject.packs} packs`);
            lives.get(subject)?.push(await measureLife(engine, subject.stack));
            // Two hundred packs take minutes: what is known by then is kept.
            keep(rowsOf(lives), round);
        }
    }
    print(rowsOf(lives));
    terminal.line(
        `Medians of ${rounds} rounds, in turns; ${engine.hasOwnHost ? "Pulumi's own host" : "the sandbox's host"} for Node.`,
    );
} finally {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
}

async function makeSubjects(): Promise<Subject[]> {
    const tool = resolve(options.tool);
    const chosen = waysOf(options.ways?.split(","));
    const subjects: Subject[] = [];
    for (const packs of options.packs.split(",").map(Number)) {
        const project = makeGrowthProject(join(folder, `project-${packs}`), packs, tool);
        const stackOf = (way: string): StackUnderTest => ({
            name: "dev",
            folder: join(folder, `${way.replaceAll(/\W+/g, "-")}-${packs}`),
            program: project.folder,
            configuration: project.configuration,
            projectFile: join(tool, "Pulumi.yaml"),
        });
        for (const { name, configuration, environment } of chosen) {
            const stack = stackOf(name);
            subjects.push({
                way: name,
                packs,
                stack:
                    name === BARE
                        ? await bareStack(engine, stack, join(folder, `registrations-${packs}.json`))
                        : { ...stack, configuration: { ...stack.configuration, ...configuration }, environment },
            });
        }
    }
    return subjects;
}

function rowsOf(lives: ReadonlyMap<Subject, readonly Life[]>): Row[] {
    return [...lives]
        .filter(([, measured]) => measured.length > 0)
        .flatMap(([{ way, packs }, measured]) =>
            STEPS.map((step) => ({
                way,
                packs,
                step,
                ...mediansOf(measured.map(({ steps }) => steps[step])),
                stateBytes: measured.at(-1)?.stateBytes ?? 0,
            })),
        );
}

function keep(rows: readonly Row[], rounds: number): void {
    if (options.output !== undefined) {
        const result = { node: process.version, processors: cpus().length, rounds, ownHost: engine.hasOwnHost, rows };
        writeFileSync(options.output, `${JSON.stringify(result, undefined, 2)}\n`);
    }
}

/** Ratios of the processor's time to the first size of the same way, then what it comes to. */
function print(rows: readonly Row[]): void {
    for (const way of new Set(rows.map((row) => row.way))) {
        const own = rows.filter((row) => row.way === way);
        const first = own[0]?.packs;
        const cell = (packs: number, step: Step): string => {
            const at = (size: number | undefined) => own.find((row) => row.packs === size && row.step === step);
            const [here, start] = [at(packs), at(first)];
            return here && start ? `${here.cpu.toFixed(1)} s, ${(here.cpu / start.cpu).toFixed(2)}` : "";
        };
        terminal.line();
        formatTable(
            [way, ...STEPS, "engine, MB", "program, MB", "state, KB"],
            [...new Set(own.map(({ packs }) => packs))].map((packs) => {
                const here = own.filter((row) => row.packs === packs);
                return [
                    `${packs} packs`,
                    ...STEPS.map((step) => cell(packs, step)),
                    Math.max(...here.map(({ engineMegabytes }) => engineMegabytes)).toFixed(0),
                    Math.max(...here.map(({ programMegabytes }) => programMegabytes)).toFixed(0),
                    ((here[0]?.stateBytes ?? 0) / 1000).toFixed(0),
                ];
            }),
        ).forEach((line) => terminal.line(line));
    }
}
