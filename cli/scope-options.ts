/** The options that say whom to ask: an aggregator, or the account of the credentials. scope.ts reads them. */
import type { Command } from "commander";

/** @param everywhere whether an account is asked in all regions of its stack, or in one */
export function scopeOptions(command: Command, { everywhere = false } = {}): Command {
    return command
        .option(
            "-a, --aggregator <name>",
            "ask all accounts of this aggregator (default: the stack's, where it has one)",
        )
        .option("--account", `ask only the account of the credentials${everywhere ? "" : ", in one region"}`, false)
        .option("-r, --region <region>", `where to ask (default: the stack's region${everywhere ? " or regions" : ""})`)
        .option(
            "-s, --stack <stack>",
            `the stack whose ${everywhere ? "plan, regions" : "region"} and aggregator are meant (default: dev)`,
        );
}
