/**
 * What it takes to import the program, by how its TypeScript is executed: `npm run bench:import`. In turns within one run;
 * medians are compared. `--rounds <n>`: how often (default 7).
 *
 * The ways: Node runs the source as it is, and keeps what V8 compiles or not; the same, compiled to JavaScript beforehand;
 * and the check of types alone, which Pulumi's own runner makes at each start where it is left to it.
 * https://www.pulumi.com/docs/iac/languages-sdks/javascript/#typescript
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatTable } from "../cli/table.ts";
import { openTerminal } from "../cli/terminal.ts";
import { median, runChild, type Sample } from "./speed/run-child.ts";

const PROJECT = join(import.meta.dirname, "..");
const TSC = join(PROJECT, "node_modules", "typescript", "bin", "tsc");

const { values: options } = parseArgs({ options: { rounds: { type: "string", default: "7" } } });
const terminal = openTerminal();
const folder = mkdtempSync(join(tmpdir(), "bench-import-"));
try {
    const compiled = compile();
    const check = checkOfTypes();
    const ways = new Map([
        ["TypeScript as it is, V8's code kept", importing(PROJECT, "index.ts", "source")],
        ["TypeScript as it is", importing(PROJECT, "index.ts")],
        ["JavaScript, V8's code kept", importing(compiled, "index.js", "compiled")],
        ["JavaScript", importing(compiled, "index.js")],
        ["the check of its types alone", { command: [process.execPath, TSC, "--project", check], env: {} }],
    ]);
    const samples = new Map<string, Sample[]>([...ways.keys()].map((name) => [name, []]));
    // The first round fills caches and is not counted.
    for (let round = 0; round <= Number(options.rounds); round++) {
        for (const [name, { command, env }] of ways) {
            terminal.transient(`round ${round} of ${options.rounds}: ${name}`);
            const errors = join(folder, "errors");
            const sample = await runChild(command, { cwd: PROJECT, env: { ...process.env, ...env }, errors });
            if (round > 0) {
                samples.get(name)?.push(sample);
            }
        }
    }
    const [floor = Number.NaN] = [...samples.values()].map((all) => median(all.map(({ cpu }) => cpu)));
    const rows = [...samples].map(([name, all]) => {
        const [wall, cpu] = [median(all.map((one) => one.wall)), median(all.map((one) => one.cpu))];
        return [name, wall.toFixed(2), cpu.toFixed(2), (cpu / floor).toFixed(2)];
    });
    formatTable(["to import the program", "seconds on the clock", "of the processor", "ratio"], rows).forEach((line) =>
        terminal.line(line),
    );
} finally {
    rmSync(folder, { recursive: true, force: true });
}

/** A process that imports a module and ends. */
function importing(from: string, file: string, cache?: string) {
    const imported = JSON.stringify(join(from, file));
    return {
        command: [process.execPath, "--input-type=module", "--eval", `await import(${imported}); process.exit();`],
        env: cache === undefined ? {} : { NODE_COMPILE_CACHE: join(folder, cache) },
    };
}

/** The program as JavaScript. @returns its folder */
function compile(): string {
    const target = join(folder, "compiled-program");
    const configuration = writeConfiguration("compile.json", {
        noEmit: false,
        outDir: target,
        rootDir: PROJECT,
        rewriteRelativeImportExtensions: true,
        types: ["node"],
        typeRoots: [join(PROJECT, "node_modules", "@types")],
    });
    const { status, stdout } = spawnSync(process.execPath, [TSC, "--project", configuration], { encoding: "utf8" });
    if (status !== 0) {
        throw new Error(`tsc ended with ${String(status)}:\n${stdout}`);
    }
    copyFileSync(join(PROJECT, "package.json"), join(target, "package.json"));
    symlinkSync(join(PROJECT, "node_modules"), join(target, "node_modules"));
    return target;
}

function checkOfTypes(): string {
    return writeConfiguration("check.json", {
        types: ["node"],
        typeRoots: [join(PROJECT, "node_modules", "@types")],
    });
}

/** Of the program alone, without tests and tools. */
function writeConfiguration(name: string, compilerOptions: object): string {
    const file = join(folder, name);
    const configuration = {
        extends: join(PROJECT, "tsconfig.json"),
        compilerOptions,
        include: [],
        files: [join(PROJECT, "index.ts")],
    };
    writeFileSync(file, JSON.stringify(configuration));
    return file;
}
