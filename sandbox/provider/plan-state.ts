import type { Handler } from "./handler.ts";
import type { Properties, Value, Values } from "./property.ts";
import { hasUnknown, isValues, map, string, unknown, withoutUndefined } from "./property.ts";
import { defaultsKey } from "./recover-inputs.ts";
import type { Tags } from "./tags.ts";

/** The type's own properties and those that every type of its kind has. */
export function allProperties(handler: Handler): Properties {
    return {
        ...handler.properties,
        ...(handler.regional === false ? {} : { region: string({ computed: true, forceNew: true }) }),
        ...(handler.tagging === undefined ? {} : { tags: map(), tagsAll: map({ computed: true, outputOnly: true }) }),
    };
}

/**
 * The state as far as it is known before the service has been asked: what the service fills in is unknown in a new
 * resource and stays as it was in an old one.
 */
export function planState(
    handler: Handler,
    inputs: Values,
    allTags: Tags,
    old?: Values,
    changed: readonly string[] = [],
): Values {
    const planned: Values = { ...inputs };
    const open = new Set(handler.unknownAfter?.(changed) ?? []);
    for (const [name, property] of Object.entries(allProperties(handler))) {
        if (inputs[name] === undefined && property.computed === true) {
            planned[name] = old === undefined || open.has(name) ? unknown : old[name];
        }
    }
    if (handler.tagging !== undefined) {
        planned["tagsAll"] = hasUnknown(inputs["tags"]) ? unknown : allTags;
    }
    return withoutUndefined(old?.["id"] === undefined ? planned : { ...planned, id: old["id"] });
}

/** What only the service fills in, and what the program leaves to it. */
export function computedOf(handler: Handler, state: Values): Values {
    return Object.fromEntries(
        Object.entries(allProperties(handler))
            .filter(([, property]) => property.computed === true)
            .map(([name]) => [name, state[name]]),
    );
}

/** An old state without what the program no longer gives: what is never read back would stay there for good. */
export function withoutTakenOut(handler: Handler, old: Values, inputs: Values): Values {
    const taken = Object.entries(allProperties(handler))
        .filter(([name, property]) => property.computed !== true && inputs[name] === undefined)
        .map(([name]) => name);
    return Object.fromEntries(Object.entries(old).filter(([name]) => !taken.includes(name)));
}

/** Without what is not known: a state may hold nothing of the kind. */
export function knownOf(values: Values): Values {
    return Object.fromEntries(Object.entries(values).filter(([, value]) => !hasUnknown(value)));
}

/** Without the bridge's own notes, at every depth. */
export function withoutInternals(values: Values): Values {
    const clean = (value: Value): Value =>
        Array.isArray(value) ? value.map(clean) : isValues(value) ? withoutInternals(value) : value;
    return Object.fromEntries(
        Object.entries(values)
            .filter(([key]) => key !== defaultsKey)
            .map(([key, value]) => [key, clean(value)]),
    );
}
