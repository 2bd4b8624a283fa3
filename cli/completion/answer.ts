/** What the completion scripts ask for at every press of the tab key, and the lines that they get. */
import type { Command } from "commander";
import { readLine } from "./bash-line.ts";
import type { Shell } from "./scripts.ts";
import { projectValues } from "./values.ts";
import { completeWord } from "./words.ts";

/** In place of a candidate: the shell is to add file names of its own. */
export const FILES = ":files";
/** In place of a candidate: the word is not complete yet, so that no space follows it. */
export const NO_SPACE = ":nospace";

/**
 * Completes the last word.
 *
 * @param words zsh and fish: what stands after `packs`, up to the cursor, free of quotes; bash: the whole line up to the
 *     cursor, and the part of its last word that bash is going to replace
 * @returns a line for each candidate, for zsh and fish with a description behind a tab; FILES and NO_SPACE
 */
export function answerCompletion(program: Command, root: string, shell: Shell, words: readonly string[]): string[] {
    const line = shell === "bash" ? readLine(words[0] ?? "", words[1] ?? "") : undefined;
    const given = line === undefined ? words : line.words.slice(1);
    const { candidates, files } = completeWord(program, given.slice(0, -1), given.at(-1) ?? "", projectValues(root));
    const open = candidates.length > 0 && candidates.every(({ value }) => value.endsWith(">"));
    return [
        ...(files ? [FILES] : []),
        ...(open ? [NO_SPACE] : []),
        ...candidates.map(({ value, description }) => {
            const text = line === undefined ? printable(value) : line.replacement(printable(value));
            return line !== undefined || description === "" ? text : `${text}\t${printable(description)}`;
        }),
    ];
}

/** A file's name may hold anything; a line holds one candidate. */
function printable(text: string): string {
    return text.replaceAll(/\p{Cc}/gu, "?");
}
