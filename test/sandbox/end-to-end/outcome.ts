import assert from "node:assert/strict";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { StepReporter } from "../../../sandbox/step-reporter.ts";

/** What one run of the engine did and said. */
export interface Outcome {
    /** Such as `create aws:cfg:Recorder config-recorder`, sorted; components and the stack itself are left out. */
    readonly changes: readonly string[];
    /** The operations that failed, in the same form. */
    readonly failed: readonly string[];
    /** What was reported of the resources and the stack, by severity. */
    readonly errors: string;
    readonly warnings: string;
    readonly infos: string;
    /** What policy packs had to say, sorted. */
    readonly policyFindings: readonly PolicyFinding[];
    /** Everything that the CLI printed, as a person would have read it. */
    readonly printed: string;
}

export interface PolicyFinding {
    /** Name of the policy pack. */
    readonly pack: string;
    readonly policy: string;
    /** Name of the resource. */
    readonly resource: string;
    /** Such as `mandatory`. */
    readonly level: string;
    readonly message: string;
}

/** Listens to one run of the engine. */
export class OutcomeRecorder {
    readonly #changes: string[] = [];
    readonly #failed: string[] = [];
    readonly #infos: string[] = [];
    readonly #policyFindings: PolicyFinding[] = [];
    readonly #reporter = new StepReporter({
        onStep: ({ failed, operation, type, name }) =>
            (failed ? this.#failed : this.#changes).push(`${operation} ${type} ${name}`),
    });
    #printed = "";

    readonly onEvent = (event: EngineEvent): void => {
        this.#reporter.onEvent(event);
        if (event.diagnosticEvent?.severity === "info") {
            this.#infos.push(event.diagnosticEvent.message);
        }
        if (event.policyEvent !== undefined) {
            const { resourceUrn = "", enforcementLevel: level, message, ...named } = event.policyEvent;
            const [pack, policy, resource] = [
                named.policyPackName,
                named.policyName,
                resourceUrn.split("::").pop() ?? "",
            ];
            this.#policyFindings.push({ pack, policy, resource, level, message });
        }
    };

    readonly onOutput = (text: string): void => {
        this.#printed += text;
    };

    outcome(): Outcome {
        return {
            changes: this.#changes.sort(),
            failed: this.#failed.sort(),
            errors: this.#reporter.errors.join("\n"),
            warnings: this.#reporter.warnings.join("\n"),
            infos: this.#infos.join("\n"),
            policyFindings: this.#policyFindings.toSorted((a, b) =>
                `${a.policy} ${a.resource}`.localeCompare(`${b.policy} ${b.resource}`, "en"),
            ),
            printed: this.#printed,
        };
    }
}

/** The run changed exactly these resources; everything that it said is shown where it did not. */
export function assertChanges(outcome: Outcome, expected: readonly string[]): void {
    assert.deepEqual(outcome.changes, [...expected].sort(), outcome.printed);
    assert.deepEqual(outcome.failed, [], outcome.printed);
}

export const STACK_TRACE = /^\s+at .*(:\d+:\d+\)?|node:internal.*)$/m;

/** Faults are for people: no stack trace, no internal path. */
export function assertNoStackTrace(outcome: Outcome): void {
    assert.doesNotMatch(outcome.printed, STACK_TRACE);
}

/** The lines of configuration that a run told to write, as they stand in its errors. */
export function advisedLines(outcome: Outcome): string[] {
    return [...outcome.errors.matchAll(/^ +(conformance-packs:\w+: \{.*\})$/gm)].map(([, line = ""]) => line).sort();
}
