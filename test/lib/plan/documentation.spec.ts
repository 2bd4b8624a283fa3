import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { loadPlan } from "../../../lib/plan/load.ts";
import { regionsOf } from "../../../lib/plan/regions.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import type { ProjectFiles } from "../../../lib/project-files.ts";

const PAGE = readFileSync("docs/regions.md", "utf8");

/** The project with a stack of the page's. */
function withStack(name: string, text: string): ProjectFiles {
    const files = projectFolder(".");
    return { ...files, read: (path) => (path === `Pulumi.${name}.yaml` ? text : files.read(path)) };
}

describe("docs/regions.md", () => {
    it("shows a stack without a fault, with what it says in each region", () => {
        const [, text = ""] = /```yaml\n# Pulumi\.docs\.yaml\n([\s\S]*?)```/.exec(PAGE) ?? [];
        const { plan, diagnostics } = loadPlan({ stack: "docs", files: withStack("docs", text) });
        assert.deepEqual(diagnostics, []);
        assert.ok(plan);
        assert.deepEqual(
            regionsOf(plan).map(({ region, packs, retention }) => [
                region,
                packs.map(({ name }) => name),
                retention.days,
            ]),
            [
                ["eu-west-1", ["iam-hygiene", "network-exposure"], 2557],
                ["ap-east-1", ["network-exposure"], 2557],
                ["eu-central-1", [], 365],
                ["us-east-1", ["network-exposure"], 2557],
            ],
        );
    });

    it("shows lines that adopt, which the stack's own checks accept", () => {
        const [, lines = ""] = /```yaml\n# Pulumi\.adopting\.yaml, below config:\n([\s\S]*?)```/.exec(PAGE) ?? [];
        const text = `config:\n  aws:region: eu-west-1\n${lines.replaceAll(/^/gm, "  ")}`;
        const { plan, diagnostics } = loadPlan({ stack: "adopting", files: withStack("adopting", text) });
        assert.deepEqual(diagnostics, []);
        assert.equal(plan?.furtherRegions?.[0]?.recorder.mode, "adopt");
        assert.equal(plan.furtherRegions[0].deliveryChannel.name, "theirs");
    });
});
