import { AwsClients } from "./aws-clients.ts";
import { autoName } from "./auto-name.ts";
import { checkInputs, normalized, withDefaults } from "./check-inputs.ts";
import type { Change } from "./compare-values.ts";
import { changes } from "./compare-values.ts";
import type { Configuration } from "./configuration.ts";
import { readConfiguration } from "./configuration.ts";
import type { Call, Failure, Handler } from "./handler.ts";
import { IncompleteCreation } from "./handler.ts";
import type { Invoke } from "./invokes/invoke.ts";
import { allProperties, computedOf, knownOf, planState, withoutInternals, withoutTakenOut } from "./plan-state.ts";
import type { Value, Values } from "./property.ts";
import { hasUnknown, withoutUndefined } from "./property.ts";
import { defaultsKey, recoverInputs } from "./recover-inputs.ts";
import type { Tags } from "./tags.ts";
import { ownTags, tagDifference, tagsOf, withoutAwsTags } from "./tags.ts";

const handlersFolder = "sandbox/provider/handlers";
const invokesFolder = "sandbox/provider/invokes";
/** How long a wait lasts where neither the type nor the program says so (Terraform's own default). */
const defaultTimeoutSeconds = 20 * 60;

/** A resource as the engine names it. */
export interface Subject {
    readonly type: string;
    readonly name: string;
}

/** The resource exists, but what it was asked to become it did not: the engine keeps it with these properties. */
export class InitializationFailure extends Error {
    readonly id: string;
    readonly properties: Values;

    constructor(id: string, properties: Values, cause: unknown) {
        super(cause instanceof Error ? cause.message : String(cause), { cause });
        this.id = id;
        this.properties = properties;
    }
}

export interface DiffResult {
    readonly changes: Change[];
    readonly deleteBeforeReplace: boolean;
}

/**
 * The stand-in for Pulumi's AWS provider: the bridge's part, over a table of resource types. It does what
 * https://github.com/pulumi/pulumi-terraform-bridge does for a Terraform resource, and knows no AWS service itself.
 */
export class Provider {
    readonly #handlers: ReadonlyMap<string, Handler>;
    readonly #invokes: ReadonlyMap<string, Invoke>;
    readonly #aws: AwsClients;
    readonly #abort = new AbortController();
    #configuration: Configuration = { region: "", defaultTags: {} };

    constructor(endpoint: URL, handlers: readonly Handler[], invokes: readonly Invoke[]) {
        this.#aws = new AwsClients(endpoint);
        this.#handlers = new Map(handlers.map((handler) => [handler.type, handler]));
        this.#invokes = new Map(invokes.map((invoke) => [invoke.token, invoke]));
    }

    /** @throws where a setting is missing or cannot be honoured */
    configure(inputs: Values): void {
        this.#configuration = readConfiguration(inputs, process.env);
    }

    /** Ends every wait under way. */
    cancel(): void {
        this.#abort.abort(new Error("cancelled"));
    }

    /**
     * Completes the inputs with names and defaults, and says what is wrong with them. Calls no service.
     * @throws where there is no handler for the type
     */
    check(subject: Subject, news: Values, olds: Values, seed: Uint8Array): { inputs: Values; failures: Failure[] } {
        const handler = this.#handler(subject.type);
        const given = withoutInternals(news);
        const missing = (handler.notImplemented ?? []).filter((name) => given[name] !== undefined);
        if (missing.length > 0) {
            const list = missing.map((name) => `"${name}"`).join(", ");
            throw new Error(
                `the sandbox's AWS provider does not implement ${list} of ${subject.type}: add it in ${handlersFolder}/`,
            );
        }
        const properties = allProperties(handler);
        const named = this.#named(handler, subject.name, given, olds, seed);
        const inputs = withDefaults(properties, named.inputs);
        const failures = [...checkInputs(properties, inputs), ...(handler.checkAll?.(inputs) ?? [])];
        return { inputs: { [defaultsKey]: named.defaults, ...inputs }, failures };
    }

    #named(handler: Handler, name: string, given: Values, olds: Values, seed: Uint8Array) {
        const defaults: string[] = [];
        const inputs = { ...given };
        const rule = handler.autoName;
        if (
            rule !== undefined &&
            isAbsent(inputs[rule.property]) &&
            (rule.unless === undefined || isAbsent(inputs[rule.unless]))
        ) {
            const before = olds[rule.property];
            const wasMadeUp = Array.isArray(olds[defaultsKey]) && olds[defaultsKey].includes(rule.property);
            inputs[rule.property] =
                wasMadeUp && typeof before === "string" ? before : autoName(rule, name, seed, inputs);
            defaults.push(rule.property);
        }
        if (handler.regional !== false && isAbsent(inputs["region"])) {
            inputs["region"] = this.#configuration.region;
            defaults.push("region");
        }
        return { inputs, defaults };
    }

    /** What the inputs change, and whether the resource must be replaced for it. Calls no service. */
    diff(subject: Subject, state: Values, news: Values, ignoreChanges: readonly string[]): DiffResult {
        const handler = this.#handler(subject.type);
        const inputs = withoutInternals(news);
        const found = changes(allProperties(handler), state, inputs).filter(
            ({ path, property }) => !ignoreChanges.includes(path) && !ignoreChanges.includes(property),
        );
        const more = new Set(
            handler.replacesWhen?.([...new Set(found.map(({ property }) => property))], state, inputs) ?? [],
        );
        const all = found.map((change) => ({ ...change, replace: change.replace || more.has(change.property) }));
        if (
            handler.tagging !== undefined &&
            all.every(({ property }) => property !== "tags") &&
            !ignoreChanges.includes("tagsAll")
        ) {
            all.push(...this.#defaultTagChanges(state, inputs));
        }
        return { changes: all, deleteBeforeReplace: this.#deletesFirst(handler, state, news) };
    }

    /** A change of the provider's default tags shows up in `tagsAll` alone. */
    #defaultTagChanges(state: Values, inputs: Values): Change[] {
        const planned = this.#allTags(inputs);
        if (hasUnknown(inputs["tags"])) {
            return [];
        }
        const { add, remove } = tagDifference(tagsOf(state["tagsAll"]), planned);
        return Object.keys(add).length + remove.length === 0
            ? []
            : [{ path: "tagsAll", property: "tagsAll", kind: "update", replace: false }];
    }

    /**
     * Two resources cannot share a fixed name, so one must go before the other comes; a made-up name changes with the
     * replacement (pulumi-terraform-bridge, pkg/tfbridge/provider.go, nameRequiresDeleteBeforeReplace).
     */
    #deletesFirst(handler: Handler, state: Values, news: Values): boolean {
        const property = handler.autoName?.property;
        if (handler.deleteBeforeReplace === true || property === undefined) {
            return handler.deleteBeforeReplace === true;
        }
        const madeUp = Array.isArray(news[defaultsKey]) && news[defaultsKey].includes(property);
        return !madeUp && state[property] === news[property];
    }

    /** Makes the resource, or in a preview says what is known of it beforehand. */
    async create(
        subject: Subject,
        news: Values,
        timeoutSeconds: number,
        preview: boolean,
    ): Promise<{ id: string; state: Values }> {
        const handler = this.#handler(subject.type);
        const inputs = normalized(handler.properties, withoutInternals(news));
        const planned = planState(handler, inputs, this.#allTags(inputs));
        if (preview) {
            return { id: "", state: planned };
        }
        const call = this.#call(handler, inputs, waitSeconds(handler.timeouts?.create, timeoutSeconds));
        let id: string;
        try {
            id = await handler.create(call, inputs);
        } catch (error) {
            if (error instanceof IncompleteCreation) {
                throw new InitializationFailure(error.id, knownOf(planned), error);
            }
            throw error;
        }
        const state = await this.#readBack(handler, call, id, inputs);
        return { id, state };
    }

    async #readBack(handler: Handler, call: Call, id: string, inputs: Values): Promise<Values> {
        try {
            const state = await this.#readState(handler, call, id, inputs);
            if (state === undefined) {
                throw new Error(`reading ${handler.type} (${id}): couldn't find resource`);
            }
            return state;
        } catch (error) {
            throw new InitializationFailure(id, withoutUndefined({ ...inputs, id }), error);
        }
    }

    /** What exists now, and the inputs that would lead to it. No state at all asks for an import. */
    async read(
        subject: Subject,
        id: string,
        oldState: Values,
        oldInputs: Values,
    ): Promise<{ id: string; state: Values; inputs: Values } | undefined> {
        const handler = this.#handler(subject.type);
        const importing = Object.keys(oldState).length === 0;
        const start = importing ? importStart(handler, id) : { id, state: oldState };
        const call = this.#call(handler, start.state, undefined);
        const state = await this.#readState(handler, call, start.id, start.state);
        if (state === undefined) {
            return undefined;
        }
        const inputs = recoverInputs(allProperties(handler), state, importing ? undefined : oldInputs);
        return { id: start.id, state, inputs };
    }

    /** Changes the resource in place. A failure keeps the new properties in the state, as Terraform does. */
    async update(
        subject: Subject,
        id: string,
        oldState: Values,
        news: Values,
        timeoutSeconds: number,
        preview: boolean,
        ignoreChanges: readonly string[],
    ): Promise<Values> {
        const handler = this.#handler(subject.type);
        const inputs = normalized(handler.properties, withoutInternals(news));
        const found = this.diff(subject, oldState, news, ignoreChanges).changes;
        const changed = new Set(found.map(({ property }) => property));
        const planned = planState(handler, inputs, this.#allTags(inputs), oldState, [...changed]);
        if (preview) {
            return planned;
        }
        const call = this.#call(handler, inputs, waitSeconds(handler.timeouts?.update, timeoutSeconds));
        const complete: Values = { ...computedOf(handler, oldState), ...inputs };
        try {
            const isFound = handler.tagging?.foundBy === undefined || oldState[handler.tagging.foundBy] !== undefined;
            if (handler.tagging !== undefined && isFound && (changed.has("tags") || changed.has("tagsAll"))) {
                const { add, remove } = tagDifference(tagsOf(oldState["tagsAll"]), call.tags);
                await handler.tagging.write(call, id, oldState, add, remove);
            }
            const own = new Set([...changed].filter((name) => name !== "tags" && name !== "tagsAll"));
            // With nothing to change the engine asks only to finish what a failed run left undone.
            if (own.size > 0 || changed.size === 0) {
                await handler.update?.(call, id, complete, oldState, own);
            }
            const kept = withoutTakenOut(handler, oldState, inputs);
            const state = await this.#readState(handler, call, id, { ...kept, ...planned, ...complete });
            if (state === undefined) {
                throw new Error(`reading ${subject.type} (${id}): couldn't find resource`);
            }
            return state;
        } catch (error) {
            throw new InitializationFailure(id, knownOf({ ...oldState, ...planned, id }), error);
        }
    }

    async delete(subject: Subject, id: string, state: Values, timeoutSeconds: number): Promise<void> {
        const handler = this.#handler(subject.type);
        await handler.delete(
            this.#call(handler, state, waitSeconds(handler.timeouts?.delete, timeoutSeconds)),
            id,
            state,
        );
    }

    /** @throws where the function has no stand-in */
    async invoke(token: string, given: Values): Promise<Values> {
        const invoke = this.#invokes.get(token);
        if (invoke === undefined) {
            throw new Error(
                `the sandbox's AWS provider does not implement the function ${token}: add it in ${invokesFolder}/`,
            );
        }
        return withoutUndefined(await invoke.run(this.#call(undefined, given, undefined), given));
    }

    #handler(type: string): Handler {
        const handler = this.#handlers.get(type);
        if (handler === undefined) {
            throw new Error(
                `the sandbox's AWS provider does not implement the resource type ${type}: add a handler in ${handlersFolder}/`,
            );
        }
        return handler;
    }

    #call(handler: Handler | undefined, values: Values, timeoutSeconds: number | undefined): Call {
        const region = handler?.regional === false ? undefined : values["region"];
        return {
            aws: this.#aws,
            region: typeof region === "string" && region !== "" ? region : this.#configuration.region,
            tags: this.#allTags(values),
            deadline: Date.now() + (timeoutSeconds ?? defaultTimeoutSeconds) * 1000,
            signal: this.#abort.signal,
        };
    }

    #allTags(values: Values): Tags {
        return { ...this.#configuration.defaultTags, ...tagsOf(values["tags"]) };
    }

    async #readState(handler: Handler, call: Call, id: string, before: Values): Promise<Values | undefined> {
        const now = await handler.read(call, id, before);
        if (now === undefined) {
            return undefined;
        }
        const state: Values = { ...withoutInternals(before), ...now, id };
        if (handler.regional !== false) {
            state["region"] = call.region;
        }
        if (handler.tagging !== undefined) {
            const tags = withoutAwsTags(await handler.tagging.read(call, id, state));
            const own = ownTags(tags, this.#configuration.defaultTags, before["tags"]);
            state["tagsAll"] = tags;
            state["tags"] = Object.keys(own).length === 0 ? undefined : own;
        }
        return withoutUndefined(state);
    }
}

/**
 * An import may name another region than the provider's, after the identifier:
 * https://www.pulumi.com/registry/packages/aws/how-to-guides/enhanced-region-support/
 */
function importStart(handler: Handler, importId: string): { id: string; state: Values } {
    const [, id, region] =
        handler.regional === false ? [] : (/^(.+)@([a-z]{2}(?:-[a-z]+)+-\d{1,2})$/.exec(importId) ?? []);
    const start = handler.importFrom?.(id ?? importId) ?? { id: id ?? importId, state: {} };
    return region === undefined ? start : { ...start, state: { ...start.state, region } };
}

/** `customTimeouts` count only where the type declares a timeout for the operation; the bridge ignores the others. */
function waitSeconds(declared: number | undefined, custom: number): number | undefined {
    return declared === undefined || custom <= 0 ? declared : custom;
}

const isAbsent = (value: Value) => value === undefined || value === null;
