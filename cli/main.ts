/** The `packs` command: parses, calls, prints. Each subcommand is a file of its own. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { baseline, type BaselineOptions } from "./baseline.ts";
import { check, type CheckOptions } from "./check.ts";
import { PacksCommand } from "./command.ts";
import { addCompletion } from "./completion.ts";
import { addComplianceCommands } from "./compliance-commands.ts";
import { convert } from "./convert.ts";
import { addEvidenceCommands } from "./evidence-commands.ts";
import { explainCredentials } from "./credentials.ts";
import { addDigestCommands } from "./digest-commands.ts";
import { diff, type DiffOptions } from "./diff.ts";
import { DIFF_FORMATS } from "./diff/formats.ts";
import { doctor } from "./doctor.ts";
import { SCHEMA_NAMES, type SchemaName } from "../lib/json-schema/schema-files.ts";
import { FAIL_ON_CLASSES } from "../lib/diff/fail-on.ts";
import { openTerminal } from "./terminal.ts";
import { EXIT } from "./exit-code.ts";
import { describeOverview, GROUPS, HELP_LAYOUT, helpText } from "./help.ts";
import { addLibraryCommands } from "./library-commands.ts";
import { plan, type PlanOptions } from "./plan.ts";
import { query, type QueryOptions } from "./query.ts";
import { QUERY_FORMATS } from "./query/formats.ts";
import { render } from "./render.ts";
import { rowLimit } from "./row-limit.ts";
import { addRuleCommands } from "./rule-commands.ts";
import { schema } from "./schema.ts";
import { scopeOptions } from "./scope-options.ts";
import { requireStack } from "./stack-names.ts";
import { parseWait, verify, type VerifyOptions } from "./verify.ts";
import { readVersion } from "./version.ts";

/**
 * Runs one command line.
 *
 * @param argv the words after `packs`
 * @param root folder of the project
 * @returns the exit code: 0 success, 1 findings or failure, 2 a command line that makes no sense
 */
export async function main(argv: readonly string[], root: string): Promise<number> {
    const terminal = openTerminal();
    let exitCode: number = EXIT.success;
    const program = new PacksCommand("packs")
        .description("AWS Config as code: work with the packs and stacks of this project")
        .version(readVersion(), "-V, --version", "print the version")
        .helpOption("-h, --help", "print this")
        .addHelpCommand(
            new Command("help").argument("[command]").description("explain a command").helpGroup(GROUPS.shell),
        )
        .configureHelp(HELP_LAYOUT)
        .exitOverride()
        .showHelpAfterError("(packs --help lists the commands)")
        .hook("preAction", (_, command) => requireStack(root, command));
    describeOverview(program);
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
        .action((files: string[], options: CheckOptions & { json: boolean }) => {
            exitCode = check(root, files, { ...options, ...(options.json && { format: "json" }) }, terminal);
        });
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
            exitCode = render(root, pack, terminal, stack);
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
            exitCode = convert(root, pack, terminal);
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
            exitCode = schema(root, name, options, terminal);
        });
    program
        .command("plan")
        .helpGroup(GROUPS.review)
        .summary("show what a stack is going to be, and its cost")
        .description("show what a stack is going to be: packs, resources, quotas and cost")
        .option("-s, --stack <stack>", "the stack to plan", "dev")
        .option("--rules", "list every rule", false)
        .option("--json", "print the plan for machines", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs plan", "the stack dev"],
                    ["packs plan --stack prod --rules", "with every rule, its parameters and its cost"],
                    ["packs plan --stack prod --json", "for machines"],
                ],
                remarks: "It asks nobody: no credentials, no network.",
                exitCodes: {
                    success: "a plan",
                    errors: "configuration, packs or usage have errors",
                    usage: "an unknown stack",
                },
            }),
        )
        .action((options: PlanOptions) => {
            exitCode = plan(root, options, terminal);
        });
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
            exitCode = await diff(root, ref, options, terminal);
        });
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
            exitCode = baseline(root, options, terminal);
        });
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
            exitCode = await doctor(root, options, terminal);
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
            exitCode = await verify(root, options, terminal);
        });
    addLibraryCommands(program, root, terminal, (code) => {
        exitCode = code;
    });
    addRuleCommands(program, root, terminal, (code) => {
        exitCode = code;
    });
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
            exitCode = await query(root, name, options, terminal);
        });
    addComplianceCommands(program, root, terminal, (code) => {
        exitCode = code;
    });
    addDigestCommands(program, root, terminal, (code) => {
        exitCode = code;
    });
    addEvidenceCommands(program, root, terminal, (code) => {
        exitCode = code;
    });
    addCompletion(program, root, terminal);
    try {
        await program.parseAsync(argv, { from: "user" });
    } catch (reason) {
        if (reason instanceof CommanderError) {
            return reason.exitCode === 0 ? EXIT.success : EXIT.usage;
        }
        terminal.note(explainCredentials(reason, process.env) ?? describeFailure(reason));
        return EXIT.errors;
    }
    return exitCode;
}

function describeFailure(reason: unknown): string {
    return reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason);
}

function waitMinutes(text: string): number {
    const minutes = parseWait(text);
    if (minutes === undefined) {
        throw new InvalidArgumentError("Write minutes from 0 to 1440, such as --wait 15.");
    }
    return minutes;
}
