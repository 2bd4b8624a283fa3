import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gitFiles, mergeBase, resolveCommit } from "../../../cli/git-files.ts";

const FIXTURES = join(import.meta.dirname, "fixtures");

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** Nothing of the machine's own git configuration. */
const GIT_ENV = {
    ...process.env,
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "A",
    GIT_AUTHOR_EMAIL: "a@example.org",
    GIT_COMMITTER_NAME: "A",
    GIT_COMMITTER_EMAIL: "a@example.org",
};

/** Neither credentials nor a way to AWS. */
const ENV = { ...GIT_ENV, AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: "/dev/null", NO_COLOR: "1" };

function packs(words: readonly string[], folder: string): Promise<Ended> {
    const argv = [resolve("bin/packs.mjs"), ...words];
    return new Promise((done) => {
        execFile(process.execPath, argv, { cwd: folder, env: ENV }, (failure, out, err) => {
            done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
        });
    });
}

describe("packs diff, on a history", () => {
    let root = "";
    const git = (...words: string[]): string =>
        execFileSync("git", words, { cwd: root, env: GIT_ENV, encoding: "utf8" });
    const commit = (message: string): void => {
        git("add", "-A");
        git("commit", "-q", "-m", message);
    };
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "packs-diff-"));
        git("init", "-q", "-b", "main");
        cpSync(join(FIXTURES, "old"), root, { recursive: true });
        commit("Begin");
    });
    afterEach(() => {
        rmSync(root, { recursive: true });
    });
    const change = (): void => {
        rmSync(join(root, "packs"), { recursive: true });
        cpSync(join(FIXTURES, "new"), root, { recursive: true });
    };

    it("finds nothing where nothing changes", async () => {
        const { code, out, err } = await packs(["diff", "--fail-on", "removed-rules,lost-coverage,cost>0"], root);
        const head = git("rev-parse", "--short=7", "HEAD").trim();
        assert.equal(err, "");
        assert.equal(
            out,
            `Stack dev, compared with main (${head}): nothing changes\n\n` +
                `Stack prod, compared with main (${head}): nothing changes\n`,
        );
        assert.equal(code, 0);
    });

    it("compares what is not committed yet, and leaves the working tree alone", async () => {
        change();
        const before = git("status", "--porcelain");
        const { code, out } = await packs(["diff", "--stack", "prod"], root);
        const golden = readFileSync(join(FIXTURES, "text.golden"), "utf8");
        const hash = git("rev-parse", "--short=7", "HEAD").trim();
        assert.equal(out, `${golden.slice(golden.indexOf("Stack prod")).replace("0123456", hash)}\n`);
        assert.equal(code, 0);
        assert.equal(git("status", "--porcelain"), before);
    });

    it("refuses what --fail-on names, and only that", async () => {
        change();
        const refused = await packs(["diff", "--fail-on", "removed-rules,cost>5,duplicates"], root);
        assert.equal(refused.code, 1);
        assert.deepEqual(
            refused.err.trim().split("\n"),
            [
                "refused by --fail-on: prod: removed-rules: 2 rules no longer checked",
                "refused by --fail-on: prod: duplicates: 1 rule deployed more than once",
                "refused by --fail-on: prod: cost>5: USD +3.7 to +71 a month, more than USD 5",
            ].sort((a, b) => order(a) - order(b)),
        );
        assert.equal((await packs(["diff", "--fail-on", "cost>100"], root)).code, 0);
    });

    it("compares with where the branch began, not with what came to main since", async () => {
        git("checkout", "-q", "-b", "feature");
        change();
        commit("Change");
        git("checkout", "-q", "main");
        writeFileSync(join(root, "Pulumi.dev.yaml"), "config:\n  aws:region: us-east-1\n");
        commit("Move dev");
        git("checkout", "-q", "feature");
        const byDefault = await packs(["diff", "--stack", "dev"], root);
        assert.match(byDefault.out, /^Stack dev, compared with main \([0-9a-f]{7}\): nothing changes$/m);
        const named = await packs(["diff", "main", "--stack", "dev"], root);
        assert.match(named.out, /coverage lost: us-east-1 is no longer covered: the stack moves to eu-west-1/);
        const commitHash = git("rev-parse", "HEAD").trim();
        assert.match((await packs(["diff", commitHash, "--stack", "prod"], root)).out, /nothing changes/);
    });

    it("tells of stacks that are new and of those that are gone", async () => {
        git("mv", "Pulumi.dev.yaml", "Pulumi.test.yaml");
        const { code, out, err } = await packs(["diff", "--fail-on", "removed-packs,lost-coverage"], root);
        assert.match(out, /^Stack dev, .*: the stack is gone: 1 pack removed, 2 rules removed/m);
        assert.match(out, /^Stack test, .*: a new stack: 1 pack added, 2 rules added/m);
        assert.match(err, /dev: lost-coverage: 1 loss of coverage/);
        assert.equal(code, 1);
    });

    it("prints JSON for machines and a page for people", async () => {
        change();
        const json = JSON.parse((await packs(["diff", "--format", "json"], root)).out) as {
            stacks: { state: string }[];
        };
        assert.deepEqual(
            json.stacks.map(({ state }) => state),
            ["same", "changed"],
        );
        assert.match((await packs(["diff", "--format", "html"], root)).out, /^<!doctype html>[^]*<svg[^]*<\/html>\n$/);
    });

    it("prints the faults of either side, and whose they are", async () => {
        writeFileSync(join(root, "packs", "storage.yaml"), "Resources: {}\n");
        const faulty = await packs(["diff"], root);
        assert.equal(faulty.code, 1);
        assert.equal(faulty.out, "");
        assert.match(
            faulty.err,
            /^The working tree has errors, so that there is nothing to compare:\npacks\/storage\.yaml:1:/,
        );
    });

    it("compares what can be compared where the base has errors, and says which stack cannot, and why", async () => {
        writeFileSync(join(root, "packs", "storage.yaml"), "Resources: {}\n");
        commit("Break main");
        git("checkout", "-q", "-b", "repair");
        git("checkout", "-q", "HEAD~1", "--", ".");
        rmSync(join(root, "Pulumi.dev.yaml"));
        const hash = git("rev-parse", "--short=7", "main").trim();
        const reason = `not compared, since main (${hash}) has errors of its own; a commit without them can be named instead`;
        const { code, out, err } = await packs(["diff", "--fail-on", "removed-packs"], root);
        assert.equal(code, 1);
        assert.match(out, /\n\nStack dev, compared with .*: the stack is gone: 1 pack removed/);
        assert.deepEqual(out.split("\n").slice(0, 1), [`Stack prod: ${reason}`]);
        assert.match(out, /^ {2}! main:packs\/storage\.yaml:1:\d+: error /m);
        assert.equal(
            err,
            "refused by --fail-on: dev: removed-packs: 1 pack removed\n" +
                `prod: not compared, since main (${hash}) has errors there\n`,
        );
        const only = async (format: string): Promise<string> => {
            const ended = await packs(["diff", "--stack", "prod", "--format", format], root);
            assert.deepEqual(
                [ended.code, ended.err],
                [1, `prod: not compared, since main (${hash}) has errors there\n`],
            );
            return ended.out;
        };
        const json = JSON.parse(await only("json")) as {
            uncompared: { stack: string; errors: { file: string; line: number }[] }[];
            stacks: unknown[];
        };
        assert.deepEqual(
            [json.stacks, json.uncompared.map(({ stack, errors }) => [stack, errors[0]?.file, errors[0]?.line])],
            [[], [["prod", "main:packs/storage.yaml", 1]]],
        );
        const markdown = await only("markdown");
        assert.ok(markdown.includes(`### Stack \`prod\`\n\n:warning: ${reason}\n\n- \`main:packs/storage.yaml:1:`));
        assert.match(await only("html"), /<h3>not compared, since main [^]*<li>main:packs\/storage\.yaml:1:/);
        // A commit without errors is compared as ever.
        assert.match((await packs(["diff", "main~1", "--stack", "prod"], root)).out, /nothing changes/);
    });

    it("ends with 2 for what does not exist, and says what does", async () => {
        for (const [words, message] of [
            [["diff", "nowhere"], /git knows no commit nowhere here/],
            [["diff", "--output=x"], /unknown option '--output=x'/],
            [["diff", "--stack", "none"], /packs diff: there is no stack none \(known are: dev, prod\)/],
            [["diff", "--fail-on", "removed"], /--fail-on knows no removed/],
            [["diff", "--format", "xml"], /Allowed choices are text, markdown, json, html/],
        ] as const) {
            const { code, out, err } = await packs(words, root);
            assert.deepEqual([code, out], [2, ""], words.join(" "));
            assert.match(err, message);
        }
        git("branch", "-m", "trunk");
        const { code, err } = await packs(["diff"], root);
        assert.equal(code, 2);
        assert.match(err, /there is no main branch to compare with/);
        const outside = mkdtempSync(join(tmpdir(), "packs-no-git-"));
        const none = await packs(["diff"], outside);
        rmSync(outside, { recursive: true });
        assert.equal(none.code, 2);
        assert.match(none.err, /this folder is in no git repository/);
    });

    it("takes a ref that begins with a hyphen for a ref", () => {
        assert.throws(() => resolveCommit(root, "--output=/tmp/x"), /git knows no commit --output/);
    });

    it("says what to do in a shallow clone", () => {
        git("checkout", "-q", "-b", "feature");
        writeFileSync(join(root, "more"), "");
        commit("More");
        git("checkout", "-q", "main");
        writeFileSync(join(root, "other"), "");
        commit("Other");
        const clone = mkdtempSync(join(tmpdir(), "packs-shallow-"));
        try {
            execFileSync("git", ["clone", "-q", "--depth", "1", "--no-single-branch", `file://${root}`, clone], {
                env: GIT_ENV,
            });
            execFileSync("git", ["checkout", "-q", "feature"], { cwd: clone, env: GIT_ENV });
            assert.throws(() => mergeBase(clone), /In a shallow clone, fetch the history first/);
        } finally {
            rmSync(clone, { recursive: true });
        }
    });
});

describe("the files of a commit", () => {
    let root = "";
    const git = (...words: string[]): string =>
        execFileSync("git", words, { cwd: root, env: GIT_ENV, encoding: "utf8" });
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "packs-git-"));
        git("init", "-q", "-b", "main");
    });
    afterEach(() => {
        rmSync(root, { recursive: true });
    });

    it("are those of the project, wherever it is in the repository", () => {
        const project = join(root, "some where", "project");
        mkdirSync(join(project, "packs", "rules"), { recursive: true });
        writeFileSync(join(project, "Pulumi.dev.yaml"), "config: {}\n");
        writeFileSync(join(project, "packs", "ünïcode.yaml"), "a: 1\r\nb: é\n");
        writeFileSync(join(project, "packs", "empty.yaml"), "");
        writeFileSync(join(project, "packs", "rules", "x.guard"), "rule x {}\n");
        symlinkSync("ünïcode.yaml", join(project, "packs", "link.yaml"));
        symlinkSync("loop.yaml", join(project, "packs", "loop.yaml"));
        writeFileSync(join(root, "outside.yaml"), "");
        git("add", "-A");
        git("commit", "-q", "-m", "All");
        rmSync(join(project, "packs"), { recursive: true });

        const files = gitFiles(project, resolveCommit(project, "HEAD"));
        assert.deepEqual(files.list("packs"), ["empty.yaml", "link.yaml", "ünïcode.yaml"]);
        assert.deepEqual(files.others("packs"), ["loop.yaml", "rules"]);
        assert.deepEqual(files.list("."), ["Pulumi.dev.yaml"]);
        assert.deepEqual(files.others("."), ["packs"]);
        assert.deepEqual(files.list("nothing"), []);
        assert.equal(files.read("packs/ünïcode.yaml"), "a: 1\r\nb: é\n");
        assert.equal(files.read("packs/empty.yaml"), "");
        assert.equal(files.read("packs/link.yaml"), "a: 1\r\nb: é\n");
        assert.equal(files.read("packs/loop.yaml"), undefined);
        assert.equal(files.read("packs/rules/x.guard"), "rule x {}\n");
        assert.equal(files.read("packs"), undefined);
        assert.equal(files.read("../../outside.yaml"), undefined);
    });

    it("are none of a folder that the commit does not have", () => {
        writeFileSync(join(root, "a"), "");
        git("add", "-A");
        git("commit", "-q", "-m", "All");
        const project = join(root, "later");
        mkdirSync(project);
        const files = gitFiles(project, resolveCommit(project, "main"));
        assert.deepEqual(files.list("."), []);
        assert.equal(files.read("a"), undefined);
    });
});

/** The order of the command line. */
function order(line: string): number {
    return ["removed-rules", "cost>5", "duplicates"].findIndex((name) => line.includes(name));
}
