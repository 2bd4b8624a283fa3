/** Runs until it is interrupted, then for as long as the argument says (milliseconds), as orderly ends do. */
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { Interrupted, interruptible } from "../../../sandbox/interruption.ts";

try {
    await interruptible(
        async (signal) => {
            process.stdout.write("ready\n");
            const alive = setInterval(() => undefined, 1000);
            await once(signal, "abort");
            clearInterval(alive);
            await delay(Number(process.argv[2]));
            throw new Error("failed in consequence");
        },
        () => process.stdout.write("interrupted\n"),
    );
} catch (error) {
    process.exitCode = error instanceof Interrupted ? 42 : 1;
}
