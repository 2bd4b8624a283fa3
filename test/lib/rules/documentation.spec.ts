import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { checkFile } from "../../../cli/check/pack.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { checkCustomRule } from "../../../lib/rules/check-rules.ts";
import { scaffoldRule } from "../../../lib/rules/scaffold.ts";
import { memoryFiles } from "../project.ts";
import { documentedRule } from "./documented-rule.ts";

describe("docs/custom-rules.md", () => {
    const files = memoryFiles(documentedRule());

    it("shows a rule and a pack without a fault", () => {
        const { rule, cases, diagnostics } = checkCustomRule("log-group-kept", files);
        assert.deepEqual(diagnostics, []);
        assert.equal(rule?.kind, "guard");
        assert.equal(cases.length, 3);
        assert.deepEqual(checkFile("packs/logs.yaml", files), []);
    });

    it("shows a scheduled rule in TypeScript without a fault", () => {
        const { rule, cases, diagnostics } = checkCustomRule("role-used", files);
        assert.deepEqual(diagnostics, []);
        assert.deepEqual([rule?.kind, rule?.frequency, cases.length], ["lambda", "TwentyFour_Hours", 1]);
    });

    it("shows a rule in Rego without a fault that is seen without opa", () => {
        const { rule, cases, diagnostics } = checkCustomRule("volume-encrypted", files);
        assert.deepEqual(diagnostics, []);
        assert.deepEqual([rule?.kind, cases.length], ["rego", 2]);
    });

    it("names every rule of the project", () => {
        const page = readFileSync("docs/custom-rules.md", "utf8");
        for (const name of projectFolder(".").others("packs/rules")) {
            assert.ok(page.includes(`\`${name}\``), name);
        }
    });
});

describe("the README's custom rule", () => {
    const readme = readFileSync("README.md", "utf8");
    const section = /## Rules of your own\n([\s\S]*?)\n## /.exec(readme)?.[1] ?? "";

    it("is the one that packs new rule writes", () => {
        const [name = ""] = /packs new rule (\S+)/.exec(section)?.slice(1) ?? [];
        const source = scaffoldRule(name, "guard", "AWS::S3::Bucket")[`packs/rules/${name}/rule.guard`] ?? "";
        const shown = /```\n(rule [\s\S]*?)```/.exec(section)?.[1];
        assert.equal(shown, source.replace(/^#.*\n/, ""));
    });

    it("stands in a pack without a fault", () => {
        const pack = /```yaml\n([\s\S]*?)```/.exec(section)?.[1] ?? "";
        const project = projectFolder(".");
        const made = scaffoldRule("bucket-has-owner", "guard", "AWS::S3::Bucket");
        const files = {
            read: (path: string) => made[path] ?? (path === "packs/readme.yaml" ? pack : project.read(path)),
            list: (folder: string) =>
                folder === "packs/rules/bucket-has-owner"
                    ? ["cases.yaml", "rule.guard", "rule.yaml"]
                    : project.list(folder),
            others: (folder: string) =>
                folder === "packs/rules"
                    ? [...project.others(folder), "bucket-has-owner"].sort()
                    : project.others(folder),
        };
        assert.match(pack, /bucket-has-owner:\n/);
        assert.deepEqual(checkFile("packs/readme.yaml", files), []);
    });
});
