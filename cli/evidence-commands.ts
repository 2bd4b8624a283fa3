/** The commands whose results auditors read. */
import { type Command, Option } from "commander";
import { evidence, type EvidenceOptions } from "./evidence.ts";
import { exportCompliance, type ExportOptions } from "./export.ts";
import { EXPORT_FORMATS } from "./export/formats.ts";
import { filterOptions, type GivenFilters, withFilter } from "./filter-options.ts";
import { GROUPS, helpText } from "./help.ts";
import { scopeOptions } from "./scope-options.ts";
import type { Terminal } from "./terminal.ts";

/** @param end takes the exit code */
export function addEvidenceCommands(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
    addExport(program, root, terminal, end);
    addEvidence(program, root, terminal, end);
}

function addExport(program: Command, root: string, terminal: Terminal, end: (exitCode: number) => void): void {
    const command = scopeOptions(
        program
            .command("export")
            .helpGroup(GROUPS.account)
            .summary("write verdicts on resources as CSV, JSON or OSCAL")
            .description(
                "ask AWS Config what every rule says of every resource, and write it: as a table, or as assessment results of OSCAL",
            ),
        { everywhere: true },
    ).addOption(
        new Option("-f, --format <format>", "what to write").choices(Object.keys(EXPORT_FORMATS)).default("csv"),
    );
    filterOptions(command, "resources")
        .option("--framework <framework>", "only rules for this framework, with findings for its controls alone")
        .option("-o, --output <file>", "a file in place of standard output")
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs export --stack prod > evaluations.csv", "every rule on every resource"],
                    ["packs export --only NON_COMPLIANT,WAIVED -o failing.csv", "what fails, and who accepted it"],
                    ["packs export -f oscal --framework NIST-800-53-r5 -o results.json", "assessment results"],
                    ["packs export -f jsonl --account | jq .resourceId", "one object a line, for programs"],
                ],
                remarks:
                    "It only reads, and AWS does not charge for it: one question for each rule in each account and region.\n" +
                    "Rows go out page by page. Cells that a spreadsheet would compute begin with an apostrophe:\n" +
                    "docs/evidence.md.",
                exitCodes: {
                    success: "all was written",
                    errors: "AWS or the file system refuses, or stack or waivers have errors",
                    usage: "an unknown stack or framework",
                },
            }),
        )
        .action(async (given: Omit<ExportOptions, "filter"> & GivenFilters) => {
            end(await exportCompliance(root, withFilter(given), terminal));
        });
}

function addEvidence(program: Command, root: string, terminal: Terminal, end: (exitCode: number) => void): void {
    scopeOptions(
        program
            .command("evidence")
            .helpGroup(GROUPS.account)
            .summary("write a folder that an auditor can verify")
            .description(
                "write everything that shows how a framework is met into a folder with hashes of it all, or verify such a folder",
            ),
        { everywhere: true },
    )
        .option("--framework <framework>", "the framework that the evidence is for")
        .option("-o, --output <folder>", "where to write (default: evidence-<framework>-<day>)")
        .option("--verify <folder>", "look whether a folder is as it was written; asks nobody")
        .option("--expect <hash>", "with --verify: the top hash that the folder had when it was written")
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs evidence --framework SOC-2 --stack prod", "a folder evidence-soc-2-<day>"],
                    ["packs evidence --framework SOC-2 -o /audits/2026-q4", "in a place of its own"],
                    ["packs evidence --verify /audits/2026-q4 --expect 3f1c...", "nothing changed, missing or added"],
                ],
                remarks:
                    "It only reads in AWS. The folder appears whole or not at all, and no folder with anything in it is\n" +
                    "overwritten. Keep the top hash elsewhere: whoever can change the folder can change its hashes.\n" +
                    "sha256sum -c SHA256SUMS verifies it as well: docs/evidence.md.",
                exitCodes: {
                    success: "the folder was written, or is as it was",
                    errors: "something changed, AWS or the file system refuses, or stack, packs or waivers have errors",
                    usage: "an unknown stack or framework",
                },
            }),
        )
        .action(async (options: EvidenceOptions) => {
            end(await evidence(root, options, terminal));
        });
}
