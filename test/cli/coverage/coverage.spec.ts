import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
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

describe("packs coverage", () => {
    let folder = "";
    const write = (file: string, text: string): void => writeFileSync(join(folder, file), text);
    const run = (...words: string[]) => packs(["coverage", ...words], folder);

    before(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-"));
        mkdirSync(join(folder, "packs"));
        write("packs/a.yaml", "rules:\n  root-account-mfa-enabled: { controls: { F: [1, 2] } }\n");
        write("packs/b.yaml", "rules:\n  restricted-ssh: { controls: { F: 3 } }\n");
        write("Pulumi.dev.yaml", "config:\n  aws:region: eu-west-1\n  conformance-packs:packs:\n    a:\n");
    });
    after(() => rmSync(folder, { recursive: true }));

    it("lists the frameworks, and tells one of them", async () => {
        const overview = await run();
        assert.equal(overview.code, 0);
        assert.match(overview.out, /^F +3 +3 +0 +0 +0 +2 +2$/m);
        const one = await run("--framework", "F", "--format", "json");
        const { controls } = JSON.parse(one.out) as { controls: { id: string; state: string }[] };
        assert.deepEqual(
            controls.map(({ id, state }) => `${id} ${state}`),
            ["1 covered", "2 covered", "3 covered"],
        );
    });

    it("looks at a stack or at some packs, and fails on gaps where it is asked to", async () => {
        for (const words of [
            ["--stack", "dev"],
            ["--packs", "a"],
        ]) {
            const { code, out } = await run("-f", "F", ...words);
            assert.equal(code, 0);
            assert.match(out, /3 controls: 2 covered by rules, 1 without an answer/);
            assert.match(out, /- 3\n {4}answered by other packs: b \(1 rule\)/);
            assert.equal((await run("-f", "F", ...words, "--fail-on-gaps")).code, 1);
        }
        assert.equal((await run("-f", "F", "--packs", "a, b", "--fail-on-gaps")).code, 0);
    });

    it("ends with 2 for what makes no sense, and says what was meant", async () => {
        const cases: readonly (readonly [string[], RegExp])[] = [
            [["-f", "G"], /no pack names a framework G \(did you mean F\?\)/],
            [["--packs", "c"], /there is no pack c/],
            [["--packs", ","], /there is no pack ,/],
            [["--stack", "dex"], /there is no stack dex/],
            [["--stack", "dev", "--packs", "a"], /either --stack or --packs/],
            [["--fail-on-gaps"], /needs a --framework/],
            [["--format", "pdf"], /Allowed choices are text, csv, html, json/],
        ];
        for (const [words, message] of cases) {
            const { code, out, err } = await run(...words);
            assert.deepEqual([code, out], [2, ""], words.join(" "));
            assert.match(err, message);
        }
    });

    it("ends with 1 where a pack has errors", async () => {
        write("packs/bad.yaml", "rules:\n  restricted-ssh: { severty: low }\n");
        const { code, out, err } = await run();
        rmSync(join(folder, "packs/bad.yaml"));
        assert.deepEqual([code, out], [1, ""]);
        assert.match(err, /packs\/bad\.yaml:2:\d+: error unknown-key/);
    });

    it("completes frameworks, and packs after a comma", async () => {
        const complete = async (...words: string[]): Promise<string[]> =>
            (await packs(["complete", "fish", "--", ...words], folder)).out.trim().split("\n");
        assert.deepEqual(await complete("coverage", "--framework", ""), ["F", "checks"]);
        assert.deepEqual(await complete("coverage", "--packs", "a,"), ["a,b"]);
    });
});
