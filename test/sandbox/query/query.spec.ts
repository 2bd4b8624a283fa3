import assert from "node:assert/strict";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
    ConfigServiceClient,
    PutConfigurationAggregatorCommand,
    SelectResourceConfigCommand,
} from "@aws-sdk/client-config-service";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { projectFolder } from "../../../lib/project-files.ts";
import { queryNames } from "../../../lib/project-layout.ts";
import { readQuery } from "../../../lib/query/query-file.ts";
import { createBucket, startRecording } from "../emulator/config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "../emulator/emulator-fixture.ts";
import { type Ended, packsCommand } from "../packs-command.ts";

const TOPICS = "SELECT resourceName WHERE resourceType = 'AWS::SNS::Topic' ORDER BY resourceName";

/** The command as a person runs it, against the emulator. */
describe("packs query", function () {
    this.timeout(60_000);

    const fixture = useEmulator();
    let folder = "";

    beforeEach(async () => {
        folder = mkdtempSync(join(tmpdir(), "query-"));
        cpSync("queries", join(folder, "queries"), { recursive: true });
        configure("");
        await fixture.reset();
        await startRecording(fixture.settings());
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    function configure(lines: string, stack = "dev"): void {
        writeFileSync(join(folder, `Pulumi.${stack}.yaml`), `config:\n  aws:region: ${REGION}\n${lines}`);
    }

    async function aggregate(name: string): Promise<void> {
        await new ConfigServiceClient(fixture.settings()).send(
            new PutConfigurationAggregatorCommand({
                ConfigurationAggregatorName: name,
                AccountAggregationSources: [{ AccountIds: [ACCOUNT], AllAwsRegions: true }],
            }),
        );
    }

    async function createTopics(count: number): Promise<void> {
        const sns = new SNSClient(fixture.settings());
        for (let number = 0; number < count; number++) {
            await sns.send(new CreateTopicCommand({ Name: `topic-${String(number).padStart(3, "0")}` }));
        }
    }

    const query = (...options: string[]): Promise<Ended> => packsCommand(fixture, folder, "query", ...options);

    it("lists the queries, and finds their faults without asking anybody", async () => {
        const { code, out } = await query();
        assert.equal(code, 0);
        assert.match(out, /^unencrypted-volumes +EBS volumes that are not encrypted$/m);
        assert.match((await query("--check")).out, /^\d+ files: no findings$/m);
        writeFileSync(join(folder, "queries", "wrong.sql"), "-- wrong\nSELECT a FROM b");
        const checked = await query("--check");
        assert.equal(checked.code, 1);
        assert.match(checked.out, /^queries\/wrong\.sql:2:10: error unsupported-keyword: .* FROM/m);
        assert.equal((await query("wrong")).code, 1);
        const unknown = await query("unencrypted-volume");
        assert.deepEqual([unknown.code, unknown.out], [2, ""]);
        assert.match(
            unknown.err,
            /there is no file queries\/unencrypted-volume\.sql \(did you mean unencrypted-volumes\?\)/,
        );
    });

    it("has no query that the emulator refuses, whose reader of queries is another one", async () => {
        const config = new ConfigServiceClient(fixture.settings());
        const files = projectFolder(".");
        for (const name of queryNames(files)) {
            const { expression: Expression } = readQuery(name, files) ?? {};
            await assert.doesNotReject(config.send(new SelectResourceConfigCommand({ Expression })), name);
        }
    });

    it("prints a table, JSON or CSV, of all pages or of as many rows as are wanted", async () => {
        await createTopics(230);
        await createBucket(fixture.settings(), "alpha");
        const table = await query("--sql", TOPICS, "--account");
        assert.deepEqual([table.code, table.err], [0, ""]);
        const lines = table.out.split("\n");
        assert.deepEqual(lines.slice(0, 3), ["resourceName", "------------", "topic-000"]);
        assert.deepEqual(lines.slice(-4), ["topic-229", "", "230 rows", ""]);
        const json = JSON.parse((await query("--sql", TOPICS, "--account", "-o", "json")).out) as unknown[];
        assert.deepEqual([json.length, json[229]], [230, { resourceName: "topic-229" }]);
        const csv = await query("resources-by-type", "--account", "--output", "csv");
        assert.equal(csv.out, "resourceType,COUNT(*)\r\nAWS::SNS::Topic,230\r\nAWS::S3::Bucket,2\n");
        const limited = await query("--sql", TOPICS, "--account", "--limit", "101");
        assert.match(limited.out, /\ntopic-100\n\n101 rows; there are more: write a higher --limit\n$/);
        const none = await query("--sql", "SELECT arn WHERE resourceType = 'AWS::EC2::Volume'", "--account");
        assert.equal(none.out, "0 rows\n");
    });

    it("asks the stack's aggregator, or the one that is named", async () => {
        const counted = "SELECT accountId, COUNT(*) GROUP BY accountId";
        configure("  conformance-packs:aggregators:\n    everything: { accounts: [self] }\n");
        const early = await query("--sql", counted);
        assert.equal(early.code, 1);
        assert.match(early.err, /there is no aggregator everything in eu-central-1 .* deploy it first/);
        await aggregate("everything");
        const { code, out } = await query("--sql", counted, "-o", "csv");
        assert.deepEqual([code, out], [0, `accountId,COUNT(*)\r\n${ACCOUNT},1\n`]);
        const elsewhere = await query("--sql", counted, "--aggregator", "everything", "--region", "eu-west-1");
        assert.match(elsewhere.err, /there is no aggregator everything in eu-west-1/);
        configure("  conformance-packs:aggregators:\n    a: { accounts: [self] }\n    b: { accounts: [self] }\n");
        const which = await query("--sql", counted);
        assert.deepEqual([which.code, /a, b: name one by --aggregator/.test(which.err)], [2, true], which.err);
    });

    it("refuses another account than the stack's, and a command line that makes no sense", async () => {
        configure('  conformance-packs:account: "999999999999"\n');
        const { code, err } = await query("--sql", TOPICS);
        assert.equal(code, 1);
        assert.match(err, /belong to account 123456789012, but the stack dev belongs to 999999999999/);
        assert.equal((await query("resources-by-type", "--sql", TOPICS)).code, 2);
        assert.equal((await query("--sql", TOPICS, "--account", "--aggregator", "a")).code, 2);
        assert.equal((await query("--sql", TOPICS, "--limit", "0")).code, 2);
        assert.equal((await query("--sql", TOPICS, "--stack", "nowhere")).code, 2);
    });

    it("says what AWS refuses, in AWS's words, and asks again where AWS asks for patience", async () => {
        const fault = (description: Record<string, unknown>): Promise<Response> =>
            fetch(new URL("/sandbox/faults", fixture.emulator.endpoint), {
                method: "POST",
                headers: { "content-type": "application/json" },
                body: JSON.stringify({
                    service: "config",
                    operation: "SelectResourceConfig",
                    status: 400,
                    ...description,
                }),
            });
        await fault({ code: "InvalidExpressionException", message: "Mismatched input." });
        const { code, err } = await query("--sql", TOPICS, "--account");
        assert.deepEqual([code, err], [1, "AWS Config refuses the query: Mismatched input.\n"]);
        await fault({ code: "AccessDeniedException", message: "No." });
        assert.match((await query("--sql", TOPICS, "--account")).err, /allow config:SelectResourceConfig\. No\.$/m);
        await fault({ code: "ThrottlingException", count: 4 });
        assert.deepEqual((await query("--sql", TOPICS, "--account")).out, "0 rows\n");
    });
});
