/** The command line of `packs check`. */
import { type Command, Option } from "commander";
import type { CheckOptions } from "./check.ts";
import { GROUPS, helpText } from "./help.ts";
import type { Terminal } from "./terminal.ts";

/** @param end takes the exit code */
export function addCheckCommand(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
    program
        .command("check")
        .helpGroup(GROUPS.write)
        .summary("find every fault, before AWS does")
        .description("find every fault in packs and stacks, before AWS does")
        .argument(
            "[files...]",
            "pack files, Pulumi.<stack>.yaml files, custom rules, documents and folders (default: everything)",
        )
        .addOption(new Option("--format <format>", "how to print").choices(["text", "json", "sarif"]).default("text"))
        .option("--json", "the same as --format json", false)
        .option("--sarif <file>", "also write the findings for code scanning to a file")
        .option("--strict", "end with 1 for warnings too", false)
        .option("-s, --stack <stack>", "only this stack, with the packs that it names")
        .option("--no-cache", "check files anew that have not changed since an earlier run")
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs check", "all packs, custom rules and stacks"],
                    ["packs check packs/iam-hygiene.yaml --strict", "one pack, warnings included"],
                    ["packs check --stack prod", "one stack, with the packs that it names"],
                    ["packs check --sarif packs.sarif", "also for code scanning"],
                ],
                remarks:
                    "It asks nobody: no credentials, no network. cfn-guard and opa read their rules where they are there.",
                exitCodes: {
                    success: "no errors; with --strict no warnings either",
                    errors: "findings",
                    usage: "an unknown file or stack",
                },
            }),
        )
        .action(async (files: string[], options: CheckOptions & { json: boolean }) => {
            const { check } = await import("./check.ts");
            end(await check(root, files, { ...options, ...(options.json && { format: "json" }) }, terminal));
        });
}
