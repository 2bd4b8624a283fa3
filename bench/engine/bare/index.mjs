/**
 * The floor: the registrations of a stack once more, from the file that BENCH_REGISTRATIONS names, without a class of
 * @pulumi/aws and without anything of the project's.
 */
import { readFileSync } from "node:fs";
import { keepCompiledCode } from "../../../bin/compile-cache.mjs";

keepCompiledCode();
// As bin/program.mjs does: a floor that has been taken the same care of.
if (process.env.BENCH_OWN_TRACES !== undefined) {
    Error.prepareStackTrace = undefined;
}
const { default: pulumi } = await import("@pulumi/pulumi");

export default async () => {
    const { registrations, invokes } = JSON.parse(readFileSync(process.env.BENCH_REGISTRATIONS, "utf8"));
    for (const { token, args } of invokes) {
        await pulumi.runtime.invoke(token, args);
    }
    const made = new Map();
    for (const {
        urn,
        name,
        type,
        custom,
        inputs,
        parent,
        dependencies,
        propertyDependencies,
        retain,
    } of registrations) {
        const options = {
            ...(made.has(parent) && { parent: made.get(parent) }),
            dependsOn: dependencies.map((dependency) => made.get(dependency)).filter(Boolean),
            ...(retain && { retainOnDelete: true }),
        };
        if (!custom) {
            const component = new pulumi.ComponentResource(type, name, {}, options);
            component.registerOutputs();
            made.set(urn, component);
            continue;
        }
        const given = Object.fromEntries(
            Object.entries(inputs).map(([key, value]) => {
                const from = (propertyDependencies[key] ?? []).map((one) => made.get(one)).filter(Boolean);
                return [key, from.length === 0 ? value : pulumi.all(from.map((one) => one.urn)).apply(() => value)];
            }),
        );
        made.set(urn, new pulumi.CustomResource(type, name, given, options));
    }
};
