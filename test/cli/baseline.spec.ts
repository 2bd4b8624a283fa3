import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { baseline } from "../../cli/baseline.ts";
import { check } from "../../cli/check.ts";
import { diff } from "../../cli/diff.ts";
import { plan } from "../../cli/plan.ts";
import type { Terminal } from "../../cli/terminal.ts";

const FIXTURES = join(import.meta.dirname, "diff/fixtures");
const GOLDEN = join(import.meta.dirname, "baseline");

/** Nothing of the machine's own git configuration, neither credentials nor colour. */
const ENV = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@example.org",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@example.org",
    NO_COLOR: "1",
};

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** Compares with the file; writes it where UPDATE_GOLDEN is set, so that a change of words shows in a review. */
function golden(name: string, text: string): void {
    const file = join(GOLDEN, name);
    if (process.env["UPDATE_GOLDEN"] !== undefined) {
        writeFileSync(file, text);
    }
    assert.ok(existsSync(file), `there is no ${file}: run with UPDATE_GOLDEN=1, and read what it writes`);
    assert.equal(text, readFileSync(file, "utf8"));
}

describe("packs baseline", () => {
    let root = "";
    /** In this process, since starting one takes longer than all that it does. */
    const packs = async (command: string, ...words: string[]): Promise<Ended> => {
        const [out, err]: [string[], string[]] = [[], []];
        const terminal: Terminal = {
            line: (text = "") => void out.push(`${text}\n`),
            note: (text) => void err.push(`${text}\n`),
            transient: () => undefined,
            style: (_, text) => text,
            isInteractive: false,
        };
        const valueOf = (name: string): string | undefined =>
            words.includes(name) ? words[words.indexOf(name) + 1] : undefined;
        const [stack, failOn] = [valueOf("--stack"), valueOf("--fail-on")];
        const named = { ...(stack !== undefined && { stack }) };
        const given = (name: string): boolean => words.includes(name);
        const commands: Readonly<Record<string, () => number | Promise<number>>> = {
            baseline: () => baseline(root, { ...named, write: given("--write"), strict: given("--strict") }, terminal),
            check: () => check(root, words, { format: "text", strict: false }, terminal),
            plan: () => plan(root, { stack: stack ?? "dev", json: false, rules: false }, terminal),
            diff: () => {
                const format = given("json") ? "json" : "text";
                return diff(root, undefined, { ...named, format, ...(failOn !== undefined && { failOn }) }, terminal);
            },
        };
        const code = (await commands[command]?.()) ?? -1;
        return { code, out: out.join(""), err: err.join("") };
    };
    const read = (file: string): string => readFileSync(join(root, file), "utf8");
    const edit = (file: string, from: string | RegExp, to: string): void => {
        const text = read(file);
        assert.notEqual(text.replace(from, to), text, `${file} has no ${String(from)}`);
        writeFileSync(join(root, file), text.replace(from, to));
    };
    const git = (...words: string[]): string => execFileSync("git", words, { cwd: root, env: ENV, encoding: "utf8" });
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "packs-baseline-"));
        cpSync(join(FIXTURES, "new"), root, { recursive: true });
    });
    afterEach(() => {
        rmSync(root, { recursive: true });
    });
    /** A rule, a region's bucket and an account less, and a pack under another name. */
    const shrink = (): void => {
        edit("Pulumi.prod.yaml", "frequency: daily", "record: { except: [AWS::S3::Bucket] }");
        edit("Pulumi.prod.yaml", '["444455556666"]', '["444455556666", "444455557777"]');
        edit("Pulumi.prod.yaml", "baseline: {}", "identity: {}");
        edit("packs/storage.yaml", / {2}Encryption:[^]*/, "");
    };

    it("writes a baseline, the same for the same plan", async () => {
        const { code, out } = await packs("baseline", "--write", "--stack", "prod");
        assert.deepEqual([code, out], [0, "wrote baseline/prod.yaml: 3 packs, 7 rules\n"]);
        golden("prod.golden", read("baseline/prod.yaml"));
        assert.equal((await packs("baseline", "--write")).out, "baseline/prod.yaml is up to date: 3 packs, 7 rules\n");
        const same = await packs("baseline", "--strict");
        assert.deepEqual(same, {
            code: 0,
            out: "baseline/prod.yaml: nothing is lost, and nothing is to be written: 3 packs, 7 rules\n",
            err: "",
        });
        assert.equal((await packs("check")).code, 0);
        // The stack and its baseline.
        assert.match((await packs("check", join(root, "baseline/prod.yaml"))).out, /(^|\n)2 files: /);
    });

    it("tells what is lost, as the check does, and what is given up when it is written anew", async () => {
        await packs("baseline", "--write", "--stack", "prod");
        shrink();
        const lost = await packs("baseline");
        assert.deepEqual([lost.code, lost.out], [1, ""]);
        golden("lost.golden", lost.err);
        const checked = await packs("check");
        assert.equal(checked.code, 1);
        assert.equal(checked.out.match(/^baseline\/prod\.yaml:\d+:\d+: error /gm)?.length, 3);
        assert.equal((await packs("plan", "--stack", "prod")).code, 1);
        const written = await packs("baseline", "--write");
        assert.deepEqual([written.code, written.err], [0, ""]);
        golden("given-up.golden", written.out);
        assert.equal((await packs("check")).code, 0);
    });

    it("says what it does not ask for yet, which fails with --strict alone", async () => {
        await packs("baseline", "--write", "--stack", "prod");
        edit("packs/identity.yaml", "UserMfa", "UserMfa2");
        edit("Pulumi.prod.yaml", "baseline: {}", "baseline: {}\n    identity: {}");
        const more = await packs("baseline");
        assert.deepEqual(more, {
            code: 0,
            out:
                "baseline/prod.yaml: nothing is lost, but it is not up to date: packs baseline --write --stack prod\n" +
                "  + pack identity: target account\n" +
                "  + pack identity: IAM_USER_MFA_ENABLED\n" +
                "  + pack identity: ROOT_ACCOUNT_MFA_ENABLED\n",
            err: "",
        });
        assert.equal((await packs("baseline", "--strict")).code, 1);
        assert.equal((await packs("plan", "--stack", "prod")).code, 0);
    });

    it("is a command like the others", () => {
        const out = execFileSync(process.execPath, [resolve("bin/packs.mjs"), "baseline", "--write", "-s", "prod"], {
            cwd: root,
            env: ENV,
            encoding: "utf8",
        });
        assert.equal(out, "wrote baseline/prod.yaml: 3 packs, 7 rules\n");
    });

    it("says how to begin, and asks which stack is meant where there are several", async () => {
        const begin = "no stack has a baseline yet: packs baseline --write --stack <stack> begins one, for dev, prod\n";
        assert.deepEqual(await packs("baseline"), { code: 0, out: "", err: begin });
        assert.equal((await packs("baseline", "--strict")).code, 1);
        assert.deepEqual(await packs("baseline", "--write"), { code: 2, out: "", err: begin });
        assert.match((await packs("baseline", "--stack", "prod")).out, /^there is no baseline\/prod\.yaml yet: /);
        assert.equal((await packs("baseline", "--stack", "prod", "--strict")).code, 1);
        rmSync(join(root, "Pulumi.dev.yaml"));
        assert.equal((await packs("baseline", "--write")).code, 0);
        assert.ok(existsSync(join(root, "baseline/prod.yaml")));
    });

    it("takes the place of one that cannot be read, and of none where the stack has errors", async () => {
        await packs("baseline", "--write", "--stack", "prod");
        edit("baseline/prod.yaml", "packs:", "pack:");
        const faulty = await packs("baseline");
        assert.equal(faulty.code, 1);
        assert.match(faulty.err, /^baseline\/prod\.yaml:\d+:1: error unknown-key: there is no key pack\n/m);
        edit("Pulumi.prod.yaml", "storage:", "storrage:");
        assert.equal((await packs("baseline", "--write")).code, 1);
        edit("Pulumi.prod.yaml", "storrage:", "storage:");
        assert.equal((await packs("baseline", "--write")).out, "wrote baseline/prod.yaml: 3 packs, 7 rules\n");
        assert.equal((await packs("baseline", "--strict")).code, 0);
    });

    it("is not taken for absent where a folder stands in its place", async () => {
        await packs("baseline", "--write", "--stack", "prod");
        rmSync(join(root, "baseline/prod.yaml"));
        mkdirSync(join(root, "baseline/prod.yaml"));
        const fault =
            /baseline\/prod\.yaml: error no-file: baseline\/prod\.yaml is a folder, or a link that leads to no file/;
        for (const words of [["check"], ["check", "baseline"], ["baseline"], ["plan", "--stack", "prod"]]) {
            const { code, out, err } = await packs(...(words as [string, ...string[]]));
            assert.equal(code, 1, words.join(" "));
            assert.match(out + err, fault, words.join(" "));
        }
        const written = await packs("baseline", "--write", "--stack", "prod");
        assert.deepEqual([written.code, written.out], [1, ""]);
        assert.match(written.err, fault);
        rmSync(join(root, "baseline/prod.yaml"), { recursive: true });
        symlinkSync("gone.yaml", join(root, "baseline/prod.yaml"));
        assert.match((await packs("plan", "--stack", "prod")).err, fault);
        rmSync(join(root, "baseline/prod.yaml"));
        assert.equal((await packs("plan", "--stack", "prod")).code, 0);
    });

    it("outlives its stack", async () => {
        await packs("baseline", "--write", "--stack", "prod");
        rmSync(join(root, "Pulumi.prod.yaml"));
        for (const command of ["check", "baseline"]) {
            const { code, out, err } = await packs(command);
            assert.equal(code, 1, command);
            assert.match(out + err, /baseline\/prod\.yaml:1:1: error lost-stack: there is no Pulumi\.prod\.yaml/);
        }
    });

    it("is shown by a comparison, which goes on, and refused with --fail-on", async () => {
        await packs("baseline", "--write", "--stack", "prod");
        git("init", "-q", "-b", "main");
        git("add", "-A");
        git("commit", "-q", "-m", "Begin");
        shrink();
        const shown = await packs("diff", "--stack", "prod");
        assert.equal(shown.code, 0);
        assert.match(shown.out, /^ {2}! a deployment refuses this: 3 errors in baseline\/prod\.yaml$/m);
        assert.match(shown.out, /^ {2}! no longer checked: storage\/volumes-encrypted$/m);
        assert.match(shown.err, /^a deployment refuses this:\nbaseline\/prod\.yaml:\d+:\d+: error /);
        const refused = await packs("diff", "--stack", "prod", "--fail-on", "baseline");
        assert.equal(refused.code, 1);
        assert.match(refused.err, /^refused by --fail-on: prod: baseline: 3 errors in baseline\/prod\.yaml$/m);
        const json = JSON.parse((await packs("diff", "--stack", "prod", "--format", "json")).out) as {
            stacks: { baseline: { state: string; refused: { code: string }[] } }[];
        };
        assert.deepEqual(
            json.stacks[0]?.baseline.refused.map(({ code }) => code),
            ["lost-recorded-types", "narrowed-pack", "lost-rule"],
        );

        await packs("baseline", "--write");
        const accepted = await packs("diff", "--stack", "prod", "--fail-on", "baseline");
        assert.deepEqual([accepted.code, accepted.err], [0, ""]);
        assert.match(accepted.out, /^ {2}! the baseline asks for less: 3 things given up in baseline\/prod\.yaml$/m);

        rmSync(join(root, "baseline"), { recursive: true });
        const gone = await packs("diff", "--stack", "prod", "--fail-on", "baseline");
        assert.equal(gone.code, 1);
        assert.match(gone.out, /^ {2}! no baseline any more: baseline\/prod\.yaml is gone$/m);
    });

    it("of the base may be broken there, and does not stand in the way of the repair", async () => {
        await packs("baseline", "--write", "--stack", "prod");
        shrink();
        git("init", "-q", "-b", "main");
        git("add", "-A");
        git("commit", "-q", "-m", "Break main");
        const same = await packs("diff", "--stack", "prod");
        assert.equal(same.code, 0);
        assert.match(same.out, /nothing changes\n\nLook at\n {2}! a deployment refuses this: 3 errors/);
        await packs("baseline", "--write");
        const repaired = await packs("diff", "--stack", "prod", "--fail-on", "baseline");
        assert.deepEqual([repaired.code, repaired.err], [0, ""]);
    });

    it("is refused where its stack is removed and it is not", async () => {
        await packs("baseline", "--write", "--stack", "prod");
        git("init", "-q", "-b", "main");
        git("add", "-A");
        git("commit", "-q", "-m", "Begin");
        rmSync(join(root, "Pulumi.prod.yaml"));
        const refused = await packs("diff", "--stack", "prod", "--fail-on", "baseline");
        assert.equal(refused.code, 1);
        assert.match(refused.err, /error lost-stack: /);
        rmSync(join(root, "baseline"), { recursive: true });
        assert.equal((await packs("diff", "--stack", "prod", "--fail-on", "baseline")).code, 0);
    });
});
