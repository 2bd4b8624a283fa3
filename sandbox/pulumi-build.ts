import { join } from "node:path";
import { type BuildOptions, buildGoProgram } from "./go-program.ts";

/** The version that the build in sandbox/pulumi-cli pins, and the oldest that the sandbox accepts. */
export const PINNED_VERSION = "3.259.0";

/** The Go module pkg/v3 of the pinned version needs it: sandbox/pulumi-cli/go.mod. */
export const OLDEST_GO = { major: 1, minor: 25 } as const;

const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/**
 * Builds the Pulumi CLI from its Go module.
 *
 * @param target folder that is to hold `bin/pulumi`; it appears complete or not at all.
 * @throws UserError when Go fails; the signal's reason when it is aborted.
 */
export function buildPulumi(target: string, options: BuildOptions = {}): Promise<void> {
    const program = {
        title: `the Pulumi CLI v${PINNED_VERSION}`,
        moduleFolder: join(import.meta.dirname, "pulumi-cli"),
        package: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
        name: "pulumi",
        // Without the version the Automation API takes the CLI for a development build and rejects it.
        linkerFlags: `-s -w -X ${VERSION_VARIABLE}=v${PINNED_VERSION}`,
        instead:
            "Where Go's module proxy cannot be reached, install the Pulumi CLI " +
            `v${PINNED_VERSION} or newer on PATH instead: https://www.pulumi.com/docs/install/`,
    };
    return buildGoProgram(program, target, options);
}
