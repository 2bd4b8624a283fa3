import { isDeepStrictEqual } from "node:util";
import type { EngineEvent } from "@pulumi/pulumi/automation/index.js";
import { formatDuration } from "./duration.ts";

/** One resource operation that has ended. */
export interface Step {
    operation: string;
    type: string;
    name: string;
    milliseconds: number;
    failed: boolean;
}

export interface StepReporterOptions {
    onStep?: (step: Step) => void;
    /** Called when an operation begins, with all that are under way. */
    onBegin?: (underWay: readonly string[]) => void;
    now?: () => number;
}

const PAST: Readonly<Record<string, string>> = {
    create: "created",
    "create-replacement": "created",
    update: "updated",
    delete: "deleted",
    "delete-replaced": "deleted",
    import: "imported",
    "import-replacement": "imported",
    read: "read",
    refresh: "refreshed",
};

/**
 * Follows the engine's events: what was done, how long it took, what was said. Components and the stack itself own
 * nothing in AWS and are left out; so is a replacement as such, whose two halves are reported.
 */
export class StepReporter {
    /** Operations by kind that are not "same". */
    readonly changes = new Map<string, number>();
    readonly errors: string[] = [];
    readonly warnings: string[] = [];
    /** Whether the stack's outputs are not those of the last deployment, which may have ended before it had any. */
    outputsChanged = false;
    /** Whether the engine said that it is cancelling. */
    cancelling = false;

    readonly #begun = new Map<string, number>();
    readonly #options: StepReporterOptions;

    constructor(options: StepReporterOptions = {}) {
        this.#options = options;
    }

    /** To be given to the Automation API as `onEvent`. */
    readonly onEvent = (event: EngineEvent): void => {
        this.cancelling ||=
            event.cancelEvent !== undefined || /received; cancelling/.test(event.stdoutEvent?.message ?? "");
        const diagnostic = event.diagnosticEvent;
        if (diagnostic !== undefined && diagnostic.ephemeral !== true) {
            this.#note(diagnostic.severity, plain(`${diagnostic.prefix ?? ""}${diagnostic.message}`), diagnostic.urn);
        }
        const before = event.resourcePreEvent?.metadata;
        if (before !== undefined && isReported(before)) {
            this.changes.set(before.op, (this.changes.get(before.op) ?? 0) + 1);
            this.#begun.set(key(before), this.#now());
            this.#options.onBegin?.([...this.#begun.keys()].map(nameFromKey));
        }
        const after = event.resOutputsEvent?.metadata ?? event.resOpFailedEvent?.metadata;
        if (after?.type === "pulumi:pulumi:Stack") {
            this.outputsChanged = !isDeepStrictEqual(after.old?.outputs ?? {}, after.new?.outputs ?? {});
        }
        if (after !== undefined && isReported(after)) {
            this.#end(after, event.resOpFailedEvent !== undefined);
        }
    };

    #end(metadata: Metadata, failed: boolean): void {
        const begun = this.#begun.get(key(metadata)) ?? this.#now();
        this.#begun.delete(key(metadata));
        this.#options.onStep?.({
            operation: metadata.op,
            type: shortType(metadata.type),
            name: resourceName(metadata.urn),
            milliseconds: this.#now() - begun,
            failed,
        });
    }

    #note(severity: string, message: string, urn: string | undefined): void {
        const text = `${urn === undefined || urn === "" ? "" : `${resourceName(urn)}: `}${message.trim()}`;
        // The engine repeats an error of a resource for the stack as a whole, and what an inline program throws is told
        // by the program's host and by the engine.
        if (severity === "error" && !/^update failed$/.test(message.trim()) && !this.errors.includes(text)) {
            this.errors.push(text);
        } else if (severity === "warning") {
            this.warnings.push(text);
        }
    }

    #now(): number {
        return (this.#options.now ?? Date.now)();
    }
}

/** @returns a line for a person, in columns that fit most names. */
export function describeStep(step: Step): string {
    const what = step.failed ? `${step.operation} failed` : (PAST[step.operation] ?? step.operation);
    return `${what.padEnd(9)} ${step.name.padEnd(34)} ${formatDuration(step.milliseconds).padStart(7)}  ${step.type}`;
}

type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

function isReported(metadata: Metadata): boolean {
    const custom = metadata.new?.custom ?? metadata.old?.custom ?? false;
    return (
        custom && !metadata.type.startsWith("pulumi:providers:") && metadata.op !== "same" && metadata.op !== "replace"
    );
}

function key(metadata: Metadata): string {
    return `${metadata.op} ${metadata.urn}`;
}

function nameFromKey(text: string): string {
    return resourceName(text);
}

/** `urn:pulumi:<stack>::<project>::<types>::<name>`: https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
function resourceName(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

/** `aws:cfg/recorder:Recorder` is shown as `aws:cfg:Recorder`, as Pulumi's own display does. */
function shortType(type: string): string {
    const [provider, module, name] = type.split(":");
    return name === undefined ? type : `${provider}:${(module ?? "").split("/")[0]}:${name}`;
}

/** The engine marks colours up as `<{%reset%}>`. */
function plain(text: string): string {
    return text.replace(/<\{%[^%]*%\}>/g, "");
}
