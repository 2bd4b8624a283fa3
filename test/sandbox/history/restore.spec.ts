import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { DeleteAliasCommand, ScheduleKeyDeletionCommand } from "@aws-sdk/client-kms";
import {
    DeleteBucketCommand,
    DeleteBucketReplicationCommand,
    DeleteObjectsCommand,
    GetObjectCommand,
    ListObjectVersionsCommand,
    PutObjectCommand,
} from "@aws-sdk/client-s3";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { packOf, REGION, useProject } from "../end-to-end/project-fixture.ts";
import { type Ended, packsCommand } from "../packs-command.ts";
import { ARCHIVE_ACCOUNT, ArchiveProject, KEEPS_ONLY } from "./archive-account.ts";

const BUCKET = `config-history-test-${ACCOUNT}-${REGION}`;
const ARCHIVE = `config-archive-test-${ARCHIVE_ACCOUNT}-${REGION}`;
const FOLDER = `AWSLogs/${ACCOUNT}/Config/${REGION}/2026/1/1`;

describe("history restored from its replica", function () {
    this.timeout(180_000);

    const source = useProject();
    const archive = useProject(new ArchiveProject());
    /** What AWS Config delivered, by key; one key has what a URL has to quote. */
    const delivered = new Map(
        ["ConfigHistory/a.json.gz", "ConfigHistory/b c+d%20&é.json.gz", "ConfigSnapshot/e.json.gz"].map(
            (name, index) => [`${FOLDER}/${name}`, gzipSync(`{"configurationItems":[${index}]}`)],
        ),
    );

    before("deploy both, and deliver", async () => {
        await archive.moveInto(source.endpoint);
        archive.configure(`${KEEPS_ONLY}\nhistoryArchive: { sources: [{ account: "${ACCOUNT}", stack: test }] }`);
        await archive.up();
        const keyArn = String((await archive.outputs())["historyArchiveKeyArn"]?.value);
        source.writePack("one", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        source.configure(
            `packs: { one: {} }\ndeliveryBucket:\n  replica: { account: "${ARCHIVE_ACCOUNT}", bucket: ${ARCHIVE}, ` +
                `keyArn: "${keyArn}" }`,
        );
        await source.up();
        for (const [key, body] of delivered) {
            await put(key, body);
        }
    });

    const put = (Key: string, Body: string | Buffer) =>
        source.account.s3.send(
            new PutObjectCommand({
                Bucket: BUCKET,
                Key,
                Body,
                ContentType: "application/json",
                ContentEncoding: "gzip",
            }),
        );

    const packs = (...words: string[]): Promise<Ended> =>
        packsCommand({ emulator: source }, source.folder, "history", ...words, "--stack", "test");

    async function assertRestored(): Promise<void> {
        for (const [key, body] of delivered) {
            const got = await source.account.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
            assert.deepEqual(Buffer.from((await got.Body?.transformToByteArray()) ?? []), body, key);
            assert.equal(got.ContentType, "application/json");
        }
        const verified = await packs("verify");
        assert.deepEqual([verified.code, verified.err], [0, ""], verified.out);
        assert.match(verified.out, new RegExp(`^3 objects of ${BUCKET} are the same in ${ARCHIVE}\n$`));
    }

    /** Every version and delete marker: what an administrator of the account can do. */
    async function empty(): Promise<void> {
        const { s3 } = source.account;
        const { Versions: versions = [], DeleteMarkers: markers = [] } = await s3.send(
            new ListObjectVersionsCommand({ Bucket: BUCKET }),
        );
        const Objects = [...versions, ...markers].map(({ Key = "", VersionId }) => ({ Key, VersionId }));
        await s3.send(new DeleteObjectsCommand({ Bucket: BUCKET, Delete: { Objects } }));
    }

    it("finds nothing to restore where nothing is lost", async () => {
        await assertRestored();
        const restored = await packs("restore");
        assert.deepEqual([restored.code, restored.err], [0, ""]);
        assert.match(restored.out, /^0 objects restored to .*; 3 were as they should be/);
    });

    it("brings back what was deleted with all of its versions", async () => {
        await empty();
        const verified = await packs("verify");
        assert.equal(verified.code, 1);
        assert.match(verified.out, /3 objects lost, and can be restored/);
        assert.match(verified.out, /\n {2}deleted: .*a\.json\.gz\n/);
        const restored = await packs("restore", "--json");
        assert.deepEqual([restored.code, restored.err], [0, ""], restored.out);
        assert.equal((JSON.parse(restored.out) as { restored: number }).restored, 3);
        await assertRestored();
    });

    it("brings back one folder, where only that is asked for", async () => {
        await empty();
        const restored = await packs("restore", "--prefix", `${FOLDER}/ConfigSnapshot/`);
        assert.match(restored.out, /^1 object restored/);
        assert.match((await packs("verify")).out, /2 objects lost/);
        await packs("restore");
        await assertRestored();
    });

    it("brings back what was overwritten, as it was before a moment", async () => {
        const [key = ""] = delivered.keys();
        const garbage = "nothing happened";
        const beforeTheAttack = await aMoment();
        await put(key, garbage);
        // Garbage replicates like anything else: only a moment tells it from history.
        assert.equal((await packs("verify")).code, 0);
        const restored = await packs("restore", "--as-of", beforeTheAttack);
        assert.match(restored.out, /^1 object restored/, restored.err);
        await assertRestored();
    });

    it("tells of what has no replica", async () => {
        await source.account.s3.send(new DeleteBucketReplicationCommand({ Bucket: BUCKET }));
        await put(`${FOLDER}/ConfigHistory/z.json.gz`, "unseen");
        const verified = await packs("verify");
        assert.equal(verified.code, 1);
        assert.match(verified.out, /1 object without a replica.*\n {2}.*z\.json\.gz/);
        await source.refresh();
        const repaired = await source.up();
        assert.ok(
            repaired.changes.includes("create aws:s3:BucketReplicationConfig replication-configuration"),
            repaired.printed,
        );
    });

    it("survives the worst: stack, bucket and key are gone, and a new deployment delivers on", async () => {
        const { kms, s3 } = source.account;
        const keyArn = String((await source.outputs())["encryptionKeyArn"]?.value);
        await source.destroy();
        await empty();
        await s3.send(new DeleteBucketCommand({ Bucket: BUCKET }));
        await kms.send(new DeleteAliasCommand({ AliasName: "alias/conformance-packs-test" }));
        await kms.send(new ScheduleKeyDeletionCommand({ KeyId: keyArn, PendingWindowInDays: 7 }));

        const verified = await packs("verify");
        assert.equal(verified.code, 1);
        assert.match(verified.err, /there is no bucket .*make it anew/);

        await source.up();
        const restored = await packs("restore");
        assert.deepEqual([restored.code, restored.err], [0, ""]);
        await assertRestored();
        assertChanges(await source.preview(), []);

        delivered.set(`${FOLDER}/ConfigHistory/f.json.gz`, gzipSync("{}"));
        await put(`${FOLDER}/ConfigHistory/f.json.gz`, gzipSync("{}"));
        assert.match((await packs("verify")).out, /^4 objects of .* are the same/);
    });

    it("is refused without a replica", async () => {
        source.configure("packs: { one: {} }");
        const refused = await packs("verify");
        assert.equal(refused.code, 1);
        assert.match(refused.err, /the stack test has no copy of its history .*docs\/history\.md/);
    });

    /** With nothing delivered in the second around it: S3 tells the time of a version by the second. */
    async function aMoment(): Promise<string> {
        await delay(1100);
        const now = new Date().toISOString();
        await delay(1100);
        return now;
    }
});
