/**
 * What `pulumi preview` of the dev stack takes, beside the same registrations without the classes of @pulumi/aws:
 * `npm run bench:preview`.
 *
 * Pulumi's own engine, and its own host for Node where one is found. In turns within one run; medians are compared.
 *
 * `--rounds <n>`: how often (default 7). `--output <file>`: keeps the result as JSON. `--tool <folder>`: measures the
 * program of another clone. `--hosts <folder>`: where pulumi-language-nodejs is, besides PATH.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { formatTable } from "../cli/table.ts";
import { openTerminal } from "../cli/terminal.ts";
import { readStackConfiguration } from "../sandbox/workspace.ts";
import { Engine, type Measure, type StackUnderTest } from "./engine/engine.ts";
import { mediansOf } from "./engine/medians.ts";
import { bareStack } from "./engine/registrations.ts";

const PROJECT = join(import.meta.dirname, "..");

const { values: options } = parseArgs({
    options: {
        rounds: { type: "string", default: "7" },
        output: { type: "string" },
        tool: { type: "string", default: PROJECT },
        hosts: { type: "string" },
    },
});
const terminal = openTerminal();
const folder = mkdtempSync(join(tmpdir(), "bench-preview-"));
const engine = await Engine.start(folder, options.hosts);
try {
    const rounds = Number(options.rounds);
    const tool = resolve(options.tool);
    const program: StackUnderTest = {
        name: "dev",
        folder: join(folder, "program"),
        program: tool,
        configuration: readStackConfiguration(join(tool, "Pulumi.dev.yaml")),
        projectFile: join(tool, "Pulumi.yaml"),
    };
    const bare = await bareStack(engine, program, join(folder, "registrations.json"));
    const stacks = new Map([
        ["without classes", bare],
        ["the same, with Node's own traces", withOwnTraces(bare)],
        ["this program", program],
    ]);
    const samples = new Map<string, Measure[]>([...stacks.keys()].map((name) => [name, []]));
    for (const stack of stacks.values()) {
        await engine.init(stack);
    }
    // The first round fills caches and is not counted.
    for (let round = 0; round <= rounds; round++) {
        for (const [name, stack] of stacks) {
            terminal.transient(`round ${round} of ${rounds}: ${name}`);
            const sample = await engine.run("preview", stack);
            if (round > 0) {
                samples.get(name)?.push(sample);
            }
        }
    }
    const rows = [...samples].map(([name, measured]) => ({ name, ...mediansOf(measured) }));
    const floors = rows.slice(0, -1);
    const own = rows.at(-1) ?? mediansOf([]);
    const cells = (measure: Measure): number[] => [
        measure.wall,
        measure.cpu,
        measure.programCpu,
        measure.programMegabytes,
    ];
    formatTable(
        ["pulumi preview of dev", "seconds", "of the processor", "of the program's", "program, MB"],
        [
            ...rows.map(({ name, ...measure }) => [name, ...cells(measure).map((value) => value.toFixed(2))]),
            ...floors.map((floor) => [
                `ratio to ${floor.name}`,
                ...cells(own).map((value, index) => (value / (cells(floor)[index] ?? 0)).toFixed(2)),
            ]),
        ],
    ).forEach((line) => terminal.line(line));
    terminal.line(
        `Medians of ${rounds} rounds, in turns; ${engine.hasOwnHost ? "Pulumi's own host" : "the sandbox's host"} for Node.`,
    );
    if (options.output !== undefined) {
        const result = { node: process.version, processors: cpus().length, rounds, ownHost: engine.hasOwnHost, rows };
        writeFileSync(options.output, `${JSON.stringify(result, undefined, 2)}\n`);
    }
} finally {
    engine.close();
    rmSync(folder, { recursive: true, force: true });
}

function withOwnTraces(stack: StackUnderTest): StackUnderTest {
    return {
        ...stack,
        folder: `${stack.folder}-traces`,
        environment: { ...stack.environment, BENCH_OWN_TRACES: "1" },
    };
}
