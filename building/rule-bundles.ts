/** The bundles of all rules in AWS Lambda that a plan deploys, before anything is registered. */
import { createHash } from "node:crypto";
import { basename, extname } from "node:path";
import { type Diagnostic, InvalidConfigurationError } from "../lib/diagnostic.ts";
import type { DeploymentPlan } from "../lib/plan/plan.ts";
import { regionsOf } from "../lib/plan/regions.ts";
import { projectFolder } from "../lib/project-files.ts";
import { CODE_PREFIX } from "../lib/rules/functions.ts";
import { readCustomRule } from "../lib/rules/read-rule.ts";
import { contentFile } from "./content-file.ts";

/** What a function's file holds: text, or the path of a file on this machine. */
export type BundledFile = { readonly text: string } | { readonly file: string };

/** By the rule's name, then by the file's name in the function. */
export type BundledRules = ReadonlyMap<string, ReadonlyMap<string, BundledFile>>;

/**
 * Bundles what a plan deploys, each rule once.
 *
 * @param root folder of the project
 * @throws {InvalidConfigurationError} with every fault of every rule
 */
export async function bundleRules(plan: DeploymentPlan, root: string): Promise<BundledRules> {
    const names = new Set(regionsOf(plan).flatMap(({ functions = [] }) => functions.map(({ rule }) => rule)));
    const bundles = new Map<string, ReadonlyMap<string, BundledFile>>();
    const faults: Diagnostic[] = [];
    for (const name of [...names].sort()) {
        const { rule, diagnostics } = readCustomRule(name, projectFolder(root));
        faults.push(...diagnostics);
        if (rule === undefined) {
            continue;
        }
        // Loaded only then: few stacks have such rules, and the compiler is large.
        const { bundleRule } = await import("./rule-bundle.ts");
        const bundle = await bundleRule(rule, root);
        faults.push(...bundle.diagnostics);
        bundles.set(name, storeFiles(bundle.files));
    }
    if (faults.length > 0) {
        throw new InvalidConfigurationError(faults);
    }
    return bundles;
}

/**
 * The key under which the code of a rule's function is kept: the hash of its files, so that other code has another key.
 * @throws where there is no such bundle
 */
export function codeKeyOf(bundles: BundledRules, rule: string): string {
    const files = bundles.get(rule);
    if (files === undefined) {
        throw new Error(`the function of the rule ${rule} has no code`);
    }
    const hash = createHash("sha256");
    for (const [name, content] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
        // A file's path ends in the hash of its content, and differs from machine to machine before that.
        hash.update(JSON.stringify([name, "text" in content ? content.text : basename(content.file)]));
    }
    return `${CODE_PREFIX}${hash.digest("hex")}.zip`;
}

/** Texts as they are, all else as files of this machine: Pulumi takes bytes from files only. */
function storeFiles(files: ReadonlyMap<string, string | Uint8Array>): ReadonlyMap<string, BundledFile> {
    const stored = new Map<string, BundledFile>();
    for (const [name, content] of files) {
        stored.set(
            name,
            typeof content === "string"
                ? { text: content }
                : { file: contentFile(content, "functions", extname(name)) },
        );
    }
    return stored;
}
