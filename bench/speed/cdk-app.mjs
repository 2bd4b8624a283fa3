/** An app of the AWS CDK with the same packs: `node cdk-app.mjs <folder of packs> <folder of node_modules>`. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [, , folder = ".", modules = "."] = process.argv;
const require = createRequire(join(modules, "package.json"));
const { App, Stack } = require("aws-cdk-lib");
const { CfnConformancePack } = require("aws-cdk-lib/aws-config");

const app = new App();
const stack = new Stack(app, "packs");
for (const name of readdirSync(folder)) {
    const id = name.replace(/\.yaml$/, "");
    new CfnConformancePack(stack, id, {
        conformancePackName: id,
        templateBody: readFileSync(join(folder, name), "utf8"),
    });
}
app.synth();
