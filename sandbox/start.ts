import { join, resolve } from "node:path";
import type { OutputMap, PulumiFn, Stack } from "@pulumi/pulumi/automation/index.js";
import { formatDiagnostics } from "../lib/diagnostic.ts";
import { loadPlan } from "../lib/plan/load.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { regionsOf } from "../lib/plan/regions.ts";
import { projectFolder } from "../lib/project-files.ts";
import { deployStack, interruptedOperations, previewStack, settleStack } from "./deployment.ts";
import { formatDuration } from "./duration.ts";
import { preparePulumi } from "./prepare.ts";
import { readBack } from "./read-back.ts";
import { openSession } from "./session.ts";
import type { Session, SessionOptions } from "./session.ts";
import { lockSandbox } from "./state.ts";
import type { SandboxPaths } from "./state.ts";
import { describeStep } from "./step-reporter.ts";
import { printSummary } from "./summary.ts";
import type { Terminal } from "../cli/terminal.ts";
import { UserError } from "./user-error.ts";
import { openStack, readStackConfiguration } from "./workspace.ts";

export interface StartOptions {
    terminal: Terminal;
    signal: AbortSignal;
    paths: SandboxPaths;
    program: PulumiFn;
    stackName: string;
    /** Folder of Pulumi.yaml and of Pulumi.<stack>.yaml. @default the project */
    project?: string;
    /** Folder of the `pulumi-resource-aws` to use. @default sandbox/provider */
    provider?: string;
}

/**
 * Brings the sandbox up and deploys the stack into it; with a sandbox that is up already, deploys what has changed.
 * The emulator stays up afterwards.
 *
 * @throws UserError for whatever a person can mend; the signal's reason when interrupted.
 */
export async function start(options: StartOptions): Promise<void> {
    const { terminal, paths, signal } = options;
    const begun = Date.now();
    const project = options.project ?? resolve(import.meta.dirname, "..");
    const plan = planOf(project, options.stackName);
    const { region } = plan;
    const configuration = readStackConfiguration(join(project, `Pulumi.${options.stackName}.yaml`));
    const command = await preparePulumi(options);

    const lock = lockSandbox(paths);
    try {
        const sessionOptions: SessionOptions = { paths, signal, onMessage: (text) => terminal.note(text) };
        const open = (session: Session): Promise<Stack> =>
            openStack({
                ...options,
                command,
                configuration,
                projectFile: join(project, "Pulumi.yaml"),
                backend: paths.backend,
                pulumiHome: paths.pulumiHome,
                workDir: paths.workspace,
                endpoint: session.emulator.endpoint,
            });
        const session = await openSession(sessionOptions);
        const stack = await open(session);
        const interrupted = session.continued ? await interruptedOperations(stack) : [];
        if (interrupted.length > 0) {
            terminal.note(`The last command was killed while ${interrupted.join(", ")}; looking what became of it`);
            await settleStack(stack, { signal });
        }
        terminal.note(`AWS emulator at ${session.emulator.endpoint} (process ${session.emulator.pid})`);

        const outputs = await deployWithProgress(stack, options);
        const findings = await readBack({
            endpoint: session.emulator.endpoint,
            regions: regionsOf(plan).map((one) => one.region),
        });
        printSummary(terminal, { findings, outputs, endpoint: session.emulator.endpoint, region });
        terminal.note(terminal.style("dim", `Done in ${formatDuration(Date.now() - begun)}`));
    } finally {
        lock.release();
    }
}

async function deployWithProgress(stack: Stack, { terminal, signal }: StartOptions): Promise<OutputMap> {
    const previewBegun = Date.now();
    terminal.transient(`Previewing stack ${stack.name} ...`);
    const preview = await previewStack(stack, { signal });
    const elapsed = formatDuration(Date.now() - previewBegun);
    preview.warnings.forEach((warning) => terminal.note(`${terminal.style("yellow", "warning:")} ${warning}`));
    if (preview.changes.size === 0 && !preview.outputsChanged) {
        terminal.note(`No changes: stack ${stack.name} is as configured (${elapsed})`);
        return stack.outputs();
    }
    const counts = [...preview.changes].map(([operation, count]) => `${count} to ${operation}`);
    terminal.note(`Preview of stack ${stack.name}: ${counts.join(", ") || "outputs to record"} (${elapsed})`);

    const begun = Date.now();
    const deployed = await deployStack(stack, {
        signal,
        onBegin: (underWay) => terminal.transient(`  ... ${underWay.join(", ")}`),
        onStep: (step) => {
            const mark = step.failed ? terminal.style("red", "x") : terminal.style("green", "+");
            terminal.note(`  ${mark} ${describeStep(step)}`);
        },
    });
    terminal.note(`Deployed in ${formatDuration(Date.now() - begun)}`);
    return deployed.outputs;
}

/** Before anything is started: the engine would stop at the first fault, and know no line of it. */
function planOf(project: string, stack: string): DeploymentPlan {
    const { plan, diagnostics } = loadPlan({ stack, files: projectFolder(project) });
    if (plan === undefined) {
        throw new UserError(`nothing was deployed; to be mended first:\n${formatDiagnostics(diagnostics)}`);
    }
    return plan;
}
