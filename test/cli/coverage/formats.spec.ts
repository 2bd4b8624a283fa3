import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters, styleText } from "node:util";
import { parseHTML } from "linkedom";
import { COVERAGE_FORMATS, type CoverageFormatName } from "../../../cli/coverage/formats.ts";
import type { CoverageFormat } from "../../../cli/coverage/format.ts";
import type { Terminal } from "../../../cli/terminal.ts";
import { catalogue } from "../../../lib/catalogue/catalogue.ts";
import type { NamedChecks } from "../../../lib/coverage/named-checks.ts";
import { readProjectPacks } from "../../../lib/coverage/pack-rules.ts";
import { type CoverageScope, reportFramework, reportOverview } from "../../../lib/coverage/report.ts";
import { memoryFiles } from "../../lib/project.ts";

const FORMATS: Readonly<Record<CoverageFormatName, CoverageFormat>> = COVERAGE_FORMATS;

const plain: Terminal["style"] = (_, text) => text;
const coloured: Terminal["style"] = (style, text) => styleText(style, text, { validateStream: false });

const CHECKS: NamedChecks = [
    {
        group: "network",
        checks: [
            { check: "SSH, closed", rules: ["restricted-ssh"], ports: [22] },
            { check: "a mail every day", providedBy: "the <alert> topic" },
            { check: "idle machines", reason: 'AWS Config sees "settings", not metrics.' },
            { check: "a rule that no pack has", rules: ["eip-attached"] },
        ],
    },
];

const PROJECT = {
    "packs/accounts.yaml": `
rules:
  root-account-mfa-enabled: { severity: critical, reason: One password is <not> enough., controls: { "F&1": ["1.2", "1.10"] } }
  access-keys-rotated: { parameters: { maxAccessKeyAge: 90 }, controls: { "F&1": "1.10" } }
  iam-user-mfa-enabled: { enabled: false, controls: { "F&1": "1.3" } }
notCovered:
  - { controls: { "F&1": ["1.9", "1.11"] }, reason: Only people know. }
`,
    "packs/networks.yaml": `
rules:
  restricted-ssh: { severity: high, controls: { "F&1": "2.1" } }
  access-keys-rotated: { parameters: { maxAccessKeyAge: 30 }, controls: { "F&1": "1.10" } }
`,
};

function scope(): CoverageScope {
    const { packs, diagnostics } = readProjectPacks(memoryFiles(PROJECT));
    assert.ok(packs, JSON.stringify(diagnostics));
    return { title: "all packs of the project", selected: packs, project: packs };
}

const sources = { checks: CHECKS, catalogue: catalogue(), ownRules: [] };

/** What each format gives for the overview, the framework and the checks. */
function printed(format: CoverageFormatName, style = plain): string[] {
    return [
        FORMATS[format].overview(reportOverview(scope(), sources), style),
        FORMATS[format].framework(reportFramework("F&1", scope(), sources), style),
        FORMATS[format].framework(reportFramework("checks", scope(), sources), style),
    ];
}

/** The types of a page are not those of this program. */
interface Page {
    readonly body: { readonly textContent: string };
    querySelector(selector: string): { readonly textContent: string } | null;
    querySelectorAll(selector: string): Iterable<{ readonly textContent: string }> & { readonly length: number };
}

function documentOf(html: string): Page {
    return (parseHTML(html) as unknown as { document: Page }).document;
}

describe("the formats of packs coverage", () => {
    for (const format of Object.keys(FORMATS) as CoverageFormatName[]) {
        it(`print ${format} as before`, () => {
            const golden = join(import.meta.dirname, "fixtures", `${format}.golden`);
            const text = `${printed(format).join("\n\n")}\n`;
            if (process.env["UPDATE_GOLDEN"] !== undefined) {
                writeFileSync(golden, text);
            }
            assert.ok(existsSync(golden), `there is no ${golden}: run with UPDATE_GOLDEN=1, and read what it writes`);
            assert.equal(text, readFileSync(golden, "utf8"));
        });
    }

    it("colour text without a change of its words", () => {
        const texts = printed("text", coloured);
        assert.notDeepEqual(texts, printed("text"));
        assert.deepEqual(texts.map(stripVTControlCharacters), printed("text"));
    });

    it("give CSV a line for each control, rule and pack, all of one width", () => {
        const [, framework = ""] = printed("csv");
        const lines = framework.split("\r\n");
        assert.equal(lines.filter((line) => line.includes(",1.10,covered,access-keys-rotated,")).length, 2);
        assert.ok(lines.every((line) => line.split(",").length === 10));
    });

    it("give HTML that loads and runs nothing, with every text as text", () => {
        for (const text of printed("html")) {
            const document = documentOf(text);
            assert.equal(document.querySelectorAll("script, link, img, iframe, [src], [href]").length, 0);
            assert.doesNotMatch(text, /url\(|@import|https?:/);
        }
        const document = documentOf(printed("html")[1] ?? "");
        assert.equal(document.querySelector("h1")?.textContent, "F&1");
        assert.ok(document.body.textContent.includes("One password is <not> enough."));
        assert.deepEqual(
            [...document.querySelectorAll("h2")].map(({ textContent }) => textContent),
            ["Gaps", "Covered by rules", "Not for AWS Config to check", "Overlaps"],
        );
    });
});
