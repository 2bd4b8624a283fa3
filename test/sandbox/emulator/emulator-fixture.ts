import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findPython, PYTHON_INSTALL_COMMAND, startEmulator, stopEmulator } from "../../../sandbox/emulator.ts";
import type { Emulator } from "../../../sandbox/emulator.ts";
import { skipWithout } from "../../requirements.ts";

/** The account that made-up credentials belong to. */
export const ACCOUNT = "123456789012";
export const REGION = "eu-central-1";

/** What every client of the AWS SDK needs to talk to the emulator of the running spec file. */
export interface ClientSettings {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
    maxAttempts: number;
}

export interface EmulatorFixture {
    emulator: Emulator;
    /** @param overrides such as another region, or a member's credentials */
    settings(overrides?: Partial<ClientSettings>): ClientSettings;
    /** Empties the emulator; much cheaper than a new one. */
    reset(): Promise<void>;
}

/** Starts one emulator before the first test of the enclosing suite and ends it after the last. */
export function useEmulator(): EmulatorFixture {
    const folder = mkdtempSync(join(tmpdir(), "emulator-"));
    const logFile = join(folder, "emulator.log");
    let emulator: Emulator | undefined;
    const running = (): Emulator => {
        if (emulator === undefined) {
            throw new Error("The emulator is not running.");
        }
        return emulator;
    };

    before("start the emulator", async function () {
        // Making its environment may have to fetch packages first.
        this.timeout(600_000);
        const found = (await findPython()) !== undefined;
        skipWithout(this, { name: "Python with venv", found, install: PYTHON_INSTALL_COMMAND });
        emulator = await startEmulator({ logFile, detached: false });
    });

    after("end the emulator", async () => {
        if (emulator !== undefined) {
            await stopEmulator(emulator);
        }
        rmSync(folder, { recursive: true, force: true });
    });

    return {
        get emulator() {
            return running();
        },
        settings: (overrides = {}) => ({
            endpoint: running().endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
            ...overrides,
        }),
        reset: async () => {
            const response = await fetch(new URL("/moto-api/reset", running().endpoint), { method: "POST" });
            if (!response.ok) {
                throw new Error(`The emulator did not reset: ${response.status}`);
            }
        },
    };
}
