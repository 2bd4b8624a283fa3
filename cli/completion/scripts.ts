/** The completion scripts. They know nothing of the command: at each press of the tab key they ask it. */
import { join } from "node:path";
import { FILES, NO_SPACE } from "./answer.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

const PROGRAM = join(import.meta.dirname, "../../bin/packs.mjs");

/** @returns the script, to be sourced or saved; it calls this very program with this very Node */
export function completionScript(shell: Shell): string {
    const quote = shell === "fish" ? quoteForFish : quoteForShell;
    const ask = `${quote(process.execPath)} ${quote(PROGRAM)} complete ${shell} --`;
    return { bash, zsh, fish }[shell](ask);
}

/** Works without the package bash-completion, and in the bash 3.2 of macOS, which lacks compopt and so file names. */
function bash(ask: string): string {
    return `# bash completion for packs: source it, or save it as ~/.local/share/bash-completion/completions/packs
_packs() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        case $line in
            ${FILES}) compopt -o default 2>/dev/null ;;
            ${NO_SPACE}) compopt -o nospace 2>/dev/null ;;
            *) COMPREPLY+=("$line") ;;
        esac
    done < <(${ask} "\${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
}
complete -F _packs packs`;
}

/** Autoloaded from a folder of fpath, the file is the function; sourced, it registers it. */
function zsh(ask: string): string {
    return `#compdef packs
# zsh completion for packs: source it after compinit, or save it as _packs in a folder of fpath
_packs() {
    local line files nospace
    local -a entries
    while IFS= read -r line; do
        case $line in
            ${FILES}) files=1 ;;
            ${NO_SPACE}) nospace=1 ;;
            *) entries+=("\${\${line//:/\\\\:}/$'\\t'/:}") ;;
        esac
    done < <(${ask} "\${(@Q)words[2,CURRENT-1]}" "\${(Q)PREFIX}" 2>/dev/null)
    _describe -t packs packs entries \${nospace:+-S} \${nospace:+''} && return
    [[ -n $files ]] && _files
}
if [[ $funcstack[1] == _packs ]]; then
    _packs "$@"
else
    compdef _packs packs
fi`;
}

function fish(ask: string): string {
    return String.raw`# fish completion for packs: save it as ~/.config/fish/completions/packs.fish
function __packs_complete
    set -l words (commandline --cut-at-cursor --current-process --tokenize)
    # As it is written, perhaps with a quote that is open.
    set -l word (commandline --cut-at-cursor --current-token | string replace --regex '^["\']' '' | string replace --all --regex '\\\\(.)' '$1')
    for line in (${ask} $words[2..-1] "$word" 2>/dev/null)
        switch $line
            case ${FILES}
                __fish_complete_path "$word"
            case ${NO_SPACE} # fish has no way to leave the space out
            case '*'
                printf '%s\n' $line
        end
    end
end
complete --command packs --erase
complete --command packs --no-files --arguments '(__packs_complete)'`;
}

function quoteForShell(text: string): string {
    return `'${text.replaceAll("'", `'\\''`)}'`;
}

function quoteForFish(text: string): string {
    return `'${text.replaceAll(/['\\]/g, "\\$&")}'`;
}
