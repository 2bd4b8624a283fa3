import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

describe("custom rules on the command line, without Guard", function () {
    this.timeout(30_000);
    let folder = "";
    const write = (file: string, text: string): void => {
        mkdirSync(join(folder, dirname(file)), { recursive: true });
        writeFileSync(join(folder, file), text);
    };
    /** As a person does, on a machine without cfn-guard and cargo. */
    const packs = (...words: string[]): Promise<Ended> =>
        new Promise((done) => {
            const env = { ...process.env, FORCE_COLOR: undefined, PATH: folder, XDG_CACHE_HOME: join(folder, "cache") };
            const options = { cwd: folder, env };
            execFile(process.execPath, [resolve("bin/packs.mjs"), ...words], options, (failure, out, err) => {
                done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
            });
        });

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "custom-rules-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true, force: true });
    });

    it("packs new rule writes a rule that packs check finds nothing in", async () => {
        const made = await packs("new", "rule", "bucket-has-owner");
        assert.equal(made.code, 0);
        assert.equal(
            made.out,
            `wrote packs/rules/bucket-has-owner/rule.yaml
wrote packs/rules/bucket-has-owner/rule.guard
wrote packs/rules/bucket-has-owner/cases.yaml
Test it: packs test bucket-has-owner. Name it under rules: in a pack: bucket-has-owner:
`,
        );
        const { code, out, err } = await packs("check");
        assert.deepEqual([code, out], [0, "1 file: no findings\n"]);
        assert.equal(
            err,
            "Read only in part, since the tool that reads them is not on this machine: bucket-has-owner.\n" +
                "packs test gets the tool.\n",
        );
        assert.equal((await packs("check", "--json")).err, "");
    });

    it("packs new rule writes one in TypeScript, which packs check reads whole", async () => {
        const made = await packs("new", "rule", "role-has-owner", "--kind", "lambda", "--type", "AWS::IAM::Role");
        assert.match(
            made.out,
            /^wrote .*\/rule\.yaml\nwrote packs\/rules\/role-has-owner\/rule\.ts\nwrote .*\/cases\.yaml\n/,
        );
        const { code, out, err } = await packs("check");
        assert.deepEqual([code, out, err], [0, "1 file: no findings\n", ""]);
        write("packs/rules/role-has-owner/rule.ts", "export const evaluate = (;\n");
        const wrong = await packs("check");
        assert.deepEqual(
            [wrong.code, wrong.out],
            [
                1,
                `packs/rules/role-has-owner/rule.ts:1:26: error rule-compile-error: Unexpected ";"
  1 | export const evaluate = (;
    |                          ^

1 file: 1 error
`,
            ],
        );
    });

    it("packs check says that it read a Rego rule only in part, and packs test what such a rule needs", async () => {
        await packs("new", "rule", "bucket-has-owner", "--kind", "rego");
        const { code, out, err } = await packs("check");
        assert.deepEqual([code, out], [0, "1 file: no findings\n"]);
        assert.match(err, /^Read only in part, .*: bucket-has-owner\.\npacks test gets the tool\.\n$/);
        const tested = await packs("test");
        assert.equal(tested.code, 1);
        assert.match(tested.err, /Rego rules need opa 1\.19\.1 or newer .*, or Go 1\.25 or newer/);
    });

    it("packs new rule refuses a name that does not fit or is taken, and touches nothing", async () => {
        await packs("new", "rule", "mine");
        const before = readFileSync(join(folder, "packs/rules/mine/rule.guard"), "utf8");
        for (const [words, said] of [
            [["mine"], /there is a folder packs\/rules\/mine already/],
            [["Mine"], /small letters/],
            [["restricted-ssh"], /managed rule INCOMING_SSH_DISABLED/],
            [["../mine"], /small letters/],
            [["other", "--type", "Bucket"], /AWS::EC2::Instance/],
            [["other", "--kind", "cobol"], /Allowed choices are guard/],
        ] as const) {
            const { code, err } = await packs("new", "rule", ...words);
            assert.equal(code, 2, words.join(" "));
            assert.match(err, said);
        }
        assert.equal(readFileSync(join(folder, "packs/rules/mine/rule.guard"), "utf8"), before);
        assert.ok(!existsSync(join(folder, "packs/rules/other")));
    });

    it("packs check looks at rules with everything else, or at those that it is told", async () => {
        await packs("new", "rule", "one");
        await packs("new", "rule", "two");
        write("packs/rules/one/rule.guard", "rule one { count(tags) > 1 }\n");
        write("packs/rules/two/cases.yaml", "- name: x\n");
        const places = async (...words: string[]): Promise<string[]> => {
            const { code, out } = await packs("check", "--json", ...words);
            assert.equal(code, 1);
            const { findings } = JSON.parse(out) as { findings: { file: string; line: number; code: string }[] };
            return findings.map(({ file, line, code: what }) => `${file}:${line} ${what}`);
        };
        const one = ["packs/rules/one/rule.guard:1 guard-3-syntax"];
        const two = ["packs/rules/two/cases.yaml:1 invalid-key"];
        assert.deepEqual(new Set(await places()), new Set([...one, ...two]));
        assert.deepEqual(new Set(await places("packs/rules")), new Set([...one, ...two]));
        assert.deepEqual(await places("packs/rules/one"), one);
        assert.deepEqual(await places("packs/rules/one/rule.guard"), one);
        assert.equal((await packs("check", "packs/rules/three")).code, 2);
    });

    it("packs check asks a cfn-guard that is there, and shows the line where Guard stops", async () => {
        await packs("new", "rule", "one");
        const script =
            '#!/bin/sh\n[ "$1" = --version ] && { echo cfn-guard 2.1.4; exit; }\n' +
            'echo "at line 3 at column 5, when handling , fragment tags.owner exists" >&2\nexit 255\n';
        write("cfn-guard", script);
        chmodSync(join(folder, "cfn-guard"), 0o755);
        const { code, out } = await packs("check");
        assert.equal(code, 1);
        assert.equal(
            out,
            `packs/rules/one/rule.guard:3:5: error guard-syntax: Guard cannot read what begins with "tags.owner exists"
  2 | rule one when resourceType == "AWS::S3::Bucket" {
  3 |     tags.owner exists
    |     ^

1 file: 1 error
`,
        );
    });

    it("packs test says what it needs, and knows the rules by name", async () => {
        await packs("new", "rule", "one");
        const { code, err } = await packs("test");
        assert.equal(code, 1);
        assert.match(err, /Guard rules need cfn-guard 2\.1\.4 \(cargo install .*\), or Rust's cargo/);
        const unknown = await packs("test", "onw");
        assert.deepEqual(
            [unknown.code, unknown.err],
            [2, "packs test: there is no rule onw in packs/rules/ (did you mean one?)\n"],
        );
    });

    it("packs test has nothing to do where there is no rule", async () => {
        const { code, out } = await packs("test");
        assert.deepEqual([code, out], [0, "the project has no custom rules\n"]);
        assert.equal((await packs("test", "--watch")).code, 2);
    });

    it("the tab key offers rules", async () => {
        await packs("new", "rule", "one");
        const { out } = await packs("complete", "--", "packs", "test", "");
        assert.match(out, /^one\b/m);
    });
});
