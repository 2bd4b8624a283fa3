import assert from "node:assert/strict";
import {
    AccountClient,
    EnableRegionCommand,
    GetRegionOptStatusCommand,
    paginateListRegions,
} from "@aws-sdk/client-account";
import { ConfigServiceClient, DescribeConfigurationRecordersCommand } from "@aws-sdk/client-config-service";
import { SNSClient, ListTopicsCommand } from "@aws-sdk/client-sns";
import { S3Client, ListBucketsCommand } from "@aws-sdk/client-s3";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { EngineSteps } from "./engine-steps.ts";

const TYPE = "aws:account/region:Region";

describe("a region that an account enables", () => {
    const fixture = useEmulator();
    let engine: EngineSteps;

    before(() => {
        engine = new EngineSteps(fixture.emulator.endpoint);
    });
    beforeEach(() => fixture.reset());

    const account = (): AccountClient => new AccountClient(fixture.settings());
    const status = async (region: string): Promise<string | undefined> =>
        (await account().send(new GetRegionOptStatusCommand({ RegionName: region }))).RegionOptStatus;

    it("knows nobody before, and everybody afterwards", async () => {
        const settings = fixture.settings({ region: "ap-east-1" });
        const config = new ConfigServiceClient(settings);
        const ask = () => config.send(new DescribeConfigurationRecordersCommand({}));
        await assert.rejects(ask(), { name: "UnrecognizedClientException" });
        await assert.rejects(new SNSClient(settings).send(new ListTopicsCommand({})), { name: "InvalidClientTokenId" });
        const s3 = new S3Client({ ...settings, forcePathStyle: true });
        await assert.rejects(s3.send(new ListBucketsCommand({})), { name: "InvalidAccessKeyId" });

        assert.equal(await status("ap-east-1"), "DISABLED");
        const deployed = await engine.create(TYPE, { regionName: "ap-east-1", enabled: true });
        assert.equal(deployed.id, "ap-east-1");
        assert.equal(deployed.state["optStatus"], "ENABLED");
        assert.deepEqual((await ask()).ConfigurationRecorders, []);
    });

    it("is read back without a difference, imported, and left as it is when its resource goes", async () => {
        const program = { regionName: "ap-east-1", enabled: true };
        const deployed = await engine.create(TYPE, program);
        const refreshed = await engine.refresh(deployed);
        assert.deepEqual(refreshed?.state, deployed.state);
        assert.deepEqual(engine.diff(deployed, program).changes, []);
        const imported = await engine.import(TYPE, "ap-east-1");
        assert.ok(imported);
        assert.deepEqual(engine.diff(imported, program).changes, []);
        await engine.delete(deployed);
        assert.equal(await status("ap-east-1"), "ENABLED");
    });

    it("is disabled in place, and replaced by another region", async () => {
        const deployed = await engine.create(TYPE, { regionName: "ap-east-1", enabled: true });
        const off = { regionName: "ap-east-1", enabled: false };
        assert.ok(engine.diff(deployed, off).changes.every(({ replace }) => !replace));
        const updated = await engine.update(deployed, off);
        assert.equal(updated.state["optStatus"], "DISABLED");
        const { changes } = engine.diff(updated, { regionName: "af-south-1", enabled: false });
        assert.ok(changes.some(({ property, replace }) => property === "regionName" && replace));
    });

    it("belongs to a member where an account is given", async () => {
        const deployed = await engine.create(TYPE, {
            regionName: "ap-east-1",
            enabled: true,
            accountId: "111122223333",
        });
        assert.equal(deployed.id, "111122223333,ap-east-1");
        assert.equal(await status("ap-east-1"), "DISABLED");
    });

    it("is refused where every account has it, where there is none, and while it changes", async () => {
        const create = (regionName: string) => engine.create(TYPE, { regionName, enabled: true });
        await assert.rejects(create("eu-west-1"), /enabling Account Region \(eu-west-1\): ValidationException/);
        await assert.rejects(create("eu-nowhere-1"), /ValidationException/);
        await account().send(new EnableRegionCommand({ RegionName: "af-south-1" }));
        assert.equal(await status("af-south-1"), "ENABLING");
        await assert.rejects(create("af-south-1"), /ConflictException/);
    });

    it("is one of a list", async () => {
        const found: (string | undefined)[] = [];
        const client = account();
        for await (const page of paginateListRegions({ client, pageSize: 20 }, {})) {
            found.push(...(page.Regions ?? []).map(({ RegionName }) => RegionName));
        }
        assert.ok(found.length > 30);
        assert.equal(new Set(found).size, found.length);
        const only = { RegionOptStatusContains: ["ENABLED" as const] };
        for await (const page of paginateListRegions({ client }, only)) {
            assert.deepEqual(page.Regions, []);
        }
    });
});
