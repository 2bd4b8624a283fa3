/** The `packs` command: parses, calls, prints. Each subcommand is a file of its own. */
import { Command, CommanderError } from "commander";
import { PacksCommand } from "./command.ts";
import { explainCredentials } from "./credentials.ts";
import { EXIT } from "./exit-code.ts";
import { failureWords } from "./failure-words.ts";
import { describeOverview, GROUPS, HELP_LAYOUT } from "./help.ts";
import { requireStack } from "./stack-names.ts";
import { openTerminal, type Terminal } from "./terminal.ts";
import { readVersion } from "./version.ts";

type AddCommands = (program: Command, root: string, terminal: Terminal, end: (exitCode: number) => void) => void;

/** What is run on every save and every push is loaded by itself: all the commands together take longer to load than it takes. */
const ALONE: Readonly<Record<string, () => Promise<AddCommands>>> = {
    check: async () => (await import("./check-command.ts")).addCheckCommand,
    plan: async () => (await import("./plan-command.ts")).addPlanCommand,
    diff: async () => (await import("./diff-command.ts")).addDiffCommand,
};

const all = async (): Promise<AddCommands> => (await import("./commands.ts")).addCommands;

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
    const [name = ""] = argv;
    const addCommands = await (Object.hasOwn(ALONE, name) ? (ALONE[name] ?? all) : all)();
    addCommands(program, root, terminal, (code) => {
        exitCode = code;
    });
    try {
        await program.parseAsync(argv, { from: "user" });
    } catch (reason) {
        if (reason instanceof CommanderError) {
            return reason.exitCode === 0 ? EXIT.success : EXIT.usage;
        }
        terminal.note(explainCredentials(reason, process.env) ?? failureWords(reason));
        return EXIT.errors;
    }
    return exitCode;
}
