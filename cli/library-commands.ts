/** The commands that look at packs as a collection: what they cover, and how they compare with AWS's own. */
import { type Command, Option } from "commander";
import { compare, type CompareOptions } from "./compare.ts";
import { COMPARE_FORMATS } from "./compare/formats.ts";
import { coverage, type CoverageOptions } from "./coverage.ts";
import { COVERAGE_FORMATS } from "./coverage/formats.ts";
import { GROUPS, helpText } from "./help.ts";
import type { Terminal } from "./terminal.ts";

/** @param end takes the exit code */
export function addLibraryCommands(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
    program
        .command("coverage")
        .helpGroup(GROUPS.review)
        .summary("see which controls are covered, by what")
        .description(
            "print which controls of a framework are covered, by which rules of which packs, and which are not",
        )
        .option("-f, --framework <framework>", "only this one, in detail; checks are those that people ask for by name")
        .option("-s, --stack <stack>", "only the packs that this stack deploys (default: all packs of the project)")
        .option("-p, --packs <packs>", "only these packs, by name, separated by commas")
        .addOption(
            new Option("--format <format>", "how to print").choices(Object.keys(COVERAGE_FORMATS)).default("text"),
        )
        .option("--fail-on-gaps", "end with 1 where a control of the framework has no answer", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs coverage", "the frameworks, in a line each"],
                    ["packs coverage --framework CIS-AWS-5.0", "every control with its rules and packs"],
                    ["packs coverage -f PCI-DSS-4.0 --stack prod --format html > pci.html", "of a stack, as a page"],
                    ["packs coverage --framework checks --format csv", "the checks that people ask for by name"],
                ],
                remarks:
                    "It asks nobody: no credentials, no network. Which controls a framework has is known from the packs: a gap is\n" +
                    "a control that some pack knows and none of those that are looked at answers.",
                exitCodes: {
                    success: "coverage is printed, with or without gaps",
                    errors: "packs or the stack have errors, or --fail-on-gaps found one",
                    usage: "an unknown framework, stack or pack, or --fail-on-gaps without a framework",
                },
            }),
        )
        .action((options: CoverageOptions) => {
            end(coverage(root, options, terminal));
        });
    program
        .command("compare")
        .helpGroup(GROUPS.write)
        .summary("see what a template of AWS's has that packs lack")
        .description("compare a template in AWS's own format with packs of the project: rules, parameters and defaults")
        .argument("<file>", "the template, such as one of AWS's samples")
        .option("-p, --pack <packs>", "with these packs, by name, separated by commas (default: the most alike)")
        .addOption(
            new Option("--format <format>", "how to print").choices(Object.keys(COMPARE_FORMATS)).default("text"),
        )
        .option("--strict", "end with 1 where the template has a rule that the packs lack", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs compare downloaded.yaml", "with the pack that is most alike, all its parts included"],
                    ["packs compare downloaded.yaml --pack s3-best-practices", "with one pack"],
                    ["packs compare downloaded.yaml --format markdown", "for an issue"],
                ],
                remarks:
                    "It asks nobody: no credentials, no network. Parameters of a template are at their defaults. AWS's samples:\n" +
                    "https://github.com/awslabs/aws-config-rules/tree/master/aws-config-conformance-packs",
                exitCodes: {
                    success: "compared, with or without a difference",
                    errors: "the template or a pack has errors, no pack is alike, or --strict found a missing rule",
                    usage: "an unknown file or pack",
                },
            }),
        )
        .action((file: string, options: CompareOptions) => {
            end(compare(root, file, options, terminal));
        });
}
