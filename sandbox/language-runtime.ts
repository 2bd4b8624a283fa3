import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb.js";
import languageProtocol from "@pulumi/pulumi/proto/language_pb.js";
import pluginProtocol from "@pulumi/pulumi/proto/plugin_pb.js";
import { findRequiredPackages } from "./required-packages.ts";
import { runNodeProgram } from "./node-program.ts";
import { messageOf } from "./user-error.ts";

type RunCall = grpc.ServerUnaryCall<languageProtocol.RunRequest, languageProtocol.RunResponse>;

export interface LanguageRuntimeOptions {
    /** Variables of the program, as the Pulumi CLI would hand its own on. */
    environment: NodeJS.ProcessEnv;
    /** What the program prints. */
    onOutput?: (text: string) => void;
}

export interface LanguageRuntime {
    /** For the CLI: `--client=<address>`. */
    address: string;
    /** Ends running programs and the server. */
    close(): void;
}

/**
 * Serves Pulumi's LanguageRuntime protocol for Node programs, for a CLI that comes without its language hosts. What
 * a call does follows Pulumi's own Node language host, sdk/nodejs/cmd/pulumi-language-nodejs/main.go of
 * pulumi/pulumi. Two parts of that host have no equal here, because the SDK in use needs neither: its relay for the
 * resource monitor, which only older SDKs' aliases rely on, and its pipes for synchronous invokes, which nothing in
 * the SDK opens any more.
 */
export async function serveLanguageRuntime(options: LanguageRuntimeOptions): Promise<LanguageRuntime> {
    const ending = new AbortController();
    const server = new grpc.Server();
    let engineAddress = "";
    server.addService(LanguageRuntimeService, {
        handshake: unary((call: Call<languageProtocol.LanguageHandshakeRequest>) => {
            engineAddress = call.request.getEngineAddress();
            return new languageProtocol.LanguageHandshakeResponse();
        }),
        getPluginInfo: unary(() => new pluginProtocol.PluginInfo().setVersion("1.0.0")),
        getRequiredPackages: unary((call: Call<languageProtocol.GetRequiredPackagesRequest>) =>
            requiredPackages(call.request),
        ),
        about: unary(() =>
            new languageProtocol.AboutResponse().setExecutable(process.execPath).setVersion(process.version),
        ),
        run: unary((call: RunCall) => run(call, engineAddress, options, ending.signal)),
        cancel: unary((call: grpc.ServerUnaryCall<object, object>) => {
            ending.abort();
            return call.request; // both are google.protobuf.Empty
        }),
    });
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
            error === null ? resolve(bound) : reject(error),
        );
    });
    return {
        address: `127.0.0.1:${port}`,
        close: () => {
            ending.abort();
            server.forceShutdown();
        },
    };
}

type Call<Request> = grpc.ServerUnaryCall<Request, object>;

/** Answers a call with what a function returns, or with the error that it throws. */
function unary<Request, Response>(
    handle: (call: grpc.ServerUnaryCall<Request, Response>) => Response | Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
        Promise.resolve()
            .then(() => handle(call))
            .then(
                (response) => callback(null, response),
                (error: unknown) => callback({ code: grpc.status.UNKNOWN, message: messageOf(error) }),
            );
    };
}

function requiredPackages(
    request: languageProtocol.GetRequiredPackagesRequest,
): languageProtocol.GetRequiredPackagesResponse {
    const packages = findRequiredPackages(request.getInfo()?.getProgramDirectory() ?? ".").map((found) =>
        new pluginProtocol.PackageDependency()
            .setKind("resource")
            .setName(found.name)
            .setVersion(found.version)
            .setServer(found.server),
    );
    return new languageProtocol.GetRequiredPackagesResponse().setPackagesList(packages);
}

async function run(
    call: RunCall,
    engineAddress: string,
    options: LanguageRuntimeOptions,
    ending: AbortSignal,
): Promise<languageProtocol.RunResponse> {
    const { request } = call;
    const info = request.getInfo();
    // To a runtime that it did not start itself the CLI passes the engine's address as the first argument:
    // pkg/engine/deployment.go and sdk/nodejs/automation/server.ts.
    const [first = "", ...rest] = request.getArgsList();
    const cancelled = new AbortController();
    call.on("cancelled", () => cancelled.abort());
    const result = await runNodeProgram({
        monitor: request.getMonitorAddress(),
        engine: engineAddress === "" ? first : engineAddress,
        organization: request.getOrganization(),
        project: request.getProject(),
        stack: request.getStack(),
        rootDirectory: info?.getRootDirectory() ?? request.getPwd(),
        programDirectory: info?.getProgramDirectory() ?? request.getPwd(),
        entryPoint: info?.getEntryPoint() ?? ".",
        dryRun: request.getDryrun(),
        parallel: request.getParallel(),
        args: engineAddress === "" ? rest : request.getArgsList(),
        configuration: new Map(request.getConfigMap().entries()),
        secretKeys: request.getConfigsecretkeysList(),
        environment: options.environment,
        onOutput: options.onOutput,
        signal: AbortSignal.any([ending, cancelled.signal]),
    });
    return new languageProtocol.RunResponse().setError(result.error).setBail(result.bail);
}
