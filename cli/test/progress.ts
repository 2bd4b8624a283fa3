import type { BuildProgress } from "../../sandbox/go-program.ts";
import type { Terminal } from "../terminal.ts";

/** On a terminal a line that counts; elsewhere (CI logs) a line every half minute. */
export function buildProgressPrinter(
    title: string,
    terminal: Terminal,
    now: () => number = () => performance.now(),
): (progress: BuildProgress) => void {
    const begun = now();
    let lastNote: number | undefined;
    return ({ stage, done, total }) => {
        const count = total === undefined ? `${done}` : `${done} of ${total}`;
        const what = `${stage === "download" ? "fetching" : "compiling"} sources: ${count}`;
        const seconds = Math.floor((now() - begun) / 1000);
        const text = `Building the evaluator of ${title} rules (once, some minutes): ${what}, ${seconds} s`;
        if (terminal.isInteractive) {
            terminal.transient(text);
        } else if (lastNote === undefined || now() - lastNote > 30_000) {
            lastNote = now();
            terminal.note(text);
        }
    };
}
