import { join } from "node:path";
import { type BuildOptions, buildGoProgram } from "../sandbox/go-program.ts";

/** The version that the build in building/opa pins: the newest that Go 1.25 compiles, as the Pulumi CLI's is. */
export const PINNED_OPA = "1.19.1";

/**
 * Builds opa, the command line of Open Policy Agent, from its Go module. What compiles policies to WebAssembly is in it;
 * only evaluating them, which Node does here, would need C.
 *
 * @param target folder that is to hold `bin/opa`; it appears complete or not at all.
 * @throws UserError when Go fails; the signal's reason when it is aborted.
 */
export function buildOpa(target: string, options: BuildOptions = {}): Promise<void> {
    const program = {
        title: `opa ${PINNED_OPA}`,
        moduleFolder: join(import.meta.dirname, "opa"),
        package: "github.com/open-policy-agent/opa",
        name: "opa",
        linkerFlags: "-s -w",
        instead:
            `Where Go's module proxy cannot be reached, install opa ${PINNED_OPA} on PATH instead: ` +
            "https://www.openpolicyagent.org/docs#running-opa",
    };
    return buildGoProgram(program, target, options);
}
