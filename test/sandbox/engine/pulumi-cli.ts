import { spawnSync } from "node:child_process";
import { findInstalledPulumi, findPulumiCommand } from "../../../sandbox/pulumi-command.ts";
import { findGo } from "../../../sandbox/go-toolchain.ts";
import { skipWithout } from "../../requirements.ts";

/** Longer than a cold build of the CLI takes on two cores. */
export const CLI_TIMEOUT_MS = 30 * 60_000;

/** @returns the path of the Pulumi CLI; skips the test where there is none and nothing to build it with. */
export async function requirePulumi(context: Mocha.Context): Promise<string> {
    const installed = await findInstalledPulumi();
    skipWithout(context, {
        name: "the Pulumi CLI, or Go 1.25 or newer to build it",
        found: installed !== undefined || findGo() !== undefined,
        install: "https://www.pulumi.com/docs/install/ or https://go.dev/doc/install",
    });
    const { command } = installed ?? (await findPulumiCommand());
    return command === "pulumi" ? spawnSync("which", ["pulumi"], { encoding: "utf8" }).stdout.trim() : command;
}
