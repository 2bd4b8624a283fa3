/** The stacks of a project by name, and what every command says of one that is not there. */
import type { Command } from "commander";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import { suggestionHint } from "../lib/suggestion.ts";
import { namedByOption } from "./command.ts";

const STACK_FILE = /^Pulumi\.(.+)\.yaml$/;

/** @returns the stack that a file configures, or undefined for any other file */
export function stackOfFile(file: string): string | undefined {
    return STACK_FILE.exec(file)?.[1];
}

/** Names of the stacks that have a file on any of the sides, sorted. */
export function stackNames(...sides: readonly ProjectFiles[]): string[] {
    const names = sides.flatMap((files) => files.list(".")).flatMap((file) => stackOfFile(file) ?? []);
    return [...new Set(names)].sort();
}

/** How to write what stands where no stack is expected: undefined for a word that is no stack's name. */
export function meantStack(word: string, files: ProjectFiles): string | undefined {
    return stackNames(files).includes(word) ? namedByOption(word) : undefined;
}

/** Why there is nothing to do for a stack that has no file. */
export function noSuchStack(command: string, stack: string, known: readonly string[]): string {
    const why =
        known.length === 0
            ? "no Pulumi.<stack>.yaml is here; run it in the project's folder"
            : (suggestionHint(stack, known) ?? `there are ${known.join(", ")}`);
    return `packs ${command}: there is no stack ${stack} (${why})`;
}

/**
 * Ends a command line whose `--stack` names no stack, the same way for every command. The comparison decides by itself,
 * since its stack may be one that only the base has.
 */
export function requireStack(root: string, command: Command): void {
    const { stack } = command.opts<{ stack?: unknown }>();
    if (typeof stack !== "string" || command.name() === "diff") {
        return;
    }
    const known = stackNames(projectFolder(root));
    if (!known.includes(stack)) {
        // As for other values that make no sense: without the whole help below it.
        command.showHelpAfterError(false).error(noSuchStack(wordsOf(command), stack, known));
    }
}

/** A command of a command is named with it, as people write it: `digest preview`. */
function wordsOf(command: Command): string {
    const { parent } = command;
    return parent === null || parent.parent === null ? command.name() : `${wordsOf(parent)} ${command.name()}`;
}
