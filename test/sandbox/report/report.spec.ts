import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { ConfigServiceClient, ListConformancePackComplianceScoresCommand } from "@aws-sdk/client-config-service";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { writeSnapshot } from "../../../lib/compliance/snapshot.ts";
import { SnapshotBuilder } from "../../../lib/compliance/snapshot-builder.ts";
import { snapshotKey } from "../../../lib/compliance/snapshot-key.ts";
import type { ComplianceReport } from "../../../lib/report/compliance/compliance-report.ts";
import { launchChromium } from "../../browser.ts";
import { ACCOUNT, REGION, useEmulator } from "../emulator/emulator-fixture.ts";
import { type Ended, injectFault, packsCommand } from "../packs-command.ts";
import { AGGREGATOR, createAccounts, deployPacks, evaluate, writeProject } from "../status/evaluated-packs.ts";

const STACK = `config:
  aws:region: ${REGION}
  conformance-packs:aggregators:
    ${AGGREGATOR}: { accounts: [self] }
  conformance-packs:packs:
    storage: {}
    audit: {}
`;

const WAIVERS = `- rule: s3-bucket-public-read-prohibited
  account: all
  resource: site-docs
  reason: The documentation is public.
  owner: web-team
  expiry: 2999-12-31
`;

describe("packs report", function () {
    this.timeout(180_000);

    const fixture = useEmulator();
    let folder = "";
    let member = "";

    before("bring two accounts their packs and evaluations", async () => {
        folder = mkdtempSync(join(tmpdir(), "report-"));
        const templates = writeProject(folder, STACK);
        writeFileSync(join(folder, "waivers.yaml"), WAIVERS);
        const accounts = await createAccounts(fixture.settings());
        member = accounts.member;
        const own = new ConfigServiceClient(fixture.settings());
        for (const config of [own, accounts.memberConfig]) {
            await deployPacks(config, templates);
        }
        await evaluate(own, "s3-bucket-public-read-prohibited", { site: "COMPLIANT", "site-docs": "NON_COMPLIANT" });
        await evaluate(own, "s3-bucket-public-read-prohibited", { site: "NON_COMPLIANT" });
        await evaluate(own, "s3-bucket-logging-enabled", { site: "COMPLIANT", "site-docs": "COMPLIANT" });
        await evaluate(accounts.memberConfig, "s3-bucket-public-read-prohibited", { data: "COMPLIANT" });
        await evaluate(accounts.memberConfig, "s3-bucket-logging-enabled", { data: "NON_COMPLIANT" });
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    const report = (...words: readonly string[]): Promise<Ended> => packsCommand(fixture, folder, "report", ...words);

    async function told(...words: readonly string[]): Promise<ComplianceReport> {
        const { code, out, err } = await report("--format", "json", ...words);
        assert.deepEqual([code, err], [0, ""]);
        return JSON.parse(out) as ComplianceReport;
    }

    it("scores packs of an account as AWS Config does", async () => {
        const { matrix, score } = await told("--account");
        const config = new ConfigServiceClient(fixture.settings());
        const { ConformancePackComplianceScores: scores = [] } = await config.send(
            new ListConformancePackComplianceScoresCommand({}),
        );
        assert.deepEqual(
            Object.fromEntries(matrix.packs.shown.map((one) => [one.name, (100 * (one.score ?? -1)).toFixed(2)])),
            Object.fromEntries(scores.map(({ ConformancePackName: name = "", Score: words }) => [name, words])),
        );
        assert.deepEqual([score.counted, score.compliant, score.total], ["combinations", 4, 6]);
    });

    it("tells accounts, resources with their waivers and timelines, controls and a trend from AWS's own history", async () => {
        const { matrix, resources, coverage, trend, waivers, cost } = await told("--framework", "CIS");
        assert.deepEqual(matrix.accounts.shown.map(({ name }) => name).sort(), [ACCOUNT, member].sort());
        assert.deepEqual(
            resources.shown.map((one) => [one.account, one.resourceId, one.waived, one.timeline?.changes[0]?.after]),
            [
                [ACCOUNT, "site", false, "NON_COMPLIANT"],
                [member, "data", false, undefined],
                [ACCOUNT, "site-docs", true, "NON_COMPLIANT"],
            ],
        );
        assert.match(resources.timelinesMissing ?? "", new RegExp(`outside account ${ACCOUNT}`));
        const site = (resources.shown[0]?.timeline?.changes ?? []).map(({ before, after }) => `${before} -> ${after}`);
        assert.ok(site.includes("COMPLIANT -> NON_COMPLIANT"), site.join("\n"));
        assert.equal(site.at(-1), "undefined -> COMPLIANT");
        assert.equal(coverage?.live[0]?.verdicts.NON_COMPLIANT, 1);
        assert.ok("points" in trend && trend.from === "history" && trend.points.length > 0, JSON.stringify(trend));
        assert.equal(waivers.used[0]?.resources.count, 1);
        assert.ok((cost?.total.high ?? 0) > 0);
    });

    it("takes a trend from snapshots in a bucket, and says what is wrong with them", async () => {
        const s3 = new S3Client({ ...fixture.settings(), forcePathStyle: true });
        await s3.send(
            new CreateBucketCommand({
                Bucket: "kept-history",
                CreateBucketConfiguration: { LocationConstraint: REGION },
            }),
        );
        const takenAt = "2026-01-01T06:00:00.000Z";
        const put = (body: Uint8Array): Promise<unknown> =>
            s3.send(
                new PutObjectCommand({ Bucket: "kept-history", Key: `x/${snapshotKey("dev", takenAt)}`, Body: body }),
            );
        const scope = { kind: "account", account: ACCOUNT, regions: [REGION] } as const;
        await put(writeSnapshot(new SnapshotBuilder({ stack: "dev", takenAt, scope, waivers: [] }).build()));
        const { trend } = await told("--trend", "s3://kept-history/x");
        assert.deepEqual("points" in trend && [trend.from, trend.points.length, trend.points[0]?.at], [
            "snapshots",
            2,
            takenAt,
        ]);
        await put(new TextEncoder().encode("nonsense"));
        const broken = await report("--trend", "s3://kept-history/x");
        assert.deepEqual([broken.code, broken.out], [1, ""]);
        assert.match(
            broken.err,
            /s3:\/\/kept-history\/x: x\/digests\/dev\/.* is no snapshot of compliance: it is no JSON/,
        );
    });

    it("writes a page that a browser shows, without a request or a fault", async () => {
        const { code, out, err } = await report("--framework", "CIS", "--output", "report.html");
        assert.deepEqual([code, out], [0, ""], err);
        assert.match(err, /^report\.html: 2 accounts, 3 rules failing, score 55\.5 %$/m);
        const browser = await launchChromium();
        try {
            const page = await browser.newPage();
            const faults: string[] = [];
            const address = pathToFileURL(join(folder, "report.html")).href;
            page.on("console", (message) => faults.push(message.text()));
            page.on("pageerror", (error) => faults.push(error.message));
            page.on("request", (request) => request.url() !== address && faults.push(request.url()));
            await page.goto(address);
            assert.match(await page.locator(".score-number").innerText(), /^55\.5\s%$/);
            assert.equal(await page.locator("#resources-table tbody tr").count(), 3);
            await page.getByRole("search").getByLabel("Account").fill(member);
            await page.locator("#filter-status", { hasText: member }).waitFor();
            assert.equal(await page.locator("#resources-table tbody tr:visible").count(), 1);
            assert.deepEqual(faults, []);
        } finally {
            await browser.close();
        }
    });

    it("says what is wrong before it asks, and in AWS's words where AWS refuses; then nothing is written", async () => {
        const unknown = await report("--framework", "CSI");
        assert.deepEqual([unknown.code, /no pack names a framework CSI/.test(unknown.err)], [2, true]);
        assert.equal((await report("--format", "pdf")).code, 2);
        const nowhere = await report("--output", "nowhere/report.html");
        assert.deepEqual([nowhere.code, /nothing can be written to the folder nowhere/.test(nowhere.err)], [1, true]);
        assert.match((await report("--trend", "nowhere")).err, /packs report: nowhere is no snapshot.*no such folder/);
        assert.match((await report("--trend", "s3://no-such-bucket")).err, /packs report: there is no bucket for s3:/);
        await injectFault(fixture, {
            operation: "DescribeAggregateComplianceByConfigRules",
            code: "AccessDeniedException",
            message: "not authorized to perform: x",
        });
        const denied = await report("--output", "denied.html");
        assert.deepEqual([denied.code, existsSync(join(folder, "denied.html"))], [1, false]);
        assert.match(denied.err, /the credentials may not ask AWS Config: not authorized to perform: x/);
        assert.ok(readFileSync(join(folder, "report.html"), "utf8").startsWith("<!doctype html>"));
    });
});
