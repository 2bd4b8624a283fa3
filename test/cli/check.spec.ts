import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { formatText } from "../../cli/check/text.ts";
import { parsePack } from "../../lib/pack/parse.ts";

/** Runs the command as a person does, in a folder. */
function packs(words: readonly string[], cwd: string): Promise<{ code: number; out: string; err: string }> {
    return new Promise((done) => {
        const env = { ...process.env, FORCE_COLOR: undefined };
        execFile(process.execPath, [resolve("bin/packs.mjs"), ...words], { cwd, env }, (failure, out, err) => {
            done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
        });
    });
}

const NATIVE = readFileSync("test/lib/pack/native/network-exposure.yaml", "utf8");

describe("packs check", () => {
    let folder = "";
    const write = (file: string, text: string | Buffer): void => writeFileSync(join(folder, file), text);
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-"));
        mkdirSync(join(folder, "packs"));
        write("packs/good.yaml", "rules:\n  root-account-mfa-enabled:\n");
        write("packs/bad.yaml", "rules:\n  access-keys-rotated:\n");
        write("packs/odd.yaml", "rules:\n  root-acount-mfa-enabled:\n");
        write(
            "Pulumi.dev.yaml",
            "config:\n  aws:region: eu-west-1\n  conformance-packs:packs:\n    good:\n    gone:\n",
        );
        write("Pulumi.fine.yaml", "config:\n  aws:region: eu-west-1\n  conformance-packs:packs:\n    good:\n");
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("shows every finding in its line", async () => {
        const { code, out, err } = await packs(["check", "packs/bad.yaml"], folder);
        assert.deepEqual([code, err], [1, ""]);
        assert.equal(
            out,
            `packs/bad.yaml:2:3: error missing-rule-parameter: access-keys-rotated needs the input parameter maxAccessKeyAge
  1 | rules:
  2 |   access-keys-rotated:
    |   ^
  hint: write parameters: { maxAccessKeyAge: 90 }; the default that the console shows is not applied to packs

1 file: 1 error
`,
        );
    });

    it("looks at waivers too: one that has ended fails the check", async () => {
        const waiver = (rule: string, expiry: string): string =>
            `- rule: ${rule}\n  account: "123456789012"\n  resource: "*-test"\n  reason: a trial\n  owner: security@example.com\n  expiry: ${expiry}\n`;
        write("waivers.yaml", waiver("root-account-mfa-enabled", "2020-01-31") + waiver("no-such-rule", "2999-01-31"));
        for (const words of [["check", "waivers.yaml"], ["check"]]) {
            const { code, out } = await packs(words, folder);
            assert.equal(code, 1);
            assert.match(out, /waivers\.yaml:6:3: error expired-waiver: .* expired on 2020-01-31/);
            assert.match(out, /waivers\.yaml:7:3: warning waiver-without-rule/);
        }
    });

    it("looks at all packs and stacks, or at what it is told", async () => {
        const places = async (...words: string[]): Promise<string[]> => {
            const { out } = await packs(["check", "--json", ...words], folder);
            const { findings } = JSON.parse(out) as { findings: { file: string; code: string }[] };
            return findings.map(({ file, code }) => `${file} ${code}`);
        };
        const all = [
            "Pulumi.dev.yaml no-such-pack",
            "packs/bad.yaml missing-rule-parameter",
            "packs/odd.yaml unknown-rule",
        ];
        assert.deepEqual(await places(), all);
        assert.deepEqual(await places("packs"), all.slice(1));
        assert.deepEqual(await places("Pulumi.dev.yaml"), all.slice(0, 1));
        assert.deepEqual(await places("--stack", "dev"), all.slice(0, 1));
        assert.deepEqual(await places("--stack", "fine"), []);
    });

    it("is JSON of one shape for machines", async () => {
        const { out } = await packs(["check", "--json", "packs/odd.yaml"], folder);
        assert.deepEqual(JSON.parse(out), {
            findings: [
                {
                    file: "packs/odd.yaml",
                    line: 2,
                    column: 3,
                    code: "unknown-rule",
                    severity: "warning",
                    message: "the catalogue has no managed rule root-acount-mfa-enabled",
                    hint: "did you mean root-account-mfa-enabled?",
                },
            ],
        });
    });

    it("is SARIF for code scanning", async () => {
        const { code } = await packs(["check", "--sarif", "out.sarif", "packs/bad.yaml"], folder);
        assert.equal(code, 1);
        const written = readFileSync(join(folder, "out.sarif"), "utf8");
        assert.equal((await packs(["check", "--format", "sarif", "packs/bad.yaml"], folder)).out, written);
        const sarif = JSON.parse(written) as { version: string; runs: { results: Record<string, unknown>[] }[] };
        assert.equal(sarif.version, "2.1.0");
        const [result] = sarif.runs[0]?.results ?? [];
        assert.deepEqual([result?.["ruleId"], result?.["level"]], ["missing-rule-parameter", "error"]);
        assert.deepEqual(result?.["locations"], [
            {
                physicalLocation: {
                    artifactLocation: { uri: "packs/bad.yaml" },
                    region: { startLine: 2, startColumn: 3 },
                },
            },
        ]);
    });

    it("ends with 0 without errors, 1 with errors, 2 for a command line that makes no sense", async () => {
        const code = async (...words: string[]): Promise<number> => (await packs(["check", ...words], folder)).code;
        assert.equal(await code("packs/good.yaml"), 0);
        assert.equal(await code("packs/odd.yaml"), 0);
        assert.equal(await code("packs/odd.yaml", "--strict"), 1);
        assert.equal(await code("packs/good.yaml", "--strict"), 0);
        assert.equal(await code("packs/nothing.yaml"), 2);
        assert.equal(await code("--format", "xml"), 2);
        assert.equal(await code("--colour"), 2);
    });

    it("reads files that are no text without harm", async () => {
        write("packs/zeros.yaml", Buffer.alloc(5_000_000));
        write("packs/utf16.yaml", Buffer.from("rules:\n", "utf16le"));
        write("packs/latin.yaml", Buffer.from("description: gr\u00fcn\n", "latin1"));
        mkdirSync(join(folder, "packs/folder.yaml"));
        for (const file of ["zeros", "utf16", "latin"]) {
            const { code, out, err } = await packs(["check", `packs/${file}.yaml`], folder);
            assert.deepEqual([code, err], [1, ""]);
            assert.match(out, new RegExp(`^packs/${file}\\.yaml:1:1: error unreadable-file: `));
        }
        const { out } = await packs(["check", "packs/good.yaml", "packs/folder.yaml"], folder);
        assert.equal(out, "1 file: no findings\n");
    });

    it("reads Automation documents, one, all, or with everything", async () => {
        mkdirSync(join(folder, "packs/documents/close-door"), { recursive: true });
        write("packs/documents/close-door/content.yaml", "schemaVersion: '2.2'\n");
        const missing = /close-door\/document\.yaml:1:1: error missing-document-description/;
        for (const words of [["packs/documents/close-door/content.yaml"], ["packs/documents"], []]) {
            const { code, out } = await packs(["check", ...words], folder);
            assert.equal(code, 1);
            assert.match(out, missing);
            assert.match(out, /close-door\/content\.yaml:1:1: error invalid-key: schemaVersion must be 0\.3/);
        }
        const { code, err } = await packs(["check", "packs/documents/close-window"], folder);
        assert.equal(code, 2);
        assert.match(err, /there is no file packs\/documents\/close-window/);
    }).timeout(120_000);

    it("lets no file steer the terminal", () => {
        const text = formatText(
            {
                files: 1,
                findings: [{ code: "c", severity: "error", file: "f", line: 1, column: 2, message: "m" }],
                linesOf: () => ["\u001b[31ma\u202eb\tc"],
            },
            (_style, word) => word,
        );
        assert.equal(text, "f:1:2: error c: m\n  1 |  [31ma b c\n    |  ^\n\n1 file: 1 error");
    });

    it("renders and converts packs by name and by file", async () => {
        write("downloaded.yaml", NATIVE);
        const converted = await packs(["convert", "downloaded.yaml"], folder);
        assert.deepEqual([converted.code, converted.err], [0, ""]);
        write("packs/network.yaml", converted.out);
        assert.equal((await packs(["check", "packs/network.yaml"], folder)).out, "1 file: no findings\n");
        const rendered = await packs(["render", "network"], folder);
        assert.equal(rendered.out, parsePack("packs/network.yaml", converted.out).pack?.body);
        assert.match((await packs(["render", "god"], folder)).err, /there is no pack god \(did you mean good\?\)/);
        assert.equal((await packs(["render", "god"], folder)).code, 2);
        assert.equal((await packs(["convert", "good"], folder)).code, 1);
        write("packs/broken.yaml", "rules: [\n");
        assert.equal((await packs(["render", "broken"], folder)).code, 1);
        write("mapped.yaml", `Mappings: { A: { B: { C: d } } }\n${NATIVE}`);
        const refused = await packs(["convert", "mapped.yaml"], folder);
        assert.deepEqual([refused.code, refused.out], [1, ""]);
        assert.match(refused.err, /mapped\.yaml:1:1: error not-convertible/);
    });
});

describe("the packs of this project", () => {
    it("are without a finding, and so are its stacks", async () => {
        const { code, out } = await packs(["check", "--strict"], process.cwd());
        assert.match(out, /^\d+ files: no findings\n$/);
        assert.equal(code, 0);
    });
});
