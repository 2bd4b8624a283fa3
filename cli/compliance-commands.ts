/** The commands that ask what is compliant. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { FAIL_ON_LEVELS } from "../lib/compliance/fail-on.ts";
import { GROUPINGS } from "../lib/compliance/groupings.ts";
import { filterOptions, type GivenFilters, withFilter } from "./filter-options.ts";
import { GROUPS, helpText } from "./help.ts";
import { rowLimit } from "./row-limit.ts";
import { scopeOptions } from "./scope-options.ts";
import { status, type StatusOptions } from "./status.ts";
import { STATUS_FORMATS } from "./status/formats.ts";
import { DEFAULT_SECONDS, parseSeconds } from "./status/watch.ts";
import type { Terminal } from "./terminal.ts";
import { parseSince, timeline, type TimelineOptions } from "./timeline.ts";

/** As commander has them: each filter under its own name. */
type GivenStatusOptions = Omit<StatusOptions, "filter" | "watch"> & GivenFilters & { readonly watch?: number | true };

/** @param end takes the exit code */
export function addComplianceCommands(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
    const command = scopeOptions(
        program
            .command("status")
            .helpGroup(GROUPS.account)
            .summary("see what is compliant, the worst first")
            .description(
                "ask AWS Config what is compliant right now, by pack, rule, account, region or control: the worst first",
            ),
        { everywhere: true },
    ).addOption(new Option("-b, --by <grouping>", "what a row is").choices(GROUPINGS).default("pack"));
    filterOptions(command)
        .addOption(
            new Option("-o, --output <format>", "how to print").choices(Object.keys(STATUS_FORMATS)).default("text"),
        )
        .option("-l, --limit <rows>", "rows to print at most (default: 50, for machines all)", rowLimit)
        .option(
            "-w, --watch [seconds]",
            `look again every so many seconds (${DEFAULT_SECONDS}), and say what changed`,
            interval,
        )
        .addOption(
            new Option("--fail-on <level>", "end with 1 where a rule of this severity or worse fails").choices(
                FAIL_ON_LEVELS,
            ),
        )
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs status --stack prod", "by pack, over the stack's aggregator"],
                    ["packs status --by account --severity critical,high", "the accounts that need somebody today"],
                    ["packs status --by control --control 'PCI-DSS*'", "one framework"],
                    ["packs status --account --by rule --only NON_COMPLIANT,WAIVED", "what fails in this account"],
                    ["packs status --by rule --in-account 111122223333 --watch 30", "while somebody repairs it"],
                    ["packs status --output csv --by account > accounts.csv", "for a spreadsheet"],
                    ["packs status --fail-on high", "for a pipeline"],
                ],
                remarks:
                    "It only reads, and AWS does not charge for it. Credentials: as for the AWS CLI; those of the account\n" +
                    "that has the aggregator. A rule counts once for each account and region. What waivers.yaml covers is\n" +
                    "shown as waived, and raises no score: docs/status.md.",
                exitCodes: {
                    success: "AWS answered, whatever fails; with --fail-on nothing that it refuses",
                    errors: "--fail-on found something, AWS cannot be asked, or stack or waivers have errors",
                    usage: "an unknown stack",
                },
            }),
        )
        .action(async (given: GivenStatusOptions) => {
            const { watch, ...options } = withFilter(given);
            const seconds = watch === true ? DEFAULT_SECONDS : watch;
            end(await status(root, { ...options, ...(seconds !== undefined && { watch: seconds }) }, terminal));
        });
    addTimeline(program, root, terminal, end);
}

function addTimeline(program: Command, root: string, terminal: Terminal, end: (exitCode: number) => void): void {
    scopeOptions(
        program
            .command("timeline")
            .helpGroup(GROUPS.account)
            .summary("see what changed of a resource, and when")
            .description(
                "ask AWS Config for the history of a resource: what changed, and which rules changed their verdict",
            )
            .argument("<resource>", "its type and ID as <type>/<ID>, its ARN, ID or name"),
        { everywhere: true },
    )
        .addOption(new Option("-o, --output <format>", "how to print").choices(["text", "json"]).default("text"))
        .option("-l, --limit <events>", "events to print at most", rowLimit, 20)
        .option("--since <when>", "nothing earlier: a day, a moment in ISO 8601, or a number of days as 30d", moment)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs timeline AWS::S3::Bucket/public-site", "also of a bucket that is gone"],
                    ["packs timeline public-site --account --since 30d", "by name, in this account"],
                    ["packs timeline arn:aws:s3:::public-site --output json", "with every value in full"],
                ],
                remarks:
                    "It only reads. AWS gives a history to the resource's own account only: an aggregator finds the resource,\n" +
                    "and the command says whose credentials to use.",
                exitCodes: {
                    success: "AWS has a history",
                    errors: "no such resource, or several, another account's, or AWS cannot be asked",
                    usage: "an unknown stack",
                },
            }),
        )
        .action(async (resource: string, options: TimelineOptions) => {
            end(await timeline(root, resource, options, terminal));
        });
}

function interval(text: string): number {
    const seconds = parseSeconds(text);
    if (seconds === undefined) {
        throw new InvalidArgumentError("Write seconds from 5 to 86400, such as --watch 30.");
    }
    return seconds;
}

function moment(text: string): string {
    const since = parseSince(text, Date.now());
    if (since === undefined) {
        throw new InvalidArgumentError("Write a day as 2026-11-30, a moment as 2026-11-30T12:00:00Z, or days as 30d.");
    }
    return since;
}
