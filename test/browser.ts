/** A real browser for tests of pages: Chromium, from where the machine has it. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * The file that CHROMIUM names, else the first of the usual names on PATH.
 *
 * @throws where there is none: a test of a page that no browser saw must not pass
 */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
    const named = env["CHROMIUM"];
    const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
    const places =
        named !== undefined && named !== ""
            ? [named]
            : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
    const found = places.find(isExecutable);
    if (found === undefined) {
        throw new Error(
            named === undefined || named === ""
                ? `no ${NAMES.join(", ")} is on PATH: install Debian's package chromium, or name the browser by CHROMIUM`
                : `CHROMIUM names ${named}, which is no program`,
        );
    }
    return found;
}

function isExecutable(path: string): boolean {
    try {
        accessSync(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

/** Whoever launches it closes it. As root, Chromium runs without its sandbox only; and it asks nobody for updates. */
export function launchChromium(): Promise<Browser> {
    return chromium.launch({
        executablePath: findChromium(),
        args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    });
}
