/** Ways of having the same packs in a stack. */
import type { StackConfiguration } from "../../sandbox/workspace.ts";

export const BARE = "bare registrations";

export interface Way {
    readonly name: string;
    readonly configuration: StackConfiguration;
    readonly environment: Readonly<Record<string, string>>;
}

/** Variables of Pulumi's: sdk/go/common/env/env.go of pulumi/pulumi. */
const WAYS: readonly Way[] = [
    { name: BARE, configuration: {}, environment: {} },
    { name: "this program", configuration: {}, environment: {} },
    { name: "templates inline", configuration: templates("large"), environment: {} },
    { name: "templates in S3", configuration: templates("all"), environment: {} },
    {
        name: "inline without checkpoints",
        configuration: templates("large"),
        environment: { PULUMI_SKIP_CHECKPOINTS: "true" },
    },
    {
        name: "inline and compressed",
        configuration: templates("large"),
        environment: { PULUMI_DIY_BACKEND_GZIP: "true" },
    },
];

function templates(packs: "large" | "all"): StackConfiguration {
    return { "conformance-packs:templateBucket": { packs } };
}

/** @throws for a name that no way has */
export function waysOf(names: readonly string[] = WAYS.map(({ name }) => name)): readonly Way[] {
    const unknown = names.find((name) => !WAYS.some((way) => way.name === name));
    if (unknown !== undefined) {
        throw new Error(`there is no way "${unknown}"; there are ${WAYS.map(({ name }) => name).join(", ")}`);
    }
    return WAYS.filter(({ name }) => names.includes(name));
}
