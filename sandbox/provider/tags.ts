import type { Value, Values } from "./property.ts";
import { isValues } from "./property.ts";

/**
 * Tags of the provider and of the resource. `tags` is what the program writes; `tagsAll` adds the provider's
 * `defaultTags`, where the resource's own win.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/resource-tagging
 */
export type Tags = Record<string, string>;

export function tagsOf(value: Value): Tags {
    return isValues(value) ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)])) : {};
}

/** AWS's own tags are not the program's to manage (tftags.IgnoreAWS). */
export function withoutAwsTags(tags: Tags): Tags {
    return Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith("aws:")));
}

/** The resource's own part of all tags: a default tag stays only where the program wrote it as well. */
export function ownTags(all: Tags, defaults: Tags, written: Value): Tags {
    const own = tagsOf(written);
    return Object.fromEntries(
        Object.entries(all).filter(([key, value]) => defaults[key] !== value || own[key] === value),
    );
}

export function tagDifference(old: Tags, next: Tags): { add: Tags; remove: string[] } {
    return {
        add: Object.fromEntries(Object.entries(next).filter(([key, value]) => old[key] !== value)),
        remove: Object.keys(old).filter((key) => next[key] === undefined),
    };
}

export const toTagList = (tags: Tags) => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
export const fromTagList = (
    list: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined,
): Tags => Object.fromEntries((list ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""]));

/** The provider's default tags, from its configuration `defaultTags: {tags: {…}}`. */
export function defaultTagsOf(configuration: Values): Tags {
    const defaults = configuration["defaultTags"];
    return isValues(defaults) ? tagsOf(defaults["tags"]) : {};
}
