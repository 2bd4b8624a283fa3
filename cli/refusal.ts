/** The end of a command that AWS refused: words where the refusal has a meaning for whoever asked. */
import { EXIT } from "./exit-code.ts";
import { type AwsScope, type FoundScope, noSuchAggregator } from "./scope.ts";
import type { Terminal } from "./terminal.ts";

/** Who asked whom, for the words. */
export interface Question {
    /** Of the command line, without `packs`. */
    readonly command: string;
    readonly scope: AwsScope;
    /** The aggregators of the stack, if there is one. */
    readonly known: readonly string[];
}

/** @param found what the command was told to ask */
export function questionOf(command: string, { scope, plan }: Extract<FoundScope, { scope: unknown }>): Question {
    return { command, scope, known: plan?.aggregators.map(({ name }) => name) ?? [] };
}

/**
 * @param ask the work of the command, with its exit code
 * @param explain what an error of AWS's means here; undefined where the error says all there is to say
 * @returns the exit code: 1 where AWS refused
 * @throws what nobody explains
 */
export async function unlessRefused(
    ask: () => Promise<number>,
    explain: (refusal: Error, question: Question) => string | undefined,
    question: Question,
    terminal: Terminal,
): Promise<number> {
    try {
        return await ask();
    } catch (reason) {
        const words = reason instanceof Error ? explainRefusal(reason, explain, question) : undefined;
        if (words === undefined) {
            throw reason;
        }
        terminal.note(words);
        return EXIT.errors;
    }
}

function explainRefusal(
    refusal: Error,
    explain: (refusal: Error, question: Question) => string | undefined,
    question: Question,
): string | undefined {
    return refusal.name === "NoSuchConfigurationAggregatorException"
        ? noSuchAggregator(question.command, question.scope, question.known)
        : explain(refusal, question);
}
