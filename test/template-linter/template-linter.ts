/** cfn-lint, which knows CloudFormation's resource types: https://github.com/aws-cloudformation/cfn-lint */
import { join } from "node:path";
import { runChildProcess } from "../../sandbox/child-process.ts";
import { preparePythonEnvironment } from "../../sandbox/python-environment.ts";

const TIMEOUT_MS = 120_000;
/** What its own script does, which an environment that was moved cannot run. */
const ENTRY = "import sys; from cfnlint.runner import main; sys.exit(main())";

/** Makes its virtual environment, once. @returns the path of the environment's Python */
export function prepareTemplateLinter(): Promise<string> {
    return preparePythonEnvironment({
        name: "template-linter",
        requirements: join(import.meta.dirname, "requirements.txt"),
        what: "the template linter",
        size: "some 180 MB",
    });
}

/**
 * Everything that cfn-lint has to say of templates, hints included, in these regions. Empty where it has nothing to say.
 * @throws where it does not come to an end by itself
 */
export async function lintTemplates(files: readonly string[], regions: readonly string[]): Promise<string> {
    const python = await prepareTemplateLinter();
    const result = await runChildProcess(
        python,
        ["-c", ENTRY, "--include-checks", "I", "--regions", ...regions, "--template", ...files],
        { timeoutMs: TIMEOUT_MS },
    );
    // Bits of the exit code tell what was found; any other is a failure of its own.
    if (result.timedOut || (result.code !== 0 && result.stdout === "")) {
        throw new Error(`cfn-lint failed: ${result.stderr}`);
    }
    return result.stdout;
}
