import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters, styleText } from "node:util";
import type { DiffFormat, DiffReport } from "../../../cli/diff/format.ts";
import { DIFF_FORMATS, type DiffFormatName } from "../../../cli/diff/formats.ts";
import { COMMENT_MARKER } from "../../../cli/diff/markdown.ts";
import { loadUsage } from "../../../lib/cost/usage.ts";
import { comparePlans } from "../../../lib/diff/comparison.ts";
import { parseFailOn, violations } from "../../../lib/diff/fail-on.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import type { Terminal } from "../../../cli/terminal.ts";

const FORMATS: Readonly<Record<DiffFormatName, DiffFormat>> = DIFF_FORMATS;

const FIXTURES = join(import.meta.dirname, "fixtures");
const COMMIT = "0123456789abcdef0123456789abcdef01234567";

/** As on a terminal with colour. */
const coloured: Terminal["style"] = (style, text) => styleText(style, text, { validateStream: false });
const plain: Terminal["style"] = (_, text) => text;

function planOf(side: "old" | "new", stack: string): DeploymentPlan {
    const { plan, diagnostics } = loadPlan({ stack, files: projectFolder(join(FIXTURES, side)) });
    assert.ok(plan, JSON.stringify(diagnostics));
    return plan;
}

function reportOf(stacks: readonly string[], failOn = "removed-rules,cost>5"): DiffReport {
    const { usage } = loadUsage(projectFolder(join(FIXTURES, "new")));
    const parsed = parseFailOn(failOn);
    assert.ok(usage && "classes" in parsed);
    const comparisons = stacks.map((stack) => comparePlans(stack, planOf("old", stack), planOf("new", stack), usage));
    return {
        base: { name: "main", commit: COMMIT },
        stacks: comparisons,
        uncompared: [],
        violations: violations(comparisons, parsed.classes),
    };
}

/** Compares with the file; writes it where UPDATE_GOLDEN is set, so that a change of words shows in a review. */
function golden(name: string, text: string): void {
    const file = join(FIXTURES, name);
    if (process.env["UPDATE_GOLDEN"] !== undefined) {
        writeFileSync(file, text);
    }
    assert.ok(existsSync(file), `there is no ${file}: run with UPDATE_GOLDEN=1, and read what it writes`);
    assert.equal(text, readFileSync(file, "utf8"));
}

describe("the formats of a comparison", () => {
    for (const [name, style] of [
        ["text", plain],
        ["markdown", coloured],
        ["json", coloured],
        ["html", coloured],
    ] as [DiffFormatName, Terminal["style"]][]) {
        it(`are as they were: ${name}`, async () => {
            const report = reportOf(["dev", "prod"]);
            const text = await FORMATS[name](report, style);
            golden(`${name}.golden`, text);
            assert.equal(await FORMATS[name](reportOf(["dev", "prod"]), style), text);
        });
    }

    it("colour the text, and nothing but the text", async () => {
        const report = reportOf(["prod"]);
        const text = String(await FORMATS.text(report, coloured));
        assert.ok(text.includes("\u001b[32m"));
        assert.equal(stripVTControlCharacters(text), await FORMATS.text(report, plain));
    });

    it("begin a comment with the line by which it is found again", async () => {
        const text = String(await FORMATS.markdown(reportOf(["dev"]), plain));
        assert.equal(text.split("\n")[0], COMMENT_MARKER);
    });

    it("keep names in packs from being markup, mentions or links", async () => {
        const report = reportOf(["prod"]);
        const markdown = String(await FORMATS.markdown(report, plain));
        const outside = markdown.replaceAll(/(`+)(?!`).*?(?<!`)\1(?!`)/g, "").replaceAll(/<code>.*?<\/code>/g, "");
        assert.doesNotMatch(outside, /@everyone|<b>|\]\(x\)/);
        assert.match(markdown, /@everyone/);
        const html = String(await FORMATS.html(report, plain));
        assert.doesNotMatch(html, /<b>@/);
        assert.match(html, /&lt;b&gt;@everyone/);
        assert.doesNotMatch(html, /<script|https?:\/\/(?!www\.w3\.org)/);
    });

    it("fit into a comment, and say what they leave out", async () => {
        const [stack] = reportOf(["prod"]).stacks;
        assert.ok(stack);
        const many = { ...reportOf(["prod"]), stacks: Array.from({ length: 40 }, () => stack) };
        const text = String(await FORMATS.markdown(many, plain));
        assert.ok(text.length < 65_536, String(text.length));
        assert.match(text, /_\d+ more sections do not fit into a comment/);
        assert.equal(text.split("<details>").length, text.split("</details>").length);
    });

    it("hold templates in JSON by their hash", async () => {
        const report = JSON.parse(String(await FORMATS.json(reportOf(["prod"]), plain))) as {
            stacks: { changes: { path: string[]; old?: string; new?: unknown }[] }[];
        };
        const changes = report.stacks[0]?.changes ?? [];
        const template = changes.find(({ path }) => path.join(".") === "packs.storage.template");
        assert.match(String(template?.old), /^sha256:[0-9a-f]{64}$/);
        assert.doesNotMatch(JSON.stringify(report), /Resources:/);
    });
});
