/** Ways of having the same packs in a stack. */
import type { StackConfiguration } from "../../sandbox/workspace.ts";

export const BARE = "bare registrations";

export interface Way {
    readonly name: string;
    readonly configuration: StackConfiguration;
    readonly environment: Readonly<Record<string, string>>;
}

const IN_S3: StackConfiguration = { "conformance-packs:templateBucket": { packs: "all" } };

/** Variables of Pulumi's: sdk/go/common/env/env.go of pulumi/pulumi. */
const WAYS: readonly Way[] = [
    { name: BARE, configuration: {}, environment: {} },
    { name: "templates inline", configuration: {}, environment: {} },
    { name: "templates in S3", configuration: IN_S3, environment: {} },
    {
        name: "inline without checkpoints",
        configuration: {},
        environment: { PULUMI_SKIP_CHECKPOINTS: "true" },
    },
    {
        name: "inline and compressed",
        configuration: {},
        environment: { PULUMI_DIY_BACKEND_GZIP: "true" },
    },
];

/** @throws for a name that no way has */
export function waysOf(names: readonly string[] = WAYS.map(({ name }) => name)): readonly Way[] {
    const unknown = names.find((name) => !WAYS.some((way) => way.name === name));
    if (unknown !== undefined) {
        throw new Error(`there is no way "${unknown}"; there are ${WAYS.map(({ name }) => name).join(", ")}`);
    }
    return WAYS.filter(({ name }) => names.includes(name));
}
