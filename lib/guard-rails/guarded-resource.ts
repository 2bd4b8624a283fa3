/** A resource as a policy sees it, in plain values: what is registered, not what was there before. */

/** Stands for a value that a preview cannot know yet, such as the ARN of a key that is still to be made. */
export const UNKNOWN: unique symbol = Symbol("known only after the update");

export interface GuardedResource {
    /** Pulumi's token, such as `aws:s3/bucket:Bucket`. */
    readonly type: string;
    readonly name: string;
    readonly urn: string;
    readonly properties: Readonly<Record<string, unknown>>;
    /** Per property, the URNs of the resources that its value comes from. */
    readonly origins: Readonly<Record<string, readonly string[]>>;
}

/** @returns the value at a path of properties; undefined where there is none, `UNKNOWN` where it cannot be known yet. */
export function valueAt(resource: GuardedResource, ...path: readonly string[]): unknown {
    let value: unknown = resource.properties;
    for (const step of path) {
        if (value === UNKNOWN) {
            return UNKNOWN;
        }
        if (typeof value !== "object" || value === null) {
            return undefined;
        }
        value = (value as Readonly<Record<string, unknown>>)[step];
    }
    return value;
}

/** Types that Pulumi renamed for a while, and then back: a stack may hold either. */
export function isOfType(resource: GuardedResource, type: string): boolean {
    const [token, kind] = [type, type.slice(type.lastIndexOf(":") + 1)];
    return resource.type === token || resource.type === `${token.slice(0, -kind.length - 1)}V2:${kind}V2`;
}

/** @returns the text, or undefined where it is none or unknown */
export function textAt(resource: GuardedResource, ...path: readonly string[]): string | undefined {
    const value = valueAt(resource, ...path);
    return typeof value === "string" ? value : undefined;
}

/** @returns the elements of a list; none where there is none or it is unknown */
export function listAt(resource: GuardedResource, ...path: readonly string[]): readonly unknown[] {
    const value = valueAt(resource, ...path);
    return Array.isArray(value) ? value : [];
}

/** Whether a property of one resource names another: by the value that both have, or by where it comes from. */
export function namesResource(
    resource: GuardedResource,
    property: string,
    target: GuardedResource,
    identity: string,
): boolean {
    const value = textAt(resource, property);
    const isSameName = value !== undefined && value === textAt(target, identity);
    return isSameName || (resource.origins[property] ?? []).includes(target.urn);
}

/** Names such as `default` return in every region; a region that is not said is the provider's own. */
export function inSameRegion(one: GuardedResource, other: GuardedResource): boolean {
    return textAt(one, "region") === textAt(other, "region");
}
