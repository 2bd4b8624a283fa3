import { findOpa, getOpa, type OpaCommand } from "../../building/opa-command.ts";
import { findGo } from "../../sandbox/go-toolchain.ts";
import { skipWithout } from "../requirements.ts";

/** Longer than a cold build of opa takes on two cores. */
export const OPA_TIMEOUT_MS = 30 * 60_000;

/** @returns opa; skips the test where there is none and nothing to build it with */
export async function requireOpa(context: Mocha.Context): Promise<OpaCommand> {
    const installed = findOpa();
    skipWithout(context, {
        name: "opa 1, or Go 1.25 or newer to build it",
        found: installed !== undefined || findGo() !== undefined,
        install: "https://go.dev/doc/install",
    });
    return installed ?? getOpa();
}
