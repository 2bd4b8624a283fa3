/** The command that holds history against its copy in another account. */
import { Argument, type Command, InvalidArgumentError } from "commander";
import { GROUPS, helpText } from "./help.ts";
import { history, type HistoryOptions } from "./history.ts";
import type { Terminal } from "./terminal.ts";

/** @param end takes the exit code */
export function addHistoryCommands(
    program: Command,
    root: string,
    terminal: Terminal,
    end: (exitCode: number) => void,
): void {
    program
        .command("history")
        .helpGroup(GROUPS.account)
        .summary("see whether history is complete, and restore it")
        .description("compare delivered history with its replica in another account, and copy back what is lost")
        .addArgument(
            new Argument("<action>", "verify: only compare; restore: copy back what is lost").choices([
                "verify",
                "restore",
            ]),
        )
        .option("-s, --stack <stack>", "the stack whose history it is", "dev")
        .option("--as-of <time>", "trust nothing that came from this moment on (ISO 8601)", moment)
        .option("--prefix <prefix>", "only objects whose keys begin so")
        .option("--json", "print every object, for machines", false)
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["packs history verify --stack prod", "what was deleted, and what has no replica"],
                    ["packs history restore --stack prod", "copy back what was deleted"],
                    [
                        "packs history restore --stack prod --as-of 2026-11-23T06:00:00Z",
                        "and what was overwritten since",
                    ],
                ],
                remarks:
                    "verify only reads; restore adds versions to the delivery bucket and deletes nothing. Credentials: as for\n" +
                    "the AWS CLI; a role that historyArchive.readers names in the archive, and that may read and, to restore,\n" +
                    "write the delivery bucket. How to: docs/history.md.",
                exitCodes: {
                    success: "the delivery bucket has everything that its replica has, or has it again",
                    errors: "something is lost, has no replica, or could not be restored; or a bucket may not be read",
                    usage: "an unknown stack",
                },
            }),
        )
        .action(async (action: "verify" | "restore", options: HistoryOptions) => {
            end(await history(root, action, options, terminal));
        });
}

function moment(text: string): string {
    if (!/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) || Number.isNaN(Date.parse(text))) {
        throw new InvalidArgumentError("Write a moment such as 2026-11-23T06:00:00Z.");
    }
    return text;
}
