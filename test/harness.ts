/**
 * Runs a piece of program against a mocked resource monitor and records what it registers, with the options that
 * Pulumi's own mocks leave out. Log messages go through a real engine service on loopback, hooks through the program's
 * own callback service, so that both are seen as the engine would see them.
 */
import assert from "node:assert/strict";
import * as grpc from "@grpc/grpc-js";
import * as pulumi from "@pulumi/pulumi";
// Generated CommonJS, whose names Node cannot see from outside: hence default imports.
import callbackService from "@pulumi/pulumi/proto/callback_grpc_pb.js";
import callbacks from "@pulumi/pulumi/proto/callback_pb.js";
import engineService from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";
import resources from "@pulumi/pulumi/proto/resource_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { mockCall, mockState, type Values } from "./mock-provider.ts";

/** A resource as the program registered it. */
export interface Registration {
    readonly type: string;
    readonly name: string;
    /** Name of the parent; absent at the top. */
    readonly parent?: string;
    readonly inputs: Values;
    /** Names of everything it waits for, explicitly or through an input. */
    readonly dependsOn: readonly string[];
    /** Only what the program set. */
    readonly options: {
        readonly retainOnDelete?: boolean;
        readonly deleteBeforeReplace?: boolean;
        readonly import?: string;
        readonly aliases?: readonly string[];
        readonly protect?: boolean;
        readonly ignoreChanges?: readonly string[];
        readonly hooks?: readonly string[];
        readonly timeouts?: Values;
    };
}

export interface Run<Result> {
    readonly result: Result;
    readonly registrations: readonly Registration[];
    /** Warnings and errors, in order. */
    readonly logs: readonly string[];
    /** `token` of every function call. */
    readonly calls: readonly string[];
    /** Resources whose outputs were registered: components that came to their end. */
    readonly completed: readonly string[];
}

export interface RunOptions {
    readonly preview?: boolean;
    readonly config?: Readonly<Record<string, string>>;
    /** What functions answer, by token, before the mocked provider is asked. */
    readonly calls?: Readonly<Record<string, (inputs: Values) => Values>>;
    /** Runs after the program, with its hooks still alive. */
    readonly afterwards?: (hooks: Hooks) => Promise<void>;
}

export interface FailedAttempt {
    /** Of the resource. @default none */
    readonly name?: string;
    /** How many times the operation failed in all. @default 1 */
    readonly failures?: number;
}

/** Runs a hook by its name, as the engine does. */
export interface Hooks {
    /** @returns the error that stops the resource, or nothing */
    before(name: string): Promise<string | undefined>;
    /** @returns whether the operation is to be tried again */
    failed(name: string, operation: string, failure: string, attempt?: FailedAttempt): Promise<boolean>;
}

/**
 * Runs a program in a fresh runtime and waits for everything it registers.
 * @throws what the program throws, or the first resource or function that the mocks do not know
 */
export async function run<Result>(
    program: () => Result | Promise<Result>,
    options: RunOptions = {},
): Promise<Run<Awaited<Result>>> {
    const recorder = new Recorder();
    const log = await serveEngine(recorder.logs);
    try {
        // The mocks keep the engine's address that stands there.
        pulumi.runtime.resetOptions(PROJECT, STACK, -1, log.address, "mock", false, ORGANIZATION);
        pulumi.runtime.setAllConfig({ ...options.config }, []);
        await pulumi.runtime.setMocks(
            {
                newResource: ({ type, name, inputs, id, custom }) =>
                    recorder.noting({ id: name, state: {} }, () =>
                        mockState(type, name, inputs as Values, id, custom === true),
                    ),
                call: ({ token, inputs }) => {
                    recorder.calls.push(token);
                    const own = options.calls?.[token];
                    return own ? own(inputs as Values) : recorder.noting({}, () => mockCall(token));
                },
            },
            PROJECT,
            STACK,
            options.preview ?? false,
            ORGANIZATION,
        );
        recorder.observe();
        const result = await program();
        await options.afterwards?.(recorder);
        await pulumi.runtime.disconnect();
        if (recorder.faults.length > 0) {
            throw recorder.faults[0];
        }
        const { registrations, logs, calls, completed } = recorder;
        return { result, registrations, logs, calls, completed };
    } finally {
        await pulumi.runtime.disconnect();
        await log.stop();
    }
}

/** The value of an output, which the caller awaits. */
export function valueOf<Value>(output: pulumi.Output<Value>): Promise<pulumi.Unwrap<Value>> {
    return new Promise((resolve) => {
        pulumi.output(output).apply(resolve);
    });
}

/** The one registration of this type and name: type and name must identify a row of a preview by themselves. */
export function only(run: Pick<Run<unknown>, "registrations">, type: string, name: string): Registration {
    const found = run.registrations.filter((each) => each.type === type && each.name === name);
    assert.equal(found.length, 1, `${found.length} resources of type ${type} are named ${name}`);
    return found[0] as Registration;
}

/** `type name` of every resource, sorted, components included. */
export function rows(run: Pick<Run<unknown>, "registrations">): string[] {
    return run.registrations.map(({ type, name }) => `${type} ${name}`).sort();
}

const PROJECT = "conformance-packs";
const STACK = "test";
const ORGANIZATION = "organization";

/** How long a test waits for a hook that the program is about to register. */
const HOOK_PATIENCE_MS = 5000;

/** The part of the monitor that sees what mocks are not told. */
interface Monitor {
    registerResource(request: resources.RegisterResourceRequest, done: Done): unknown;
    registerResourceOutputs(request: resources.RegisterResourceOutputsRequest, done: Done): unknown;
    registerResourceHook?(request: resources.RegisterResourceHookRequest, done: Done): void;
    registerErrorHook?(request: resources.RegisterErrorHookRequest, done: Done): void;
}

type Done = (failure: unknown, answer?: unknown) => void;

class Recorder implements Hooks {
    readonly registrations: Registration[] = [];
    readonly logs: string[] = [];
    readonly calls: string[] = [];
    readonly completed: string[] = [];
    readonly faults: unknown[] = [];
    readonly #callbacks = new Map<string, callbacks.Callback>();

    /** What is unknown must fail the test, not only the promise that happens to wait for it. */
    noting<Answer>(fallback: Answer, answer: () => Answer): Answer {
        try {
            return answer();
        } catch (fault) {
            this.faults.push(fault);
            return fallback;
        }
    }

    observe(): void {
        const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
        const { registerResource, registerResourceOutputs } = monitor;
        monitor.registerResource = (request, done) => {
            this.registrations.push(registrationOf(request));
            return registerResource.call(monitor, request, done);
        };
        monitor.registerResourceOutputs = (request, done) => {
            this.completed.push(nameOf(request.getUrn()));
            return registerResourceOutputs.call(monitor, request, done);
        };
        const keep = (
            request: resources.RegisterResourceHookRequest | resources.RegisterErrorHookRequest,
            done: Done,
        ) => {
            const callback = request.getCallback();
            if (callback !== undefined) {
                this.#callbacks.set(request.getName(), callback);
            }
            done(null, {});
        };
        monitor.registerResourceHook = keep;
        monitor.registerErrorHook = keep;
    }

    async before(name: string): Promise<string | undefined> {
        const answer = await this.#invoke(name, new resources.ResourceHookRequest());
        return resources.ResourceHookResponse.deserializeBinary(answer).getError() || undefined;
    }

    async failed(name: string, operation: string, failure: string, attempt: FailedAttempt = {}): Promise<boolean> {
        const request = new resources.ErrorHookRequest();
        request.setName(attempt.name ?? "");
        request.setFailedOperation(operation);
        request.setErrorsList(Array.from({ length: attempt.failures ?? 1 }, () => failure));
        const answer = resources.ErrorHookResponse.deserializeBinary(await this.#invoke(name, request));
        assert.equal(answer.getError(), "");
        return answer.getRetry();
    }

    async #invoke(name: string, hookRequest: { serializeBinary(): Uint8Array }): Promise<Uint8Array> {
        const deadline = Date.now() + HOOK_PATIENCE_MS;
        while (!this.#callbacks.has(name)) {
            assert.ok(Date.now() < deadline, `the program registers no hook ${name}`);
            await new Promise((resolve) => setTimeout(resolve, 5));
        }
        const callback = this.#callbacks.get(name) as callbacks.Callback;
        const request = new callbacks.CallbackInvokeRequest();
        request.setToken(callback.getToken());
        request.setRequest(hookRequest.serializeBinary());
        const client = new callbackService.CallbacksClient(callback.getTarget(), grpc.credentials.createInsecure());
        try {
            return await new Promise((resolve, reject) =>
                client.invoke(request, (failure, answer) =>
                    failure ? reject(failure) : resolve(answer.getResponse_asU8()),
                ),
            );
        } finally {
            client.close();
        }
    }
}

function registrationOf(request: resources.RegisterResourceRequest): Registration {
    const hooks = request.getHooks()?.toObject() ?? {};
    const hookNames = Object.values(hooks).flat() as string[];
    const timeouts = Object.entries(request.getCustomtimeouts()?.toObject() ?? {}).filter(([, value]) => value !== "");
    const inputs = request.getObject()?.toJavaScript() ?? {};
    return {
        type: request.getType(),
        name: request.getName(),
        ...(request.getParent() !== "" && { parent: nameOf(request.getParent()) }),
        inputs,
        dependsOn: request.getDependenciesList().map(nameOf).sort(),
        options: {
            ...(request.hasRetainondelete() && { retainOnDelete: request.getRetainondelete() }),
            ...(request.getDeletebeforereplacedefined() && { deleteBeforeReplace: request.getDeletebeforereplace() }),
            ...(request.getImportid() !== "" && { import: request.getImportid() }),
            ...(request.getAliasesList().length > 0 && {
                aliases: request.getAliasesList().map((alias) => alias.getUrn()),
            }),
            ...(request.hasProtect() && { protect: request.getProtect() }),
            ...(request.getIgnorechangesList().length > 0 && { ignoreChanges: request.getIgnorechangesList() }),
            ...(hookNames.length > 0 && { hooks: hookNames.sort() }),
            ...(timeouts.length > 0 && { timeouts: Object.fromEntries(timeouts) }),
        },
    };
}

/** `urn:pulumi:stack::project::type::name`; a name may itself hold colons. */
function nameOf(urn: string): string {
    return urn.split("::").slice(3).join("::");
}

async function serveEngine(logs: string[]): Promise<{ address: string; stop(): Promise<void> }> {
    const server = new grpc.Server();
    const log: grpc.handleUnaryCall<engine.LogRequest, empty.Empty> = ({ request }, done) => {
        const severity = request.getSeverity();
        if (severity === engine.LogSeverity.WARNING || severity === engine.LogSeverity.ERROR) {
            logs.push(`${severity === engine.LogSeverity.ERROR ? "error" : "warning"}: ${request.getMessage()}`);
        }
        done(null, new empty.Empty());
    };
    server.addService(engineService.EngineService, { log });
    const port = await new Promise<number>((resolve, reject) =>
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (failure, bound) =>
            failure ? reject(failure) : resolve(bound),
        ),
    );
    return {
        address: `127.0.0.1:${port}`,
        stop: () => new Promise((resolve) => server.tryShutdown(() => resolve())),
    };
}
