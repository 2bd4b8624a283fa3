/** A rule that runs in AWS Lambda, as the files of its function. */
import { join } from "node:path";
import type { HandledRule } from "../functions/runtime/handled-rule.ts";
import type { Diagnostic } from "../lib/diagnostic.ts";
import type { CustomRule } from "../lib/rules/custom-rule.ts";
import { compileModule, FUNCTIONS_FOLDER } from "./compile-module.ts";
import { getOpa, type OpaCommandOptions } from "./opa-command.ts";
import { bundleRegoRule } from "./rego-bundle.ts";
import { exportFaults } from "./rule-exports.ts";

export interface RuleBundle {
    /** By their names in the function. Empty where the rule has an error. */
    readonly files: ReadonlyMap<string, string | Uint8Array>;
    readonly diagnostics: readonly Diagnostic[];
    /** Of all files together, before they are zipped. */
    readonly bytes: number;
    /** Of the entry, for stack traces while a rule is tested; no part of what is deployed. */
    readonly sourceMap?: string;
}

/** The file that Lambda loads; its handler is `index.handler`. */
export const BUNDLE_ENTRY = "index.mjs";

/**
 * Bundles a rule with the runtime that all rules share. The first Rego rule on a machine without opa builds it.
 *
 * @param projectFolder absolute; the rule's paths are relative to it
 * @throws UserError where opa is needed, and cannot be got
 */
export async function bundleRule(
    rule: CustomRule,
    projectFolder: string,
    options: OpaCommandOptions = {},
): Promise<RuleBundle> {
    return rule.kind === "rego"
        ? bundleRegoRule(rule, projectFolder, await getOpa(options))
        : bundleLambdaRule(rule, projectFolder);
}

/** Of a rule in TypeScript. */
export function bundleLambdaRule(rule: CustomRule, projectFolder: string): RuleBundle {
    const { sourceFile } = rule;
    const entry = [
        `import * as rule from ${JSON.stringify(join(projectFolder, sourceFile))};`,
        `import { createHandler } from ${JSON.stringify(join(FUNCTIONS_FOLDER, "runtime", "handler.ts"))};`,
        `export const handler = createHandler({ ...rule, ...${declarationOf(rule)} });`,
    ].join("\n");
    const compiled = compileModule({ entry, sourceFile, projectFolder });
    const diagnostics = compiled.diagnostics.length > 0 ? compiled.diagnostics : exportFaults(rule, compiled.exports);
    return {
        ...bundleOf(new Map(compiled.code === undefined ? [] : [[BUNDLE_ENTRY, compiled.code]]), diagnostics),
        ...(compiled.sourceMap !== undefined && { sourceMap: compiled.sourceMap }),
    };
}

/** @param files dropped where the rule has an error: nothing of it may be deployed */
export function bundleOf(
    files: ReadonlyMap<string, string | Uint8Array>,
    diagnostics: readonly Diagnostic[],
): RuleBundle {
    const kept = diagnostics.length > 0 ? new Map<string, string | Uint8Array>() : files;
    return {
        files: kept,
        diagnostics,
        bytes: [...kept.values()].reduce((sum, file) => sum + Buffer.byteLength(file), 0),
    };
}

/** What the handler has to know of the rule's description, in JavaScript. */
export function declarationOf(rule: CustomRule): string {
    return JSON.stringify(handledParts(rule));
}

/** What the handler has to know of the rule's description. */
export function handledParts({ parameters, scope }: CustomRule): Pick<HandledRule, "parameters" | "resourceTypes"> {
    return {
        parameters: Object.fromEntries(
            Object.entries(parameters).map(([name, { type, default: value, optional }]) => [
                name,
                { type, ...(value !== undefined && { default: value }), ...(optional === true && { optional }) },
            ]),
        ),
        ...("types" in scope && { resourceTypes: scope.types }),
    };
}
