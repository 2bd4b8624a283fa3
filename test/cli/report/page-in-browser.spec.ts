import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { reportPage } from "../../../cli/report/page.ts";
import { REPORT_LIMITS } from "../../../lib/report/compliance/read-report.ts";
import { launchChromium } from "../../browser.ts";
import { emptyReport, HOSTILE, largeReport, OTHER, OWN, smallReport } from "../../lib/report/report-fixtures.ts";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

describe("the page of packs report in a browser", function () {
    this.timeout(60_000);

    let folder = "";
    let browser: Browser;
    const pages: Page[] = [];

    before(async () => {
        folder = mkdtempSync(join(tmpdir(), "report-page-"));
        const reports = {
            empty: await emptyReport(),
            small: await smallReport(),
            // Everything that a large one has, in fewer rows: looking at each cell's contrast takes its time.
            many: await largeReport(100, { ...REPORT_LIMITS, accounts: 12, rules: 25, resources: 25 }),
            large: await largeReport(3000),
        };
        for (const [name, report] of Object.entries(reports)) {
            writeFileSync(join(folder, `${name}.html`), reportPage(report));
        }
        browser = await launchChromium();
    });
    afterEach(async () => {
        await Promise.all(pages.splice(0).map((page) => page.context().close()));
    });
    after(async () => {
        await browser.close();
        rmSync(folder, { recursive: true, force: true });
    });

    const addressOf = (name: string): string => pathToFileURL(join(folder, `${name}.html`)).href;

    /** A page that fails the test for whatever it logs, loads or throws. */
    async function open(name: string, options: BrowserContextOptions = {}): Promise<Page> {
        const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
        const page = await context.newPage();
        pages.push(page);
        const faults: string[] = [];
        page.on("console", (message) => faults.push(`${message.type()}: ${message.text()}`));
        page.on("pageerror", (error) => faults.push(error.message));
        page.on("dialog", (dialog) => {
            faults.push(`dialog: ${dialog.message()}`);
            void dialog.dismiss();
        });
        page.on("request", (request) => {
            if (request.url() !== addressOf(name) && !request.url().startsWith("blob:")) {
                faults.push(`request: ${request.url()}`);
            }
        });
        await page.goto(addressOf(name));
        assert.deepEqual(faults, []);
        page.on("close", () => assert.deepEqual(faults, []));
        return page;
    }

    async function violations(page: Page): Promise<string[]> {
        // A test's own script: the page's policy would refuse it as an element.
        await page.evaluate(AXE);
        const { violations: found } = await page.evaluate<AxeResults>(
            "axe.run(document, { resultTypes: ['violations'] })",
        );
        return found
            .filter(({ impact }) => impact === "serious" || impact === "critical")
            .flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));
    }

    for (const name of ["empty", "small", "many"]) {
        for (const colorScheme of ["light", "dark"] as const) {
            it(`of ${name} accounts loads nothing, logs nothing, and is accessible in ${colorScheme}`, async () => {
                const page = await open(name, { colorScheme });
                assert.deepEqual(await violations(page), []);
                assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0);
            });
        }
    }

    it("is no wider than a telephone, and accessible there too", async () => {
        const page = await open("small", { viewport: { width: 375, height: 800 } });
        assert.equal(await page.evaluate("document.documentElement.scrollWidth - innerWidth"), 0);
        assert.deepEqual(await violations(page), []);
    });

    it("takes names of anybody's as text", async () => {
        const page = await open("small");
        const shown = HOSTILE.replaceAll("\u202E", "\ufffd");
        assert.equal(await page.locator("#resources-table tbody tr").first().locator("code.id").textContent(), shown);
        assert.equal(await page.locator("main img").count(), 0);
    });

    it("may ask nobody: its policy refuses", async () => {
        const page = await open("small");
        const refused = await page.evaluate<string>(
            "fetch('https://example.com/').then(() => 'answered', (reason) => reason.name)",
        );
        assert.equal(refused, "TypeError");
        const ran = await page.evaluate(
            "(() => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s); return window.ran === true; })()",
        );
        assert.equal(ran, false);
        // Both were logged: that was the point.
        page.removeAllListeners("close");
    });

    const visible = (page: Page, table: string): Promise<string[]> =>
        page.locator(`#${table} tbody tr:not([hidden]) th`).allInnerTexts();

    it("filters every table, says how many rows are left, and what a table cannot tell apart", async () => {
        const page = await open("small");
        const filters = page.getByRole("search", { name: "Filter all tables" });
        await filters.getByLabel("Account").fill(OTHER);
        await page.locator("#filter-status", { hasText: `Filtered by account ${OTHER}` }).waitFor();
        assert.deepEqual(await visible(page, "accounts-table"), [OTHER]);
        assert.deepEqual(await visible(page, "resources-table"), ["orders\nAWS::S3::Bucket"]);
        assert.match(
            (await page.locator(".table:has(#rules-table) .remark").textContent()) ?? "",
            /Not filtered by account/,
        );
        await filters.getByRole("button", { name: "Reset" }).click();
        await page.locator("#filter-status:empty").waitFor({ state: "attached" });
        assert.equal((await visible(page, "accounts-table")).length, 3);

        await filters.getByLabel("Severity").selectOption("high");
        await filters.getByLabel("Pack").selectOption("audit");
        await page.locator("#filter-status", { hasText: "pack audit, severity high" }).waitFor();
        assert.deepEqual(await visible(page, "rules-table"), ["s3-bucket-logging-enabled"]);
        assert.equal(await page.locator("#accounts-table thead th[data-column]:visible").count(), 1);

        await filters.getByRole("button", { name: "Reset" }).click();
        await filters.getByLabel("Status").selectOption("waived");
        await page.locator("#filter-status", { hasText: "status waived" }).waitFor();
        assert.deepEqual(
            (await visible(page, "resources-table")).map((text) => text.split("\n")[0]),
            ["public-docs", "public-site"],
        );
        await filters.getByLabel("Search").fill("no such words");
        await page.locator("#filter-status", { hasText: "text no such words: 0 of " }).waitFor();
        assert.match((await page.locator(".table:has(#resources-table) .remark").textContent()) ?? "", /No row fits/);
        assert.deepEqual(await visible(page, "resources-table"), []);
    });

    it("sorts by numbers, severities and words, up and down, by keyboard", async () => {
        const page = await open("small");
        const head = page.locator("#rules-table thead th", { hasText: "Severity" });
        await head.getByRole("button").focus();
        await page.keyboard.press("Enter");
        assert.equal(await head.getAttribute("aria-sort"), "ascending");
        const severities = (): Promise<string[]> => page.locator("#rules-table tbody td:nth-child(2)").allInnerTexts();
        assert.deepEqual(await severities(), ["critical", "critical", "high", "low", "none"]);
        await page.keyboard.press("Space");
        assert.equal(await head.getAttribute("aria-sort"), "descending");
        assert.deepEqual(await severities(), ["none", "low", "high", "critical", "critical"]);
        await page.locator("#accounts-table thead th", { hasText: "Failing" }).getByRole("button").click();
        assert.deepEqual(await visible(page, "accounts-table"), ["333333333333", OTHER, OWN]);
    });

    async function savedCsv(page: Page, table: string): Promise<string> {
        const [download] = await Promise.all([
            page.waitForEvent("download"),
            page
                .locator(`.table:has(#${table})`)
                .getByRole("button", { name: /Save as CSV/ })
                .click(),
        ]);
        assert.equal(download.suggestedFilename(), `${table.replace("-table", "")}.csv`);
        return readFileSync(await download.path(), "utf8");
    }

    it("saves what a table shows as CSV, made in the page", async () => {
        const page = await open("small");
        const all = await savedCsv(page, "accounts-table");
        assert.deepEqual(all.replace("\ufeff", "").split("\r\n"), [
            "Account,Score,Worst,Failing,Waived,storage,audit,(no pack)",
            `${OWN},0.3750,critical,3,0,0.4285,0.0000,`,
            `${OTHER},0.5000,low,1,0,0.5000,,`,
            "333333333333,1.0000,none,0,0,1.0000,1.0000,",
            "",
        ]);
        await page.getByRole("search").getByLabel("Search").fill("orders");
        await page.locator("#filter-status", { hasText: "text orders" }).waitFor();
        const filtered = (await savedCsv(page, "resources-table")).split("\r\n");
        assert.equal(filtered.length, 3);
        assert.match(filtered[1] ?? "", /^AWS::S3::Bucket\/orders,222222222222,eu-west-1,low,failing,/);
    });

    it("switches to light and dark", async () => {
        const page = await open("small", { colorScheme: "light" });
        const ground = (): Promise<string> => page.evaluate("getComputedStyle(document.body).backgroundColor");
        const light = await ground();
        await page.getByRole("radio", { name: "Dark" }).check({ force: true });
        const dark = await ground();
        assert.notEqual(dark, light);
        await page.emulateMedia({ colorScheme: "dark" });
        await page.getByRole("radio", { name: "System" }).check({ force: true });
        assert.equal(await ground(), dark);
        await page.getByRole("radio", { name: "Light" }).check({ force: true });
        assert.equal(await ground(), light);
    });

    it("is used by keyboard: a link past the frame, and everything in reach with a visible focus", async () => {
        const page = await open("small");
        await page.keyboard.press("Tab");
        assert.equal(await page.evaluate("document.activeElement.textContent"), "Skip to the content");
        await page.keyboard.press("Enter");
        assert.equal(await page.evaluate("document.activeElement.id"), "main");
        const reached = new Set<string>();
        for (let step = 0; step < 200; step++) {
            await page.keyboard.press("Tab");
            const at = await page.evaluate<{ what: string; outline: string }>(
                "(() => { const e = document.activeElement; return { what: e.className || e.name || e.tagName, outline: getComputedStyle(e).outlineStyle }; })()",
            );
            if (at.what === "BODY" || at.what === "skip") {
                break;
            }
            assert.equal(at.outline, "solid", at.what);
            reached.add(at.what);
        }
        for (const what of ["text", "account", "status", "scroll", "save", "BUTTON", "SUMMARY"]) {
            assert.ok(reached.has(what), `${what} is not reached; only ${[...reached].join(", ")}`);
        }
    });

    it("is read by screen readers: landmarks, captions, headings of rows and columns, words for each plot", async () => {
        const page = await open("small");
        for (const role of ["banner", "navigation", "main", "contentinfo", "search"] as const) {
            assert.equal(await page.getByRole(role).count(), 1, role);
        }
        const faults = await page.evaluate<string[]>(`[
            ...[...document.querySelectorAll("table")].filter((t) => t.caption === null).map((t) => t.id + " has no caption"),
            ...[...document.querySelectorAll("th:not([scope])")].map((t) => t.textContent + " has no scope"),
            ...[...document.querySelectorAll("svg")].filter((s) => s.getAttribute("role") !== "img" || !(s.getAttribute("aria-label")?.length > 20)).map(() => "a plot has no words"),
        ]`);
        assert.deepEqual(faults, []);
        assert.equal(
            await page
                .getByRole("img", { name: /The share of compliant rules went from 30\.0 % on 2026-10-14/ })
                .count(),
            1,
        );
    });

    it("is printed with everything open, in light colours, and nothing to press", async () => {
        const page = await open("small", { colorScheme: "dark" });
        assert.ok((await page.locator("details:not([open])").count()) > 0);
        await page.emulateMedia({ media: "print" });
        await page.locator("details:not([open])").first().waitFor({ state: "detached" });
        assert.equal(await page.locator("details:not([open])").count(), 0);
        assert.equal(await page.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
        for (const gone of ["nav", "#filters", "#theme", ".save >> nth=0"]) {
            assert.equal(await page.locator(gone).isVisible(), false, gone);
        }
        await page.emulateMedia({ media: null });
        await page.locator("details:not([open])").first().waitFor({ state: "attached" });
        const pdf = (await page.pdf({ preferCSSPageSize: true })).toString("latin1");
        // A4, in points; and shadows would make pictures of it.
        assert.ok(/\/MediaBox\s*\[\s*0 0 59[456][.\d]* 84[123]/.test(pdf), /\/MediaBox[^\]]*/.exec(pdf)?.[0]);
        assert.ok(!pdf.includes("/Subtype /Image"));
    });

    it("is there to be read without its script", async () => {
        const page = await open("small", { javaScriptEnabled: false });
        assert.equal(await page.locator("#filters").isVisible(), false);
        assert.equal(await page.locator("#resources-table tbody tr").count(), 4);
        assert.equal(await page.locator("thead button").count(), 0);
    });

    it("tells thousands of accounts by the worst of them, and the rest as a sum", async () => {
        const page = await open("large");
        assert.equal(await page.locator("#accounts-table tbody tr").count(), 60);
        assert.match(await page.locator("#accounts-table tfoot").innerText(), /^2,940 other accounts/);
        assert.match(
            await page.locator("#accounts").innerText(),
            /the worst 60 of 3,000 accounts and the worst 16 of 22/,
        );
        assert.ok(readFileSync(join(folder, "large.html")).length < 1_500_000);
    });
});
