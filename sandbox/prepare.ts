import type { PulumiCommand } from "@pulumi/pulumi/automation/index.js";
import { findOpa, getOpa, OPA_INSTALL } from "../building/opa-command.ts";
import { formatDuration } from "./duration.ts";
import { prepareEmulator } from "./emulator.ts";
import { findGo } from "./go-toolchain.ts";
import type { BuildProgress } from "./go-program.ts";
import { findInstalledPulumi, findPulumiCommand, installPulumi } from "./pulumi-command.ts";
import { checkRequirements, inspectMachine } from "./requirements.ts";
import { hasCargo } from "./rules/guard-build.ts";
import { findGuard, getGuard, GUARD_INSTALL } from "./rules/guard-command.ts";
import { buildProgressPrinter as evaluatorBuildPrinter } from "../cli/test/progress.ts";
import type { Terminal } from "../cli/terminal.ts";

export interface PrepareOptions {
    terminal: Terminal;
    signal: AbortSignal;
}

/** Gets what the sandbox needs beside npm's packages, so that later starts need no network. */
export async function prepare(options: PrepareOptions): Promise<void> {
    const { terminal, signal } = options;
    const { command, version } = await preparePulumi(options);
    terminal.line(`Pulumi CLI ${String(version)}: ${command}`);
    const python = await prepareEmulator({ signal, onProgress: (text) => terminal.note(text) });
    terminal.line(`AWS emulator: ${python}`);
    await prepareOpa(options);
    await prepareGuard(options);
}

async function prepareOpa({ terminal, signal }: PrepareOptions): Promise<void> {
    if (findOpa() === undefined && findGo() === undefined) {
        terminal.note(`Not there, and needed only for Rego rules: ${OPA_INSTALL}`);
        return;
    }
    const opa = await getOpa({
        signal,
        onMessage: (text) => terminal.note(text),
        onProgress: evaluatorBuildPrinter("Rego", terminal),
    });
    terminal.line(`opa ${opa.version}: ${opa.path}`);
}

async function prepareGuard({ terminal, signal }: PrepareOptions): Promise<void> {
    if (findGuard() === undefined && !hasCargo()) {
        terminal.note(`Not there, and needed only to test Guard rules: ${GUARD_INSTALL}`);
        return;
    }
    const guard = await getGuard({
        signal,
        onMessage: (text) => terminal.note(text),
        onProgress: evaluatorBuildPrinter("Guard", terminal),
    });
    terminal.line(`cfn-guard ${guard.version}: ${guard.path}`);
}

/**
 * Finds or gets the Pulumi CLI. All needs of the sandbox are checked before anything that takes long.
 *
 * @throws UserError that names everything that is missing.
 */
export async function preparePulumi({ terminal, signal }: PrepareOptions): Promise<PulumiCommand> {
    const options = {
        signal,
        onMessage: (text: string) => terminal.note(text),
        onProgress: buildProgressPrinter(terminal),
    };
    let command = await findInstalledPulumi();
    if (command === undefined && findGo() === undefined) {
        command = await installPulumi(options);
    }
    checkRequirements(await inspectMachine(command !== undefined));
    return command ?? (await findPulumiCommand(options));
}

/** On a terminal a line that counts; elsewhere (CI logs) a line every half minute. */
function buildProgressPrinter(terminal: Terminal): (progress: BuildProgress) => void {
    const begun = Date.now();
    let lastNote: number | undefined;
    return (progress) => {
        const count = progress.total === undefined ? `${progress.done}` : `${progress.done} of ${progress.total}`;
        const what = progress.stage === "download" ? `fetching modules: ${count}` : `compiling packages: ${count}`;
        const text = `Building the Pulumi CLI (once, some minutes): ${what}, ${formatDuration(Date.now() - begun)}`;
        if (terminal.isInteractive) {
            terminal.transient(text);
        } else if (lastNote === undefined || Date.now() - lastNote > 30_000) {
            lastNote = Date.now();
            terminal.note(text);
        }
    };
}
