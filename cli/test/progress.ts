import type { GuardBuildProgress } from "../../sandbox/rules/guard-build.ts";
import type { Terminal } from "../terminal.ts";

/** On a terminal a line that counts; elsewhere (CI logs) a line every half minute. */
export function buildProgressPrinter(
    title: string,
    terminal: Terminal,
    now: () => number = () => performance.now(),
): (progress: GuardBuildProgress) => void {
    const begun = now();
    let lastNote: number | undefined;
    return ({ stage, done }) => {
        const what = stage === "download" ? `fetching crates: ${done}` : `compiling crates: ${done}`;
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
