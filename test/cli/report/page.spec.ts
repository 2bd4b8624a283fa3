import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { html } from "../../../cli/report/html.ts";
import { formatJson } from "../../../cli/report/json.ts";
import { reportPage } from "../../../cli/report/page.ts";
import { table } from "../../../cli/report/table.ts";
import { findChromium } from "../../browser.ts";
import { emptyReport, HOSTILE, smallReport } from "../../lib/report/report-fixtures.ts";

describe("the page of packs report", () => {
    it("is one file that refers to no other, with a policy for just its script and its style sheet", async () => {
        const page = reportPage(await smallReport());
        const [, policy = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
        for (const [element, directive] of [
            ["style", "style-src"],
            ["script", "script-src"],
        ] as const) {
            const found = [...page.matchAll(new RegExp(`<${element}>([\\s\\S]*?)</${element}>`, "g"))];
            assert.equal(found.length, 1);
            const hash = createHash("sha256")
                .update(found[0]?.[1] ?? "")
                .digest("base64");
            assert.ok(policy.includes(`${directive} 'sha256-${hash}'`), policy);
        }
        assert.match(policy, /^default-src 'none'; .*base-uri 'none'; form-action 'none'$/);
        assert.doesNotMatch(page, /<(link|img|iframe|object|embed)\b|@import|url\(/);
        assert.doesNotMatch(reportPage(await emptyReport()), /<[^>]+\s(src|style|on\w+)=/);
        assert.deepEqual([...page.matchAll(/href="([^"#]+)/g)], []);
    });

    it("escapes whatever AWS and the project say", async () => {
        const page = reportPage(await smallReport());
        assert.ok(!page.includes(HOSTILE));
        assert.ok(!page.includes("<img src=x"));
        assert.ok(
            page.includes("&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp;'&quot;\ufffdgpj"),
        );
    });

    it("is the same for the same report", async () => {
        assert.equal(reportPage(await smallReport()), reportPage(await smallReport()));
    });

    it("says what is not known instead of leaving it out", async () => {
        const text = reportPage(await emptyReport()).replaceAll(/\s+/g, " ");
        for (const words of [
            "AWS Config has no rules here",
            "There is no trend to show",
            "No framework was asked for",
            "no stack was named",
            "Nothing is waived",
        ]) {
            assert.ok(text.includes(words), words);
        }
    });

    it("has a JSON for machines, with all but where waivers stand in their file", async () => {
        const report = await smallReport();
        const told = JSON.parse(formatJson(report)) as typeof report;
        assert.deepEqual(told.score, report.score);
        assert.equal(told.resources.shown[0]?.resourceId, HOSTILE);
        assert.equal(told.waivers.used[0]?.waiver.owner, "web-team");
        assert.ok(!formatJson(report).includes('"locations"'));
    });
});

describe("templates of HTML", () => {
    it("escape all that they hold but HTML, also in lists and attributes", () => {
        const part = html`<b title="${'"><script>'}">${["<i>", html`<i>${1}</i>`, undefined, false]}</b>`;
        assert.equal(part.text, '<b title="&quot;&gt;&lt;script&gt;">&lt;i&gt;<i>1</i></b>');
        assert.equal(html`${"a\u202Eb\u2066c\u0007d"}`.text, "a\ufffdb\ufffdc d");
    });

    it("of tables name their rows and columns, and say so where there are none", () => {
        const columns = [{ heading: "<Name>", kind: "name" as const, cell: (row: string) => row }];
        const shared = { id: "x-table", caption: "X", columns, empty: "None & nothing." };
        assert.match(table({ ...shared, rows: ["<a>"] }).text, /<th scope="row"\s*>&lt;a&gt;<\/th>/);
        assert.equal(table({ ...shared, rows: [] }).text, '<p class="empty">None &amp; nothing.</p>');
    });
});

describe("the browser for tests", () => {
    it("is the one that CHROMIUM names, else the first on PATH, and its absence a fault", () => {
        const folder = mkdtempSync(join(tmpdir(), "chromium-"));
        try {
            const [named, onPath] = [join(folder, "mine"), join(folder, "google-chrome")];
            writeFileSync(named, "", { mode: 0o755 });
            writeFileSync(onPath, "", { mode: 0o755 });
            assert.equal(findChromium({ CHROMIUM: named, PATH: folder }), named);
            assert.equal(findChromium({ PATH: `/nowhere:${folder}` }), onPath);
            assert.throws(
                () => findChromium({ PATH: "/nowhere" }),
                /install Debian's package chromium, or name .* CHROMIUM/,
            );
            assert.throws(() => findChromium({ CHROMIUM: join(folder, "no"), PATH: folder }), /which is no program/);
        } finally {
            rmSync(folder, { recursive: true, force: true });
        }
    });
});
