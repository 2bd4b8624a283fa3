/** `packs completion`: the scripts by which shells complete `packs`, and the hidden command that answers them. */
import { Argument, type Command } from "commander";
import { answerCompletion } from "./completion/answer.ts";
import { completionScript, type Shell, SHELLS } from "./completion/scripts.ts";
import { GROUPS, helpText } from "./help.ts";
import type { Terminal } from "./terminal.ts";

/** Adds both commands to the program whose words they complete. */
export function addCompletion(program: Command, root: string, terminal: Terminal): void {
    program
        .command("completion")
        .helpGroup(GROUPS.shell)
        .summary("print what makes a shell complete packs")
        .description("print the script by which a shell completes commands, options, stacks, packs and refs")
        .addArgument(new Argument("<shell>", "which one").choices(SHELLS))
        .addHelpText(
            "after",
            helpText({
                examples: [
                    ["source <(packs completion bash)", "in this shell"],
                    ["packs completion zsh > ~/.zfunc/_packs", "in every zsh whose fpath has ~/.zfunc"],
                    ["packs completion fish > ~/.config/fish/completions/packs.fish", "in every fish"],
                ],
                remarks: "The script asks this clone of the project: print it again where the clone or its Node moves.",
                exitCodes: { success: "the script is printed", usage: "an unknown shell" },
            }),
        )
        .action((shell: Shell) => {
            terminal.line(completionScript(shell));
        });
    // What the scripts call.
    program
        .command("complete", { hidden: true })
        .argument("<shell>")
        .argument("[words...]")
        .action((shell: Shell, words: string[]) => {
            answerCompletion(program, root, shell, words).forEach((line) => terminal.line(line));
        });
}
