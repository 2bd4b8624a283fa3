/** The `packs` command: parses, calls, prints. Each subcommand is a file of its own. */
import { Argument, Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { check, type CheckOptions } from "./check.ts";
import { convert } from "./convert.ts";
import { diff, type DiffOptions } from "./diff.ts";
import { DIFF_FORMATS } from "./diff/formats.ts";
import { doctor } from "./doctor.ts";
import { SCHEMA_NAMES, type SchemaName } from "../lib/json-schema/schema-files.ts";
import { FAIL_ON_CLASSES } from "../lib/diff/fail-on.ts";
import { openTerminal } from "./terminal.ts";
import { EXIT } from "./exit-code.ts";
import { plan, type PlanOptions } from "./plan.ts";
import { render } from "./render.ts";
import { schema } from "./schema.ts";
import { parseWait, verify, type VerifyOptions } from "./verify.ts";

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
    const program = new Command("packs")
        .description("AWS Config as code: work with the packs and stacks of this project")
        .exitOverride()
        .showHelpAfterError("(packs --help lists the commands)");
    program
        .command("doctor")
        .description("ask AWS what exists already, and print the configuration that takes it over")
        .option("-s, --stack <name>", "the stack to look at", "dev")
        .option("--json", "print the findings for machines", false)
        .addHelpText(
            "after",
            "\nExample:\n  packs doctor --stack prod\n\nIt only reads. Credentials: as for the AWS CLI.",
        )
        .action(async (options: { stack: string; json: boolean }) => {
            exitCode = await doctor(root, options, terminal);
        });
    program
        .command("verify")
        .description("ask AWS whether each pack of a deployed stack reached its state, with the rules of the plan")
        .option("-s, --stack <name>", "the stack to look at", "dev")
        .option("-w, --wait <minutes>", "how long to wait while AWS is still at work", waitMinutes, 0)
        .option("--json", "print the verdicts for machines", false)
        .addHelpText(
            "after",
            "\nExamples:\n  packs verify --stack prod\n  packs verify --stack prod --wait 15\n\n" +
                "It only reads. Credentials: as for the AWS CLI; for organization packs, those of the management account\n" +
                "or of a delegated administrator. Rules are compared by name: AWS tells no more of a pack.\n" +
                "Exit codes: 0 every pack reached its state, 1 otherwise, 2 a command line that makes no sense.",
        )
        .action(async (options: VerifyOptions) => {
            exitCode = await verify(root, options, terminal);
        });
    program
        .command("check")
        .description("find every fault in packs and stacks, before AWS does")
        .argument("[files...]", "pack files, Pulumi.<stack>.yaml files and folders (default: all packs and stacks)")
        .addOption(new Option("--format <format>", "how to print").choices(["text", "json", "sarif"]).default("text"))
        .option("--json", "the same as --format json", false)
        .option("--sarif <file>", "also write the findings for code scanning to a file")
        .option("--strict", "end with 1 for warnings too", false)
        .option("-s, --stack <name>", "only this stack, with the packs that it names")
        .addHelpText("after", "\nExamples:\n  packs check\n  packs check packs/iam-hygiene.yaml --strict")
        .action((files: string[], options: CheckOptions & { json: boolean }) => {
            exitCode = check(root, files, { ...options, ...(options.json && { format: "json" }) }, terminal);
        });
    program
        .command("render")
        .description("print the template of a pack in AWS's own format")
        .argument("<pack>", "a pack in packs/ by name, or a file")
        .addHelpText("after", "\nExample:\n  packs render iam-hygiene")
        .action((pack: string) => {
            exitCode = render(root, pack, terminal);
        });
    program
        .command("convert")
        .description("print a pack in AWS's own format in the compact form")
        .argument("<pack>", "a pack in packs/ by name, or a file")
        .addHelpText("after", "\nExample:\n  packs convert downloaded.yaml > packs/baseline.yaml")
        .action((pack: string) => {
            exitCode = convert(root, pack, terminal);
        });
    program
        .command("schema")
        .description("print the JSON Schema by which an editor completes and checks packs, stacks or waivers")
        .addArgument(new Argument("[name]", "which one").choices(SCHEMA_NAMES).default("pack"))
        .option("--write", "write all of them into schema/ instead", false)
        .addHelpText("after", "\nExamples:\n  packs schema stack\n  packs schema --write")
        .action((name: SchemaName, options: { write: boolean }) => {
            exitCode = schema(root, name, options, terminal);
        });
    program
        .command("plan")
        .description("show what a stack is going to be: packs, resources, quotas and cost")
        .option("-s, --stack <name>", "the stack to plan", "dev")
        .option("--rules", "list every rule", false)
        .option("--json", "print the plan for machines", false)
        .addHelpText(
            "after",
            "\nExamples:\n  packs plan\n  packs plan --stack prod --rules\n\nIt asks nobody: no credentials, no network.",
        )
        .action((options: PlanOptions) => {
            exitCode = plan(root, options, terminal);
        });
    program
        .command("diff")
        .description("compare the stacks of the working tree with those of a commit, rule by rule")
        .argument("[ref]", "branch, tag or commit (default: where this branch left the main branch)")
        .option("-s, --stack <name>", "only this stack (default: every stack of either side)")
        .addOption(new Option("--format <format>", "how to print").choices(Object.keys(DIFF_FORMATS)).default("text"))
        .option("--fail-on <classes>", `end with 1 for any of ${FAIL_ON_CLASSES.join(", ")}; separated by commas`)
        .addHelpText(
            "after",
            "\nExamples:\n  packs diff\n  packs diff origin/main --stack prod --format markdown\n" +
                "  packs diff --fail-on 'removed-rules,lost-coverage,cost>50'\n\n" +
                "It asks nobody: no credentials, no network, no checkout. cost>50: the upper estimate rises by more than\n" +
                "USD 50 a month. Exit codes: 0 nothing refused, 1 errors or --fail-on, 2 a command line that makes no sense.",
        )
        .action(async (ref: string | undefined, options: DiffOptions) => {
            exitCode = await diff(root, ref, options, terminal);
        });
    try {
        await program.parseAsync(argv, { from: "user" });
    } catch (reason) {
        if (reason instanceof CommanderError) {
            return reason.exitCode === 0 ? EXIT.success : EXIT.usage;
        }
        terminal.note(reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason));
        return EXIT.errors;
    }
    return exitCode;
}

function waitMinutes(text: string): number {
    const minutes = parseWait(text);
    if (minutes === undefined) {
        throw new InvalidArgumentError("Write minutes from 0 to 1440, such as --wait 15.");
    }
    return minutes;
}
