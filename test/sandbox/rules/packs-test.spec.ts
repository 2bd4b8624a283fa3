import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { documentedRule } from "../../lib/rules/documented-rule.ts";
import { GUARD_TIMEOUT_MS, requireGuard } from "./require-guard.ts";

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

describe("packs test, with Guard itself", function () {
    this.timeout(60_000);
    let folder = "";
    const write = (file: string, text: string): void => {
        mkdirSync(join(folder, dirname(file)), { recursive: true });
        writeFileSync(join(folder, file), text);
    };

    before("get cfn-guard", async function () {
        this.timeout(GUARD_TIMEOUT_MS);
        await requireGuard(this);
    });
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-test-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    it("passes for every rule of this project, and says so in JSON too", async () => {
        const { code, out, err } = await packs(["test", "--json"], ".");
        assert.deepEqual([code, err], [0, ""]);
        const run = JSON.parse(out) as {
            passed: boolean;
            untested: string[];
            rules: { kind: string; cases: unknown[] }[];
        };
        assert.ok(run.passed);
        assert.deepEqual(run.untested, []);
        assert.ok(run.rules.filter(({ kind, cases }) => kind === "guard" && cases.length > 1).length >= 5);
    });

    it("passes for a rule that packs new rule has just written, whatever it looks at", async () => {
        for (const [name, type] of [
            ["bucket-has-owner", "AWS::S3::Bucket"],
            ["role-has-owner", "AWS::IAM::Role"],
        ] as const) {
            assert.equal((await packs(["new", "rule", name, "--kind", "guard", "--type", type], folder)).code, 0);
        }
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 0, out);
        assert.match(out, /^ok {6}bucket-has-owner {2}Guard {2}2 cases\nok {6}role-has-owner {4}Guard {2}2 cases\n/);
        assert.match(out, /2 of 2 rules tested: 4 cases with cfn-guard 2\.\d+\.\d+, \d+\.\d s\n$/);
        assert.equal((await packs(["check"], folder)).code, 0);
    });

    it("passes for the rule that docs/custom-rules.md shows", async () => {
        for (const [file, text] of Object.entries(documentedRule())) {
            write(file, text);
        }
        const { code, out } = await packs(["test", "log-group-kept"], folder);
        assert.equal(code, 0, out);
        assert.match(out, /1 of 1 rule tested: 3 cases/);
    });

    it("fails with the case, what was expected and why, and tests the other rules all the same", async () => {
        await packs(["new", "rule", "bucket-has-owner"], folder);
        await packs(["new", "rule", "right"], folder);
        const cases = `- name: a bucket of nobody
  item: { resourceType: AWS::S3::Bucket, tags: { Name: x } }
  expect: COMPLIANT
- name: a bucket of somebody
  item: { resourceType: AWS::S3::Bucket, tags: { owner: x } }
  expect: NOT_APPLICABLE
- name: nothing that Guard knows
  item: { resourceType: AWS::S3::Bucket }
  expect: NON_COMPLIANT
`;
        write("packs/rules/bucket-has-owner/cases.yaml", cases);
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 1);
        assert.equal(
            out.replace(/, \d+\.\d s\n$/, "\n"),
            `failed  bucket-has-owner  Guard  2 of 3 cases not as expected
        packs/rules/bucket-has-owner/cases.yaml:1:3: a bucket of nobody
          expected COMPLIANT, and got NON_COMPLIANT
          bucket_has_owner: The tag owner is missing. (tags.owner EXISTS)
        packs/rules/bucket-has-owner/cases.yaml:4:3: a bucket of somebody
          expected NOT_APPLICABLE, and got COMPLIANT
ok      right             Guard  2 cases

2 of 2 rules tested: 2 of 5 cases not as expected with cfn-guard 2.1.4
`.replace("2.1.4", /cfn-guard (\S+?),/.exec(out)?.[1] ?? "none"),
        );
    });

    it("names the rules that no case tests", async () => {
        await packs(["new", "rule", "tested"], folder);
        await packs(["new", "rule", "untested"], folder);
        rmSync(join(folder, "packs/rules/untested/cases.yaml"));
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 1);
        assert.match(out, /failed {2}untested {2}Guard {2}no cases\n/);
        assert.match(out, /1 of 2 rules tested, not untested: 2 cases/);
        assert.equal((await packs(["test", "tested"], folder)).code, 0);
        assert.deepEqual(
            (JSON.parse((await packs(["test", "--json"], folder)).out) as { untested: string[] }).untested,
            ["untested"],
        );
    });

    it("hands a rule its parameters as AWS Config does: texts beside the item, all else in the policy", async () => {
        write(
            "packs/rules/typed/rule.yaml",
            `description: Every type.
resourceTypes: [AWS::S3::Bucket]
parameters:
  text: { description: x, default: "90" }
  none: { description: x, optional: true }
  whole: { description: x, type: integer, default: 90 }
  broken: { description: x, type: number, default: 1.5 }
  truth: { description: x, type: boolean, default: true }
  list: { description: x, type: list, default: [a, 'b"c'] }
  patterns: { description: x, type: patterns, default: [m7g.*, exact] }
`,
        );
        write(
            "packs/rules/typed/rule.guard",
            `rule typed when resourceType == "AWS::S3::Bucket" {
    configuration.text == CONFIG_RULE_PARAMETERS.text
    CONFIG_RULE_PARAMETERS.none not exists
    configuration.whole == %whole
    configuration.broken == %broken
    configuration.truth == %truth
    configuration.items[*] in %list
    configuration.type in %patterns
}
`,
        );
        const item = (changes: string): string =>
            `{ resourceType: AWS::S3::Bucket, configuration: { text: "90", whole: 90, broken: 1.5, truth: true, items: [a, 'b"c'], type: m7g.large${changes} } }`;
        const rows = [
            ["", "", "COMPLIANT"],
            ["", "text: x", "NON_COMPLIANT"],
            ["", "none: x", "NON_COMPLIANT"],
            ["", "whole: 91", "NON_COMPLIANT"],
            ["", "broken: 1.6", "NON_COMPLIANT"],
            ["", "truth: false", "NON_COMPLIANT"],
            ["", "list: [a]", "NON_COMPLIANT"],
            ["", "list: [a, 'b\"c', d]", "COMPLIANT"],
            ["", "patterns: [m7g]", "NON_COMPLIANT"],
            ["", "patterns: ['*.large']", "COMPLIANT"],
        ] as const;
        write(
            "packs/rules/typed/cases.yaml",
            rows
                .map(([changes, given, expect], index) => {
                    const parameters = given === "" ? "" : `  parameters: { ${given} }\n`;
                    return `- name: case ${index}\n  item: ${item(changes)}\n${parameters}  expect: ${expect}\n`;
                })
                .join(""),
        );
        const { code, out } = await packs(["test"], folder);
        assert.equal(code, 0, out);
    });

    it("says of a policy that Guard cannot read where it stops, as packs check does", async () => {
        await packs(["new", "rule", "wrong"], folder);
        write(
            "packs/rules/wrong/rule.yaml",
            "description: x\nresourceTypes: [AWS::S3::Bucket]\nparameters:\n  a: { description: x, type: list, default: [b] }\n",
        );
        write(
            "packs/rules/wrong/rule.guard",
            'rule wrong when resourceType == "AWS::S3::Bucket" {\n    tags.owner ==\n    %a !empty\n}\n',
        );
        write(
            "packs/rules/wrong/rule.guard",
            'rule wrong when resourceType == "AWS::S3::Bucket" {\n    %a !empty\n    tags.owner ==\n}\n',
        );
        for (const command of ["test", "check"]) {
            const { code, out } = await packs([command], folder);
            assert.equal(code, 1);
            assert.match(
                out,
                /packs\/rules\/wrong\/rule\.guard:3:18: error guard-syntax: Guard cannot read what follows here/,
            );
        }
    });

    it("says what Guard says where a policy fails on one item, and evaluates the others", async () => {
        await packs(["new", "rule", "strict"], folder);
        write(
            "packs/rules/strict/rule.guard",
            'rule strict when resourceType == "AWS::S3::Bucket" {\n    when tags.owner == "me" {\n        missing_rule\n    }\n    tags.owner exists\n}\n',
        );
        write(
            "packs/rules/strict/cases.yaml",
            "- name: one\n  item: { resourceType: AWS::S3::Bucket, tags: { owner: me } }\n  expect: COMPLIANT\n" +
                "- name: two\n  item: { resourceType: AWS::S3::Bucket, tags: { owner: you } }\n  expect: COMPLIANT\n",
        );
        const { code, out } = await packs(["test", "--json"], folder);
        assert.equal(code, 1);
        const { rules } = JSON.parse(out) as { rules: { cases: { passed: boolean; fault?: string }[] }[] };
        assert.deepEqual(
            rules[0]?.cases.map(({ passed, fault }) => [passed, /missing_rule/.test(fault ?? "")]),
            [
                [false, true],
                [true, false],
            ],
        );
    });

    it("runs again after a change while it watches", async () => {
        await packs(["new", "rule", "watched"], folder);
        const child: ChildProcess = spawn(process.execPath, [resolve("bin/packs.mjs"), "test", "--watch"], {
            cwd: folder,
        });
        let out = "";
        child.stdout?.on("data", (text: Buffer) => (out += text.toString()));
        let notes = "";
        child.stderr?.on("data", (text: Buffer) => (notes += text.toString()));
        const until = async (holds: () => boolean): Promise<void> => {
            for (let waited = 0; !holds() && waited < 20_000; waited += 50) {
                await delay(50);
            }
            assert.ok(holds(), `${out}\n${notes}`);
        };
        try {
            await until(() => notes.includes("Watching packs/rules/"));
            assert.match(out, /^ok {6}watched/);
            write(
                "packs/rules/watched/rule.guard",
                'rule watched when resourceType == "AWS::S3::Bucket" {\n  tags.x exists\n}\n',
            );
            await until(() => /failed {2}watched {2}Guard {2}1 of 2 cases/.test(out));
            child.kill("SIGINT");
            await until(() => child.exitCode !== null);
            assert.equal(child.exitCode, 0, notes);
        } finally {
            child.kill("SIGKILL");
        }
    });
});
