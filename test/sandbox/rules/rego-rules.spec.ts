import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { OpaCommand } from "../../../building/opa-command.ts";
import { bundleRegoRule } from "../../../building/rego-bundle.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { checkCustomRule } from "../../../lib/rules/check-rules.ts";
import { customRuleNames } from "../../../lib/rules/find.ts";
import { findPython, prepareEmulator, PYTHON_INSTALL_COMMAND } from "../../../sandbox/emulator.ts";
import { FunctionEvaluation } from "../../../sandbox/rules/function-evaluation.ts";
import { OPA_TIMEOUT_MS, requireOpa } from "../../building/require-opa.ts";
import { documentedRule } from "../../lib/rules/documented-rule.ts";
import { skipWithout } from "../../requirements.ts";

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** Runs the command as a person does, in a folder. */
function packs(words: readonly string[], cwd: string): Promise<Ended> {
    return new Promise((done) => {
        const env = { ...process.env, FORCE_COLOR: undefined };
        execFile(process.execPath, [resolve("bin/packs.mjs"), ...words], { cwd, env }, (failure, out, err) => {
            done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
        });
    });
}

describe("packs test, with rules in Rego", function () {
    this.timeout(60_000);
    let opa: OpaCommand;
    let folder = "";
    const write = (files: Readonly<Record<string, string>>): void => {
        for (const [file, text] of Object.entries(files)) {
            mkdirSync(join(folder, dirname(file)), { recursive: true });
            writeFileSync(join(folder, file), text);
        }
    };
    const shipped = (): string[] => customRuleNames(projectFolder(".")).filter((name) => name.endsWith("-rego"));

    before("get opa", async function () {
        this.timeout(OPA_TIMEOUT_MS);
        opa = await requireOpa(this);
    });
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-test-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    it("passes for every such rule of this project", async () => {
        assert.equal(shipped().length, 2);
        const { code, out, err } = await packs(["test", "--json", ...shipped()], ".");
        assert.deepEqual([code, err], [0, ""], out);
        const run = JSON.parse(out) as { tools: string[]; rules: { kind: string; cases: unknown[] }[] };
        assert.deepEqual(run.tools, [`opa ${opa.version}`]);
        assert.ok(run.rules.every(({ kind, cases }) => kind === "rego" && cases.length >= 4));
    });

    it("passes for a rule that packs new rule has just written, and for the one that the documentation shows", async () => {
        assert.equal((await packs(["new", "rule", "bucket-has-owner", "--kind", "rego"], folder)).code, 0);
        write(Object.fromEntries(Object.entries(documentedRule()).filter(([path]) => /volume-encrypted/.test(path))));
        const { code, out, err } = await packs(["test"], folder);
        assert.deepEqual([code, err], [0, ""], out);
        assert.match(out, /^ok {6}bucket-has-owner {2}Rego {2}2 cases\nok {6}volume-encrypted {2}Rego {2}2 cases\n/);
        assert.deepEqual(await packs(["check"], folder), { code: 0, out: "2 files: no findings\n", err: "" });
    });

    it("shows the reason of a case that is not as expected, and the line of a policy that contradicts itself", async () => {
        await packs(["new", "rule", "strict", "--kind", "rego"], folder);
        write({
            "packs/rules/strict/rule.rego":
                "package rule\n\ncompliant if input.tags.owner\n\ncompliant := false if input.tags.Name\n\n" +
                'annotation := "It has a name." if input.tags.Name\n',
            "packs/rules/strict/cases.yaml":
                "- name: one\n  item: { resourceType: AWS::S3::Bucket, tags: { Name: x } }\n  expect: COMPLIANT\n" +
                "- name: two\n  item: { resourceType: AWS::S3::Bucket, tags: { Name: x, owner: y } }\n  expect: COMPLIANT\n",
        });
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 1);
        assert.match(out, /expected COMPLIANT, and got NON_COMPLIANT\n +It has a name\.\n/);
        assert.match(out, /packs\/rules\/strict\/rule\.rego:5:1: one name has two values\n/);
    });

    it("packs check shows the line where opa stops", async () => {
        await packs(["new", "rule", "one", "--kind", "rego"], folder);
        write({ "packs/rules/one/rule.rego": "package rule\n\ncompliant if http.send({}).status == 200\n" });
        const { code, out } = await packs(["check"], folder);
        assert.equal(code, 1);
        assert.match(
            out,
            /^packs\/rules\/one\/rule\.rego:3:14: error rego-builtin: the function http\.send is not there/,
        );
    });

    it("answers as the function in AWS Lambda does, which the bundle is", async function () {
        this.timeout(600_000);
        const found = (await findPython()) !== undefined;
        skipWithout(this, { name: "Python with venv", found, install: PYTHON_INSTALL_COMMAND });
        await prepareEmulator();
        const functions = new FunctionEvaluation({ root: resolve(".") });
        try {
            for (const name of shipped()) {
                const { rule, cases } = checkCustomRule(name, projectFolder("."));
                assert.ok(rule !== undefined);
                const bundle = bundleRegoRule(rule, resolve("."), opa);
                const evaluations = await functions.evaluate(rule, bundle, cases);
                evaluations.forEach(({ compliance, annotation, fault }, index) => {
                    const expected = cases[index];
                    assert.equal(fault, undefined, expected?.name);
                    assert.equal(compliance, expected?.expect, expected?.name);
                    assert.ok(expected?.annotation === undefined || annotation === expected.annotation);
                });
            }
        } finally {
            await functions.close();
        }
    });
});
