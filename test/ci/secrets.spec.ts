import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findGo } from "../../sandbox/go-toolchain.ts";
import { skipWithout } from "../requirements.ts";

/** Put together here, so that no secret is found in this file: none of them was ever in use. */
const SECRETS = {
    "an access key of AWS": ["Pulumi.dev.yaml", `aws:accessKey: ${"AKIA"}${"Z7QXW3NTL5RDKP2V"}\n`],
    "a private key": [
        "key.pem",
        `-----BEGIN ${"PRIVATE KEY"}-----\n${"MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTU".repeat(3)}\n-----END ${"PRIVATE KEY"}-----\n`,
    ],
    "a token of Pulumi": [".env", `PULUMI_ACCESS_TOKEN=${"pul-"}${"4f0c91d7a2b8e6350f9c7d1e2a3b4c5d6e7f8091"}\n`],
} as const;

/** The command of .ci/run, with another repository. */
function judge(folder: string): { code: number | null; out: string } {
    const { status, stdout, stderr } = spawnSync("npm", ["run", "--silent", "lint:secrets", "--", folder], {
        encoding: "utf8",
    });
    return { code: status, out: stdout + stderr };
}

describe("the judge of secrets", function () {
    // It is built when it is first run.
    this.timeout(300_000);
    let folder = "";

    before(function () {
        skipWithout(this, {
            name: "Go 1.25 or newer",
            found: findGo() !== undefined,
            install: "https://go.dev/doc/install",
        });
    });
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "secrets-"));
        git("init", "--quiet");
        commit("README.md", "The account is 123456789012, the key alias/conformance-packs.\n");
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    function git(...words: string[]): void {
        const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false"];
        const { status, stderr } = spawnSync("git", ["-C", folder, ...identity, ...words], { encoding: "utf8" });
        assert.equal(status, 0, stderr);
    }

    function commit(path: string, text: string): void {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
        git("add", "--all");
        git("commit", "--quiet", "--message", path);
    }

    it("finds nothing where there is none", () => {
        const { code, out } = judge(folder);
        assert.equal(code, 0, out);
        assert.match(out, /1 commits scanned/);
    });

    for (const [what, [path, text]] of Object.entries(SECRETS)) {
        it(`finds ${what}, also where a later commit took it away, and does not print it`, () => {
            commit(path, text);
            rmSync(join(folder, path));
            commit("later.txt", "nothing\n");
            const { code, out } = judge(folder);
            assert.notEqual(code, 0, out);
            assert.match(out, /leaks found: 1/);
            for (const word of text.split(/[\s=]+/).filter((one) => one.length > 15)) {
                assert.ok(!out.includes(word), out);
            }
        });
    }
});
