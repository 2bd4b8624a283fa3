/** Reads a stack's state through the Pulumi CLI, which alone knows the backend. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { StackState } from "../../lib/doctor/inventory.ts";

interface Resource {
    readonly urn?: string;
    readonly type?: string;
    readonly id?: string;
    readonly inputs?: Readonly<Record<string, unknown>>;
    readonly outputs?: Readonly<Record<string, unknown>>;
}

interface Deployment {
    readonly resources?: readonly Resource[];
    readonly pending_operations?: readonly { readonly type?: string; readonly resource?: Resource }[];
}

/**
 * @returns the state, or undefined where there is no CLI, no login or no such stack
 */
export async function readStackState(stack: string): Promise<StackState | undefined> {
    try {
        const { stdout } = await promisify(execFile)("pulumi", ["stack", "export", "--stack", stack], {
            maxBuffer: 1 << 30,
            timeout: 60_000,
        });
        return toState((JSON.parse(stdout) as { deployment?: Deployment }).deployment ?? {});
    } catch {
        return undefined;
    }
}

/** The parts of an exported deployment that the doctor compares with AWS. */
export function toState(deployment: Deployment): StackState {
    return {
        resources: (deployment.resources ?? []).flatMap(({ type, id, outputs }) => {
            const arn = outputs?.["arn"];
            const region = outputs?.["region"];
            return type === undefined || id === undefined
                ? []
                : [{ type, id, ...(typeof arn === "string" && { arn }), ...regionIn(region) }];
        }),
        pendingOperations: (deployment.pending_operations ?? []).map(({ type, resource }) => ({
            operation: type ?? "changing",
            type: resource?.type ?? "",
            name: resource?.urn?.split("::").at(-1) ?? "",
            ...regionIn(resource?.inputs?.["region"]),
        })),
    };
}

function regionIn(value: unknown): { region?: string } {
    return typeof value === "string" ? { region: value } : {};
}
