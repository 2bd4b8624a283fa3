import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Argument, Command, Option } from "commander";
import { readLine } from "../../../cli/completion/bash-line.ts";
import { completeWord } from "../../../cli/completion/words.ts";

function program(): Command {
    const root = new Command("tool").version("1").option("-q, --quiet", "say less");
    root.command("run")
        .summary("run it")
        .description("run it, at length")
        .addArgument(new Argument("<mode>").choices(["fast", "slow"]))
        .argument("[things...]")
        .option("-s, --stack <stack>", "which")
        .addOption(new Option("--format <format>", "how").choices(["text", "json"]))
        .option("--all", "everything")
        .option("--tag <tags...>", "some");
    root.command("secret", { hidden: true });
    return root;
}

/** Candidates, and `FILES` where file names fit; of a named value it says the name and what is written. */
function complete(...words: string[]): string[] {
    const { candidates, files } = completeWord(program(), words.slice(0, -1), words.at(-1) ?? "", (name, word) => ({
        candidates: [{ value: `<${name}:${word}>`, description: "" }],
        files: name === "things",
    }));
    return [...candidates.map(({ value }) => value), ...(files ? ["FILES"] : [])];
}

describe("the word that comes next", () => {
    it("is a command at first, never a hidden one", () => {
        assert.deepEqual(complete(""), ["run", "help"]);
        assert.deepEqual(complete("r"), ["run"]);
        assert.deepEqual(complete("--quiet", "r"), ["run"]);
        assert.deepEqual(complete("unknown", ""), []);
        assert.deepEqual(complete("help", ""), ["run", "help"]);
    });

    it("is an option of the command after a hyphen, but none that is given already", () => {
        assert.deepEqual(complete("-"), ["--version", "--quiet", "--help"]);
        assert.deepEqual(complete("run", "--"), ["--stack", "--format", "--all", "--tag", "--help"]);
        assert.deepEqual(complete("run", "-s", "dev", "--all", "--tag", "x", "--"), ["--format", "--tag", "--help"]);
        assert.deepEqual(complete("run", "-s"), ["-s"]);
        assert.deepEqual(complete("run", "--", "--"), []);
    });

    it("is a value of the option before, or of the one in the word", () => {
        assert.deepEqual(complete("run", "--format", ""), ["text", "json"]);
        assert.deepEqual(complete("run", "--format=j"), ["--format=json"]);
        assert.deepEqual(complete("run", "-s", "de"), ["<stack:de>"]);
        assert.deepEqual(complete("run", "--stack=de"), ["--stack=<stack:de>"]);
        assert.deepEqual(complete("run", "--nothing=x"), []);
    });

    it("is an argument, wherever options stand; the last one may be repeated", () => {
        assert.deepEqual(complete("run", ""), ["fast", "slow"]);
        assert.deepEqual(complete("run", "--all", "-s", "dev", "f"), ["fast"]);
        assert.deepEqual(complete("run", "--stack=dev", "--", "f"), ["fast"]);
        assert.deepEqual(complete("run", "fast", "a"), ["<things:a>", "FILES"]);
        assert.deepEqual(complete("run", "fast", "a", "b", ""), ["<things:>", "FILES"]);
    });

    it("is told with its summary", () => {
        const { candidates } = completeWord(program(), [], "ru", () => ({ candidates: [], files: false }));
        assert.deepEqual(candidates, [{ value: "run", description: "run it" }]);
    });
});

describe("a line of bash", () => {
    it("is read as bash reads it", () => {
        const words = (line: string): readonly string[] => readLine(line, "").words;
        assert.deepEqual(words("packs  diff "), ["packs", "diff", ""]);
        assert.deepEqual(words(`packs 'a b' "c \\" d" e\\ f x'y'z`), ["packs", "a b", 'c " d', "e f", "xyz"]);
        assert.deepEqual(words("packs 'open $(x)"), ["packs", "open $(x)"]);
        assert.deepEqual(words("packs ''"), ["packs", ""]);
        assert.deepEqual(words("packs back\\"), ["packs", "back"]);
    });

    it("keeps what bash does not replace, and quotes the rest unless a quote is open", () => {
        assert.equal(readLine("packs diff --format=ma", "ma").replacement("--format=markdown"), "markdown");
        assert.equal(readLine("packs diff --fail-on co", "co").replacement("cost>"), "cost\\>");
        assert.equal(readLine("packs diff --fail-on 'co", "'co").replacement("cost>"), "cost>");
        assert.equal(readLine("packs check a\\ b", "a\\ b").replacement("a b c"), "a\\ b\\ c");
    });
});

describe("what the completion scripts call", function () {
    // A process for each answer.
    this.timeout(60_000);
    let project = "";
    before(() => {
        project = mkdtempSync(join(tmpdir(), "packs-project-"));
        cpSync(join(import.meta.dirname, "../diff/fixtures/new"), project, { recursive: true });
    });
    after(() => {
        rmSync(project, { recursive: true });
    });
    const answer = (shell: string, ...words: string[]): string[] =>
        execFileSync(process.execPath, [resolve("bin/packs.mjs"), "complete", shell, "--", ...words], {
            cwd: project,
            encoding: "utf8",
        })
            .split("\n")
            .filter((line) => line !== "");

    for (const shell of ["zsh", "fish"]) {
        it(`gets a line for each candidate, with what it is: ${shell}`, () => {
            assert.deepEqual(answer(shell, "ren"), ["render\tprint the template that AWS gets"]);
            assert.deepEqual(answer(shell, "plan", "--stack", ""), ["dev", "prod"]);
            assert.deepEqual(answer(shell, "plan", "--stack=p"), ["--stack=prod"]);
            assert.deepEqual(answer(shell, "render", "st"), ["storage\ta pack in packs/"]);
            assert.deepEqual(answer(shell, "check", "Pul"), ["Pulumi.dev.yaml\tstack", "Pulumi.prod.yaml\tstack"]);
            assert.deepEqual(answer(shell, "check", "elsewhere/"), [":files"]);
            assert.deepEqual(answer(shell, "diff", "--format", ""), ["text", "markdown", "json", "html"]);
            assert.deepEqual(answer(shell, "diff", "--fail-on", "co"), [":nospace", "cost>"]);
            // No repository, no refs.
            assert.deepEqual(answer(shell, "diff", ""), []);
        });
    }

    it("gets the part that is to be replaced: bash", () => {
        assert.deepEqual(answer("bash", "packs ren", "ren"), ["render"]);
        assert.deepEqual(answer("bash", "packs plan --stack=", ""), ["dev", "prod"]);
        assert.deepEqual(answer("bash", "packs diff --fail-on co", "co"), [":nospace", "cost\\>"]);
        assert.deepEqual(answer("bash", "packs convert down", "down"), [":files"]);
    });
});
