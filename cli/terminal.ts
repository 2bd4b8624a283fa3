import { once } from "node:events";
import { styleText } from "node:util";

type Style = Parameters<typeof styleText>[0];

/** The only place of the command line and the sandbox that prints. Results go to standard output, progress and faults to standard error. */
export interface Terminal {
    /** A line that stays, on standard output. */
    line(text?: string): void;
    /** A line that stays, on standard error. */
    note(text: string): void;
    /** A line that the next one replaces; not shown at all where there is no terminal to replace it on. */
    transient(text: string): void;
    /** Text with a colour, or as it is where colour is not wanted. */
    style(style: Style, text: string): string;
    readonly isInteractive: boolean;
}

const ESCAPE = "\u001b";
const CLEAR_LINE = `\r${ESCAPE}[2K`;

/** Colours, tabs and the ends of lines; and every other control character. */
const CONTROLS = new RegExp(`${ESCAPE}\\[[\\d;]*m|\\t|\\r?\\n|(?<harmful>\\p{Cc})`, "gu");

/**
 * What is printed comes from files of strangers and from AWS, where a name may hold what moves the cursor, renames the
 * window or answers the terminal: https://owasp.org/www-community/attacks/Log_Injection. A control character becomes the
 * picture of one.
 */
function harmless(text: string): string {
    return text.replaceAll(CONTROLS, (found: string, harmful: string | undefined) =>
        harmful === undefined ? found : harmful < " " ? String.fromCharCode(0x2400 + harmful.charCodeAt(0)) : "\ufffd",
    );
}

/**
 * Colour only on terminals, and not when NO_COLOR is set (https://no-color.org/) or TERM says "dumb". FORCE_COLOR brings it
 * everywhere, as `0` or `false` nowhere; where both are set, NO_COLOR has its way. Commander's help goes by the same rules.
 */
export function openTerminal(
    streams: { out: NodeJS.WriteStream; err: NodeJS.WriteStream } = { out: process.stdout, err: process.stderr },
    env: NodeJS.ProcessEnv = process.env,
): Terminal {
    const { out, err } = streams;
    const coloured = isColoured(out, env);
    const isInteractive = err.isTTY && env["TERM"] !== "dumb";
    let transientShown = false;
    const clear = (): void => {
        if (transientShown) {
            err.write(CLEAR_LINE);
            transientShown = false;
        }
    };
    return {
        isInteractive,
        line(text = "") {
            clear();
            out.write(`${harmless(text)}\n`);
        },
        note(text) {
            clear();
            err.write(`${harmless(text)}\n`);
        },
        transient(text) {
            if (isInteractive) {
                // Longer than the screen it would wrap, and only its last line would be replaced.
                err.write(`${CLEAR_LINE}${harmless(text).slice(0, Math.max(20, (err.columns || 80) - 1))}`);
                transientShown = true;
            }
        },
        style: (style, text) => (coloured ? styleText(style, text, { validateStream: false }) : text),
    };
}

function isColoured(out: NodeJS.WriteStream, env: NodeJS.ProcessEnv): boolean {
    const { NO_COLOR: unwanted = "", FORCE_COLOR: forced = "", TERM: terminal } = env;
    if (unwanted !== "" || forced === "0" || forced === "false") {
        return false;
    }
    return forced !== "" || (out.isTTY && terminal !== "dumb");
}

/** Takes texts one after the other, and says when it is ready for the next. */
export interface TextSink {
    write(text: string): Promise<void>;
}

/** Standard output for results that are too long to be kept: whoever writes waits for whoever reads. */
export function standardOutput(
    stream: NodeJS.WriteStream = process.stdout,
): TextSink & { readonly isTerminal: boolean } {
    return {
        isTerminal: stream.isTTY,
        write: async (text) => {
            if (!stream.write(text)) {
                await once(stream, "drain");
            }
        },
    };
}
