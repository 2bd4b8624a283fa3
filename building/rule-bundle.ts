/** A rule that runs in AWS Lambda as the files of its function: the same bytes for the same source, on every machine. */
import { type BuildFailure, buildSync, type Message } from "esbuild";
import { join, relative } from "node:path";
import { type Diagnostic, error } from "../lib/diagnostic.ts";
import type { CustomRule } from "../lib/rules/custom-rule.ts";

export interface RuleBundle {
    /** By their names in the function. Empty where the rule has an error. */
    readonly files: ReadonlyMap<string, string | Uint8Array>;
    readonly diagnostics: readonly Diagnostic[];
    /** Of all files together, before they are zipped. */
    readonly bytes: number;
}

/** The file that Lambda loads; its handler is `index.handler`. */
export const BUNDLE_ENTRY = "index.mjs";

const FUNCTIONS_FOLDER = join(import.meta.dirname, "..", "functions");

/**
 * Bundles a rule with the runtime that all rules share.
 *
 * @param projectFolder that the rule's paths are relative to
 */
export async function bundleRule(rule: CustomRule, projectFolder: string): Promise<RuleBundle> {
    const { code, diagnostics } = bundleModule(entryOf(rule, projectFolder), projectFolder, rule);
    const files = new Map(code === undefined ? [] : [[BUNDLE_ENTRY, code]]);
    return { files, diagnostics, bytes: [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0) };
}

/** The declaration of a rule that its handler needs, as a part of JavaScript. */
export function declarationOf(rule: CustomRule): string {
    return JSON.stringify({
        parameters: Object.fromEntries(
            Object.entries(rule.parameters).map(([name, { type, default: value, optional }]) => [
                name,
                { type, ...(value !== undefined && { default: value }), ...(optional === true && { optional }) },
            ]),
        ),
        ...("types" in rule.scope && { resourceTypes: rule.scope.types }),
    });
}

function entryOf(rule: CustomRule, projectFolder: string): string {
    return [
        `import * as rule from ${JSON.stringify(join(projectFolder, rule.sourceFile))};`,
        `import { createHandler } from ${JSON.stringify(join(FUNCTIONS_FOLDER, "runtime", "handler.ts"))};`,
        `export const handler = createHandler({ ...rule, ...${declarationOf(rule)} });`,
    ].join("\n");
}

/**
 * Bundles a module with everything that it imports but the AWS SDK, which Lambda's runtime brings along:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function bundleModule(
    source: string,
    projectFolder: string,
    rule: CustomRule,
): { readonly code?: string; readonly diagnostics: readonly Diagnostic[] } {
    try {
        const { outputFiles } = buildSync({
            stdin: { contents: source, resolveDir: projectFolder, sourcefile: "entry.ts", loader: "ts" },
            absWorkingDir: projectFolder,
            alias: { "#rule": join(FUNCTIONS_FOLDER, "rule.ts") },
            bundle: true,
            write: false,
            format: "esm",
            platform: "node",
            target: "node22",
            external: ["@aws-sdk/*", "@smithy/*"],
            minify: true,
            legalComments: "none",
            logLevel: "silent",
            // A tsconfig of the user's must not change what runs.
            tsconfigRaw: { compilerOptions: { target: "es2022", verbatimModuleSyntax: true } },
        });
        return { code: outputFiles[0]?.text ?? "", diagnostics: [] };
    } catch (reason) {
        if (!isBuildFailure(reason)) {
            throw reason;
        }
        return { diagnostics: reason.errors.map((message) => compileError(message, projectFolder, rule)) };
    }
}

function isBuildFailure(reason: unknown): reason is BuildFailure {
    return reason instanceof Error && "errors" in reason && Array.isArray(reason.errors);
}

/** esbuild counts columns from 0. */
function compileError({ text, location, notes }: Message, projectFolder: string, rule: CustomRule): Diagnostic {
    const place =
        location === null
            ? { file: rule.sourceFile, line: 1, column: 1 }
            : {
                  file: relative(projectFolder, join(projectFolder, location.file)).replaceAll("\\", "/"),
                  line: location.line,
                  column: location.column + 1,
              };
    const hint = notes[0]?.text;
    return error(place, { code: "rule-compile-error", message: text, ...(hint !== undefined && { hint }) });
}
