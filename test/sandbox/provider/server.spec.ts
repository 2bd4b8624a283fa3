import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import * as grpc from "@grpc/grpc-js";
import providerService from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import providerMessages from "@pulumi/pulumi/proto/provider_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { IncompleteCreation } from "../../../sandbox/provider/handler.ts";
import type { Handler } from "../../../sandbox/provider/handler.ts";
import { output, string } from "../../../sandbox/provider/property.ts";
import { Provider } from "../../../sandbox/provider/provider.ts";
import { serveProvider } from "../../../sandbox/provider/server.ts";

const launcher = fileURLToPath(new URL("../../../sandbox/provider/pulumi-resource-aws", import.meta.url));
const urn = "urn:pulumi:dev::project::parent:a:A$test:a/thing:Thing::one::more";

/** A type without a service: what it is asked for goes wrong as its input says. */
const thing: Handler = {
    type: "test:a/thing:Thing",
    regional: false,
    properties: { fate: string({ required: true, forceNew: true }), arn: output },
    create(_call, inputs) {
        return Promise.reject(
            inputs["fate"] === "half"
                ? new IncompleteCreation("thing-1", new Error("not ready"))
                : new Error("refused"),
        );
    },
    read: () => Promise.resolve(undefined),
    delete: () => Promise.resolve(),
};

describe("provider server", () => {
    let client: InstanceType<typeof providerService.ResourceProviderClient>;
    let close: () => void;

    before(async () => {
        const provider = new Provider(new URL("http://127.0.0.1:9"), [thing], []);
        const server = await serveProvider(provider);
        close = server.close;
        client = new providerService.ResourceProviderClient(
            `127.0.0.1:${server.port}`,
            grpc.credentials.createInsecure(),
        );
    });

    after(() => {
        client.close();
        close();
    });

    const struct = (values: Record<string, string>) => structMessages.Struct.fromJavaScript(values);
    const creation = (fate: string) =>
        new Promise<grpc.ServiceError>((resolve, reject) => {
            const request = new providerMessages.CreateRequest().setUrn(urn).setProperties(struct({ fate }));
            client.create(request, (error) => (error === null ? reject(new Error("created")) : resolve(error)));
        });

    it("sends what exists along with a failure after its creation", async () => {
        const error = await creation("half");
        const [bytes] = error.metadata.get("grpc-status-details-bin");
        assert.ok(Buffer.isBuffer(bytes));
        const [detail] = statusMessages.Status.deserializeBinary(bytes).getDetailsList();
        assert.equal(detail?.getTypeName(), "pulumirpc.ErrorResourceInitFailed");
        const failed = providerMessages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
        assert.equal(failed.getId(), "thing-1");
        assert.deepEqual(failed.getReasonsList(), ["not ready"]);
        assert.deepEqual(failed.getProperties()?.toJavaScript(), { fate: "half" });
    });

    it("sends a plain error where nothing was made", async () => {
        const error = await creation("none");
        assert.equal(error.details, "refused");
        assert.deepEqual(error.metadata.get("grpc-status-details-bin"), []);
    });

    it("answers a read of what is gone with no identifier", async () => {
        const request = new providerMessages.ReadRequest()
            .setUrn(urn)
            .setId("thing-1")
            .setProperties(struct({ fate: "a" }));
        const answer = await new Promise<InstanceType<typeof providerMessages.ReadResponse>>((resolve, reject) => {
            client.read(request, (error, response) => (error === null ? resolve(response) : reject(error)));
        });
        assert.equal(answer.getId(), "");
    });

    it("names differences in detail, with what they replace", async () => {
        const request = new providerMessages.DiffRequest()
            .setUrn(urn)
            .setOlds(struct({ fate: "a" }))
            .setNews(struct({ fate: "b" }));
        const answer = await new Promise<InstanceType<typeof providerMessages.DiffResponse>>((resolve, reject) => {
            client.diff(request, (error, response) => (error === null ? resolve(response) : reject(error)));
        });
        assert.deepEqual(answer.getReplacesList(), ["fate"]);
        assert.equal(
            answer.getDetaileddiffMap().get("fate")?.getKind(),
            providerMessages.PropertyDiff.Kind.UPDATE_REPLACE,
        );
    });
});

describe("plugin launcher", () => {
    let child: ChildProcess | undefined;

    afterEach(() => {
        child?.kill("SIGKILL");
        child = undefined;
    });

    function launch(endpoint: string | undefined): { child: ChildProcess; text: () => Promise<string> } {
        // No working directory of ours and no Node on PATH: as the engine may start it.
        const started = spawn(launcher, ["127.0.0.1:1"], {
            cwd: tmpdir(),
            env: {
                PATH: "/usr/bin:/bin",
                ...(endpoint === undefined ? {} : { CONFORMANCE_PACKS_SANDBOX_ENDPOINT: endpoint }),
            },
            stdio: ["pipe", "pipe", "pipe"],
        });
        child = started;
        const errors: Buffer[] = [];
        started.stderr.on("data", (data: Buffer) => errors.push(data));
        return { child: started, text: async () => (await once(started, "close"), Buffer.concat(errors).toString()) };
    }

    it("prints its port, serves, and ends with the engine", async () => {
        const { child: plugin } = launch("http://127.0.0.1:9");
        const { stdout, stdin } = plugin;
        assert.ok(stdout !== null && stdin !== null);
        const [line] = (await once(stdout, "data")) as [Buffer];
        assert.match(line.toString(), /^\d+\n$/);
        stdin.end();
        const [code] = (await once(plugin, "exit")) as [number | null];
        assert.equal(code, 0);
    });

    for (const [endpoint, words] of [
        [undefined, /is not set/],
        ["https://config.eu-central-1.amazonaws.com", /talks to this machine only/],
        ["http://10.0.0.1:5000", /talks to this machine only/],
        ["http://127.0.0.1.example.com", /talks to this machine only/],
    ] as const) {
        it(`refuses the endpoint ${endpoint ?? "(none)"}`, async () => {
            const { child: plugin, text } = launch(endpoint);
            assert.match(await text(), words);
            assert.equal(plugin.exitCode, 1);
        });
    }
});
