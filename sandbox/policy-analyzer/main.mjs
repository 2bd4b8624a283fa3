/** Starts a policy pack in this process: the engine ends it by a signal, which has to reach the pack. */
import { createRequire } from "node:module";
import { join } from "node:path";

const RUNNER = "@pulumi/pulumi/cmd/run-policy-pack";
const fromPack = createRequire(join(process.cwd(), "package.json"));
let runner;
try {
    runner = fromPack.resolve(RUNNER);
} catch {
    process.stderr.write(`@pulumi/pulumi is not installed for the policy pack in ${process.cwd()}: run \`npm ci\`\n`);
    process.exit(1);
}
process.argv[1] = runner;
fromPack(runner);
