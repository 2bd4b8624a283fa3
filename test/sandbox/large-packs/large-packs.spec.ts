import assert from "node:assert/strict";
import { GetObjectCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { INLINE_TEMPLATE_BYTES, RESOURCES_PER_PACK, S3_TEMPLATE_BYTES } from "../../../lib/pack/limits.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges, assertNoStackTrace } from "../end-to-end/outcome.ts";
import { packOf, REGION, useProject } from "../end-to-end/project-fixture.ts";

const BUCKET = `config-packs-test-${ACCOUNT}-${REGION}`;
const OBJECT = "aws:s3:BucketObjectv2 large-template";
const PACK = "aws:cfg:ConformancePack large";

/** As many rules as asked for, each of another name. */
function rules(count: number): Record<string, string> {
    const names = Array.from({ length: count }, (_, index) => `rule-${String(index).padStart(3, "0")}`);
    return Object.fromEntries(names.map((name) => [name, "ROOT_ACCOUNT_MFA_ENABLED"]));
}

/** A pack of one rule that is about so long; its metadata is no comment and is sent. */
function longPack(bytes: number, note: string): string {
    return `${packOf(rules(1))}Metadata: { Note: "${note}", Filler: "${"x".repeat(bytes)}" }\n`;
}

describe("packs up to the limits of AWS Config", function () {
    this.timeout(120_000);

    const project = useProject();
    let firstKey = "";

    async function objects(): Promise<string[]> {
        const { Contents: found = [] } = await project.account.s3.send(new ListObjectsV2Command({ Bucket: BUCKET }));
        return found.map(({ Key: key = "" }) => key);
    }

    async function content(key: string): Promise<string> {
        const { Body: body } = await project.account.s3.send(new GetObjectCommand({ Bucket: BUCKET, Key: key }));
        return (await body?.transformToString()) ?? "";
    }

    it("go through S3 above the inline limit, under a key with the hash of their content", async () => {
        project.writePack("large", longPack(INLINE_TEMPLATE_BYTES, "first"));
        project.configure("packs: { large: {} }");
        const { changes } = await project.up();
        assert.ok(changes.includes(`create ${OBJECT}`));
        assert.ok(changes.includes(`create ${PACK}`));
        const keys = await objects();
        assert.equal(keys.length, 1);
        firstKey = keys[0] ?? "";
        assert.match(firstKey, /^large\/[0-9a-f]{32}\.yaml$/);
        assert.match(await content(firstKey), /Note: "first"/);
        assert.deepEqual(await project.account.packs(), { large: { state: "CREATE_COMPLETE", rules: ["rule-000"] } });
        assert.equal((await project.outputs())["templateBucket"]?.value, BUCKET);
    });

    it("change nothing where nothing has changed, not even in a comment", async () => {
        assertChanges(await project.preview(), []);
        project.writePack("large", `# A comment.\n${longPack(INLINE_TEMPLATE_BYTES, "first")}`);
        assertChanges(await project.preview(), []);
    });

    it("show a change of content as a change of exactly the object and the pack", async () => {
        project.writePack("large", longPack(INLINE_TEMPLATE_BYTES, "second").replace("rule-000", "renamed"));
        const expected = [`create-replacement ${OBJECT}`, `delete-replaced ${OBJECT}`, `update ${PACK}`];
        assert.deepEqual(
            (await project.preview()).changes.filter((change) => !change.startsWith("replace ")),
            expected,
        );
        assertChanges(await project.up(), expected);
        const keys = await objects();
        assert.equal(keys.length, 1);
        assert.notEqual(keys[0], firstKey);
        assert.deepEqual(await project.account.packs(), { large: { state: "CREATE_COMPLETE", rules: ["renamed"] } });
    });

    it("move back into the request when they shrink, and the bucket goes", async () => {
        project.writePack("large", packOf(rules(1)));
        const { changes } = await project.up();
        assert.ok(changes.includes(`update ${PACK}`));
        assert.ok(changes.includes(`delete ${OBJECT}`));
        assert.ok(changes.includes("delete aws:s3:Bucket templates-bucket"));
        assertChanges(await project.preview(), []);
    });

    it("go through S3 all, where the stack wants it: the pack is updated in place, and again on the way back", async () => {
        const deployed = await project.account.packs();
        project.configure("packs: { large: {} }\ntemplateBucket: { packs: all }");
        const { changes } = await project.up();
        assert.ok(changes.includes(`create ${OBJECT}`));
        assert.deepEqual(
            changes.filter((change) => change.endsWith(PACK)),
            [`update ${PACK}`],
        );
        const [key = ""] = await objects();
        assert.match(await content(key), /rule-000/);
        assert.deepEqual(await project.account.packs(), deployed);
        const pack = (await project.resources()).find(({ type }) => type === "aws:cfg/conformancePack:ConformancePack");
        assert.equal(pack?.inputs?.["templateBody"], undefined);
        assert.doesNotMatch(JSON.stringify(await project.resources()), /ROOT_ACCOUNT_MFA_ENABLED/);
        assertChanges(await project.preview(), []);

        project.configure("packs: { large: {} }");
        const back = await project.up();
        assert.deepEqual(
            back.changes.filter((change) => change.endsWith(PACK)),
            [`update ${PACK}`],
        );
        assert.ok(back.changes.includes(`delete ${OBJECT}`));
        assert.deepEqual(await project.account.packs(), deployed);
    });

    it("hold up to 130 resources", async () => {
        project.writePack("large", packOf(rules(RESOURCES_PER_PACK)));
        assertChanges(await project.up(), [`update ${PACK}`]);
        assert.equal((await project.account.packs())["large"]?.rules.length, RESOURCES_PER_PACK);
    });

    it("are refused with 131 resources, before AWS is asked anything", async () => {
        await refused(packOf(rules(RESOURCES_PER_PACK + 1)), /131 rules and remediations; AWS Config accepts 130/);
    });

    it("are refused above 300 KB, before AWS is asked anything", async () => {
        await refused(longPack(S3_TEMPLATE_BYTES, "first"), /has \d+ bytes.*AWS Config accepts 307200/);
    });

    async function refused(pack: string, reason: RegExp): Promise<void> {
        project.writePack("large", pack);
        const before = await project.account.now();
        for (const operation of ["preview", "up"] as const) {
            const failed = await project.failing(operation);
            assert.match(failed.errors, reason);
            assert.match(failed.errors, /packs\/large\.yaml|packs\.large/);
            assertNoStackTrace(failed);
        }
        assert.equal(await project.account.now(), before, "AWS was asked");
    }
});
