/** What the engine knows of the stack: its name, its region and the values of the `conformance-packs` namespace. */
import * as pulumi from "@pulumi/pulumi";
import { type Diagnostic, error, formatDiagnostic, hasErrors, InvalidConfigurationError } from "../lib/diagnostic.ts";
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
    const { values, secrets } = namespaceValues();
    const region = new pulumi.Config("aws").get("region") ?? process.env["AWS_REGION"];
    const { plan, diagnostics } = loadPlan({
        stack,
        files: projectFolder(root),
        values,
        ...(region !== undefined && { region }),
    });
    const findings = [...diagnostics, ...secrets.map((key) => secretFault(key, stack))];
    if (plan === undefined || hasErrors(findings)) {
        throw new InvalidConfigurationError(findings);
    }
    findings.forEach((finding) => void pulumi.log.warn(formatDiagnostic(finding)));
    return plan;
}

/** Every key that is set, known or not: the engine itself ignores those that nothing declares. */
function namespaceValues(): { values: Record<string, unknown>; secrets: string[] } {
    const values: Record<string, unknown> = {};
    const secrets: string[] = [];
    for (const [name, text] of Object.entries(pulumi.runtime.allConfig())) {
        if (name.startsWith(`${NAMESPACE}:`)) {
            const key = name.slice(NAMESPACE.length + 1);
            values[key] = TEXT_KEYS.has(key) ? text : fromJson(text);
            if (pulumi.runtime.isConfigSecret(name)) {
                secrets.push(key);
            }
        }
    }
    return { values, secrets };
}

function fromJson(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return text;
    }
}

/** The value would be written in clear into templates, policies and the state. */
function secretFault(key: string, stack: string): Diagnostic {
    return error(
        { file: `Pulumi.${stack}.yaml` },
        {
            code: "secret-setting",
            message: `${key} holds an encrypted value, but nothing in this namespace is kept secret once it is deployed`,
            path: key,
            hint: "set it without --secret, and keep credentials out of it",
        },
    );
}
