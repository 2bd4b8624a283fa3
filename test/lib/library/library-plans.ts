import assert from "node:assert/strict";
import { loadPlan } from "../../../lib/plan/load.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { type ProjectFiles, projectFolder } from "../../../lib/project-files.ts";

/** The project itself. */
export const FILES = projectFolder(".");

/** The project with this text as the file of the stack `test`. */
export function withStack(text: string): ProjectFiles {
    return { ...FILES, read: (path) => (path === "Pulumi.test.yaml" ? text : FILES.read(path)) };
}

/** A stack without any finding, from one line of its configuration; in the region that has every rule. */
export function planOfLibrary(line: string): DeploymentPlan {
    const text = `config:\n  aws:region: us-east-1\n  conformance-packs:${line}\n`;
    const { plan, diagnostics } = loadPlan({ stack: "test", files: withStack(text) });
    assert.deepEqual(diagnostics, []);
    assert.ok(plan);
    return plan;
}
