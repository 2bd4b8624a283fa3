import assert from "node:assert/strict";
import {
    DeleteBucketCommand,
    DeleteObjectCommand,
    GetObjectCommand,
    HeadObjectCommand,
    ListObjectVersionsCommand,
    PutBucketVersioningCommand,
    PutObjectCommand,
    PutObjectRetentionCommand,
} from "@aws-sdk/client-s3";
import type { PolicyDocument } from "../../../lib/policies/policy-document.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { packOf, REGION, useProject } from "../end-to-end/project-fixture.ts";
import { ARCHIVE_ACCOUNT, ArchiveProject, KEEPS_ONLY } from "./archive-account.ts";

const BUCKET = `config-history-test-${ACCOUNT}-${REGION}`;
const ARCHIVE = `config-archive-test-${ARCHIVE_ACCOUNT}-${REGION}`;
const KEY = `AWSLogs/${ACCOUNT}/Config/${REGION}/2026/1/1/ConfigHistory/history.json.gz`;
const HISTORY = { Bucket: BUCKET, Key: KEY };
const REPLICA = { Bucket: ARCHIVE, Key: KEY };
const DAY = 86_400_000;

describe("history in a log-archive account", function () {
    this.timeout(180_000);

    const source = useProject();
    const archive = useProject(new ArchiveProject());
    let archiveKeyArn = "";

    const keeping = (lines = "lock: { mode: compliance, days: 30 }"): string =>
        `${KEEPS_ONLY}\nhistoryArchive:\n  ${lines}\n  sources: [{ account: "${ACCOUNT}", stack: test }]`;
    const delivering = (changes = ""): string =>
        `packs: { one: {} }\ndeliveryBucket:\n  replica: { account: "${ARCHIVE_ACCOUNT}", bucket: ${ARCHIVE}, ` +
        `keyArn: "${archiveKeyArn}" }\n${changes}`;

    before("deploy the archive, and then what it keeps the history of", async () => {
        await archive.moveInto(source.endpoint);
        archive.configure(keeping());
        await archive.up();
        archiveKeyArn = String((await archive.outputs())["historyArchiveKeyArn"]?.value);
        source.writePack("one", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        source.configure(delivering());
        await source.up();
    });

    /** As AWS Config does: without headers of encryption of its own, owned by the bucket's owner. */
    async function deliver(body: string, where = HISTORY): Promise<string> {
        const put = new PutObjectCommand({ ...where, Body: body, ACL: "bucket-owner-full-control" });
        return (await source.account.s3.send(put)).VersionId ?? "";
    }

    async function read(where: { Bucket: string; Key: string }): Promise<string | undefined> {
        const { Body: body } = await archive.account.s3.send(new GetObjectCommand(where));
        return body?.transformToString();
    }

    const status = async (where: { Bucket: string; Key: string }) =>
        (await archive.account.s3.send(new HeadObjectCommand(where))).ReplicationStatus;

    const refused = (failure: { name?: string }): boolean => failure.name === "AccessDenied";

    it("has nothing to change once it is there, in either account", async () => {
        assertChanges(await archive.preview(), []);
        assertChanges(await source.preview(), []);
    });

    it("replicates: what is delivered arrives in the other account, byte for byte, as the same version", async () => {
        const version = await deliver("history");
        assert.equal(await read(REPLICA), "history");
        const head = await archive.account.s3.send(new HeadObjectCommand(REPLICA));
        assert.deepEqual(
            [head.VersionId, head.ReplicationStatus, head.SSEKMSKeyId],
            [version, "REPLICA", archiveKeyArn],
        );
        assert.equal(await status(HISTORY), "COMPLETED");
    });

    it("locks: nobody ends a replica, shortens its lock or suspends versions before the days are over", async () => {
        const { s3 } = archive.account;
        const head = await s3.send(new HeadObjectCommand(REPLICA));
        const until = head.ObjectLockRetainUntilDate?.getTime() ?? 0;
        assert.equal(head.ObjectLockMode, "COMPLIANCE");
        assert.ok(Math.abs(until - Date.now() - 30 * DAY) < DAY / 24, head.ObjectLockRetainUntilDate?.toISOString());

        const version = { ...REPLICA, VersionId: head.VersionId, BypassGovernanceRetention: true };
        await assert.rejects(s3.send(new DeleteObjectCommand(version)), refused);
        const sooner = { Mode: "COMPLIANCE", RetainUntilDate: new Date(Date.now() + DAY) } as const;
        await assert.rejects(s3.send(new PutObjectRetentionCommand({ ...version, Retention: sooner })), refused);
        const suspended = { Bucket: ARCHIVE, VersioningConfiguration: { Status: "Suspended" } } as const;
        await assert.rejects(s3.send(new PutBucketVersioningCommand(suspended)), /Object Lock/);
        await assert.rejects(s3.send(new DeleteBucketCommand({ Bucket: ARCHIVE })), /BucketNotEmpty|not empty/);
        assert.equal(await read(REPLICA), "history");
    });

    it("takes nothing from anybody but the role that replicates", async () => {
        const planted = new PutObjectCommand({ ...REPLICA, Body: "planted" });
        await assert.rejects(archive.account.s3.send(planted), refused);
    });

    it("keeps what is deleted where it was delivered", async () => {
        const where = { ...HISTORY, Key: `${KEY}.deleted` };
        const version = await deliver("deleted", where);
        await source.account.s3.send(new DeleteObjectCommand({ ...where, VersionId: version }));
        await deliver("hidden", { ...HISTORY, Key: `${KEY}.hidden` });
        await source.account.s3.send(new DeleteObjectCommand({ ...HISTORY, Key: `${KEY}.hidden` }));
        assert.equal(await read({ ...REPLICA, Key: `${KEY}.deleted` }), "deleted");
        assert.equal(await read({ ...REPLICA, Key: `${KEY}.hidden` }), "hidden");
        const { DeleteMarkers: markers = [] } = await archive.account.s3.send(
            new ListObjectVersionsCommand({ Bucket: ARCHIVE }),
        );
        assert.deepEqual(markers, []);
    });

    it("keeps versions: what is overwritten can be read as it was", async () => {
        const first = await deliver("history, overwritten");
        await deliver("history");
        assert.equal(await read(HISTORY), "history");
        const old = await source.account.s3.send(new GetObjectCommand({ ...HISTORY, VersionId: first }));
        assert.equal(await old.Body?.transformToString(), "history, overwritten");
        const replica = await archive.account.s3.send(new GetObjectCommand({ ...REPLICA, VersionId: first }));
        assert.equal(await replica.Body?.transformToString(), "history, overwritten");
    });

    it("does not replicate for a role that the archive does not know", async () => {
        archive.configure(keeping().replace("stack: test", "stack: another"));
        await archive.up();
        const where = { ...HISTORY, Key: `${KEY}.unknown` };
        await deliver("unknown", where);
        assert.equal(await status(where), "FAILED");
        archive.configure(keeping());
        await archive.up();
        await deliver("known", where);
        assert.equal(await status(where), "COMPLETED");
    });

    it("protects: a destroy or a removed setting of the archive is refused, and changes nothing", async () => {
        const policy = async (): Promise<PolicyDocument> => (await archive.account.bucket(ARCHIVE)).policy;
        const before = await policy();
        const since = await archive.account.now();
        await assert.rejects(archive.destroy(), /protect/);
        archive.configure(KEEPS_ONLY);
        assert.match((await archive.failing("up")).printed, /protect/);
        assert.deepEqual(await archive.account.writesSince(since), []);
        assert.deepEqual(await policy(), before);
        archive.configure(keeping());
    });

    it("protects the delivery bucket likewise, where that is asked for", async () => {
        source.configure(delivering("  protect: true"));
        await source.up();
        const since = await source.account.now();
        // What a person runs stops at the preview; this is the operation without one.
        await assert.rejects(source.destroy(), /protect/);
        const writes = await source.account.writesSince(since);
        assert.deepEqual(
            writes.filter((write) => /^(s3|kms):|:DeleteRole/.test(write)),
            [],
        );
        source.configure(delivering());
        await source.up();
    });

    it("retains: after a destroy, both buckets are as safe as before, and the next updates go on with them", async () => {
        const safeguards = {
            source: await source.account.bucket(BUCKET),
            archive: await archive.account.bucket(ARCHIVE),
        };
        await source.destroy();
        archive.configure(keeping("lock: { mode: compliance, days: 30 }\n  protect: false"));
        await archive.up();
        await archive.destroy();
        assert.deepEqual(
            { source: await source.account.bucket(BUCKET), archive: await archive.account.bucket(ARCHIVE) },
            safeguards,
        );
        assert.equal(await read(REPLICA), "history");
        assert.equal(await archive.account.keyState(archiveKeyArn), "Enabled");

        archive.configure(keeping());
        const again = await archive.up();
        assert.ok(again.changes.includes("import aws:s3:Bucket archive-bucket"), again.printed);
        assert.equal((await archive.outputs())["historyArchiveKeyArn"]?.value, archiveKeyArn);
        await source.up();
        assertChanges(await archive.preview(), []);
        assertChanges(await source.preview(), []);
        const where = { ...HISTORY, Key: `${KEY}.again` };
        await deliver("again", where);
        assert.equal(await read({ ...REPLICA, Key: where.Key }), "again");
    });
});
