/** What the stack's state holds at the start of this run: after a run that was killed, not what its outputs say. */
import * as pulumi from "@pulumi/pulumi";

/** Outputs of a stack's resources, by type and name: `aws:kms/key:Key delivery-key`. */
export type StackResources = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

/**
 * The engine answers this for any stack of the backend. Where it cannot, the state counts as empty: what is then imported
 * is what it holds already, and the engine ignores that.
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/builtins.go
 */
export async function readStackResources(): Promise<StackResources> {
    const stackName = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
    try {
        const answer: unknown = await pulumi.runtime.invoke("pulumi:pulumi:readStackResourceOutputs", { stackName });
        const found = (answer as { readonly outputs?: Readonly<Record<string, Found>> }).outputs ?? {};
        return new Map(Object.entries(found).map(([urn, { outputs = {} }]) => [keyOf(urn), outputs]));
    } catch {
        return new Map();
    }
}

/** Whether the state holds a resource whose type begins so. */
export function holdsAny(state: StackResources, typePrefix: string): boolean {
    return [...state.keys()].some((key) => key.startsWith(typePrefix));
}

interface Found {
    readonly outputs?: Readonly<Record<string, unknown>>;
}

/** `urn:pulumi:<stack>::<project>::<parent types>$<type>::<name>` */
function keyOf(urn: string): string {
    const [, , types = "", ...name] = urn.split("::");
    return `${types.slice(types.lastIndexOf("$") + 1)} ${name.join("::")}`;
}
