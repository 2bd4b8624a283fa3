import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import type { DiffFormat, DiffReport } from "../../../cli/diff/format.ts";
import { DIFF_FORMATS, type DiffFormatName } from "../../../cli/diff/formats.ts";
import { plan } from "../../../cli/plan.ts";
import type { Terminal } from "../../../cli/terminal.ts";
import { usageSchema } from "../../../lib/cost/usage.ts";
import { comparePlans } from "../../../lib/diff/comparison.ts";
import { parseFailOn, violations } from "../../../lib/diff/fail-on.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { memoryFiles } from "../../lib/project.ts";
import { golden, NEW, OLD, writeProject } from "./project.ts";

const plain: Terminal["style"] = (_, text) => text;

const USAGE = usageSchema.parse({
    regions: 4,
    prices: { "ap-south-1": { configurationItem: { continuous: 0.004 } } },
});

function planOf(files: Readonly<Record<string, string>>): DeploymentPlan {
    const loaded = loadPlan({ stack: "prod", files: memoryFiles(files) });
    assert.ok(loaded.plan, JSON.stringify(loaded.diagnostics));
    return loaded.plan;
}

function printed(files: Readonly<Record<string, string>>, options: { json?: boolean; rules?: boolean }): string {
    const out: string[] = [];
    const terminal: Terminal = {
        line: (text = "") => void out.push(text),
        note: () => undefined,
        transient: () => undefined,
        style: plain,
        isInteractive: false,
    };
    const folder = writeProject(files);
    try {
        assert.equal(plan(folder, { stack: "prod", json: false, rules: false, ...options }, terminal), 0);
    } finally {
        rmSync(folder, { recursive: true });
    }
    return `${out.join("\n")}\n`;
}

function reportOf(old = planOf(OLD), now = planOf(NEW)): DiffReport {
    const parsed = parseFailOn("removed-rules,removed-packs,lost-coverage,replacement");
    assert.ok("classes" in parsed);
    const stacks = [comparePlans("prod", old, now, USAGE)];
    return {
        base: { name: "main", commit: "0123456789abcdef0123456789abcdef01234567" },
        stacks,
        uncompared: [],
        violations: violations(stacks, parsed.classes),
    };
}

describe("a stack with several regions", () => {
    it("is planned region by region, what is alike in one line", () => {
        golden("plan.golden", printed(NEW, { rules: true }));
    });

    it("is the same for machines", () => {
        golden("plan-json.golden", printed(NEW, { json: true }));
    });

    it("stays readable with thirty regions and fifty packs", () => {
        const names = Array.from({ length: 49 }, (_, index) => `pack-${String(index).padStart(2, "0")}`);
        const entries = names.map((name) => `    ${name}: { file: network }\n`).join("");
        const files = {
            ...OLD,
            "Pulumi.prod.yaml":
                `config:\n  aws:region: eu-west-1\n  conformance-packs:packs:\n    identity:\n${entries}` +
                "  conformance-packs:regions:\n    all:\n" +
                ["ap-east-1", "eu-south-1", "eu-south-2", "me-south-1", "me-central-1", "af-south-1", "il-central-1"]
                    .map((region) => `    ${region}: { optIn: enabled }\n`)
                    .join(""),
        };
        const text = printed(files, {});
        assert.ok(text.split("\n").length < 250, String(text.split("\n").length));
        assert.match(text, /^pack-48 +account +all 24 regions +1 /m);
        assert.match(text, /^In each of 23 regions: af-south-1, /m);
    });

    for (const [name, format] of Object.entries(DIFF_FORMATS) as [DiffFormatName, DiffFormat][]) {
        it(`is compared region by region: ${name}`, async () => {
            golden(`diff-${name}.golden`, `${await format(reportOf(), plain)}\n`);
        });
    }

    it("does not differ from itself", () => {
        const report = reportOf(planOf(NEW), planOf(NEW));
        assert.equal(report.stacks[0]?.state, "same");
        assert.match(DIFF_FORMATS.text(report, plain), /: nothing changes$/);
    });

    it("has lost nothing where another of its regions becomes the home region", () => {
        const files = {
            ...OLD,
            "Pulumi.prod.yaml": (OLD["Pulumi.prod.yaml"] ?? "").replace(
                "  conformance-packs:packs",
                "  conformance-packs:homeRegion: us-east-1\n  conformance-packs:packs",
            ),
        };
        const [stack] = reportOf(planOf(OLD), planOf(files)).stacks;
        assert.ok(stack);
        assert.deepEqual([stack.rules.lost, stack.lostCoverage], [[], []]);
        assert.deepEqual(
            stack.rules.moved.map(({ from, to }) => [from.region, from.name, to.region]),
            [["eu-west-1", "root-mfa", "us-east-1"]],
        );
    });

    it("grows out of one with a single region, and shrinks to it again", () => {
        const single = {
            ...OLD,
            "Pulumi.prod.yaml": (OLD["Pulumi.prod.yaml"] ?? "").replace(/ {2}conformance-packs:regions.*\n/, ""),
        };
        const grown = reportOf(planOf(single), planOf(OLD)).stacks[0];
        assert.ok(grown);
        assert.deepEqual([grown.rules.lost, grown.lostCoverage], [[], []]);
        const [shrunk] = reportOf(planOf(OLD), planOf(single)).stacks;
        assert.ok(shrunk);
        assert.deepEqual(
            shrunk.lostCoverage.map(({ code, regions }) => [code, regions]),
            [["region", ["ap-south-1", "sa-east-1", "us-east-1"]]],
        );
        assert.equal(reportOf(planOf(OLD), planOf(single)).violations.length, 3);
    });
});
