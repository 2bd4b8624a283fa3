/**
 * One operation on a project's stack, in a process of its own that can be killed together with the engine and the
 * provider. Arguments: the project's folder, the emulator's endpoint, the operation. See project-fixture.ts for the folders.
 */
import { join } from "node:path";
import { endProcess } from "../../../sandbox/end-process.ts";
import { findPulumiCommand } from "../../../sandbox/pulumi-command.ts";
import { openStack, readStackConfiguration } from "../../../sandbox/workspace.ts";
import composition from "../../../index.ts";

const [folder = "", endpoint = "", operation = "up"] = process.argv.slice(2);

const stack = await openStack({
    workDir: join(folder, "workspace"),
    stackName: "test",
    configuration: readStackConfiguration(join(folder, "Pulumi.test.yaml")),
    endpoint,
    projectFile: join(folder, "Pulumi.yaml"),
    program: async () => ({ ...(await composition(folder)) }),
    command: await findPulumiCommand(),
    backend: join(folder, "backend"),
    pulumiHome: join(folder, "pulumi-home"),
});
const onOutput = (text: string): boolean => process.stdout.write(text);
let exitCode = 0;
try {
    await stack[operation === "destroy" ? "destroy" : "up"]({ onOutput, onError: onOutput, color: "never" });
} catch {
    // Pulumi has printed why.
    exitCode = 1;
}
endProcess(exitCode);
