import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { ConfigServiceClient } from "@aws-sdk/client-config-service";
import { AccountComplianceSource } from "../../../compliance/account-source.ts";
import type { Pages } from "../../../lib/compliance/source.ts";
import { ACCOUNT, REGION, useEmulator } from "../emulator/emulator-fixture.ts";
import { AGGREGATOR, createAccounts, deployPacks, evaluate, writeProject } from "./evaluated-packs.ts";
import { type Ended, injectFault, packsCommand } from "../packs-command.ts";

const STACK = `config:
  aws:region: ${REGION}
  conformance-packs:aggregators:
    ${AGGREGATOR}: { accounts: [self] }
  conformance-packs:packs:
    storage: {}
    audit: {}
`;

async function everything<Item>(pages: Pages<Item>): Promise<Item[]> {
    const all: Item[] = [];
    for await (const page of pages) {
        all.push(...page);
    }
    return all;
}

interface Told {
    readonly scope: object;
    readonly totals: { readonly verdicts: Readonly<Record<string, number>>; readonly score: number };
    readonly groups: readonly { readonly name: string; readonly verdicts: Readonly<Record<string, number>> }[];
    readonly waivers: readonly { readonly resource: string; readonly resources: object }[];
}

describe("packs status", function () {
    this.timeout(90_000);

    const fixture = useEmulator();
    let folder = "";
    let member = "";

    before("bring two accounts their packs and evaluations", async () => {
        folder = mkdtempSync(join(tmpdir(), "status-"));
        const templates = writeProject(folder, STACK);
        const accounts = await createAccounts(fixture.settings());
        member = accounts.member;
        const own = new ConfigServiceClient(fixture.settings());
        for (const config of [own, accounts.memberConfig]) {
            await deployPacks(config, templates);
        }
        await evaluate(own, "s3-bucket-public-read-prohibited", {
            site: "NON_COMPLIANT",
            "site-docs": "NON_COMPLIANT",
        });
        await evaluate(own, "s3-bucket-logging-enabled", { site: "COMPLIANT" });
        await evaluate(accounts.memberConfig, "s3-bucket-public-read-prohibited", { data: "COMPLIANT" });
        await evaluate(accounts.memberConfig, "s3-bucket-logging-enabled", { data: "NON_COMPLIANT" });
    });
    beforeEach(() => rmSync(join(folder, "waivers.yaml"), { force: true }));
    after(() => rmSync(folder, { recursive: true, force: true }));

    const status = (...words: readonly string[]): Promise<Ended> => packsCommand(fixture, folder, "status", ...words);

    /** `name: failing/waived/no data/compliant` in the order in which they come. */
    async function rows(...words: readonly string[]): Promise<string[]> {
        const { code, out, err } = await status(...words, "-o", "json");
        assert.deepEqual([code, err], [0, ""]);
        return (JSON.parse(out) as Told).groups.map(
            ({ name, verdicts: v }) =>
                `${name}: ${v["NON_COMPLIANT"]}/${v["WAIVED"]}/${v["INSUFFICIENT_DATA"]}/${v["COMPLIANT"]}`,
        );
    }

    function waive(resource: string, account = "all", expiry = "2999-12-31"): void {
        const keys = {
            rule: "s3-bucket-public-read-prohibited",
            account,
            resource,
            reason: "a website",
            owner: "web",
            expiry,
        };
        const lines = Object.entries(keys).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
        writeFileSync(join(folder, "waivers.yaml"), `- ${lines.join("\n  ")}\n`);
    }

    it("counts by pack, rule, account, region and control over the stack's aggregator, the worst first", async () => {
        assert.deepEqual(await rows(), ["storage: 2/0/2/2", "audit: 1/0/0/1"]);
        assert.deepEqual(await rows("--by", "rule"), [
            "s3-bucket-public-read-prohibited: 1/0/0/1",
            "s3-bucket-logging-enabled: 2/0/0/2",
            "s3-bucket-versioning-enabled: 0/0/2/0",
        ]);
        assert.deepEqual(await rows("--by", "account"), [`${ACCOUNT}: 1/0/1/2`, `${member}: 2/0/1/1`]);
        assert.deepEqual(await rows("--by", "region"), [`${REGION}: 3/0/2/3`]);
        assert.deepEqual(await rows("--by", "control"), ["CIS 2.1: 1/0/0/1", "CIS 3.6: 2/0/0/2", "CIS 2.6: 0/0/2/0"]);
    });

    it("takes filters that narrow, alone and together", async () => {
        assert.deepEqual(await rows("--pack", "audit"), ["audit: 1/0/0/1"]);
        assert.deepEqual(await rows("--in-account", member, "--only", "NON_COMPLIANT", "--by", "pack"), [
            "audit: 1/0/0/0",
            "storage: 1/0/0/0",
        ]);
        assert.deepEqual(await rows("--by", "account", "--severity", "critical,low"), [
            `${ACCOUNT}: 1/0/1/0`,
            `${member}: 0/0/1/1`,
        ]);
        assert.deepEqual(await rows("--by", "rule", "--control", "2.6"), ["s3-bucket-versioning-enabled: 0/0/2/0"]);
        assert.deepEqual(await rows("--in-region", "us-east-1"), []);
    });

    it("shows what is waived, resource by resource, and hides nothing", async () => {
        waive("site");
        assert.deepEqual(await rows("--by", "rule", "--rule", "*public*"), [
            "s3-bucket-public-read-prohibited: 1/0/0/1",
        ]);
        waive("site*", ACCOUNT);
        const { out } = await status("--by", "rule", "--rule", "*public*");
        assert.match(
            out,
            /1 rule in 2 accounts and 1 region: 0 failing, 1 waived, 0 without data, 1 compliant, score 50\.0 %/,
        );
        assert.match(out, /^s3-bucket-public-read-prohibited +123456789012 +site\* +2 +web +2999-12-31 +a website$/m);
        waive("site*", ACCOUNT, "2020-01-01");
        const expired = await status("--by", "rule", "--rule", "*public*");
        assert.match(expired.out, /1 failing, 0 without data/);
        assert.match(expired.out, /the waiver for s3-bucket-public-read-prohibited on site\* ended on 2020-01-01/);
    });

    it("asks one account alone, which knows its packs by their IDs", async () => {
        assert.deepEqual(await rows("--account"), ["storage: 1/0/1/1", "audit: 0/0/0/1"]);
        waive("site*");
        assert.deepEqual(await rows("--account", "--by", "rule", "--only", "WAIVED"), [
            "s3-bucket-public-read-prohibited: 0/1/0/0",
        ]);
        const { out } = await status("--account");
        assert.match(out, /^Compliance of the stack dev, seen in account 123456789012, eu-central-1$/m);
    });

    it("prints CSV and Markdown", async () => {
        const csv = await status("--by", "account", "-o", "csv");
        assert.equal(csv.out.split("\r\n")[1], `${ACCOUNT},critical,1,0,1,0,2,0.6666,2,0`);
        const markdown = await status("--by", "account", "-o", "markdown");
        assert.match(markdown.out, /^\| Account \| Worst \| Failing \|/m);
    });

    it("ends with 1 where --fail-on finds something, and not for what is waived", async () => {
        const refused = await status("--fail-on", "critical");
        assert.equal(refused.code, 1);
        assert.match(refused.err, /--fail-on critical found 1 rule of severity critical or worse failing/);
        waive("site*");
        assert.equal((await status("--fail-on", "critical")).code, 0);
        assert.equal((await status("--fail-on", "any")).code, 1);
    });

    it("says what is wrong before it asks, and in AWS's words where AWS refuses", async () => {
        assert.equal((await status("--by", "colour")).code, 2);
        const misspelt = await status("--severity", "critcal");
        assert.deepEqual([misspelt.code, /did you mean critical\?/.test(misspelt.err)], [2, true]);
        assert.equal((await status("--watch", "1")).code, 2);
        waive("site*", "all", "tomorrow");
        const faulty = await status();
        assert.deepEqual([faulty.code, /waivers\.yaml:\d+:\d+: error/.test(faulty.err)], [1, true], faulty.err);
        rmSync(join(folder, "waivers.yaml"));
        const unknown = await status("--aggregator", "another");
        assert.match(unknown.err, /there is no aggregator another in eu-central-1 .* packs status --account/);
        const operation = "DescribeAggregateComplianceByConfigRules";
        await injectFault(fixture, {
            operation,
            code: "AccessDeniedException",
            message: "not authorized to perform: x",
        });
        const denied = await status();
        assert.deepEqual([denied.code, denied.out], [1, ""]);
        assert.match(denied.err, /the credentials may not ask AWS Config: not authorized to perform: x/);
        await injectFault(fixture, { operation, code: "ThrottlingException", count: 2 });
        assert.equal((await status()).code, 0);
    });

    it("looks again until it is interrupted, which is a success", async () => {
        const watching = spawn(
            process.execPath,
            [resolve("bin/packs.mjs"), "status", "--by", "rule", "--watch", "5", "-o", "json"],
            {
                cwd: folder,
                env: {
                    ...process.env,
                    AWS_ENDPOINT_URL: fixture.emulator.endpoint,
                    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
                    AWS_SECRET_ACCESS_KEY: "secret",
                },
                stdio: ["ignore", "pipe", "inherit"],
            },
        );
        const lines: string[] = [];
        const ended = new Promise<number | null>((done) => watching.once("exit", (code) => done(code)));
        let text = "";
        watching.stdout.on("data", (chunk: Buffer) => {
            text += String(chunk);
            lines.splice(0, lines.length, ...text.split("\n").filter((line) => line !== ""));
            if (lines.length === 2) {
                watching.kill("SIGINT");
            }
        });
        const overdue = setTimeout(() => watching.kill("SIGKILL"), 60_000);
        assert.equal(await ended, 0);
        clearTimeout(overdue);
        assert.equal(lines.length, 2);
        assert.ok(lines.every((line) => (JSON.parse(line) as Told).groups.length === 3));
    });

    it("reads packs and evaluations of one account in fewer questions", async () => {
        const before = { ...process.env };
        Object.assign(process.env, {
            AWS_ENDPOINT_URL: fixture.emulator.endpoint,
            AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
            AWS_SECRET_ACCESS_KEY: "secret",
        });
        try {
            const source = new AccountComplianceSource(ACCOUNT, [REGION]);
            const packs = await everything(source.packs());
            assert.deepEqual(
                packs.map((one) => [
                    one.pack,
                    one.compliance,
                    one.nonCompliantRules,
                    one.compliantRules,
                    one.totalRules,
                ]),
                [
                    ["audit", "COMPLIANT", 0, 1, 1],
                    ["storage", "NON_COMPLIANT", 1, 1, 3],
                ],
            );
            const evaluations = await everything(source.packEvaluations("storage", REGION));
            assert.deepEqual(evaluations.map(({ resourceId, compliance }) => `${resourceId} ${compliance}`).sort(), [
                "site COMPLIANT",
                "site NON_COMPLIANT",
                "site-docs NON_COMPLIANT",
            ]);
            const counts = await everything(source.ruleCounts("account"));
            assert.equal(counts[0]?.nonCompliant.count, 1);
        } finally {
            process.env = before;
        }
    });
});
