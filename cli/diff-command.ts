/** The command line of `packs diff`. */
import { type Command, Option } from "commander";
import { FAIL_ON_CLASSES } from "../lib/diff/fail-on.ts";
import { diff, type DiffOptions } from "./diff.ts";
import { DIFF_FORMATS } from "./diff/formats.ts";
import { GROUPS, helpText } from "./help.ts";
import type { Terminal } from "./terminal.ts";

/** @param end takes the exit code */
export function addDiffCommand(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
    program
        .command("diff")
        .helpGroup(GROUPS.review)
        .summary("compare stacks with a commit, rule by rule")
        .description("compare the stacks of the working tree with those of a commit, rule by rule")
        .argument("[ref]", "branch, tag or commit (default: where this branch left the main branch)")
        .option("-s, --stack <stack>", "only this stack (default: every stack of either side)")
        .addOption(new Option("--format <format>", "how to print").choices(Object.keys(DIFF_FORMATS)).default("text"))
        .option("--fail-on <classes>", `end with 1 for any of ${FAIL_ON_CLASSES.join(", ")}; separated by commas`)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs diff", "every stack, against where this branch left the main branch"],
                    ["packs diff origin/main --stack prod --format markdown", "for a comment"],
                    ["packs diff --fail-on 'removed-rules,lost-coverage,cost>50'", "refuse what must not go unnoticed"],
                ],
                remarks:
                    "It asks nobody: no credentials, no network, no checkout. cost>50: the upper estimate rises by more than\n" +
                    "USD 50 a month.",
                exitCodes: {
                    success: "nothing refused, with or without a difference",
                    errors: "the working tree has errors, or --fail-on found something",
                    usage: "an unknown ref, stack or class",
                },
            }),
        )
        .action(async (ref: string | undefined, options: DiffOptions) => {
            end(await diff(root, ref, options, terminal));
        });
}
