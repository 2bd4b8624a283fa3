/** The digest's function, as the files of its bundle: the handler, and what it knows of its stack. */
import { join } from "node:path";
import { InvalidConfigurationError } from "../lib/diagnostic.ts";
import { digestTable } from "../lib/digest/table.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { projectFolder } from "../lib/project-files.ts";
import { loadWaivers } from "../lib/waivers/load.ts";
import type { BundledFile } from "./rule-bundles.ts";

/**
 * @param root folder of the project, which has the waivers
 * @returns by the file's name in the function; undefined where the plan has no digest
 * @throws {InvalidConfigurationError} with every fault of the waivers
 */
export async function bundleDigest(
    plan: DeploymentPlan,
    root: string,
): Promise<ReadonlyMap<string, BundledFile> | undefined> {
    if (plan.digest === undefined) {
        return undefined;
    }
    const { waivers, diagnostics } = loadWaivers(projectFolder(root));
    if (waivers === undefined) {
        throw new InvalidConfigurationError(diagnostics);
    }
    // Loaded only then: few stacks have a digest, and the compiler is large.
    const { compileModule, FUNCTIONS_FOLDER } = await import("./compile-module.ts");
    const { BUNDLE_ENTRY } = await import("./rule-bundle.ts");
    const entry = [
        `import { createHandler } from ${JSON.stringify(join(FUNCTIONS_FOLDER, "digest", "handler.ts"))};`,
        `export const handler = createHandler(${JSON.stringify(digestTable(plan, waivers))});`,
    ].join("\n");
    const { code, diagnostics: faults } = compileModule({ entry, projectFolder: root });
    if (code === undefined) {
        throw new InvalidConfigurationError(faults);
    }
    return new Map([[BUNDLE_ENTRY, { text: code }]]);
}
