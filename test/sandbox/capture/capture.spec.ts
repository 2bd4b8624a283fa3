import assert from "node:assert/strict";
import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { startRecording } from "../emulator/config-fixture.ts";
import { REGION, useEmulator } from "../emulator/emulator-fixture.ts";
import { type Ended, packsCommand } from "../packs-command.ts";

const RULE = "topic-has-owner";
const FOLDER = `packs/rules/${RULE}`;

/** The command as a person runs it, against the emulator. */
describe("packs capture", function () {
    this.timeout(60_000);

    const fixture = useEmulator();
    let folder = "";

    beforeEach(async () => {
        folder = mkdtempSync(join(tmpdir(), "capture-"));
        writeFileSync(join(folder, "Pulumi.dev.yaml"), `config:\n  aws:region: ${REGION}\n`);
        await fixture.reset();
        await startRecording(fixture.settings());
        const sns = new SNSClient(fixture.settings());
        for (const name of ["alerts", "billing", "Chat.fifo"]) {
            const attributes = name.endsWith(".fifo") ? { Attributes: { FifoTopic: "true" } } : {};
            await sns.send(
                new CreateTopicCommand({ Name: name, ...attributes, Tags: [{ Key: "owner", Value: name }] }),
            );
        }
        assert.equal((await packs("new", "rule", RULE, "--type", "AWS::SNS::Topic")).code, 0);
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    const packs = (...words: string[]): Promise<Ended> => packsCommand(fixture, folder, ...words);

    it("writes items that cases can name as they are printed", async () => {
        const { code, out, err } = await packs("capture", RULE);
        assert.equal(code, 0, err);
        assert.match(err, /^wrote packs\/rules\/topic-has-owner\/alerts\.json$/m);
        const item = JSON.parse(readFileSync(join(folder, FOLDER, "chat-fifo.json"), "utf8")) as Record<
            string,
            unknown
        >;
        assert.deepEqual(
            [item["resourceType"], item["resourceName"], item["tags"]],
            ["AWS::SNS::Topic", "Chat.fifo", { owner: "Chat.fifo" }],
        );
        appendFileSync(join(folder, FOLDER, "cases.yaml"), out);
        const checked = await packs("check", FOLDER);
        assert.deepEqual([checked.code, /error|warning/.test(checked.out)], [0, false], checked.out);
    });

    it("writes what is named, over nothing that is there", async () => {
        const named = await packs("capture", RULE, "billing", "--account");
        assert.deepEqual([named.code, named.out], [0, "- name: billing\n  item: billing.json\n  expect: COMPLIANT\n"]);
        assert.ok(!existsSync(join(folder, FOLDER, "alerts.json")));
        const again = await packs("capture", RULE, "billing", "payroll");
        assert.equal(again.code, 1);
        assert.match(again.err, /AWS Config has recorded no AWS::SNS::Topic payroll there/);
        assert.match(again.err, /wrote .*\/billing-2\.json/);
        const { err } = await packs("capture", RULE, "--limit", "1");
        assert.deepEqual(err.match(/^wrote .*$/gm), [`wrote ${FOLDER}/chat-fifo.json`], "the first by ID");
    });

    it("takes nothing with credentials of another account than the stack's, nor from an aggregator that is not there", async () => {
        const missing = await packs("capture", RULE, "--aggregator", "nobody");
        assert.deepEqual([missing.code, missing.out], [1, ""]);
        assert.match(missing.err, /there is no aggregator nobody in .*packs capture --account asks this account only/);
        writeFileSync(
            join(folder, "Pulumi.dev.yaml"),
            `config:\n  aws:region: ${REGION}\n  conformance-packs:account: "999999999999"\n`,
        );
        const { code, err } = await packs("capture", RULE);
        assert.equal(code, 1);
        assert.match(err, /belong to account 123456789012, but the stack dev belongs to 999999999999/);
        assert.deepEqual(
            readdirSync(join(folder, FOLDER)).filter((name) => name.endsWith(".json")),
            [],
        );
    });

    it("says what is unknown, and where nothing is recorded", async () => {
        const unknown = await packs("capture", "topic-has-owners");
        assert.deepEqual([unknown.code, /did you mean topic-has-owner\?/.test(unknown.err)], [2, true], unknown.err);
        const none = await packs("capture", RULE, "--type", "AWS::EC2::Instance");
        assert.deepEqual([none.code, none.out], [1, ""]);
        assert.match(none.err, /AWS Config has recorded no AWS::EC2::Instance there/);
        assert.equal((await packs("capture", RULE, "--limit", "none")).code, 2);
    });
});
