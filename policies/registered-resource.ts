/** What Pulumi hands to a policy, in plain values. */
import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { type GuardedResource, UNKNOWN } from "../lib/guard-rails/guarded-resource.ts";

/** One resource as it is registered, before it is made; where its values come from is not told then. */
export function guardedResource(
    registered: Pick<ResourceValidationArgs, "type" | "name" | "urn" | "props">,
): GuardedResource {
    const { type, name, urn, props } = registered;
    return { type, name, urn, properties: plain(props) as Readonly<Record<string, unknown>>, origins: {} };
}

/** All resources of a stack, with where their values come from. */
export function guardedResources(registered: readonly PolicyResource[]): readonly GuardedResource[] {
    return registered.map((resource) => ({
        ...guardedResource(resource),
        origins: Object.fromEntries(
            Object.entries(resource.propertyDependencies).map(([property, found]) => [
                property,
                found.map(({ urn }) => urn),
            ]),
        ),
    }));
}

/** Reading what a preview cannot know throws, so everything is read once, piece by piece. */
function plain(value: unknown): unknown {
    if (Array.isArray(value)) {
        return Array.from({ length: value.length }, (_, index) => read(value, index));
    }
    if (typeof value === "object" && value !== null) {
        return Object.fromEntries(Object.keys(value).map((key) => [key, read(value, key)]));
    }
    return value;
}

function read(container: object, key: string | number): unknown {
    let value: unknown;
    try {
        value = (container as Readonly<Record<string | number, unknown>>)[key];
    } catch (error) {
        // https://github.com/pulumi/pulumi-policy/blob/main/sdk/nodejs/policy/proxy.ts, which does not export its class.
        if (error instanceof Error && error.constructor.name === "UnknownValueError") {
            return UNKNOWN;
        }
        throw error;
    }
    return plain(value);
}
