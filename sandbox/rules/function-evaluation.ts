/** Evaluates the cases of rules that run in AWS Lambda: their bundles, asked as AWS Config asks, against the emulator. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { RuleBundle } from "../../building/rule-bundle.ts";
import type { CustomRule, RuleCase } from "../../lib/rules/custom-rule.ts";
import { type Emulator, startEmulator, stopEmulator } from "../emulator.ts";
import { CaseFunction } from "./case-function.ts";
import { caseEvent, placeOfCase } from "./case-event.ts";
import type { Evaluation } from "./evaluator.ts";
import { evaluationOf } from "./put-evaluations.ts";
import { beginRecording, endRecording } from "./recording.ts";

export interface FunctionEvaluationOptions {
    /** Of the project, absolute. */
    readonly root: string;
    readonly signal?: AbortSignal;
    /** One line for a person; called only when something takes long. */
    readonly onMessage?: (message: string) => void;
}

export class FunctionEvaluation {
    readonly #options: FunctionEvaluationOptions;
    #started: { readonly folder: string; readonly emulator: Promise<Emulator> } | undefined;
    #callers = 0;

    constructor(options: FunctionEvaluationOptions) {
        this.#options = options;
    }

    /** One evaluation a case, in their order; the emulator is started with the first rule, and stays. */
    async evaluate(rule: CustomRule, bundle: RuleBundle, cases: readonly RuleCase[]): Promise<Evaluation[]> {
        const emulator = await this.#emulator();
        const functions = new Map<string, CaseFunction>();
        const evaluations: Evaluation[] = [];
        try {
            for (const one of cases) {
                const { region } = placeOfCase(one);
                const known = functions.get(region);
                const ready =
                    known ??
                    new CaseFunction({
                        rule,
                        bundle,
                        root: this.#options.root,
                        region,
                        endpoint: emulator.endpoint,
                        caller: this.#caller(),
                    });
                functions.set(region, ready);
                evaluations.push(await evaluateCase(rule, one, ready, emulator.endpoint));
                if (!ready.isRunning) {
                    await ready.close();
                    functions.delete(region);
                }
                this.#options.signal?.throwIfAborted();
            }
        } finally {
            await Promise.all([...functions.values()].map((ready) => ready.close()));
        }
        return evaluations;
    }

    async close(): Promise<void> {
        const started = this.#started;
        this.#started = undefined;
        const emulator = await started?.emulator.catch(() => undefined);
        if (emulator !== undefined) {
            await stopEmulator(emulator);
        }
        if (started !== undefined) {
            rmSync(started.folder, { recursive: true, force: true });
        }
    }

    #emulator(): Promise<Emulator> {
        if (this.#started === undefined) {
            const { signal, onMessage } = this.#options;
            const folder = mkdtempSync(join(tmpdir(), "packs-test-"));
            const emulator = startEmulator({
                logFile: join(folder, "emulator.log"),
                detached: false,
                ...(signal !== undefined && { signal }),
                ...(onMessage !== undefined && { onProgress: onMessage }),
            });
            this.#started = { folder, emulator };
        }
        return this.#started.emulator;
    }

    /** An access key of its own: by it the emulator tells callers apart. */
    #caller(): string {
        return `AKIATEST${String(++this.#callers).padStart(12, "0")}`;
    }
}

async function evaluateCase(
    rule: CustomRule,
    one: RuleCase,
    ready: CaseFunction,
    endpoint: string,
): Promise<Evaluation> {
    const refused = await beginRecording(endpoint, ready.caller, one.answers);
    if (refused !== undefined) {
        return { reasons: [], fault: `in answers, ${refused}` };
    }
    const failure = await ready.invoke(caseEvent(rule, one));
    const requests = await endRecording(endpoint, ready.caller);
    const reasons = ready.output();
    return failure === undefined ? { ...evaluationOf(rule, requests), reasons } : { reasons, fault: failure };
}
