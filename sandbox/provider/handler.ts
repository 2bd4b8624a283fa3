import type { AwsClients } from "./aws-clients.ts";
import type { Properties, Values } from "./property.ts";

/**
 * One resource type. The shape follows Terraform's resource lifecycle, because the original is a Terraform resource
 * behind Pulumi's bridge: `create` yields an identifier, then `read` fills in the state; `update` is followed by `read`.
 * https://developer.hashicorp.com/terraform/plugin/sdkv2/resources
 */
export interface Handler {
    /** Pulumi's type token, such as `aws:kms/key:Key`. */
    readonly type: string;
    /** What the program may give and what the service fills in, without `region`, `tags` and `tagsAll`. */
    readonly properties: Properties;
    /** Inputs that the original takes and this stand-in does not: refused by name. */
    readonly notImplemented?: readonly string[];
    /** The property that gets a name where the program gives none. */
    readonly autoName?: AutoName;
    /** The resource belongs to a region and takes the `region` property. @default true */
    readonly regional?: boolean;
    /** The resource takes `tags` and shows `tagsAll`. */
    readonly tagging?: Tagging;
    /** Seconds before a wait gives up, where the program sets no `customTimeouts`. */
    readonly timeouts?: { readonly create?: number; readonly update?: number; readonly delete?: number };
    /** Replace by deleting first, whatever the name is. */
    readonly deleteBeforeReplace?: boolean;
    /** What is wrong with the inputs as a whole (Terraform's CustomizeDiff and conflict rules). */
    checkAll?(inputs: Values): Failure[];
    /** Changed properties that replace the resource only under a condition (ForceNewIfChange). */
    replacesWhen?(changed: readonly string[], old: Values, inputs: Values): string[];
    /** Outputs that an update with these changes makes unknown until it has run. */
    unknownAfter?(changed: readonly string[]): string[];
    /**
     * Makes the resource; returns its identifier. `inputs` become the state: what only this call learns is added to them.
     * An {@link IncompleteCreation} is a resource that exists but is not ready.
     */
    create(call: Call, inputs: Values): Promise<string>;
    /**
     * What the service says now, laid over `state`: a key that is absent keeps the state's value, `undefined` removes
     * it. Nothing at all means that the resource is gone.
     */
    read(call: Call, id: string, state: Values): Promise<Values | undefined>;
    /** Changes the resource in place. `inputs` are complete, `changed` names the top-level properties that differ. */
    update?(call: Call, id: string, inputs: Values, old: Values, changed: ReadonlySet<string>): Promise<void>;
    delete(call: Call, id: string, state: Values): Promise<void>;
    /** The identifier and the state to start from, where an import identifier is not simply the identifier. */
    importFrom?(importId: string): { id: string; state: Values };
}

export interface AutoName {
    readonly property: string;
    /** @default 255, as pulumi-aws sets it for every `name` */
    readonly maxLength?: number;
    readonly prefix?: string;
    readonly lowerCase?: boolean;
    /** What the name must end in, given the other inputs (FIFO topics and queues). */
    readonly suffix?: (inputs: Values) => string;
    /** Given in place of a name, so that none is made up. */
    readonly unless?: string;
}

export interface Tagging {
    /**
     * The property by which the service finds what it tags. Where a read that failed has left the state without it, tags are not
     * written (internal/provider/sdkv2/tags_interceptor.go). @default the identifier
     */
    readonly foundBy?: "arn";
    read(call: Call, id: string, state: Values): Promise<Record<string, string>>;
    write(call: Call, id: string, state: Values, add: Record<string, string>, remove: string[]): Promise<void>;
}

/** One request of the engine, as a handler sees it. */
export interface Call {
    readonly aws: AwsClients;
    readonly region: string;
    /** The provider's default tags and the resource's own. */
    readonly tags: Record<string, string>;
    /** When a wait must give up, in milliseconds since the epoch. */
    readonly deadline: number;
    readonly signal: AbortSignal;
}

export interface Failure {
    readonly property: string;
    readonly reason: string;
}

/** The resource exists, but did not become ready: the engine keeps it in the state and tries again. */
export class IncompleteCreation extends Error {
    readonly id: string;

    constructor(id: string, cause: unknown) {
        super(cause instanceof Error ? cause.message : String(cause), { cause });
        this.id = id;
    }
}

/** Runs what follows the creation proper, so that a failure in it keeps the new resource in the state. */
export async function afterCreation(id: string, work: () => Promise<unknown>): Promise<string> {
    try {
        await work();
    } catch (error) {
        throw new IncompleteCreation(id, error);
    }
    return id;
}
