import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SHELLS } from "../../../cli/completion/scripts.ts";
import { isInstalled, typeInto } from "./shell-session.ts";

/** What is typed, and the words that the command gets; `\t` is the tab key. */
const LINES: readonly (readonly [typed: string, words: string])[] = [
    ["packs dif\t", "[diff]"],
    ["packs help ren\t", "[help][render]"],
    ["packs plan --sta\tpr\t", "[plan][--stack][prod]"],
    ["packs plan --stack=pr\t", "[plan][--stack=prod]"],
    ["packs diff --format mark\t", "[diff][--format][markdown]"],
    ["packs diff --format=mark\t--fail-on rep\t", "[diff][--format=markdown][--fail-on][replacement]"],
    ["packs diff --fail-on removed-rules,lo\t", "[diff][--fail-on][removed-rules,lost-coverage]"],
    ["packs diff --fail-on 'removed-r\t", "[diff][--fail-on][removed-rules]"],
    ["packs diff feat\t", "[diff][feature/one]"],
    ["packs render stor\t", "[render][storage]"],
    ["packs check packs/base\tPulumi.d\t", "[check][packs/baseline.yaml][Pulumi.dev.yaml]"],
    ["packs check packs/with\\ sp\t", "[check][packs/with space.yaml]"],
    ["packs check NOT\t", "[check][NOTES.txt]"],
    ["packs check --sarif NOT\t", "[check][--sarif][NOTES.txt]"],
    ["true; packs completion fi\t", "[completion][fish]"],
    // Nothing of a line is run while it is completed.
    ["packs render '$(touch run)' stor\t", "[render][$(touch run)][stor]"],
];

describe("completion in a shell", function () {
    this.timeout(120_000);
    let project = "";
    before(() => {
        project = mkdtempSync(join(tmpdir(), "packs-project-"));
        cpSync(join(import.meta.dirname, "../diff/fixtures/new"), project, { recursive: true });
        cpSync(join(project, "packs/baseline.yaml"), join(project, "packs/with space.yaml"));
        writeFileSync(join(project, "NOTES.txt"), "");
        const git = (...words: string[]): unknown =>
            execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...words], { cwd: project });
        git("init", "-q", "-b", "main");
        git("commit", "-q", "--allow-empty", "-m", "Begin");
        git("branch", "feature/one");
    });
    after(() => {
        rmSync(project, { recursive: true });
    });

    // A machine without zsh or fish tests what those scripts call: see words.spec.ts.
    for (const shell of SHELLS.filter((one) => one === "bash" || isInstalled(one))) {
        it(`goes on with what is typed: ${shell}`, async () => {
            const words = await typeInto(
                shell,
                project,
                LINES.map(([typed]) => typed),
            );
            assert.deepEqual(
                words,
                LINES.map(([, expected]) => expected),
            );
            assert.throws(() => execFileSync("ls", ["run"], { cwd: project, stdio: "ignore" }));
        });
    }

    it("quotes for bash what the shell would take for its own", async () => {
        const typed = ["packs diff --fail-on cos\t50", "packs diff --fail-on=cos\t50"];
        const words = await typeInto("bash", project, typed);
        assert.deepEqual(words, ["[diff][--fail-on][cost>50]", "[diff][--fail-on=cost>50]"]);
    });
});
