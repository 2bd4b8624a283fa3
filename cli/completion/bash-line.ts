/**
 * A command line as bash hands it to a completion function: the text itself. The words that bash makes of it are no use,
 * since it parts them at each of COMP_WORDBREAKS (`--format=json`, `cost>50`) and leaves quotes and backslashes in:
 * https://www.gnu.org/software/bash/manual/html_node/Programmable-Completion.html
 */

export interface BashLine {
    /** As the command would get them; the last one is being written, and perhaps empty. */
    readonly words: readonly string[];
    /** What bash is to write for a candidate in place of the part of the last word that it replaces. */
    replacement(candidate: string): string;
}

/**
 * @param line from the command's name up to the cursor
 * @param replaced what bash calls the word to be completed: the end of the line's last word, from a word break on
 */
export function readLine(line: string, replaced: string): BashLine {
    const words: string[] = [];
    let word: string | undefined;
    let quote = "";
    for (let at = 0; at < line.length; at++) {
        const character = line.charAt(at);
        if (character === "\\" && quote !== "'" && (quote === "" || '"\\$`'.includes(line.charAt(at + 1)))) {
            at++;
            word = (word ?? "") + line.charAt(at);
        } else if (quote === "" && (character === "'" || character === '"')) {
            quote = character;
            word ??= "";
        } else if (character === quote) {
            quote = "";
        } else if (quote === "" && /\s/.test(character)) {
            if (word !== undefined) {
                words.push(word);
            }
            word = undefined;
        } else {
            word = (word ?? "") + character;
        }
    }
    const last = word ?? "";
    words.push(last);
    const [written] = [unquoted(replaced)];
    const kept = last.endsWith(written) ? last.length - written.length : 0;
    return {
        words,
        replacement: (candidate) => {
            const rest = candidate.slice(kept);
            return quote === "" ? escaped(rest) : rest;
        },
    };
}

function unquoted(text: string): string {
    return text.replace(/^["']/, "").replaceAll(/\\(.)/gs, "$1");
}

/** As a word of the shell. */
function escaped(text: string): string {
    return text.replaceAll(/[^\p{L}\p{N}_@%+=:,./~-]/gu, "\\$&");
}
