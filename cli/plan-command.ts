/** The command line of `packs plan`. */
import type { Command } from "commander";
import { GROUPS, helpText } from "./help.ts";
import { plan, type PlanOptions } from "./plan.ts";
import type { Terminal } from "./terminal.ts";

/** @param end takes the exit code */
export function addPlanCommand(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
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
            end(plan(root, options, terminal));
        });
}
