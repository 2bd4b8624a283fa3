/** The code of the alert function, and the waivers that it applies, before anything is registered. */
import { join } from "node:path";
import { InvalidConfigurationError } from "../lib/diagnostic.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { projectFolder } from "../lib/project-files.ts";
import { loadWaivers } from "../lib/waivers/load.ts";
import type { Waiver } from "../lib/waivers/waiver.ts";

export interface AlertBundle {
    /** One module, without the AWS SDK. */
    readonly code: string;
    /** Those of the project, whether they hold or have expired. */
    readonly waivers: readonly Waiver[];
}

/** The folder of its source, in `functions/`. */
const FOLDER = "alerts";

/**
 * Bundles the function where the plan has it.
 *
 * @param root folder of the project
 * @throws {InvalidConfigurationError} with every fault of the waivers
 */
export async function bundleAlerts(plan: DeploymentPlan, root: string): Promise<AlertBundle | undefined> {
    if (plan.alerts === undefined) {
        return undefined;
    }
    const { waivers = [], diagnostics } = loadWaivers(projectFolder(root));
    if (diagnostics.length > 0) {
        throw new InvalidConfigurationError(diagnostics);
    }
    return { code: await compileAlerts(), waivers };
}

/** The compiler is loaded only then: few stacks have functions, and it is large. */
async function compileAlerts(): Promise<string> {
    const { compileModule, FUNCTIONS_FOLDER } = await import("./compile-module.ts");
    const { code, diagnostics } = compileModule({
        entry: `export { handler } from ${JSON.stringify(join(FUNCTIONS_FOLDER, FOLDER, "index.ts"))};`,
        projectFolder: join(FUNCTIONS_FOLDER, ".."),
    });
    if (code === undefined) {
        throw new InvalidConfigurationError(diagnostics);
    }
    return code;
}
