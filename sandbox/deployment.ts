import type { EngineEvent, OutputMap, Stack } from "@pulumi/pulumi/automation/index.js";
import { interruptForPulumi } from "./interruption.ts";
import { StepReporter } from "./step-reporter.ts";
import type { StepReporterOptions } from "./step-reporter.ts";
import { messageOf, UserError } from "./user-error.ts";

export interface DeploymentResult {
    /** Operations by kind, without those that changed nothing; empty when there is nothing to do. */
    changes: ReadonlyMap<string, number>;
    outputsChanged: boolean;
    warnings: readonly string[];
}

export interface DeploymentOptions extends StepReporterOptions {
    signal: AbortSignal;
}

/**
 * Previews the stack.
 *
 * @throws UserError with everything that the engine reported as an error; the signal's reason when interrupted.
 */
export async function previewStack(stack: Stack, options: DeploymentOptions): Promise<DeploymentResult> {
    return run("preview", options, (callbacks) => stack.preview(callbacks));
}

/**
 * Deploys the stack.
 *
 * @throws UserError with everything that the engine reported as an error; the signal's reason when interrupted.
 */
export async function deployStack(
    stack: Stack,
    options: DeploymentOptions,
): Promise<DeploymentResult & { outputs: OutputMap }> {
    let outputs: OutputMap = {};
    const result = await run("deployment", options, async (callbacks) => {
        outputs = (await stack.up(callbacks)).outputs;
    });
    return { ...result, outputs };
}

/**
 * Takes from AWS what became of operations that were killed, as Pulumi itself advises then: what was deleted leaves the
 * state, and creations are forgotten, so that the next deployment takes back or makes what they were for.
 * https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh/
 *
 * @throws UserError with everything that the engine reported as an error; the signal's reason when interrupted.
 */
export async function settleStack(stack: Stack, options: DeploymentOptions): Promise<DeploymentResult> {
    return run("refresh", options, (callbacks) => stack.refresh({ ...callbacks, clearPendingCreates: true }));
}

/**
 * @returns the resources whose operation began but never came to be recorded, because Pulumi was killed meanwhile.
 * Whether they exist is not known.
 */
export async function interruptedOperations(stack: Stack): Promise<string[]> {
    const state: unknown = (await stack.exportStack()).deployment;
    const pending = (state as { pending_operations?: { type: string; resource: { urn: string } }[] } | null)
        ?.pending_operations;
    return (pending ?? []).map((operation) => `${operation.type} ${operation.resource.urn.split("::").pop() ?? ""}`);
}

interface Callbacks {
    onEvent: (event: EngineEvent) => void;
    onError: (text: string) => void;
    signal: AbortSignal;
}

async function run(
    what: string,
    options: DeploymentOptions,
    operation: (callbacks: Callbacks) => Promise<unknown>,
): Promise<DeploymentResult> {
    options.signal.throwIfAborted();
    const reporter = new StepReporter(options);
    // What the CLI itself refuses never becomes an event of the engine.
    let printed = "";
    try {
        await operation({
            onEvent: reporter.onEvent,
            onError: (text) => (printed += text),
            signal: interruptForPulumi(options.signal, () => reporter.cancelling),
        });
    } catch (error) {
        options.signal.throwIfAborted();
        const reasons = reporter.errors.length > 0 ? reporter.errors : [printed.trim() || messageOf(error)];
        throw new UserError(`The ${what} failed:\n${reasons.map(indent).join("\n")}`);
    }
    return reporter;
}

function indent(text: string): string {
    return text.replace(/^/gm, "  ");
}
