import assert from "node:assert/strict";
import { CreateOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { InitializationFailure } from "../../../sandbox/provider/provider.ts";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { EngineSteps } from "./engine-steps.ts";
import { startRecording, template } from "./recording.ts";

const packType = "aws:cfg/conformancePack:ConformancePack";
const organizationPackType = "aws:cfg/organizationConformancePack:OrganizationConformancePack";

describe("conformance packs", () => {
    const fixture = useEmulator();
    let engine: EngineSteps;

    beforeEach(async () => {
        await fixture.reset();
        engine = new EngineSteps(fixture.emulator.endpoint);
    });

    it("wait until they are complete, and never read their template back", async () => {
        await startRecording(engine);
        const program = { name: "pack", templateBody: template("ssh") };
        const pack = await engine.create(packType, program);
        assert.match(String(pack.state["arn"]), /:conformance-pack\/pack\//);
        const refreshed = await engine.refresh(pack);
        assert.deepEqual(refreshed?.state, pack.state);
        assert.equal(refreshed.state["templateBody"], program.templateBody);
        assert.deepEqual(engine.diff(refreshed, program).changes, []);

        const imported = await engine.import(packType, "pack");
        assert.ok(imported);
        assert.equal(imported.state["templateBody"], undefined);
        assert.deepEqual(
            engine.diff(imported, program).changes.map(({ path, kind }) => [path, kind]),
            [["templateBody", "add"]],
        );
    });

    it("update in place with a new body, and delete", async () => {
        await startRecording(engine);
        const pack = await engine.create(packType, { name: "pack", templateBody: template("ssh") });
        const program = { name: "pack", templateBody: template("rdp", "RESTRICTED_INCOMING_TRAFFIC") };
        const { changes } = engine.diff(pack, program);
        assert.deepEqual(changes, [{ path: "templateBody", property: "templateBody", kind: "update", replace: false }]);
        const updated = await engine.update(pack, program);
        assert.equal(updated.state["arn"], pack.state["arn"]);
        // What is never read back goes from the state with the program's own value.
        const inS3 = {
            ...pack,
            state: { ...updated.state, templateBody: undefined, templateS3Uri: "s3://bucket/key" },
        };
        const inline = await engine.update(inS3, program);
        assert.deepEqual(engine.diff(inline, program).changes, []);
        await engine.delete(inline);
        assert.equal(await engine.refresh(inline), undefined);
    });

    it("stay in the state with the service's reason where they fail, so that the next run can repair them", async () => {
        const program = { name: "pack", templateBody: template("ssh") };
        const failure = await engine.create(packType, program).then(
            () => assert.fail("a pack without a recorder cannot complete"),
            (error: unknown) => error,
        );
        assert.ok(failure instanceof InitializationFailure);
        assert.equal(failure.id, "pack");
        assert.match(
            failure.message,
            /^waiting for ConfigService Conformance Pack \(pack\) create: unexpected state 'CREATE_FAILED', wanted target 'CREATE_COMPLETE'\. last error: .*configuration recorder/,
        );
        assert.equal(failure.properties["templateBody"], program.templateBody);
        // What only the service could have told is left open.
        assert.equal(failure.properties["arn"], undefined);

        await startRecording(engine);
        const inputs = engine.checked(packType, "one", program, {});
        const repaired = await engine.update(
            { type: packType, name: "one", id: failure.id, state: failure.properties, inputs },
            program,
        );
        assert.match(String(repaired.state["arn"]), /:conformance-pack\/pack\//);
    });

    it("keep the new properties where an update fails, as the original does", async () => {
        await startRecording(engine);
        const pack = await engine.create(packType, { name: "pack", templateBody: template("ssh") });
        const program = { name: "pack", templateBody: template("none", "NO_SUCH_MANAGED_RULE") };
        await assert.rejects(engine.update(pack, program), (error) => {
            assert.ok(error instanceof InitializationFailure);
            assert.equal(error.properties["templateBody"], program.templateBody);
            return true;
        });
    });

    it("need a template, and no more than 51,200 bytes of it", () => {
        const failures = (program: Record<string, string>) =>
            engine.provider.check({ type: packType, name: "one" }, program, {}, new Uint8Array()).failures;
        assert.deepEqual(
            failures({}).map(({ property }) => property),
            ["templateBody"],
        );
        const long = `${template("ssh")}#${"x".repeat(51_200)}`;
        assert.match(String(failures({ templateBody: long })[0]?.reason), /length to be in the range \(1 - 51200\)/);
        assert.match(String(failures({ templateBody: "a: [" })[0]?.reason), /to be valid YAML/);
        assert.match(String(failures({ templateS3Uri: "https://x" })[0]?.reason), /to begin with s3:\/\//);
        assert.match(String(failures({ name: "1pack", templateBody: "a: 1" })[0]?.reason), /begin with alphabetic/);
    });

    it("of an organization come and go with its members", async () => {
        await new OrganizationsClient(fixture.settings()).send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
        await startRecording(engine);
        const program = { name: "everywhere", templateBody: template("ssh") };
        const pack = await engine.create(organizationPackType, program);
        assert.match(String(pack.state["arn"]), /:organization-conformance-pack\/everywhere-/);
        const refreshed = await engine.refresh(pack);
        assert.deepEqual(refreshed?.state, pack.state);
        assert.deepEqual(engine.diff(refreshed, program).changes, []);
        const changed = { ...program, excludedAccounts: ["111111111111"] };
        assert.deepEqual(
            engine.diff(pack, changed).changes.map(({ property }) => property),
            ["excludedAccounts"],
        );
        const updated = await engine.update(pack, changed);
        assert.deepEqual(updated.state["excludedAccounts"], ["111111111111"]);
        await engine.delete(updated);
        assert.equal(await engine.refresh(updated), undefined);
    });

    it("of an organization fail outside one, in AWS's words", async () => {
        await assert.rejects(
            engine.create(organizationPackType, { name: "everywhere", templateBody: template("ssh") }),
            /^Error: creating ConfigService Organization Conformance Pack \(everywhere\): \w+Exception: /,
        );
    });
});
