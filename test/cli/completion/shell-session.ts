/** Types command lines, tab keys included, into real shells on a pseudo-terminal. */
import { type ChildProcessWithoutNullStreams, execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { Shell } from "../../../cli/completion/scripts.ts";

/** Longer than any shell takes to start and ask the command. */
const TIMEOUT_MS = 20_000;

const PROMPT = "ready>";

/** Python's own pseudo-terminal: Node has none. */
const TERMINAL = "import pty, sys; pty.spawn(sys.argv[1:])";

/** In each shell `packs` itself only tells its words, so that a line shows what completion made of it. */
const SETUP: Readonly<Record<Shell, (script: string) => { file: string; text: string; command: string[] }>> = {
    bash: (script) => ({
        file: "rc",
        text: `PS1='${PROMPT}'\npacks() { printf 'words:'; printf '[%s]' "$@"; printf '.\\n'; }\nsource '${script}'\n`,
        command: ["bash", "--noprofile", "--rcfile", "rc", "-i"],
    }),
    zsh: (script) => ({
        file: ".zshrc",
        text:
            `PS1='${PROMPT}'\nautoload -U compinit && compinit -u -d "$ZDOTDIR/dump"\nunsetopt beep\n` +
            `packs() { printf 'words:'; printf '[%s]' "$@"; printf '.\\n'; }\nsource '${script}'\n`,
        command: ["zsh", "-d", "-i"],
    }),
    fish: (script) => ({
        file: "config.fish",
        text:
            `function fish_prompt; printf '${PROMPT}'; end\nset -g fish_greeting\n` +
            `function packs; printf 'words:'; printf '[%s]' $argv; printf '.\\n'; end\nsource '${script}'\n`,
        command: ["fish", "--no-config", "--init-command", "source config.fish"],
    }),
};

export function isInstalled(shell: Shell): boolean {
    return spawnSync(shell, ["-c", "exit 0"]).status === 0;
}

/**
 * @param project the working directory
 * @param lines each with its tab keys, and without a line feed
 * @returns the words that `packs` gets from each line
 */
export async function typeInto(shell: Shell, project: string, lines: readonly string[]): Promise<string[]> {
    const home = mkdtempSync(join(tmpdir(), `packs-${shell}-`));
    let session: ChildProcessWithoutNullStreams | undefined;
    try {
        const script = join(home, "completion");
        writeFileSync(script, execFileSync(process.execPath, [resolve("bin/packs.mjs"), "completion", shell]));
        const { file, text, command } = SETUP[shell](script);
        writeFileSync(join(home, file), `${text}cd '${project}'\n`);
        session = spawn("python3", ["-c", TERMINAL, ...command], {
            cwd: home,
            env: { PATH: process.env["PATH"], HOME: home, ZDOTDIR: home, TERM: "dumb", LC_ALL: "C.UTF-8" },
        });
        const screen = new Screen(session);
        const found: string[] = [];
        for (const line of lines) {
            await screen.until(PROMPT);
            session.stdin.write(`${line}\r`);
            found.push((await screen.until(/words:(.*)\.\r?\n/)).trim());
        }
        return found;
    } finally {
        session?.kill("SIGHUP");
        rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    }
}

class Screen {
    #text = "";
    #changed: () => void = () => undefined;

    constructor({ stdout, stderr }: ChildProcessWithoutNullStreams) {
        for (const stream of [stdout, stderr]) {
            stream.setEncoding("utf8").on("data", (text: string) => {
                this.#text += text;
                this.#changed();
            });
        }
    }

    /** Takes everything up to the mark off the screen. @returns what the mark's group holds */
    async until(mark: string | RegExp): Promise<string> {
        const end = performance.now() + TIMEOUT_MS;
        for (;;) {
            const found = typeof mark === "string" ? findText(this.#text, mark) : mark.exec(this.#text);
            if (found !== null) {
                this.#text = this.#text.slice(found.index + found[0].length);
                return found[1] ?? "";
            }
            const left = end - performance.now();
            if (left <= 0) {
                throw new Error(`the shell does not show ${String(mark)}, but ${JSON.stringify(this.#text)}`);
            }
            await new Promise<void>((done) => {
                const timer = setTimeout(done, left);
                this.#changed = () => {
                    clearTimeout(timer);
                    done();
                };
            });
        }
    }
}

function findText(text: string, mark: string): { index: number; 0: string; 1?: string } | null {
    const index = text.indexOf(mark);
    return index < 0 ? null : { index, 0: mark };
}
