/** The page's own script and style sheet, made small, and what the policy says of them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";

const FOLDER = join(import.meta.dirname, "browser");

export interface Assets {
    readonly script: string;
    readonly styleSheet: string;
    /** Nothing may be loaded or sent, and nothing else may run, whatever a name in AWS says. */
    readonly policy: string;
}

/** The same sources give the same texts. */
export function assets(): Assets {
    const script = bundled("main.ts");
    const styleSheet = `${bundled("report.css")}${widths()}`;
    const policy = [
        "default-src 'none'",
        `script-src '${hashOf(script)}'`,
        `style-src '${hashOf(styleSheet)}'`,
        "base-uri 'none'",
        "form-action 'none'",
    ].join("; ");
    return { script, styleSheet, policy };
}

function bundled(file: string): string {
    const { outputFiles } = buildSync({
        stdin: {
            contents: readFileSync(join(FOLDER, file), "utf8"),
            resolveDir: FOLDER,
            sourcefile: file,
            loader: file.endsWith(".css") ? "css" : "ts",
        },
        bundle: true,
        write: false,
        format: "iife",
        platform: "browser",
        target: ["chrome123", "firefox121", "safari17.5"],
        minify: true,
        legalComments: "none",
        charset: "utf8",
        logLevel: "silent",
        // A tsconfig of the user's must not change what runs.
        tsconfigRaw: { compilerOptions: { target: "es2022" } },
    });
    return (outputFiles[0]?.text ?? "").trim();
}

/** The policy takes no styles in attributes: widths of bars are classes. */
function widths(): string {
    return Array.from({ length: 101 }, (_none, percent) => `.w${percent}{width:${percent}%}`).join("");
}

/** https://www.w3.org/TR/CSP3/#grammardef-hash-source */
function hashOf(text: string): string {
    return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
