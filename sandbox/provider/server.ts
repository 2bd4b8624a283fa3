import * as grpc from "@grpc/grpc-js";
import providerService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerMessages from "@pulumi/pulumi/proto/provider_pb.js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import anyMessages from "google-protobuf/google/protobuf/any_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import type { Failure } from "./handler.ts";
import type { Provider, Subject } from "./provider.ts";
import { InitializationFailure } from "./provider.ts";
import type { Values } from "./property.ts";
import { withoutUndefined } from "./property.ts";
import { describe } from "./service-error.ts";

/** The version of @pulumi/aws that the stand-in answers for. */
const pluginVersion = "7.48.0";
const megabytes = 1024 * 1024;

type Struct = InstanceType<typeof structMessages.Struct>;
type Method<Request, Response> = (request: Request) => Promise<Response> | Response;

/**
 * Serves a provider to the Pulumi engine (proto/pulumi/provider.proto). The SDK's own server for TypeScript providers
 * (@pulumi/pulumi/provider) drops what a faithful stand-in needs: the provider's configuration, previews, the seed of
 * automatic names, timeouts, detailed differences and the old inputs of a refresh.
 * @returns the port on the loopback interface
 */
export async function serveProvider(provider: Provider): Promise<{ port: number; close: () => void }> {
    const server = new grpc.Server({
        "grpc.max_receive_message_length": 400 * megabytes,
        "grpc.max_send_message_length": 400 * megabytes,
    });
    server.addService(providerService.ResourceProviderService, methods(provider));
    const port = await new Promise<number>((resolve, reject) => {
        server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
            error === null ? resolve(bound) : reject(error),
        );
    });
    return { port, close: () => server.forceShutdown() };
}

/** What is absent here the engine takes as unimplemented, as it does with the original. */
function methods(provider: Provider): grpc.UntypedServiceImplementation {
    const { CheckResponse, ConfigureResponse, CreateResponse, InvokeResponse, ReadResponse, UpdateResponse } =
        providerMessages;
    return {
        getPluginInfo: unary(() => new pluginMessages.PluginInfo().setVersion(pluginVersion)),
        getSchema: unary(() => new providerMessages.GetSchemaResponse().setSchema("{}")),
        attach: unary(() => new emptyMessages.Empty()),
        cancel: unary(() => {
            provider.cancel();
            return new emptyMessages.Empty();
        }),
        checkConfig: unary((request: InstanceType<typeof providerMessages.CheckRequest>) =>
            new CheckResponse().setInputs(request.getNews()),
        ),
        diffConfig: unary(() => new providerMessages.DiffResponse()),
        configure: unary((request: InstanceType<typeof providerMessages.ConfigureRequest>) => {
            provider.configure(values(request.getArgs()));
            // Secrets are left to the engine, which hands them over in clear and marks them again in the answer.
            return new ConfigureResponse().setSupportspreview(true);
        }),
        check: unary((request: InstanceType<typeof providerMessages.CheckRequest>) => {
            const { inputs, failures } = provider.check(
                subject(request.getUrn()),
                values(request.getNews()),
                values(request.getOlds()),
                request.getRandomseed_asU8(),
            );
            return new CheckResponse().setInputs(struct(inputs)).setFailuresList(failures.map(checkFailure));
        }),
        diff: unary((request: InstanceType<typeof providerMessages.DiffRequest>) => diff(provider, request)),
        create: unary(async (request: InstanceType<typeof providerMessages.CreateRequest>) => {
            const inputs = values(request.getProperties());
            const made = await provider.create(
                subject(request.getUrn()),
                inputs,
                request.getTimeout(),
                request.getPreview(),
            );
            return new CreateResponse().setId(made.id).setProperties(struct(made.state));
        }),
        read: unary(async (request: InstanceType<typeof providerMessages.ReadRequest>) => {
            const found = await provider.read(
                subject(request.getUrn()),
                request.getId(),
                values(request.getProperties()),
                values(request.getInputs()),
            );
            // An empty identifier says that the resource is gone.
            return found === undefined
                ? new ReadResponse()
                : new ReadResponse().setId(found.id).setProperties(struct(found.state)).setInputs(struct(found.inputs));
        }),
        update: unary(async (request: InstanceType<typeof providerMessages.UpdateRequest>) => {
            const state = await provider.update(
                subject(request.getUrn()),
                request.getId(),
                values(request.getOlds()),
                values(request.getNews()),
                request.getTimeout(),
                request.getPreview(),
                request.getIgnorechangesList(),
            );
            return new UpdateResponse().setProperties(struct(state));
        }),
        delete: unary(async (request: InstanceType<typeof providerMessages.DeleteRequest>) => {
            const state = values(request.getProperties());
            await provider.delete(subject(request.getUrn()), request.getId(), state, request.getTimeout());
            return new emptyMessages.Empty();
        }),
        invoke: unary(async (request: InstanceType<typeof providerMessages.InvokeRequest>) =>
            new InvokeResponse().setReturn(struct(await provider.invoke(request.getTok(), values(request.getArgs())))),
        ),
    };
}

function diff(
    provider: Provider,
    request: InstanceType<typeof providerMessages.DiffRequest>,
): InstanceType<typeof providerMessages.DiffResponse> {
    const { DiffResponse, PropertyDiff } = providerMessages;
    const result = provider.diff(
        subject(request.getUrn()),
        values(request.getOlds()),
        values(request.getNews()),
        request.getIgnorechangesList(),
    );
    const response = new DiffResponse()
        .setChanges(result.changes.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
        .setDiffsList([...new Set(result.changes.map(({ property }) => property))])
        .setReplacesList([...new Set(result.changes.filter(({ replace }) => replace).map(({ property }) => property))])
        .setDeletebeforereplace(result.deleteBeforeReplace && result.changes.some(({ replace }) => replace))
        .setHasdetaileddiff(true);
    const kinds = {
        add: [PropertyDiff.Kind.ADD, PropertyDiff.Kind.ADD_REPLACE],
        delete: [PropertyDiff.Kind.DELETE, PropertyDiff.Kind.DELETE_REPLACE],
        update: [PropertyDiff.Kind.UPDATE, PropertyDiff.Kind.UPDATE_REPLACE],
    } as const;
    for (const { path, kind, replace } of result.changes) {
        response.getDetaileddiffMap().set(path, new PropertyDiff().setKind(kinds[kind][replace ? 1 : 0]));
    }
    return response;
}

function unary<Request, Response>(method: Method<Request, Response>): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
        Promise.resolve()
            .then(() => method(call.request))
            .then(
                (response) => callback(null, response),
                (error: unknown) => {
                    const status = serviceError(error);
                    callback(status, null, status.metadata);
                },
            );
    };
}

/** Failures after creation travel as details of the error, which only the status trailer can carry. */
function serviceError(error: unknown): Partial<grpc.StatusObject> {
    const message = describe(error);
    if (!(error instanceof InitializationFailure)) {
        return { code: grpc.status.UNKNOWN, details: message };
    }
    const detail = new providerMessages.ErrorResourceInitFailed()
        .setId(error.id)
        .setProperties(struct(error.properties))
        .setReasonsList([message]);
    const any = new anyMessages.Any();
    any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const status = new statusMessages.Status().setCode(grpc.status.UNKNOWN).setMessage(message).setDetailsList([any]);
    const metadata = new grpc.Metadata();
    metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
    return { code: grpc.status.UNKNOWN, details: message, metadata };
}

function checkFailure({ property, reason }: Failure): InstanceType<typeof providerMessages.CheckFailure> {
    return new providerMessages.CheckFailure().setProperty(property).setReason(reason);
}

/** `urn:pulumi:stack::project::parent$type::name`: https://www.pulumi.com/docs/iac/concepts/resources/names/#urns */
function subject(urn: string): Subject {
    const parts = urn.split("::");
    return { type: parts[2]?.split("$").at(-1) ?? "", name: parts.slice(3).join("::") };
}

const values = (message: Struct | undefined): Values => (message?.toJavaScript() ?? {}) as Values;
const struct = (source: Values): Struct =>
    structMessages.Struct.fromJavaScript(
        withoutUndefined(source) as Parameters<typeof structMessages.Struct.fromJavaScript>[0],
    );
