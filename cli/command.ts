/** A command line that says what was meant where a stack is named by itself. */
import { Command, type ErrorOptions } from "commander";

/** Every command of `packs`, and each of its own commands in turn. */
export class PacksCommand extends Command {
    override createCommand(name?: string): PacksCommand {
        return new PacksCommand(name);
    }

    override error(message: string, options?: ErrorOptions): never {
        const takesStack = this.options.some(({ long }) => long === "--stack");
        if (options?.code !== "commander.excessArguments" || !takesStack) {
            return super.error(message, options);
        }
        const [word = ""] = this.args.slice(this.registeredArguments.length);
        return super.error(`packs ${this.name()}: ${namedByOption(word)}, not ${word} alone`, options);
    }
}

/** How a word is written that is the name of a stack. */
export function namedByOption(word: string): string {
    return `a stack is named by an option: --stack ${word}`;
}
