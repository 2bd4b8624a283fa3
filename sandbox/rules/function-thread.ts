/** The thread in which a rule's function runs: loads its bundle once, and calls its handler for each event. */
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { FunctionContext, RuleEvent } from "../../functions/runtime/event.ts";

export interface FunctionCall {
    readonly event: RuleEvent;
    readonly context: FunctionContext;
    /** In milliseconds. */
    readonly timeout: number;
}

export interface FunctionAnswer {
    readonly failure?: { readonly message: string; readonly stack: string };
}

interface Bundle {
    readonly handler: (event: RuleEvent, context: FunctionContext) => Promise<unknown>;
}

process.setSourceMapsEnabled(true);
let loaded: Promise<Bundle> | undefined;

parentPort?.on("message", (call: FunctionCall) => {
    void answer(call).then(async (told) => {
        // What the rule printed is on its way too, and comes first.
        await delay(0);
        parentPort?.postMessage(told);
    });
});

async function answer({ event, context }: FunctionCall): Promise<FunctionAnswer> {
    try {
        loaded ??= import(pathToFileURL(workerData as string).href) as Promise<Bundle>;
        const { handler } = await loaded;
        await handler(event, context);
        return {};
    } catch (reason) {
        const failure =
            reason instanceof Error
                ? { message: messageOf(reason), stack: reason.stack ?? "" }
                : { message: String(reason), stack: "" };
        return { failure };
    }
}

/** The name says what went wrong where AWS answered an error. */
function messageOf({ name, message }: Error): string {
    const missing = /^Cannot find package '(@(?:aws-sdk|smithy)\/[^']+)'/.exec(message)?.[1];
    if (missing !== undefined) {
        return `${missing} is not installed: npm install --save-dev --save-exact ${missing}`;
    }
    return name === "Error" ? message : `${name}: ${message}`;
}
