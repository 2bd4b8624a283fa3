import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { toState } from "../../cli/doctor/stack-state.ts";

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** Runs the command as a person does, in a folder. */
function packs(words: readonly string[], folder: string, colour: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const env = { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...colour };
    return new Promise((done) => {
        execFile(process.execPath, [resolve("bin/packs.mjs"), ...words], { cwd: folder, env }, (failure, out, err) => {
            done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
        });
    });
}

describe("the packs command", function () {
    // A process for each command line.
    this.timeout(60_000);
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("explains itself: commands in groups, each with its arguments, and examples that are commands of it", async () => {
        const { code, out } = await packs(["--help"], folder);
        assert.equal(code, 0);
        for (const group of ["Write packs", "Review a change", "Ask AWS", "Help and shell"]) {
            assert.match(out, new RegExp(`^${group}:\\n {2}\\w`, "m"));
        }
        assert.doesNotMatch(out, /^Commands:/m);
        assert.match(out, /^ {2}check \[files\.\.\.\] {2,}find every fault/m);
        assert.doesNotMatch(out, /complete </);
        const names = commandNames(out);
        const examples = [...out.matchAll(/^ {2}packs (\w+)/gm)].map(([, name = ""]) => name);
        assert.ok(examples.length > 3 && examples.every((name) => names.includes(name)), examples.join());
    });

    it("explains each command with examples and exit codes", async () => {
        const names = commandNames((await packs(["--help"], folder)).out).filter((name) => name !== "help");
        assert.ok(names.length >= 9, names.join());
        for (const name of names) {
            const { code, out } = await packs([name, "--help"], folder);
            assert.equal(code, 0, name);
            assert.match(out, new RegExp(`^Examples:\\n(?: {2}.*packs ${name}\\b.* {2}.+\\n)+\\n`, "m"), name);
            assert.match(out, /^Exit codes:\n {2}0 {2}.+\n(?: {2}1 {2}.+\n)? {2}2 {2}a command line that/m, name);
        }
    });

    it("knows its version", async () => {
        const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };
        assert.deepEqual(await packs(["--version"], folder), { code: 0, out: `${version}\n`, err: "" });
    });

    it("ends with 2 for an unknown stack, whichever command is asked", async () => {
        writeFileSync(join(folder, "Pulumi.prod.yaml"), "config:\n  aws:region: eu-west-1\n");
        for (const name of ["check", "plan", "doctor", "verify", "remediation status"]) {
            assert.deepEqual(
                await packs([...name.split(" "), "--stack", "prd"], folder),
                { code: 2, out: "", err: `packs ${name}: there is no stack prd (did you mean prod?)\n` },
                name,
            );
        }
        // The default is as unknown where there is none.
        assert.match((await packs(["plan"], folder)).err, /there is no stack dev \(known are: prod\)/);
        rmSync(join(folder, "Pulumi.prod.yaml"));
        assert.match((await packs(["plan"], folder)).err, /no Pulumi\.<stack>\.yaml is here; run it in the project/);
        // diff looks at the stacks of two sides: test/cli/diff/diff.spec.ts.
    });

    it("says how a stack is named where it stands alone, whichever command is asked", async () => {
        writeFileSync(join(folder, "Pulumi.prod.yaml"), "config:\n  aws:region: eu-west-1\n");
        const option = "a stack is named by an option: --stack prod";
        for (const name of ["plan", "baseline", "doctor", "verify"]) {
            const { code, out, err } = await packs([name, "prod"], folder);
            assert.deepEqual([code, out], [2, ""], name);
            assert.equal(err, `packs ${name}: ${option}, not prod alone\n(packs --help lists the commands)\n`);
        }
        assert.deepEqual(await packs(["check", "prod"], folder), {
            code: 2,
            out: "",
            err: `packs check: there is no file prod (${option})\n`,
        });
        const query = await packs(["query", "prod"], folder);
        assert.deepEqual([query.code, query.err], [2, `packs query: there is no file queries/prod.sql (${option})\n`]);
        execFileSync("git", ["init", "-q"], { cwd: folder });
        assert.match(
            (await packs(["diff", "prod"], folder)).err,
            /git knows no commit prod here\..* \(a stack is named/,
        );
        // Of a command without stacks nothing is known.
        assert.match((await packs(["schema", "pack", "prod"], folder)).err, /too many arguments for 'schema'/);
    });

    it("has colour where FORCE_COLOR asks for it, and none in a pipe or with NO_COLOR", async () => {
        writeFileSync(join(folder, "Pulumi.prod.yaml"), "config: {}\n");
        for (const words of [["check"], ["--help"], ["plan", "--help"]]) {
            const plain = (await packs(words, folder)).out;
            const coloured = (await packs(words, folder, { FORCE_COLOR: "1" })).out;
            assert.notEqual(coloured, plain);
            assert.equal(stripVTControlCharacters(coloured), plain);
            assert.equal((await packs(words, folder, { FORCE_COLOR: "1", NO_COLOR: "1" })).out, plain);
            assert.equal((await packs(words, folder, { FORCE_COLOR: "0" })).out, plain);
        }
    });

    it("ends with 2 for a command line that makes no sense", async () => {
        const { code, err } = await packs(["docto"], folder);
        assert.equal(code, 2);
        assert.match(err, /unknown command 'docto'\n\(Did you mean doctor\?\)/);
        assert.equal((await packs(["doctor", "--stak", "dev"], folder)).code, 2);
        assert.equal((await packs([], folder)).code, 2);
    });

    it("ends with 1 and all faults for a stack that cannot be planned", async () => {
        writeFileSync(join(folder, "Pulumi.test.yaml"), "config:\n  conformance-packs:role: { mode: x }\n");
        const { code, out, err } = await packs(["doctor", "--stack", "test"], folder);
        assert.equal(code, 1);
        assert.equal(out, "");
        assert.equal(
            err,
            "Pulumi.test.yaml:1:1: error missing-region: the stack names no region\n" +
                "    at aws:region\n    hint: write aws:region: eu-west-1, or any other region\n" +
                "Pulumi.test.yaml:2:29: error invalid-setting: role.mode must be one of create, adopt, use\n" +
                "    at role.mode\n2 errors\n",
        );
    });
});

/** Of the overview: what stands in a group, before the examples. */
function commandNames(overview: string): string[] {
    const groups = overview.slice(overview.indexOf("Write packs:"), overview.indexOf("Examples:"));
    return [...groups.matchAll(/^ {2}(\w+)/gm)].map(([, name = ""]) => name);
}

describe("an exported stack", () => {
    it("is read for its resources and pending operations", () => {
        assert.deepEqual(
            toState({
                resources: [
                    { urn: "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", type: "pulumi:pulumi:Stack" },
                    { type: "aws:kms/key:Key", id: "1", outputs: { arn: "arn:aws:kms:eu-west-1:123456789012:key/1" } },
                    { type: "aws:cfg/recorder:Recorder", id: "default", outputs: {} },
                ],
                pending_operations: [
                    {
                        type: "creating",
                        resource: { urn: "urn:pulumi:dev::p::a$b::name", type: "aws:s3/bucket:Bucket" },
                    },
                ],
            }),
            {
                resources: [
                    { type: "aws:kms/key:Key", id: "1", arn: "arn:aws:kms:eu-west-1:123456789012:key/1" },
                    { type: "aws:cfg/recorder:Recorder", id: "default" },
                ],
                pendingOperations: [{ operation: "creating", type: "aws:s3/bucket:Bucket", name: "name" }],
            },
        );
    });
});
