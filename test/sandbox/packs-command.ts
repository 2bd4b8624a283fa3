/** The command as a person runs it, against the emulator. */
import { execFile } from "node:child_process";
import { resolve } from "node:path";

export interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** The emulator that a command asks. */
export interface Asked {
    readonly emulator: { readonly endpoint: string };
}

/** @param folder of the project */
export function packsCommand(fixture: Asked, folder: string, ...words: readonly string[]): Promise<Ended> {
    const env = {
        ...process.env,
        FORCE_COLOR: undefined,
        AWS_ENDPOINT_URL: fixture.emulator.endpoint,
        AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
        AWS_SECRET_ACCESS_KEY: "secret",
        AWS_REGION: "",
    };
    return new Promise((done) => {
        execFile(process.execPath, [resolve("bin/packs.mjs"), ...words], { cwd: folder, env }, (failure, out, err) => {
            done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
        });
    });
}

/** Makes the emulator answer an operation of AWS Config with an error. */
export async function injectFault(fixture: Asked, description: Record<string, unknown>): Promise<void> {
    await fetch(new URL("/sandbox/faults", fixture.emulator.endpoint), {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ service: "config", status: 400, ...description }),
    });
}
