/** The commands about remediations. */
import { type Command, InvalidArgumentError, Option } from "commander";
import { EXECUTION_STATES, type ExecutionState } from "../lib/remediation/executions.ts";
import { GROUPS, helpText } from "./help.ts";
import { remediationRetry, remediationStatus, type RemediationOptions } from "./remediation.ts";
import { rowLimit } from "./row-limit.ts";
import type { Terminal } from "./terminal.ts";

/** What a person reads; machines get everything. */
const LIMIT = 20;

/** As commander has them: each filter under its own name. */
interface Given {
    readonly stack?: string;
    readonly region?: readonly string[];
    readonly profile?: string;
    readonly pack?: readonly string[];
    readonly rule?: readonly string[];
    readonly resource?: readonly string[];
    readonly output: "text" | "json";
    readonly limit: number;
}

const REMARKS =
    "Credentials: as for the AWS CLI, or those of --profile, which may assume a role. AWS Config tells executions to their\n" +
    "own account and region only, and no aggregator has them: for a member, name a profile with a role in it.";

/** @param end takes the exit code */
export function addRemediationCommands(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
    const remediation = program
        .command("remediation")
        .helpGroup(GROUPS.account)
        .summary("see which remediations failed, and try them again")
        .description("what became of remediations in an account, and another try: docs/remediation.md")
        .helpCommand(false);
    remediation.addHelpText(
        "after",
        helpText({
            examples: [
                ["packs remediation status --stack prod", "what failed, at which step and why"],
                ["packs remediation retry --stack prod --dry-run", "what would run once more"],
            ],
            exitCodes: { success: "success", errors: "AWS cannot be asked, or refuses" },
        }),
    );
    asked(
        remediation
            .command("status")
            .summary("see what failed, at which step and why")
            .description("ask AWS Config what became of remediations: failures by cause, with the step that failed"),
    )
        .addOption(
            new Option("--state <state>", "only executions in this state").choices(EXECUTION_STATES).argParser(state),
        )
        .option("--fail-on-failed", "end with 1 where a remediation failed", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs remediation status --stack prod", "in all regions of the stack"],
                    ["packs remediation status --pack storage --state FAILED", "of one pack"],
                    ["packs remediation status --resource 'AWS::S3::Bucket/*' --output json", "for machines"],
                    ["packs remediation status --profile member-account -r eu-west-1,eu-central-1", "of a member"],
                ],
                remarks: `It only reads.\n${REMARKS}`,
                exitCodes: {
                    success: "AWS answered, whatever failed; with --fail-on-failed nothing did",
                    errors: "--fail-on-failed found something, AWS cannot be asked, or the stack has errors",
                    usage: "an unknown stack",
                },
            }),
        )
        .action(async (given: Given & { readonly state?: ExecutionState; readonly failOnFailed: boolean }) => {
            const { filter, ...options } = optionsOf(given);
            const { state: wanted, failOnFailed } = given;
            end(
                await remediationStatus(
                    root,
                    { ...options, failOnFailed, filter: { ...filter, ...(wanted && { states: [wanted] }) } },
                    terminal,
                ),
            );
        });
    asked(
        remediation
            .command("retry")
            .summary("run failed ones once more")
            .description("start failed remediations once more, up to 100 resources of a rule at a time"),
    )
        .option("-y, --yes", "do not ask", false)
        .option("--dry-run", "only print what would be started", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs remediation retry --stack prod --dry-run", "what would run once more"],
                    ["packs remediation retry --stack prod --rule 's3-*'", "of some rules, after a question"],
                    ["packs remediation retry --stack prod --resource orders --yes", "one resource, in a pipeline"],
                ],
                remarks: `It changes resources: a destructive document is named as such before the question.\n${REMARKS}`,
                exitCodes: {
                    success: "all were started, or nothing has failed",
                    errors: "AWS refused some, nobody agreed, or the stack has errors",
                    usage: "an unknown stack, or nobody to ask and no --yes",
                },
            }),
        )
        .action(async (given: Given & { readonly yes: boolean; readonly dryRun: boolean }) => {
            const { yes, dryRun } = given;
            end(await remediationRetry(root, { ...optionsOf(given), yes, dryRun }, terminal));
        });
}

/** Whom to ask, of what, and how to print it. */
function asked(command: Command): Command {
    return command
        .option("-s, --stack <stack>", "the stack whose regions are asked (default: the region of the environment)")
        .option("-r, --region <region>", "only this region; commas separate several", list)
        .option("--profile <name>", "credentials of this profile, such as one that assumes a role in a member account")
        .option("--pack <pack>", "only rules of this pack; * stands for any characters", list)
        .option("--rule <rule>", "only this rule, by its name in the pack", list)
        .option("--resource <resource>", "only this resource: <type>/<ID>, or its ID", list)
        .addOption(new Option("-o, --output <format>", "how to print").choices(["text", "json"]).default("text"))
        .option("-l, --limit <rows>", "causes and resources to print at most", rowLimit, LIMIT);
}

function optionsOf({ stack, region, profile, pack, rule, resource, output, limit }: Given): RemediationOptions {
    return {
        ...(stack !== undefined && { stack }),
        ...(region && { regions: region }),
        ...(profile !== undefined && { profile }),
        filter: {
            ...(pack && { packs: pack }),
            ...(rule && { rules: rule }),
            ...(resource && { resources: resource }),
        },
        output,
        limit,
    };
}

/** An option may be given several times, and each time name several values. */
function list(text: string, before: readonly string[] = []): string[] {
    const values = text.split(",").map((value) => value.trim());
    if (values.includes("")) {
        throw new InvalidArgumentError("Write values with commas between them, and none empty.");
    }
    return [...before, ...values];
}

function state(text: string): ExecutionState {
    const known = EXECUTION_STATES.find((one) => one === text.toUpperCase());
    if (known === undefined) {
        throw new InvalidArgumentError(`There is no such state; known are: ${EXECUTION_STATES.join(", ")}`);
    }
    return known;
}
