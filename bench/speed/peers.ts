/** What others make of the same packs. What cannot be had on this machine is left out, and said. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { prepareTemplateLinter } from "../../test/template-linter/template-linter.ts";

/** Installed for a run, into its temporary folder: nothing of the project needs it. */
const CDK = "aws-cdk-lib@2.276.0";
const CONSTRUCTS = "constructs@10.8.1";

const CFN_LINT = "import sys; from cfnlint.runner import main; sys.exit(main())";

/** @returns the command that reads the packs of a folder with cfn-lint, for every resource type and region that it knows */
export async function cfnLint(packs: string): Promise<readonly string[]> {
    return [
        await prepareTemplateLinter(),
        "-c",
        CFN_LINT,
        "--regions",
        "eu-west-1",
        "--template",
        join(packs, "*.yaml"),
    ];
}

/** @returns the command that synthesizes an app with the packs of a folder */
export function cdkApp(packs: string, folder: string): readonly string[] {
    const modules = join(folder, "cdk");
    mkdirSync(modules, { recursive: true });
    writeFileSync(join(modules, "package.json"), '{ "private": true }\n');
    execFileSync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts", CDK, CONSTRUCTS], {
        cwd: modules,
        stdio: "ignore",
    });
    return [process.execPath, join(import.meta.dirname, "cdk-app.mjs"), packs, modules];
}
