/** A project in memory: tests break one thing at a time in it. */
import { type Diagnostic, hasErrors } from "../../lib/diagnostic.ts";
import { loadPlan } from "../../lib/plan/load.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";

export const RULE = `Resources:
  RootMfa:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: root-mfa
      Source:
        Owner: AWS
        SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED
`;

/** A pack template with this many rules. */
export function packOf(rules: number, padding = ""): string {
    const lines = ["Resources:"];
    for (let number = 1; number <= rules; number++) {
        lines.push(
            `  Rule${number}:`,
            "    Type: AWS::Config::ConfigRule",
            "    Properties:",
            `      ConfigRuleName: rule-${number}`,
            `      Description: "${padding}"`,
            "      Source: { Owner: AWS, SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED }",
        );
    }
    return `${lines.join("\n")}\n`;
}

/** Files by path. */
export function memoryFiles(files: Readonly<Record<string, string>>): ProjectFiles {
    const inside = (folder: string): string[] =>
        Object.keys(files)
            .filter((path) => path.startsWith(`${folder}/`))
            .map((path) => path.slice(folder.length + 1))
            .sort();
    return {
        read: (path) => files[path],
        list: (folder) => inside(folder).filter((path) => !path.includes("/")),
        others: (folder) => {
            const deeper = inside(folder).filter((path) => path.includes("/"));
            return [...new Set(deeper.map((path) => path.slice(0, path.indexOf("/"))))];
        },
    };
}

export interface Loaded {
    readonly plan?: DeploymentPlan;
    readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads the stack `test` from the text below `config:`, indented by two spaces, and pack files.
 */
export function load(config: string, packs: Readonly<Record<string, string>> = { "root.yaml": RULE }): Loaded {
    const files = Object.fromEntries(Object.entries(packs).map(([name, text]) => [`packs/${name}`, text]));
    return loadPlan({
        stack: "test",
        files: memoryFiles({ ...files, "Pulumi.test.yaml": `config:\n  aws:region: eu-west-1\n${config}` }),
    });
}

/** The plan of a configuration that must be right. */
export function planOf(config: string, packs?: Readonly<Record<string, string>>): DeploymentPlan {
    const { plan, diagnostics } = load(config, packs);
    if (plan === undefined || hasErrors(diagnostics)) {
        throw new Error(`no plan: ${JSON.stringify(diagnostics, undefined, 2)}`);
    }
    return plan;
}

/** `file:line:column code` of every finding, in the order in which they are printed. */
export function places(diagnostics: readonly Diagnostic[]): string[] {
    return diagnostics.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
}
