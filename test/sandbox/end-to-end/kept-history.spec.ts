import assert from "node:assert/strict";
import { DescribeConfigurationRecordersCommand, DescribeDeliveryChannelsCommand } from "@aws-sdk/client-config-service";
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { ACCOUNT } from "./account.ts";
import { assertChanges } from "./outcome.ts";
import { packOf, REGION, useProject } from "./project-fixture.ts";

const BUCKET = `config-history-test-${ACCOUNT}-${REGION}`;
const HISTORY = { Bucket: BUCKET, Key: `AWSLogs/${ACCOUNT}/Config/${REGION}/2026/1/1/ConfigHistory/history.json.gz` };

describe("history after a destroy", function () {
    this.timeout(120_000);

    const project = useProject();
    let keyArn = "";
    let safeguards: Awaited<ReturnType<typeof project.account.bucket>>;

    before("deploy, and deliver some history", async () => {
        project.writePack("one", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        project.configure("packs: { one: {} }");
        await project.up();
        await project.account.s3.send(new PutObjectCommand({ ...HISTORY, Body: "history" }));
        keyArn = String((await project.outputs())["encryptionKeyArn"]?.value);
        safeguards = await project.account.bucket(BUCKET);
    });

    async function readHistory(): Promise<string | undefined> {
        const { Body: body } = await project.account.s3.send(new GetObjectCommand(HISTORY));
        return body?.transformToString();
    }

    it("stays, in a bucket as safe as before, under a key that works; all else is gone", async () => {
        const since = await project.account.now();
        await project.destroy();
        assert.equal(await readHistory(), "history");
        assert.equal(safeguards.policy.Statement.length, 7);
        assert.deepEqual(await project.account.bucket(BUCKET), safeguards);
        assert.equal(await project.account.keyState(keyArn), "Enabled");
        const writes = await project.account.writesSince(since);
        assert.deepEqual(
            writes.filter((write) => /^(s3|kms):/.test(write)),
            [],
        );

        const { config } = project.account;
        const { ConfigurationRecorders: recorders } = await config.send(new DescribeConfigurationRecordersCommand({}));
        const { DeliveryChannels: channels } = await config.send(new DescribeDeliveryChannelsCommand({}));
        assert.deepEqual([recorders, channels, await project.account.packs()], [[], [], {}]);
    });

    it("goes on with the next update, which says so and adopts the very bucket and key", async () => {
        const up = await project.up();
        assert.match(up.warnings, new RegExp(`the delivery bucket ${BUCKET} .*this one goes on with it`));
        assert.match(up.warnings, new RegExp(`the key ${keyArn.split("/")[1] ?? ""} .*this one goes on with it`));
        for (const adopted of [
            "aws:s3:Bucket delivery-bucket",
            "aws:kms:Key delivery-key",
            "aws:kms:Alias delivery-alias",
        ]) {
            assert.ok(up.changes.includes(`import ${adopted}`), up.printed);
            assert.ok(!up.changes.includes(`create ${adopted}`), up.printed);
        }
        assert.equal((await project.outputs())["encryptionKeyArn"]?.value, keyArn);
        assert.deepEqual(await project.account.bucket(BUCKET), safeguards);
        assert.equal(await readHistory(), "history");
    });

    it("needs nothing more: the update after that has no changes and says nothing", async () => {
        const up = await project.up();
        assertChanges(up, []);
        assert.equal(up.warnings, "");
    });

    it("stays just so after a second destroy", async () => {
        await project.destroy();
        assert.deepEqual(await project.account.bucket(BUCKET), safeguards);
        assert.equal(await project.account.keyState(keyArn), "Enabled");
        const { Buckets: buckets = [] } = await project.account.s3.send(new ListBucketsCommand({}));
        assert.deepEqual(
            buckets.map(({ Name }) => Name),
            [BUCKET],
        );
    });
});
