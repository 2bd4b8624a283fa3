/** Modules of TypeScript as single files for AWS Lambda: the same bytes for the same source, on every machine. */
import { type BuildFailure, buildSync, type Message } from "esbuild";
import { join, relative } from "node:path";
import { type Diagnostic, error } from "../lib/diagnostic.ts";

export interface CompiledModule {
    /** Absent where there are errors. */
    readonly code?: string;
    /** Of the code, for stack traces while a rule is tested; no part of what is deployed. */
    readonly sourceMap?: string;
    /** What the file of the rule exports, where it has one. */
    readonly exports: readonly string[];
    readonly diagnostics: readonly Diagnostic[];
}

export interface ModuleToCompile {
    /** The text of the module that Lambda loads. */
    readonly entry: string;
    /** That the entry imports, relative to the project: faults that stand nowhere are told of it. */
    readonly sourceFile?: string;
    readonly projectFolder: string;
}

/** What `#rule` and the entries of rules import. */
export const FUNCTIONS_FOLDER = join(import.meta.dirname, "..", "functions");

/** In the names of esbuild's outputs. */
const ENTRY = "entry";

/**
 * Compiles a module with all that it imports but the AWS SDK, which Lambda's runtime brings along:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function compileModule({ entry, sourceFile, projectFolder }: ModuleToCompile): CompiledModule {
    try {
        const { outputFiles, metafile } = buildSync({
            stdin: { contents: entry, resolveDir: projectFolder, sourcefile: `${ENTRY}.js` },
            // By itself too, to see what it exports.
            entryPoints: sourceFile === undefined ? [] : [join(projectFolder, sourceFile)],
            absWorkingDir: projectFolder,
            // Nothing is written: it only names the outputs.
            outdir: join(projectFolder, "out"),
            entryNames: "[name]",
            alias: { "#rule": join(FUNCTIONS_FOLDER, "rule.ts") },
            bundle: true,
            write: false,
            metafile: true,
            sourcemap: "external",
            format: "esm",
            platform: "node",
            target: "node22",
            external: ["@aws-sdk/*", "@smithy/*"],
            minify: true,
            legalComments: "none",
            logLevel: "silent",
            // A tsconfig of the user's must not change what runs.
            tsconfigRaw: { compilerOptions: { target: "es2022" } },
        });
        const text = (ending: string): string | undefined =>
            outputFiles.find(({ path }) => path.endsWith(`stdin.${ending}`))?.text;
        const own = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === sourceFile);
        const [code, sourceMap] = [text("js"), text("js.map")];
        return {
            ...(code !== undefined && { code }),
            ...(sourceMap !== undefined && { sourceMap }),
            exports: own?.exports ?? [],
            diagnostics: [],
        };
    } catch (reason) {
        if (!isBuildFailure(reason)) {
            throw reason;
        }
        const found = reason.errors.map((message) => compileError(message, projectFolder, sourceFile));
        // The file is read twice, and its errors are told once.
        return { exports: [], diagnostics: [...new Map(found.map((one) => [JSON.stringify(one), one])).values()] };
    }
}

function isBuildFailure(reason: unknown): reason is BuildFailure {
    return reason instanceof Error && "errors" in reason && Array.isArray(reason.errors);
}

/** esbuild counts columns from 0, in bytes of UTF-8. */
function compileError({ text, location, notes }: Message, projectFolder: string, sourceFile?: string): Diagnostic {
    const place =
        location === null
            ? sourceFile === undefined
                ? undefined
                : { file: sourceFile, line: 1, column: 1 }
            : {
                  file: relative(projectFolder, join(projectFolder, location.file)).replaceAll("\\", "/"),
                  line: location.line,
                  column: Buffer.from(location.lineText).subarray(0, location.column).toString().length + 1,
              };
    const hint = notes[0]?.text.split("\n")[0];
    return error(place, { code: "rule-compile-error", message: text, ...(hint && { hint }) });
}
