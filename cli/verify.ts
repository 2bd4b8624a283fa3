/** `packs verify`: whether AWS really has what the stack deployed. */
import { setTimeout as pause } from "node:timers/promises";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { loadPlan } from "../lib/plan/load.ts";
import { projectFolder } from "../lib/project-files.ts";
import { adviceOn } from "../lib/verify/advice.ts";
import { settle } from "../lib/verify/settle.ts";
import { type Outcome, type PackVerdict, verifyPacks } from "../lib/verify/verify-packs.ts";
import { EXIT } from "./exit-code.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

export interface VerifyOptions {
    readonly stack: string;
    /** Minutes; 0 asks once. */
    readonly wait: number;
    readonly json: boolean;
}

/** Longer than any pack takes, and an end to a mistyped number. */
const LONGEST_WAIT_MINUTES = 24 * 60;

/** @returns minutes, or undefined for a text that is no number from 0 to a day's */
export function parseWait(text: string): number | undefined {
    const minutes = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    return minutes <= LONGEST_WAIT_MINUTES ? minutes : undefined;
}

/**
 * Asks AWS, waits where it is still at work, and prints. Changes nothing.
 *
 * @returns the exit code: 0 where every pack of the stack reached its state, 1 otherwise
 */
export async function verify(root: string, options: VerifyOptions, terminal: Terminal): Promise<number> {
    const { plan, diagnostics } = loadPlan({ stack: options.stack, files: projectFolder(root) });
    if (plan === undefined) {
        terminal.note(formatDiagnostics(diagnostics));
        return EXIT.errors;
    }
    // Loaded late: the AWS clients are of no use to a stack that cannot be planned.
    const { PackInquiry } = await import("./verify/ask.ts");
    const inquiry = new PackInquiry(plan);
    terminal.transient(`asking AWS in ${plan.region} …`);
    const account = await inquiry.account();
    if (plan.account !== undefined && plan.account !== account) {
        terminal.note(
            `the credentials belong to account ${account}, but the stack ${plan.stack} belongs to ${plan.account}: ` +
                "use credentials of that account",
        );
        return EXIT.errors;
    }
    const verdicts = await settle({
        look: async () => verifyPacks(plan, await inquiry.packs()),
        waitMs: options.wait * 60_000,
        pause,
        now: () => performance.now(),
        progress: (settling, elapsedMs) => {
            const names = settling.map(({ name }) => name).join(", ");
            terminal.transient(`${Math.round(elapsedMs / 1000)} s: AWS is still at work on ${names}`);
        },
    });
    const reached = verdicts.every(({ outcome }) => outcome === "reached");
    if (options.json) {
        const packs = verdicts.map((verdict) => ({ ...verdict, advice: adviceOn(verdict, plan.stack) }));
        terminal.line(JSON.stringify({ account, region: plan.region, reached, packs }, undefined, 2));
    } else {
        terminal.line(`Packs of the stack ${plan.stack} in account ${account}, ${plan.region}\n`);
        print(verdicts, plan.stack, terminal);
    }
    return reached ? EXIT.success : EXIT.errors;
}

const COLOURS = {
    failed: "red",
    missing: "red",
    "rules differ": "red",
    unknown: "yellow",
    "in progress": "yellow",
    reached: "green",
} as const satisfies Record<Outcome, string>;

function print(verdicts: readonly PackVerdict[], stack: string, terminal: Terminal): void {
    if (verdicts.length === 0) {
        terminal.line("The stack has no packs.");
        return;
    }
    const rows = verdicts.map(({ name, target, outcome, state, plannedRules, deployedRules }) => [
        name,
        target,
        terminal.style(COLOURS[outcome], outcome),
        state ?? "-",
        deployedRules === undefined ? "-" : String(deployedRules),
        String(plannedRules),
    ]);
    formatTable(["pack", "target", "result", "state in AWS", "rules in AWS", "in the plan"], rows).forEach((line) =>
        terminal.line(line),
    );
    verdicts.filter(({ outcome }) => outcome !== "reached").forEach((verdict) => explain(verdict, stack, terminal));
    if (verdicts.every(({ outcome }) => outcome === "reached")) {
        terminal.line("\nEvery pack reached its state, with the rules of the plan.");
    }
}

function explain(verdict: PackVerdict, stack: string, terminal: Terminal): void {
    terminal.line(`\n${verdict.name}: ${verdict.outcome}`);
    verdict.reasons.forEach((reason) => terminal.line(`  ${reason}`));
    for (const { account, state, errorCode, errorMessage } of verdict.failingMembers) {
        const why = [errorCode, errorMessage].filter((text) => text !== undefined).join(": ");
        terminal.line(`  account ${account}: ${state}${why === "" ? ", and AWS does not say why" : `: ${why}`}`);
    }
    list("rules of the plan that AWS does not have", verdict.missingRules, terminal);
    list("rules in AWS that the plan does not have", verdict.unexpectedRules, terminal);
    const advice = adviceOn(verdict, stack);
    if (advice !== undefined) {
        terminal.line(`  -> ${advice}`);
    }
}

function list(title: string, names: readonly string[], terminal: Terminal): void {
    if (names.length > 0) {
        terminal.line(`  ${title}: ${names.join(", ")}`);
    }
}
