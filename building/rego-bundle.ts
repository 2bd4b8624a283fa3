/** A rule in Rego, as the files of its function: the compiled policy beside the runtime that all rules share. */
import { join } from "node:path";
import type { CustomRule } from "../lib/rules/custom-rule.ts";
import { compileModule, FUNCTIONS_FOLDER } from "./compile-module.ts";
import type { OpaCommand } from "./opa-command.ts";
import { compileRego } from "./rego-module.ts";
import { BUNDLE_ENTRY, bundleOf, declarationOf, type RuleBundle } from "./rule-bundle.ts";

/** The policy, beside the file that Lambda loads. */
export const POLICY_FILE = "policy.wasm";

/** @param projectFolder absolute; the rule's paths are relative to it */
export function bundleRegoRule(rule: CustomRule, projectFolder: string, command: OpaCommand): RuleBundle {
    const { module, diagnostics } = compileRego(rule, command);
    if (module === undefined) {
        return bundleOf(new Map(), diagnostics);
    }
    const entry = [
        'import { readFileSync } from "node:fs";',
        `import { regoEvaluator } from ${JSON.stringify(join(FUNCTIONS_FOLDER, "rego", "policy.ts"))};`,
        `import { createHandler } from ${JSON.stringify(join(FUNCTIONS_FOLDER, "runtime", "handler.ts"))};`,
        `const evaluate = regoEvaluator(readFileSync(new URL(${JSON.stringify(POLICY_FILE)}, import.meta.url)));`,
        `export const handler = createHandler({ evaluate, ...${declarationOf(rule)} });`,
    ].join("\n");
    const { code, sourceMap, diagnostics: faults } = compileModule({ entry, projectFolder });
    const files = new Map<string, string | Uint8Array>([
        ...(code === undefined ? [] : [[BUNDLE_ENTRY, code] as const]),
        [POLICY_FILE, module],
    ]);
    return { ...bundleOf(files, faults), ...(sourceMap !== undefined && { sourceMap }) };
}
