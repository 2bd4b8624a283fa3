/** Every command of `packs`, in the order in which they are listed. */
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { SCHEMA_NAMES, type SchemaName } from "../lib/json-schema/schema-files.ts";
import { baseline, type BaselineOptions } from "./baseline.ts";
import { addCheckCommand } from "./check-command.ts";
import { addCompletion } from "./completion.ts";
import { addComplianceCommands } from "./compliance-commands.ts";
import { convert } from "./convert.ts";
import { addDiffCommand } from "./diff-command.ts";
import { addDigestCommands } from "./digest-commands.ts";
import { doctor } from "./doctor.ts";
import { addEvidenceCommands } from "./evidence-commands.ts";
import { GROUPS, helpText } from "./help.ts";
import { addHistoryCommands } from "./history-commands.ts";
import { addLibraryCommands } from "./library-commands.ts";
import { addPermissionsCommands } from "./permissions-commands.ts";
import { addPlanCommand } from "./plan-command.ts";
import { query, type QueryOptions } from "./query.ts";
import { QUERY_FORMATS } from "./query/formats.ts";
import { addRemediationCommands } from "./remediation-commands.ts";
import { render } from "./render.ts";
import { rowLimit } from "./row-limit.ts";
import { addRuleCommands } from "./rule-commands.ts";
import { schema } from "./schema.ts";
import { scopeOptions } from "./scope-options.ts";
import type { Terminal } from "./terminal.ts";
import { parseWait, verify, type VerifyOptions } from "./verify.ts";

/** @param end takes the exit code */
export function addCommands(program: Command, root: string, terminal: Terminal, end: (exitCode: number) => void): void {
    addCheckCommand(program, root, terminal, end);
    program
        .command("render")
        .helpGroup(GROUPS.write)
        .summary("print the template that AWS gets")
        .description("print the template of a pack in AWS's own format")
        .argument("<pack>", "a pack in packs/ by name, or a file")
        .option("-s, --stack <stack>", "the stack whose functions evaluate rules in AWS Lambda")
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs render iam-hygiene", "a pack in packs/"],
                    ["packs render iam-hygiene > template.yaml", "as a file for the AWS CLI"],
                    ["packs render images --stack prod", "with the functions of a stack"],
                ],
                exitCodes: {
                    success: "the template is printed",
                    errors: "the pack has errors",
                    usage: "an unknown pack or stack",
                },
            }),
        )
        .action((pack: string, { stack }: { stack?: string }) => {
            end(render(root, pack, terminal, stack));
        });
    program
        .command("convert")
        .helpGroup(GROUPS.write)
        .summary("print AWS's own format in the compact form")
        .description("print a pack in AWS's own format in the compact form")
        .argument("<pack>", "a pack in packs/ by name, or a file")
        .addHelpText(
            "after",
            helpText({
                examples: [["packs convert downloaded.yaml > packs/baseline.yaml", "take over a template of AWS's"]],
                remarks: "The result is read back and compared with the original before it is printed.",
                exitCodes: {
                    success: "the pack is printed",
                    errors: "it has errors, or cannot be converted without a change of meaning",
                    usage: "an unknown pack",
                },
            }),
        )
        .action((pack: string) => {
            end(convert(root, pack, terminal));
        });
    program
        .command("schema")
        .helpGroup(GROUPS.write)
        .summary("print the JSON Schemas for editors")
        .description(
            "print the JSON Schema by which an editor completes and checks packs, stacks, waivers, baselines or custom rules",
        )
        .addArgument(new Argument("[name]", "which one").choices(SCHEMA_NAMES).default("pack"))
        .option("--write", "write all of them into schema/ instead", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs schema stack", "print one"],
                    ["packs schema --write", "write all of them into schema/"],
                ],
                exitCodes: { success: "printed or written", errors: "a file cannot be written" },
            }),
        )
        .action((name: SchemaName, options: { write: boolean }) => {
            end(schema(root, name, options, terminal));
        });
    addPlanCommand(program, root, terminal, end);
    addDiffCommand(program, root, terminal, end);
    program
        .command("baseline")
        .helpGroup(GROUPS.review)
        .summary("hold stacks to what they have to go on covering")
        .description("compare stacks with their committed coverage baselines, or write the baselines anew")
        .option("-s, --stack <stack>", "only this stack (default: every stack that has a baseline)")
        .option("--write", "write baseline/<stack>.yaml from the plan", false)
        .option("--strict", "end with 1 also where a baseline is not up to date, or not there", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs baseline --write --stack prod", "from now on, prod has to cover what it covers now"],
                    ["packs baseline", "what is lost, and what the baselines do not ask for yet"],
                    ["packs baseline --write", "accept the plans as they are: commit the change with its reason"],
                ],
                remarks:
                    "A plan that covers less than its baseline is refused by every other command and by pulumi up;\n" +
                    "packs diff shows it.",
                exitCodes: {
                    success: "nothing is lost",
                    errors: "something is lost, or the stack has errors",
                    usage: "an unknown stack",
                },
            }),
        )
        .action((options: BaselineOptions) => {
            end(baseline(root, options, terminal));
        });
    addPermissionsCommands(program, root, terminal, end);
    program
        .command("doctor")
        .helpGroup(GROUPS.account)
        .summary("find what exists in the account already")
        .description("ask AWS what exists already, and print the configuration that takes it over")
        .option("-s, --stack <stack>", "the stack to look at", "dev")
        .option("--json", "print the findings for machines", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs doctor", "the stack dev"],
                    ["packs doctor --stack prod --json", "another one, for machines"],
                ],
                remarks: "It only reads. Credentials: as for the AWS CLI.",
                exitCodes: {
                    success: "AWS was asked, also where something is to be done",
                    errors: "the stack has errors, or AWS cannot be asked",
                    usage: "an unknown stack",
                },
            }),
        )
        .action(async (options: { stack: string; json: boolean }) => {
            end(await doctor(root, options, terminal));
        });
    program
        .command("verify")
        .helpGroup(GROUPS.account)
        .summary("see whether AWS has what was deployed")
        .description("ask AWS whether each pack of a deployed stack reached its state, with the rules of the plan")
        .option("-s, --stack <stack>", "the stack to look at", "dev")
        .option("-w, --wait <minutes>", "how long to wait while AWS is still at work", waitMinutes, 0)
        .option("--repair", "put packs again that AWS has otherwise than planned", false)
        .option("--json", "print the verdicts for machines", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs verify --stack prod", "as it is now"],
                    ["packs verify --stack prod --wait 15", "once AWS is done, after 15 minutes at most"],
                    ["packs verify --stack prod --repair", "undo what somebody changed in the packs by hand"],
                ],
                remarks:
                    "It only reads, but for --repair. Credentials: as for the AWS CLI; for organization packs, those of the management account\n" +
                    "or of a delegated administrator. Rules are compared with their source, input parameters, frequency and\n" +
                    "scope, as far as AWS tells them.",
                exitCodes: {
                    success:
                        "every pack reached its state, members were reached, and nothing of the stack's is left over",
                    errors: "otherwise",
                    usage: "an unknown stack",
                },
            }),
        )
        .action(async (options: VerifyOptions) => {
            end(await verify(root, options, terminal));
        });
    addLibraryCommands(program, root, terminal, end);
    addRuleCommands(program, root, terminal, end);
    scopeOptions(program.command("query"))
        .helpGroup(GROUPS.account)
        .summary("ask what exists, across accounts")
        .description(
            "ask AWS Config an advanced query: a file of queries/ by name, or a text; without either, list them",
        )
        .argument("[query]", "a file in queries/, without .sql")
        .option("--sql <text>", "the text of a query, instead of a name")
        .addOption(
            new Option("-o, --output <format>", "how to print").choices(Object.keys(QUERY_FORMATS)).default("table"),
        )
        .option("-l, --limit <rows>", "rows to read at most (default: all)", rowLimit)
        .option("--check", "ask nobody: only find the faults of a query, or of all", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs query", "the queries, with what each answers"],
                    ["packs query public-buckets --stack prod", "over the stack's aggregator"],
                    ["packs query resources-by-type --account --output csv", "this account, for a spreadsheet"],
                    [
                        "packs query --sql \"SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket'\"",
                        "without a file",
                    ],
                ],
                remarks:
                    "It only reads, and AWS does not charge for it. Credentials: as for the AWS CLI; those of the account\n" +
                    "that has the aggregator.",
                exitCodes: {
                    success: "an answer, however short",
                    errors: "the query has faults, or AWS refuses it",
                    usage: "an unknown query or stack",
                },
            }),
        )
        .action(async (name: string | undefined, options: QueryOptions) => {
            end(await query(root, name, options, terminal));
        });
    addComplianceCommands(program, root, terminal, end);
    addRemediationCommands(program, root, terminal, end);
    addDigestCommands(program, root, terminal, end);
    addEvidenceCommands(program, root, terminal, end);
    addHistoryCommands(program, root, terminal, end);
    addCompletion(program, root, terminal);
}

function waitMinutes(text: string): number {
    const minutes = parseWait(text);
    if (minutes === undefined) {
        throw new InvalidArgumentError("Write minutes from 0 to 1440, such as --wait 15.");
    }
    return minutes;
}
