import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigServiceClient, GetResourceConfigHistoryCommand } from "@aws-sdk/client-config-service";
import { DeleteBucketCommand, PutBucketTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { parsePack } from "../../../lib/pack/parse.ts";
import { createBucket } from "../emulator/config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "../emulator/emulator-fixture.ts";
import { memberSettings } from "../emulator/organization-fixture.ts";
import { AGGREGATOR, createAccounts, deployPacks, evaluate, PACKS } from "./evaluated-packs.ts";
import { type Ended, packsCommand } from "../packs-command.ts";

const RULE = "s3-bucket-versioning-enabled";

describe("packs timeline", function () {
    this.timeout(90_000);

    const fixture = useEmulator();
    let folder = "";
    let member = "";

    before("change a bucket between evaluations", async () => {
        folder = mkdtempSync(join(tmpdir(), "timeline-"));
        mkdirSync(join(folder, "packs"));
        writeFileSync(join(folder, "packs", "storage.yaml"), PACKS.storage);
        writeFileSync(
            join(folder, "Pulumi.dev.yaml"),
            `config:\n  aws:region: ${REGION}\n  conformance-packs:packs:\n    storage: {}\n`,
        );
        const accounts = await createAccounts(fixture.settings());
        member = accounts.member;
        const config = new ConfigServiceClient(fixture.settings());
        await deployPacks(config, { storage: parsePack("packs/storage.yaml", PACKS.storage).pack?.body ?? "" });
        await createBucket(await memberSettings(fixture.settings(), member), "of-the-member");
        await createBucket(fixture.settings(), "data");
        await tag("data", "one");
        await evaluate(config, RULE, { data: "COMPLIANT" });
        await tag("data", "two");
        await evaluate(config, RULE, { data: "NON_COMPLIANT" });
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    function s3(): S3Client {
        return new S3Client({ ...fixture.settings(), forcePathStyle: true });
    }

    async function tag(Bucket: string, Value: string): Promise<void> {
        await s3().send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: "owner", Value }] } }));
    }

    const timeline = (...words: readonly string[]): Promise<Ended> =>
        packsCommand(fixture, folder, "timeline", ...words);

    it("tells what changed, field by field, and which rule changed its verdict", async () => {
        const { code, out, err } = await timeline("AWS::S3::Bucket/data");
        assert.deepEqual([code, err], [0, ""]);
        const lines = out.split("\n").map((line) => line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z/, "<time>"));
        assert.deepEqual(lines.slice(0, 6), [
            `AWS::S3::Bucket/data in account ${ACCOUNT}, ${REGION}`,
            "Now: NON_COMPLIANT",
            `  fails ${RULE} (low)`,
            "",
            "<time>  compliance COMPLIANT -> NON_COMPLIANT",
            `  ${RULE} (low): COMPLIANT -> NON_COMPLIANT`,
        ]);
        assert.ok(lines.includes("<time>  configuration OK: 2 fields changed"), out);
        assert.match(out, /^ {2}~ tags\.owner: "one" -> "two"$/m);
        assert.match(out, /configuration ResourceDiscovered: the first that is known$/m);
    });

    it("finds a resource by its ARN or its name, and prints JSON", async () => {
        const told = JSON.parse((await timeline("arn:aws:s3:::data", "--output", "json")).out) as {
            compliance: string;
            events: { kind: string; rules?: { rule: string }[] }[];
        };
        assert.equal(told.compliance, "NON_COMPLIANT");
        assert.deepEqual(
            told.events.map(({ kind }) => kind),
            ["compliance", "configuration", "compliance", "configuration"],
        );
        const limited = await timeline("data", "--limit", "1", "--account", "--region", REGION);
        assert.match(limited.out, /There is more: write a higher --limit$/m);
        assert.doesNotMatch(limited.out, /configuration /);
    });

    it("shows nothing from before --since", async () => {
        const { code, out } = await timeline("data", "--since", "2999-01-01");
        assert.deepEqual([code, /Nothing was recorded in this time\./.test(out)], [0, true]);
        assert.match(out, /^Now: NON_COMPLIANT$/m);
        assert.equal((await timeline("data", "--since", "yesterday")).code, 2);
    });

    it("says who accepted what fails", async () => {
        writeFileSync(
            join(folder, "waivers.yaml"),
            `- rule: ${RULE}\n  account: all\n  resource: data\n  reason: scratch\n  owner: web\n  expiry: 2999-12-31\n`,
        );
        const { out } = await timeline("data");
        rmSync(join(folder, "waivers.yaml"));
        assert.match(out, /^ {2}waived s3-bucket-versioning-enabled \(low\) until 2999-12-31 by web: scratch$/m);
        assert.match(out, /^Now: NON_COMPLIANT$/m);
    });

    it("finds resources of other accounts through an aggregator, and says whose credentials read on", async () => {
        const own = await timeline("data", "--aggregator", AGGREGATOR);
        assert.deepEqual([own.code, own.err], [0, ""]);
        const theirs = await timeline("of-the-member", "--aggregator", AGGREGATOR);
        assert.deepEqual([theirs.code, theirs.out], [1, ""]);
        assert.match(theirs.err, new RegExp(`AWS::S3::Bucket/of-the-member is in account ${member}, ${REGION}`));
        const nobody = await timeline("nowhere");
        assert.deepEqual([nobody.code, /has recorded nothing named nowhere/.test(nobody.err)], [1, true]);
    });

    it("reaches back to what is gone, by type and ID", async () => {
        await createBucket(fixture.settings(), "short-lived");
        const config = new ConfigServiceClient(fixture.settings());
        const read = new GetResourceConfigHistoryCommand({
            resourceType: "AWS::S3::Bucket",
            resourceId: "short-lived",
        });
        assert.equal((await config.send(read)).configurationItems?.length, 1);
        await s3().send(new DeleteBucketCommand({ Bucket: "short-lived" }));
        const { code, out } = await timeline("AWS::S3::Bucket/short-lived");
        assert.equal(code, 0);
        assert.match(out, /configuration ResourceDeleted: /);
    });
});
