/** What the engine knows of the stack: its name, its region and the values of the `conformance-packs` namespace. */
import * as pulumi from "@pulumi/pulumi";
import { formatDiagnostic, InvalidConfigurationError } from "../lib/diagnostic.ts";
import { loadPlan } from "../lib/plan/load.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { projectFolder } from "../lib/project-files.ts";
import { NAMESPACE } from "../lib/settings/schema.ts";

/** Keys whose values are plain text; those of all others are JSON. */
const TEXT_KEYS = new Set(["account", "homeRegion"]);

/**
 * Plans the stack that the engine is running. Warnings are logged.
 *
 * @param root folder of the project
 * @throws InvalidConfigurationError with every fault of the configuration and of the packs
 */
export function readPlan(root: string): DeploymentPlan {
    const stack = pulumi.getStack();
    const region = new pulumi.Config("aws").get("region") ?? process.env["AWS_REGION"];
    const { plan, diagnostics } = loadPlan({
        stack,
        files: projectFolder(root),
        values: namespaceValues(),
        ...(region !== undefined && { region }),
    });
    if (plan === undefined) {
        throw new InvalidConfigurationError(diagnostics);
    }
    diagnostics.forEach((finding) => void pulumi.log.warn(formatDiagnostic(finding)));
    return plan;
}

/** Every key that is set, known or not: the engine itself ignores those that nothing declares. */
function namespaceValues(): Record<string, unknown> {
    return Object.fromEntries(
        Object.entries(pulumi.runtime.allConfig())
            .filter(([name]) => name.startsWith(`${NAMESPACE}:`))
            .map(([name, text]) => {
                const key = name.slice(NAMESPACE.length + 1);
                return [key, TEXT_KEYS.has(key) ? text : fromJson(text)];
            }),
    );
}

function fromJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}
