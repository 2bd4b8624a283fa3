/**
 * What one and the same check costs in each kind of custom rule: `npm run bench:rules [-- <rounds>]`.
 *
 * Functions answer to a server on this machine that takes every evaluation at once, and are compared with the least that a
 * function can do, in turns within one run. Guard is evaluated by AWS Config itself, where nothing can be timed: what is
 * timed is cfn-guard, compared with starting it for nothing. Seconds are this machine's, ratios travel.
 */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { BUNDLE_ENTRY, bundleRule } from "../building/rule-bundle.ts";
import { formatTable } from "../cli/table.ts";
import { openTerminal } from "../cli/terminal.ts";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { projectFolder } from "../lib/project-files.ts";
import type { CustomRule, RuleCase } from "../lib/rules/custom-rule.ts";
import { RULE_KINDS } from "../lib/rules/kinds.ts";
import { readCases } from "../lib/rules/read-cases.ts";
import { readCustomRule } from "../lib/rules/read-rule.ts";
import { caseEvent } from "../sandbox/rules/case-event.ts";
import { getGuard, type GuardCommand } from "../sandbox/rules/guard-command.ts";
import { guardEvaluator } from "../sandbox/rules/guard-evaluator.ts";
import { functionPrice } from "./custom-rules/price.ts";

const ROOT = join(import.meta.dirname, "..");
/** One check, written three times. */
const RULES = {
    guard: "cloudtrail-kms-encryption",
    rego: "cloudtrail-kms-encryption-rego",
    lambda: "cloudtrail-kms-encryption-lambda",
};
const DEFAULT_ROUNDS = 7;
/** Calls of a warm function: of the first ones, half are still compiled. */
const CALLS = 300;

interface Times {
    /** Milliseconds of a process that answers once, by round. */
    readonly cold: number[];
    /** Milliseconds of one answer of a process that goes on, by round. */
    readonly warm: number[];
}

const rounds = Number(process.argv[2] ?? DEFAULT_ROUNDS);
const terminal = openTerminal();
const folder = mkdtempSync(join(tmpdir(), "bench-rules-"));
const server = createServer((incoming, outgoing) => {
    incoming.resume().on("end", () => outgoing.end('{"FailedEvaluations":[]}'));
});
await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
try {
    await measure();
} finally {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
}

async function measure(): Promise<void> {
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "junction");
    const lambda = await prepare("lambda");
    const rego = await prepare("rego");
    const guard = read("guard");
    const command = await getGuard({ onMessage: (message) => terminal.note(message) });
    const floor: Times = { cold: [], warm: [] };
    const guardFloor: Times = { cold: [], warm: [] };
    const times = { guard: newTimes(), rego: newTimes(), lambda: newTimes() };
    for (let round = 1; round <= rounds; round++) {
        terminal.transient(`round ${round} of ${rounds}`);
        await timeFunction(join(import.meta.dirname, "custom-rules", "floor.mjs"), lambda.event, floor);
        await timeFunction(lambda.bundle, lambda.event, times.lambda);
        await timeFunction(rego.bundle, rego.event, times.rego);
        await timeGuard(command, guard.rule, guard.one, times.guard);
        await timeNothing(command, guardFloor);
    }
    const row = (title: string, { cold, warm }: Times, of: Times, sizes: readonly string[]): string[] => [
        title,
        ...[cold, warm].map((all) => `${median(all).toFixed(1)} ms`),
        ...([["cold"], ["warm"]] as const).map(([key]) => (median({ cold, warm }[key]) / median(of[key])).toFixed(2)),
        ...sizes,
    ];
    const none = ["none", "none", "0.00"];
    formatTable(
        ["", "cold", "warm", "cold ratio", "warm ratio", "bundle", "gzip", "USD per million"],
        [
            row("floor of functions", floor, floor, ["", "", functionPrice(median(floor.warm), lambda.rule.memory)]),
            row(RULE_KINDS.lambda.title, times.lambda, floor, [
                ...lambda.sizes,
                functionPrice(median(times.lambda.warm), lambda.rule.memory),
            ]),
            row(RULE_KINDS.rego.title, times.rego, floor, [
                ...rego.sizes,
                functionPrice(median(times.rego.warm), rego.rule.memory),
            ]),
            row("cfn-guard --version", guardFloor, guardFloor, none),
            row(RULE_KINDS.guard.title, times.guard, guardFloor, none),
        ],
    ).forEach((line) => terminal.line(line));
    terminal.line(
        `Medians of ${rounds} rounds, in turns; warm: ${CALLS} answers of one process. USD: of AWS Lambda, with the warm time\n` +
            "measured here; AWS Config's own price of an evaluation is the same for every kind, and comes on top.",
    );
}

function newTimes(): Times {
    return { cold: [], warm: [] };
}

function read(kind: keyof typeof RULES): { rule: CustomRule; one: RuleCase } {
    const files = projectFolder(ROOT);
    const { rule, diagnostics } = readCustomRule(RULES[kind], files);
    const [one] = rule === undefined ? [] : readCases(rule, files).cases;
    if (rule === undefined || one === undefined) {
        throw new Error(`${RULES[kind]} has no case: ${formatDiagnostics(diagnostics)}`);
    }
    return { rule, one };
}

/** The rule's function as files, and the event of its first case. */
async function prepare(kind: "rego" | "lambda") {
    const { rule, one } = read(kind);
    const { files, bytes, diagnostics } = await bundleRule(rule, ROOT);
    if (diagnostics.length > 0) {
        throw new Error(formatDiagnostics(diagnostics));
    }
    const own = mkdtempSync(join(folder, `${kind}-`));
    for (const [name, content] of files) {
        writeFileSync(join(own, name), content);
    }
    const event = join(own, "event.json");
    writeFileSync(event, JSON.stringify(caseEvent(rule, one)));
    const packed = [...files.values()].reduce((sum, content) => sum + gzipSync(content).byteLength, 0);
    return { rule, bundle: join(own, BUNDLE_ENTRY), event, sizes: [kilobytes(bytes), kilobytes(packed)] };
}

/** A process that answers once, and one that answers often. */
async function timeFunction(bundle: string, event: string, times: Times): Promise<void> {
    const script = join(import.meta.dirname, "custom-rules", "evaluate.mjs");
    const begun = performance.now();
    await run(process.execPath, [script, bundle, event, "1"]);
    times.cold.push(performance.now() - begun);
    const all = JSON.parse(await run(process.execPath, [script, bundle, event, String(CALLS)])) as number[];
    times.warm.push(median(all.slice(CALLS / 2)));
}

/** A process is all that cfn-guard has; many items in one of them share its start. */
async function timeGuard(command: GuardCommand, rule: CustomRule, one: RuleCase, times: Times): Promise<void> {
    const evaluator = guardEvaluator(command);
    const timed = async (count: number): Promise<number> => {
        const begun = performance.now();
        await evaluator.evaluate(rule, Array<RuleCase>(count).fill(one));
        return (performance.now() - begun) / count;
    };
    times.cold.push(await timed(1));
    times.warm.push(await timed(CALLS));
}

async function timeNothing({ path }: GuardCommand, times: Times): Promise<void> {
    const begun = performance.now();
    await run(path, ["--version"]);
    const elapsed = performance.now() - begun;
    times.cold.push(elapsed);
    times.warm.push(elapsed / CALLS);
}

/** @returns what it prints; with credentials that are none, and this machine as AWS */
function run(command: string, args: readonly string[]): Promise<string> {
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const env = {
        ...process.env,
        AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
        AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
        AWS_SECRET_ACCESS_KEY: "secret",
        AWS_REGION: "eu-west-1",
        AWS_EC2_METADATA_DISABLED: "true",
    };
    return new Promise((resolve, reject) => {
        const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "inherit"] });
        let printed = "";
        child.stdout.on("data", (text: Buffer) => (printed += text.toString()));
        child.once("error", reject).once("close", (code) => {
            if (code === 0) {
                resolve(printed);
            } else {
                reject(new Error(`${command} ${args.join(" ")} ended with ${String(code)}`));
            }
        });
    });
}

function median(values: readonly number[]): number {
    const sorted = values.toSorted((left, right) => left - right);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function kilobytes(bytes: number): string {
    return `${(bytes / 1000).toFixed(1)} KB`;
}
