/** The command line of `packs report`. */
import { type Command, Option } from "commander";
import { REPORT_LIMITS } from "../lib/report/compliance/read-report.ts";
import { GROUPS, helpText } from "./help.ts";
import { report, type ReportOptions } from "./report.ts";
import { rowLimit } from "./row-limit.ts";
import { scopeOptions } from "./scope-options.ts";
import type { Terminal } from "./terminal.ts";

/** @param end takes the exit code */
export function addReport(program: Command, root: string, terminal: Terminal, end: (exitCode: number) => void): void {
    scopeOptions(
        program
            .command("report")
            .helpGroup(GROUPS.account)
            .summary("write what is compliant as one page")
            .description(
                "ask AWS Config what is compliant right now, and write one page: score, trend, accounts, rules, resources, controls, cost and waivers",
            ),
        { everywhere: true },
    )
        .addOption(new Option("-f, --format <format>", "what to write").choices(["html", "json"]).default("html"))
        .option("-o, --output <file>", "where to (default: standard output)")
        .option("--framework <framework>", "with the controls of this framework; checks are those that people ask for")
        .option("--trend <place>", "snapshots for the trend: a folder, or s3://<bucket>/<prefix>")
        .option("--resources <number>", "resources to list at most", rowLimit, REPORT_LIMITS.resources)
        .option("--timelines <number>", "of how many of them to read the history", rowLimit, REPORT_LIMITS.timelines)
        .option(
            "--count-resources <number>",
            "resources to read for the score at most; where there are more, it counts rules",
            rowLimit,
            REPORT_LIMITS.countResources,
        )
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs report --stack prod --output report.html", "over the stack's aggregator"],
                    ["packs report --account --output account.html", "this account, with timelines of its resources"],
                    ["packs report --framework CIS-AWS-5.0 -o cis.html", "with a framework's controls"],
                    ["packs report --trend s3://acme-config/history -o report.html", "with a trend from snapshots"],
                    ["packs report --format json > report.json", "for machines"],
                ],
                remarks:
                    "It only reads, and AWS does not charge for it. The page loads nothing and asks nobody: it works offline, on\n" +
                    "paper and for years. What it holds is bounded, however many accounts there are: docs/report.md.",
                exitCodes: {
                    success: "the page is written, whatever fails in it",
                    errors: "AWS cannot be asked, a snapshot cannot be read, or stack, packs or waivers have errors",
                    usage: "an unknown stack or framework",
                },
            }),
        )
        .action(async (options: ReportOptions) => {
            end(await report(root, options, terminal));
        });
}
