import { existsSync, watch } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { RULES_FOLDER } from "../../lib/rules/find.ts";
import { EXIT } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

/** An editor writes a file in several steps. */
const SETTLE_MS = 100;

/**
 * Runs at once, and again after each change in `packs/rules/`, until it is interrupted.
 *
 * @param run whatever it throws ends watching
 * @param signal ends it, which is a success
 */
export async function watchRules(
    root: string,
    run: (signal: AbortSignal) => Promise<number>,
    terminal: Terminal,
    signal: AbortSignal,
): Promise<number> {
    const folder = join(root, RULES_FOLDER);
    if (!existsSync(folder)) {
        terminal.note(`packs test: there is no folder ${RULES_FOLDER}/ to watch`);
        return EXIT.usage;
    }
    let changed: (() => void) | undefined;
    let isStale: boolean;
    // The working directory may be large; the folder of the rules is not.
    const watcher = watch(folder, { recursive: true }, () => {
        isStale = true;
        changed?.();
    });
    const ended = new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
    try {
        for (;;) {
            isStale = false;
            await run(signal);
            terminal.note(`Watching ${RULES_FOLDER}/ (interrupt to end)`);
            const change = new Promise<void>((resolve) => {
                changed = resolve;
            });
            if (!isStale) {
                await Promise.race([change, ended]);
            }
            if (signal.aborted) {
                return EXIT.success;
            }
            await delay(SETTLE_MS);
        }
    } finally {
        watcher.close();
    }
}
