import { Interrupted, interruptible } from "./interruption.ts";
import { prepare } from "./prepare.ts";
import { start } from "./start.ts";
import { sandboxPaths } from "./state.ts";
import type { SandboxPaths } from "./state.ts";
import { stop } from "./stop.ts";
import { openTerminal } from "../cli/terminal.ts";
import type { Terminal } from "../cli/terminal.ts";
import { messageOf } from "./user-error.ts";

const USAGE = [
    "Usage: node bin/sandbox.mjs <command>",
    "  start    (npm start) deploys the dev stack into a local AWS",
    "  stop     (npm stop) ends it and discards its state",
    "  prepare  gets the Pulumi CLI, the emulator's Python packages, opa and cfn-guard, and deploys nothing",
].join("\n");

export type Command = (context: { terminal: Terminal; paths: SandboxPaths; signal: AbortSignal }) => Promise<void>;

const COMMANDS: Readonly<Record<string, Command>> = {
    start: async (context) => {
        // The composition loads all of the AWS SDK for Pulumi, which no other command needs.
        const { program } = await import("./program.ts");
        await start({ ...context, program, stackName: "dev" });
    },
    stop,
    prepare,
};

/** @returns the exit code: 0, 1 for a failure, 2 for wrong usage, 130 when interrupted. */
export async function main(args: readonly string[]): Promise<number> {
    const [name = "", ...rest] = args;
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined || rest.length > 0) {
        openTerminal().note(USAGE);
        return 2;
    }
    return runCommand(command, sandboxPaths());
}

/** Runs a command and turns whatever it throws into words and an exit code. */
export async function runCommand(command: Command, paths: SandboxPaths): Promise<number> {
    const terminal = openTerminal();
    // A reader that has seen enough (`npm start | head`) must not end a deployment half-way.
    for (const stream of [process.stdout, process.stderr]) {
        stream.on("error", () => undefined);
    }
    try {
        await interruptible(
            (signal) => command({ terminal, paths, signal }),
            () => terminal.note("Interrupted; ending what is under way (again: at once)"),
        );
        return 0;
    } catch (error) {
        if (error instanceof Interrupted) {
            terminal.note("Ended. `npm start` goes on from here, `npm stop` discards everything.");
            return 130;
        }
        terminal.note(`${terminal.style("red", "error:")} ${messageOf(error)}`);
        return 1;
    }
}
