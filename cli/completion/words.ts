/** What may stand next on a command line, told by the definition that parses it: commander's own tree of commands. */
import type { Argument, Command, Option } from "commander";

export interface Candidate {
    /** The whole word. */
    readonly value: string;
    readonly description: string;
}

export interface Completion {
    readonly candidates: readonly Candidate[];
    /** Whether the shell's own file names fit as well. */
    readonly files: boolean;
}

/**
 * Values that are not among fixed choices, by the name that an option or argument gives its value: `--stack <stack>`.
 *
 * @param word what is written of it so far
 */
export type ValueSource = (name: string, word: string) => Completion;

/** A value of an option or an argument. */
interface Expected {
    readonly name: string;
    readonly choices: readonly string[] | undefined;
}

interface Position {
    readonly command: Command;
    /** Arguments before the word. */
    readonly operands: number;
    /** The option whose value the word is. */
    readonly pending: Option | undefined;
    readonly given: ReadonlySet<Option>;
    /** After `--` nothing is an option. */
    readonly onlyOperands: boolean;
}

const NOTHING: Completion = { candidates: [], files: false };

/**
 * @param before the words before, without the program's own name
 * @param word what is written of the word so far, perhaps nothing
 */
export function completeWord(
    program: Command,
    before: readonly string[],
    word: string,
    values: ValueSource,
): Completion {
    const position = follow(program, before);
    const { command, pending, onlyOperands } = position;
    const valuesOf = (expected: Expected, text: string): Completion =>
        expected.choices === undefined ? values(expected.name, text) : fixed(expected.choices, text);
    if (pending !== undefined) {
        return valuesOf(valueOf(pending), word);
    }
    const assigned = onlyOperands ? null : /^(--[^=]+)=(.*)$/s.exec(word);
    if (assigned !== null) {
        const [, flag = "", text = ""] = assigned;
        const option = findOption(command, flag);
        return option === undefined ? NOTHING : prefixed(`${flag}=`, valuesOf(valueOf(option), text));
    }
    if (word.startsWith("-") && !onlyOperands) {
        return { candidates: flags(position, word), files: false };
    }
    const commands = commandNames(command);
    if (commands.length > 0) {
        return position.operands > 0 ? NOTHING : { candidates: starting(commands, word), files: false };
    }
    const argument = argumentAt(command, position.operands);
    if (argument === undefined) {
        return NOTHING;
    }
    return argument.name() === "command"
        ? { candidates: starting(commandNames(program), word), files: false }
        : valuesOf({ name: argument.name(), choices: argument.argChoices }, word);
}

/** Reads the words as commander does. */
function follow(program: Command, words: readonly string[]): Position {
    let command = program;
    let operands = 0;
    let pending: Option | undefined;
    let onlyOperands = false;
    const given = new Set<Option>();
    for (const word of words) {
        if (pending !== undefined) {
            pending = undefined;
        } else if (!onlyOperands && word === "--") {
            onlyOperands = true;
        } else if (!onlyOperands && word.startsWith("-") && word.length > 1) {
            const option = findOption(command, word.replace(/^(--[^=]+)=.*$/s, "$1"));
            if (option !== undefined) {
                given.add(option);
                pending = option.required && !word.includes("=") ? option : undefined;
            }
        } else {
            const next: Command | undefined =
                operands === 0 ? visibleCommands(command).find((one) => one.name() === word) : undefined;
            command = next ?? command;
            operands = next === undefined ? operands + 1 : 0;
        }
    }
    return { command, operands, pending, given, onlyOperands };
}

function flags({ command, given }: Position, word: string): Candidate[] {
    return visibleOptions(command)
        .filter((option) => option.variadic || !given.has(option))
        .flatMap((option) =>
            // The short form only for whoever has written it: everybody else sees each option once.
            [option.long, word === option.short ? option.short : undefined].flatMap((flag) =>
                flag?.startsWith(word) === true ? [{ value: flag, description: option.description }] : [],
            ),
        );
}

function findOption(command: Command, flag: string): Option | undefined {
    return visibleOptions(command).find(({ long, short }) => flag === long || flag === short);
}

/** The option for help included. */
function visibleOptions(command: Command): Option[] {
    return command.createHelp().visibleOptions(command);
}

/** The command for help included. */
function visibleCommands(command: Command): Command[] {
    return command.createHelp().visibleCommands(command);
}

function commandNames(command: Command): Candidate[] {
    return visibleCommands(command).map((one) => ({
        value: one.name(),
        description: one.summary() === "" ? one.description() : one.summary(),
    }));
}

function argumentAt({ registeredArguments: all }: Command, index: number): Argument | undefined {
    const last = all.at(-1);
    return all[index] ?? (last?.variadic === true ? last : undefined);
}

/** `<stack>` in `-s, --stack <stack>` names what the value is. */
function valueOf(option: Option): Expected {
    return { name: /[<[]([^\]>.]+)/.exec(option.flags)?.[1] ?? "", choices: option.argChoices };
}

function fixed(choices: readonly string[], word: string): Completion {
    const candidates = choices.map((value) => ({ value, description: "" }));
    return { candidates: starting(candidates, word), files: false };
}

function prefixed(prefix: string, { candidates, files }: Completion): Completion {
    return { candidates: candidates.map((one) => ({ ...one, value: `${prefix}${one.value}` })), files };
}

/** @returns the candidates that go on with what is written */
export function starting(candidates: readonly Candidate[], word: string): Candidate[] {
    return candidates.filter(({ value }) => value.startsWith(word));
}
