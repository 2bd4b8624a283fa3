import assert from "node:assert/strict";
import type { Handler } from "../../../sandbox/provider/handler.ts";
import { handlers } from "../../../sandbox/provider/handlers/handlers.ts";
import { Provider } from "../../../sandbox/provider/provider.ts";
import type { Values } from "../../../sandbox/provider/property.ts";
import { unknown } from "../../../sandbox/provider/property.ts";

const bucketType = "aws:s3/bucket:Bucket";
const seed = new Uint8Array(32).fill(1);

/** Nothing listens there: whatever calls a service fails. */
const nowhere = new URL("http://127.0.0.1:9");

function makeProvider(configuration: Values = { region: "eu-central-1" }): Provider {
    const provider = new Provider(nowhere, handlers, []);
    provider.configure(configuration);
    return provider;
}

describe("check", () => {
    it("fails at once on a type that has no handler, and says where one goes", () => {
        assert.throws(
            () => makeProvider().check({ type: "aws:ec2/vpc:Vpc", name: "one" }, {}, {}, seed),
            /does not implement the resource type aws:ec2\/vpc:Vpc: add a handler in sandbox\/provider\/handlers\//,
        );
    });

    it("fails at once on a property that the type has and its stand-in has not", () => {
        assert.throws(
            () => makeProvider().check({ type: bucketType, name: "one" }, { acl: "private" }, {}, seed),
            /does not implement "acl" of aws:s3\/bucket:Bucket/,
        );
    });

    it("makes a name from the seed, and keeps it over the runs", () => {
        const provider = makeProvider();
        const subject = { type: bucketType, name: "History" };
        const first = provider.check(subject, {}, {}, seed).inputs;
        assert.match(String(first["bucket"]), /^history-[0-9a-f]{7}$/);
        assert.deepEqual(provider.check(subject, {}, {}, seed).inputs, first);
        assert.notEqual(provider.check(subject, {}, {}, new Uint8Array(32).fill(2)).inputs["bucket"], first["bucket"]);
        assert.deepEqual(provider.check(subject, {}, first, new Uint8Array(32).fill(3)).inputs, first);
        assert.deepEqual(first["__defaults"], ["bucket", "region"]);
    });

    it("makes names as each service wants them", () => {
        const name = (type: string, given: Values = {}) =>
            String(makeProvider().check({ type, name: "a" }, given, {}, seed).inputs["name"]);
        assert.match(name("aws:kms/alias:Alias"), /^alias\/a-[0-9a-f]{7}$/);
        assert.match(name("aws:sns/topic:Topic", { fifoTopic: true }), /^a-[0-9a-f]{7}\.fifo$/);
        assert.match(name("aws:cfg/recorder:Recorder"), /^a-[0-9a-f]{7}$/);
        assert.throws(
            () => makeProvider().check({ type: bucketType, name: "b".repeat(60) }, {}, {}, seed),
            /plus 7 random chars is longer than maximum length 63/,
        );
    });

    it("fills in defaults and the region, and writes policies given as objects as JSON", () => {
        const { inputs, failures } = makeProvider().check(
            { type: "aws:s3/bucketPolicy:BucketPolicy", name: "one" },
            { bucket: "b", policy: { Version: "2012-10-17", Statement: [] } },
            {},
            seed,
        );
        assert.deepEqual(failures, []);
        assert.equal(inputs["policy"], '{"Version":"2012-10-17","Statement":[]}');
        assert.equal(inputs["region"], "eu-central-1");
    });

    it("lets through what is not known yet, and checks the rest", () => {
        const check = (program: Values) =>
            makeProvider()
                .check({ type: "aws:cfg/recorder:Recorder", name: "one" }, program, {}, seed)
                .failures.map(({ property }) => property);
        assert.deepEqual(check({ roleArn: unknown, recordingGroup: unknown }), []);
        assert.deepEqual(check({ roleArn: "no-arn" }), ["roleArn"]);
        assert.deepEqual(check({}), ["roleArn"]);
        assert.deepEqual(check({ roleArn: unknown, recordingGroup: { allSuported: true } }), [
            "recordingGroup.allSuported",
        ]);
        assert.deepEqual(check({ roleArn: unknown, recordingGroup: [] }), ["recordingGroup"]);
    });

    it("names both sides of a conflict", () => {
        const source = { accountAggregationSource: { accountIds: ["1".repeat(12)] } };
        const { failures } = makeProvider().check(
            { type: "aws:cfg/configurationAggregator:ConfigurationAggregator", name: "one" },
            { ...source, organizationAggregationSource: { roleArn: unknown } },
            {},
            seed,
        );
        assert.deepEqual(failures.map(({ property }) => property).sort(), [
            "accountAggregationSource",
            "organizationAggregationSource",
        ]);
    });
});

describe("preview", () => {
    const subject = { type: "aws:kms/key:Key", name: "key" };

    it("calls no service and leaves open what the service fills in", async () => {
        const provider = makeProvider({ region: "eu-central-1", defaultTags: '{"tags":{"team":"a"}}' });
        const { inputs } = provider.check(subject, { tags: { b: "1" } }, {}, seed);
        const { id, state } = await provider.create(subject, inputs, 0, true);
        assert.equal(id, "");
        assert.equal(state["arn"], unknown);
        assert.equal(state["policy"], unknown);
        assert.equal(state["keyUsage"], "ENCRYPT_DECRYPT");
        assert.equal(state["deletionWindowInDays"], undefined);
        assert.deepEqual(state["tagsAll"], { team: "a", b: "1" });
    });

    it("passes on what is not known, and keeps the outputs of an update", async () => {
        const provider = makeProvider();
        const state = { id: "1", arn: "arn:1", keyId: "1", description: "a", enableKeyRotation: true, isEnabled: true };
        const { inputs } = provider.check(subject, { description: unknown, tags: { a: unknown } }, {}, seed);
        const planned = await provider.update(subject, "1", state, inputs, 0, true, []);
        assert.equal(planned["description"], unknown);
        assert.equal(planned["tagsAll"], unknown);
        assert.equal(planned["arn"], "arn:1");
    });

    it("opens what a new content makes anew", async () => {
        const provider = makeProvider();
        const object = { type: "aws:s3/bucketObjectv2:BucketObjectv2", name: "o" };
        const { inputs } = provider.check(object, { bucket: "b", key: "k", content: "new" }, {}, seed);
        const state = { ...inputs, id: "b/k", content: "old", versionId: "v1", arn: "arn" };
        const planned = await provider.update(object, "b/k", state, inputs, 0, true, []);
        assert.equal(planned["versionId"], unknown);
        assert.equal(planned["arn"], "arn");
    });
});

describe("customTimeouts", () => {
    const seconds = async (declared: number | undefined, custom: number): Promise<number> => {
        let deadline = 0;
        const waiting: Handler = {
            type: "test:a/waiting:Waiting",
            regional: false,
            properties: {},
            ...(declared === undefined ? {} : { timeouts: { create: declared } }),
            create: (call) => {
                deadline = call.deadline;
                return Promise.resolve("1");
            },
            read: () => Promise.resolve({}),
            delete: () => Promise.resolve(),
        };
        const provider = new Provider(nowhere, [waiting], []);
        await provider.create({ type: waiting.type, name: "a" }, {}, custom, false);
        return Math.round((deadline - Date.now()) / 1000);
    };

    it("stand in for the type's own, and count for nothing where it has none", async () => {
        assert.equal(await seconds(600, 0), 600);
        assert.equal(await seconds(600, 3600), 3600);
        assert.equal(await seconds(undefined, 3600), 1200);
    });
});

describe("diff", () => {
    const topic = { type: "aws:sns/topic:Topic", name: "t" };
    const diffOf = (state: Values, program: Values, olds: Values = {}, ignored: string[] = []) => {
        const provider = makeProvider();
        return provider.diff(topic, state, provider.check(topic, program, olds, seed).inputs, ignored);
    };
    const state = {
        name: "fixed",
        region: "eu-central-1",
        displayName: "a",
        fifoTopic: false,
        contentBasedDeduplication: false,
    };

    it("deletes a fixed name first, but not one that it made up", () => {
        const elsewhere = { region: "eu-west-1" };
        assert.equal(diffOf(state, { name: "fixed", displayName: "a", ...elsewhere }).deleteBeforeReplace, true);
        const olds = { name: "t-0000000", __defaults: ["name"] };
        const madeUp = diffOf({ ...state, name: "t-0000000" }, { displayName: "a", ...elsewhere }, olds);
        assert.ok(madeUp.changes.some(({ replace }) => replace));
        assert.equal(madeUp.deleteBeforeReplace, false);
    });

    it("takes an unknown value for a change, and what is ignored for none", () => {
        assert.deepEqual(
            diffOf(state, { name: "fixed", displayName: unknown }).changes.map(({ path, kind }) => [path, kind]),
            [["displayName", "update"]],
        );
        assert.deepEqual(diffOf(state, { name: "fixed", displayName: "b" }, {}, ["displayName"]).changes, []);
        assert.deepEqual(
            diffOf(state, { name: "fixed" }).changes.map(({ path, kind }) => [path, kind]),
            [["displayName", "delete"]],
        );
    });

    it("sees equal policies as equal, in whatever order and form", () => {
        const first =
            '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["A:b","A:a"],"Principal":{"AWS":"123456789012"},"Resource":"*"}}';
        const second =
            '{"Statement":[{"Resource":["*"],"Effect":"Allow","Action":["a:A","a:B"],"Principal":{"AWS":["arn:aws:iam::123456789012:root"]}}],"Version":"2012-10-17"}';
        const with_ = (policy: string) => ({ name: "fixed", displayName: "a", policy });
        assert.deepEqual(diffOf({ ...state, policy: first }, with_(second)).changes, []);
        assert.equal(diffOf({ ...state, policy: first }, with_(second.replace("a:B", "a:C"))).changes.length, 1);
    });

    it("shows a change of the provider's default tags alone", () => {
        const provider = makeProvider({ region: "eu-central-1", defaultTags: { tags: { team: "b" } } });
        const { inputs } = provider.check(topic, { name: "fixed", displayName: "a" }, {}, seed);
        const found = provider.diff(topic, { ...state, tagsAll: { team: "a" } }, inputs, []);
        assert.deepEqual(
            found.changes.map(({ path }) => path),
            ["tagsAll"],
        );
    });

    it("compares template bodies as the original does: JSON by content, YAML by its text", () => {
        const pack = { type: "aws:cfg/conformancePack:ConformancePack", name: "p" };
        const changed = (old: string, next: string) => {
            const provider = makeProvider();
            const { inputs } = provider.check(pack, { name: "p", templateBody: next }, {}, seed);
            return (
                provider.diff(pack, { name: "p", region: "eu-central-1", templateBody: old }, inputs, []).changes
                    .length > 0
            );
        };
        assert.equal(changed('{"Resources": {"A": 1, "B": 2}}', '{"Resources":{"B":2,"A":1}}'), false);
        assert.equal(changed("Resources: {}\n", "# comment\nResources: {}\n"), true);
    });
});
