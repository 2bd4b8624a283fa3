import assert from "node:assert/strict";
import { DeleteBucketTaggingCommand } from "@aws-sdk/client-s3";
import { CreateKeyCommand, ListKeysCommand, UntagResourceCommand } from "@aws-sdk/client-kms";
import { deliveryKeyPolicy } from "../../../lib/policies/delivery-key-policy.ts";
import { ACCOUNT } from "./account.ts";
import { advisedLines, assertChanges, assertNoStackTrace } from "./outcome.ts";
import { REGION, useProject } from "./project-fixture.ts";
import { makeBucket } from "./somebody-else.ts";

const BUCKET = `config-history-test-${ACCOUNT}-${REGION}`;
/** Without it AWS Config could not deliver under the key. */
const KEY_POLICY = JSON.stringify(
    deliveryKeyPolicy({ partition: "aws", account: ACCOUNT, region: REGION, administrators: [] }),
);

describe("a delivery bucket whose name is taken", function () {
    this.timeout(120_000);

    const project = useProject();

    beforeEach(async () => {
        await project.beginAnew();
        project.configure("");
    });

    async function keyCount(): Promise<number | undefined> {
        return (await project.account.kms.send(new ListKeysCommand({}))).Keys?.length;
    }

    it("stops the update before anything else is made; the lines that it tells adopt the bucket", async () => {
        await makeBucket(project.account, BUCKET);
        const since = await project.account.now();
        const refused = await project.failing("up");
        assertNoStackTrace(refused);
        assert.deepEqual(refused.failed, ["create aws:s3:Bucket delivery-bucket"]);
        assert.deepEqual(refused.changes, []);
        assert.match(refused.errors, /BucketAlreadyOwnedByYou/);
        assert.deepEqual(new Set(await project.account.writesSince(since)), new Set(["s3:CreateBucket"]));

        const lines = advisedLines(refused);
        assert.deepEqual(lines, ["conformance-packs:deliveryBucket: { mode: adopt }"]);
        project.configure(lines.join("\n"));
        const up = await project.up();
        assert.ok(up.changes.includes("import aws:s3:Bucket delivery-bucket"), up.printed);
        const { versioning, algorithm } = await project.account.bucket(BUCKET);
        assert.deepEqual([versioning, algorithm], ["Enabled", "aws:kms"]);
        assertChanges(await project.up(), []);
    });

    it("is adopted with its key, where the stack's alias leads to one: kept by a destroy, then stripped of tags", async () => {
        await project.up();
        const keyArn = String((await project.outputs())["encryptionKeyArn"]?.value);
        await project.destroy();
        const { kms, s3 } = project.account;
        await s3.send(new DeleteBucketTaggingCommand({ Bucket: BUCKET }));
        const tags = ["conformance-packs:stack", "conformance-packs:key"];
        await kms.send(new UntagResourceCommand({ KeyId: keyArn, TagKeys: tags }));

        const refused = await project.failing("up");
        const lines = advisedLines(refused);
        assert.deepEqual(lines, [
            "conformance-packs:deliveryBucket: { mode: adopt }",
            "conformance-packs:encryptionKey: { mode: adopt }",
        ]);
        project.configure(lines.join("\n"));
        await project.up();
        assert.equal((await project.outputs())["encryptionKeyArn"]?.value, keyArn);
        assert.equal(await keyCount(), 1);
        assertChanges(await project.up(), []);
    });

    it("is not looked at when another bucket and key are to be used, which stay as they are", async () => {
        await makeBucket(project.account, BUCKET);
        await makeBucket(project.account, "their-history");
        const { KeyMetadata: key } = await project.account.kms.send(new CreateKeyCommand({ Policy: KEY_POLICY }));
        const since = await project.account.now();
        project.configure(
            `deliveryBucket: { mode: use, name: their-history }\nencryptionKey: { mode: use, arn: "${key?.Arn ?? ""}" }`,
        );
        const up = await project.up();
        assert.ok(up.changes.includes("create aws:cfg:DeliveryChannel config-channel"), up.printed);
        assertChanges(await project.up(), []);
        await project.destroy();
        const writes = await project.account.writesSince(since);
        assert.deepEqual(
            writes.filter((write) => /^(s3|kms):/.test(write)),
            [],
        );
    });
});
