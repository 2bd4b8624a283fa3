import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** Runs the command as a person does, in a folder. */
function packs(words: readonly string[], cwd: string): Promise<{ code: number; out: string; err: string }> {
    return new Promise((done) => {
        const env = { ...process.env, FORCE_COLOR: undefined };
        execFile(process.execPath, [resolve("bin/packs.mjs"), ...words], { cwd, env }, (failure, out, err) => {
            done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
        });
    });
}

const SAMPLE = `Parameters:
  KeysParamMaxAge: { Type: String, Default: "90" }
Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      InputParameters: { maxAccessKeyAge: !Ref KeysParamMaxAge }
      Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }
  Newer:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: newer
      InputParameters: { words: "a|b <c> @d" }
      Source: { Owner: AWS, SourceIdentifier: BRAND_NEW_RULE }
`;

describe("packs compare", () => {
    let folder = "";
    const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
    const run = (...words: string[]) => packs(["compare", ...words], folder);

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-"));
        mkdirSync(join(folder, "packs"));
        write("sample.yaml", SAMPLE);
        write(
            "packs/keys.yaml",
            "rules:\n  access-keys-rotated: { parameters: { maxAccessKeyAge: 60 } }\n  eip-attached:\n",
        );
        write("packs/ssh.yaml", "rules:\n  restricted-ssh:\n");
    });
    after(() => rmSync(folder, { recursive: true }));

    for (const format of ["text", "markdown", "json"]) {
        it(`prints ${format} as before`, async () => {
            const golden = join(import.meta.dirname, "fixtures", `${format}.golden`);
            const { code, out, err } = await run("sample.yaml", "--format", format);
            assert.deepEqual([code, err], [0, ""]);
            if (process.env["UPDATE_GOLDEN"] !== undefined) {
                writeFileSync(golden, out);
            }
            assert.ok(existsSync(golden), `there is no ${golden}: run with UPDATE_GOLDEN=1, and read what it writes`);
            assert.equal(out, readFileSync(golden, "utf8"));
        });
    }

    it("compares with the packs that are named, and fails for missing rules where it is asked to", async () => {
        const named = await run("sample.yaml", "--pack", "keys, ssh");
        assert.match(named.out, /^sample\.yaml, compared with keys, ssh$/m);
        assert.equal((await run("sample.yaml", "--strict")).code, 1);
        assert.equal((await run("packs/keys.yaml", "--pack", "keys,ssh", "--strict")).code, 2);
    });

    it("says what is wrong", async () => {
        write("bad.yaml", "Resources:\n  A: { Type: AWS::Config::ConfigRule }\n");
        write("strange.yaml", SAMPLE.replace("ACCESS_KEYS_ROTATED", "ANOTHER_NEW_RULE"));
        const cases: readonly (readonly [string[], number, RegExp])[] = [
            [["nowhere.yaml"], 2, /there is no file nowhere\.yaml/],
            [["sample.yaml", "--pack", "key"], 2, /there is no pack key \(did you mean keys\?\)/],
            [["bad.yaml"], 1, /bad\.yaml:2:\d+: error/],
            [["strange.yaml"], 1, /no pack has a rule in common with strange\.yaml/],
        ];
        for (const [words, expected, message] of cases) {
            const { code, out, err } = await run(...words);
            assert.deepEqual([code, out], [expected, ""], words.join(" "));
            assert.match(err, message);
        }
    });
});
