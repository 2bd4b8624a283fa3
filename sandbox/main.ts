import { Interrupted, interruptible } from "./interruption.ts";
import { start } from "./start.ts";
import { sandboxPaths } from "./state.ts";
import { stop } from "./stop.ts";
import { openTerminal } from "./terminal.ts";
import { messageOf } from "./user-error.ts";

const USAGE =
    "Usage: npm start   deploys the dev stack into a local AWS\n       npm stop    ends it and discards its state";

/** @returns the exit code: 0, 1 for a failure, 2 for wrong usage, 130 when interrupted. */
export async function main(args: readonly string[]): Promise<number> {
    const terminal = openTerminal();
    const paths = sandboxPaths();
    const [command, ...rest] = args;
    if ((command !== "start" && command !== "stop") || rest.length > 0) {
        terminal.note(USAGE);
        return 2;
    }
    try {
        await interruptible(
            async (signal) => {
                if (command === "stop") {
                    await stop({ terminal, paths, signal });
                } else {
                    const { program } = await import("./program.ts");
                    await start({ terminal, paths, signal, program, stackName: "dev" });
                }
            },
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
