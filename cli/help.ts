/** What stands below the options in `--help`: examples, remarks and exit codes, in one form for every command. */
import { styleText } from "node:util";
import { type Argument, type Command, Help, type HelpConfiguration } from "commander";

export interface HelpDetails {
    /** Command lines, each with what it does. */
    readonly examples: readonly (readonly [commandLine: string, meaning: string])[];
    readonly remarks?: string;
    /** What the codes 0 and 1 mean here; 2 means the same everywhere. */
    readonly exitCodes: { readonly success: string; readonly errors?: string; readonly usage?: string };
}

/** The headings under which `packs --help` lists the commands. */
export const GROUPS = {
    write: "Write packs:",
    review: "Review a change:",
    account: "Ask AWS:",
    shell: "Help and shell:",
} as const;

/** Commander takes colours out again where they are not wanted. */
const title = (text: string): string => styleText("bold", text, { validateStream: false });

/** In the overview a command stands with its arguments; that it takes options goes without saying. */
export const HELP_LAYOUT: HelpConfiguration = {
    styleTitle: title,
    subcommandTerm: (command) =>
        [command.name(), ...command.registeredArguments.map((argument) => argumentTerm(argument))].join(" "),
    // A flag that is not given is off: commander would say so of each.
    optionDescription: (option) =>
        option.defaultValue === false ? option.description : new Help().optionDescription(option),
};

const USAGE = "a command line that makes no sense";

/** @returns the text, with an empty line above and none below */
export function helpText({ examples, remarks, exitCodes }: HelpDetails): string {
    const codes = [
        ["0", exitCodes.success],
        ...(exitCodes.errors === undefined ? [] : [["1", exitCodes.errors]]),
        ["2", exitCodes.usage === undefined ? USAGE : `${USAGE}, or ${exitCodes.usage}`],
    ];
    return [
        `\n${title("Examples:")}\n${columns(examples)}`,
        ...(remarks === undefined ? [] : [remarks]),
        `${title("Exit codes:")}\n${columns(codes)}`,
    ].join("\n\n");
}

/** What `packs --help` says besides its commands. */
export function describeOverview(program: Command): void {
    program.addHelpText(
        "after",
        helpText({
            examples: [
                ["packs check", "every fault of packs and stacks"],
                ["packs plan --stack prod", "what a stack is going to be, and what it costs"],
                ["packs diff origin/main", "what a branch changes, rule by rule"],
                ["packs verify --stack prod", "whether AWS has what was deployed"],
                ["packs help check", "examples and exit codes of one command"],
            ],
            remarks:
                "Colour only on terminals; NO_COLOR takes it away, FORCE_COLOR brings it.\n" +
                "Results go to standard output, progress and faults to standard error.",
            exitCodes: { success: "success", errors: "findings, or a failure" },
        }),
    );
}

function argumentTerm(argument: Argument): string {
    const name = `${argument.name()}${argument.variadic ? "..." : ""}`;
    return argument.required ? `<${name}>` : `[${name}]`;
}

function columns(rows: readonly (readonly string[])[]): string {
    const width = Math.max(...rows.map(([left = ""]) => left.length));
    return rows.map(([left = "", right = ""]) => `  ${left.padEnd(width)}  ${right}`).join("\n");
}
