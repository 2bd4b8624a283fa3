/** What the stack exported when it was last updated: where its history was kept, and whether members deliver there. */
import * as pulumi from "@pulumi/pulumi";

/** The outputs that tell where a stack keeps its history, and whose. All are absent before a first update and after a destroy. */
export interface LastOutputs {
    readonly account?: string;
    readonly region?: string;
    readonly deliveryBucket?: string;
    readonly encryptionKeyArn?: string;
    /** What the stack manages and a destroy keeps. */
    readonly retained?: readonly string[];
    readonly members?: {
        /** By what each deploys; none where nothing was rolled out. */
        readonly stackSets?: Readonly<Record<string, string>>;
    };
}

/**
 * The engine answers this for any stack of the backend, as it does for a stack reference.
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/builtins.go
 */
export async function readLastOutputs(): Promise<LastOutputs> {
    const name = [pulumi.getOrganization(), pulumi.getProject(), pulumi.getStack()].join("/");
    try {
        const answer: unknown = await pulumi.runtime.invoke("pulumi:pulumi:readStackOutputs", { name });
        return (answer as { readonly outputs?: LastOutputs }).outputs ?? {};
    } catch (failure) {
        const reason = failure instanceof Error ? failure.message : String(failure);
        await pulumi.log.warn(
            `could not check for a replacement of the delivery bucket or key, or for members that deliver there: ${reason}`,
        );
        return {};
    }
}
