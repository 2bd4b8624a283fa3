/** The commands for rules of the project's own. */
import { type Command, Option } from "commander";
import { RULE_KINDS } from "../lib/rules/kinds.ts";
import { GROUPS, helpText } from "./help.ts";
import { capture, type CaptureOptions } from "./capture.ts";
import { newRule, type NewRuleOptions } from "./new.ts";
import { rowLimit } from "./row-limit.ts";
import { scopeOptions } from "./scope-options.ts";
import type { Terminal } from "./terminal.ts";
import { test } from "./test.ts";

/** @param end takes the exit code */
export function addRuleCommands(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
    program
        .command("test")
        .helpGroup(GROUPS.write)
        .summary("run the test cases of custom rules")
        .description("run the test cases of the rules in packs/rules/ with what AWS Config evaluates them with")
        .argument("[rules...]", "rules by name (default: all)")
        .option("--watch", "run again after each change in packs/rules/", false)
        .option("--json", "print the results for machines", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs test", "every rule"],
                    ["packs test ec2-instance-type-allowed --watch", "one rule, again after each change"],
                    ["packs test --json", "for machines"],
                ],
                remarks:
                    "No credentials. Guard rules need cfn-guard of version 2, as AWS Config runs it: on PATH, or built once for\n" +
                    "the user from its crate, which needs Rust's cargo and takes some minutes. Rego rules need opa, built from its\n" +
                    "module likewise, with Go. Rules in TypeScript run in this Node.js, and ask the local AWS of the sandbox,\n" +
                    "which needs Python.",
                exitCodes: {
                    success: "every case answers as expected",
                    errors: "a case does not, or a rule has errors or no cases",
                    usage: "an unknown rule",
                },
            }),
        )
        .action(async (rules: string[], options: { watch: boolean; json: boolean }) => {
            end(await test(root, rules, options, terminal));
        });
    scopeOptions(program.command("capture"))
        .helpGroup(GROUPS.write)
        .summary("record items for a custom rule's cases")
        .description(
            "write configuration items that AWS Config has recorded into a custom rule's folder, for its cases",
        )
        .argument("<rule>", "a rule in packs/rules/ by name")
        .argument("[resources...]", "by ID, name or ARN (default: the first that AWS Config tells)")
        .option("-t, --type <type>", "the resource type (default: those that the rule looks at)")
        .option("-l, --limit <items>", "items to write at most", rowLimit, 3)
        .option("--keep-accounts", "leave real account IDs in the files", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs capture ec2-instance-type-allowed", "three instances"],
                    ["packs capture no-inbound-from-private-ranges sg-0a1b2c3d", "one security group"],
                    ["packs capture cloudtrail-kms-encryption --account --region eu-west-1", "of one account only"],
                ],
                remarks:
                    "It only reads in AWS. Account IDs become made-up ones; names, tags and addresses stay as they are.\n" +
                    "Files that are there already are left alone.",
                exitCodes: {
                    success: "the items are written",
                    errors: "AWS Config knows none, or not every one that is named, or refuses",
                    usage: "an unknown rule or stack",
                },
            }),
        )
        .action(async (rule: string, resources: string[], options: CaptureOptions) => {
            end(await capture(root, rule, resources, options, terminal));
        });
    const make = program
        .command("new")
        .helpGroup(GROUPS.write)
        .summary("write the files of a new rule")
        .description("write the files of something new")
        .helpCommand(false);
    make.addHelpText(
        "after",
        helpText({
            examples: [["packs new rule bucket-has-owner", "a rule of the project's own, with tests"]],
            exitCodes: { success: "the files are written", errors: "a file cannot be written" },
        }),
    );
    make.command("rule")
        .description("write the files of a rule of the project's own, with tests that pass")
        .argument("<name>", "of the rule and its folder: small letters, digits and hyphens")
        .addOption(
            new Option("--kind <kind>", "what it is written in").choices(Object.keys(RULE_KINDS)).default("guard"),
        )
        .option("--type <type>", "the resource type that it looks at", "AWS::S3::Bucket")
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs new rule bucket-has-owner", "packs/rules/bucket-has-owner/"],
                    ["packs new rule bucket-has-owner --kind rego", "for Open Policy Agent"],
                    ["packs new rule instance-has-owner --type AWS::EC2::Instance", "for another resource type"],
                    ["packs new rule instance-has-owner --kind lambda", "in TypeScript"],
                ],
                exitCodes: {
                    success: "the files are written",
                    errors: "a file cannot be written",
                    usage: "a name that does not fit, or is taken",
                },
            }),
        )
        .action((name: string, options: NewRuleOptions) => {
            end(newRule(root, name, options, terminal));
        });
}
