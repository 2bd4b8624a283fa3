import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { METRIC_NAMESPACE, METRICS } from "../../../lib/digest/metrics.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import { projectFolder } from "../../../lib/project-files.ts";

const PAGE = readFileSync("docs/digest.md", "utf8");

describe("docs/digest.md", () => {
    it("shows a stack without a fault", () => {
        const [, text = ""] = /```yaml\n# Pulumi\.docs\.yaml\n([\s\S]*?)```/.exec(PAGE) ?? [];
        const files = projectFolder(".");
        const read = (path: string) => (path === "Pulumi.docs.yaml" ? text : files.read(path));
        const { plan, diagnostics } = loadPlan({ stack: "docs", files: { ...files, read } });
        assert.deepEqual(diagnostics, []);
        assert.equal(plan?.digest?.thresholds?.alarms.length, 2);
    });

    it("names every metric", () => {
        for (const name of [METRIC_NAMESPACE, ...Object.keys(METRICS)]) {
            assert.ok(PAGE.includes(`\`${name}\``), name);
        }
    });
});
