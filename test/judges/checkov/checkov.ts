/** checkov, which checks infrastructure as code for what is unsafe: https://github.com/bridgecrewio/checkov */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { runChildProcess } from "../../../sandbox/child-process.ts";
import { preparePythonEnvironment } from "../../../sandbox/python-environment.ts";
import type { Finding } from "../finding.ts";

const TIMEOUT_MS = 180_000;
/** What its own script does, which an environment that was moved cannot run. */
const ENTRY = "import sys; from checkov.main import Checkov; sys.exit(Checkov(sys.argv[1:]).run())";

/** Makes its virtual environment, once. @returns the path of the environment's Python */
export function prepareCheckov(): Promise<string> {
    return preparePythonEnvironment({
        name: "checkov",
        requirements: join(import.meta.dirname, "requirements.txt"),
        what: "the judge of templates",
        size: "some 300 MB",
    });
}

export interface CheckovJudgement {
    readonly resources: number;
    /** Checks that were passed. */
    readonly passed: number;
    readonly findings: readonly Finding[];
}

/**
 * Everything that checkov has against CloudFormation templates; a finding's thing is the template's name and the logical ID.
 *
 * @param templates as JSON or YAML, by name
 * @throws where it does not come to an end by itself, or cannot read a template
 */
export async function judgeTemplates(templates: ReadonlyMap<string, string>): Promise<CheckovJudgement> {
    const python = await prepareCheckov();
    const folder = mkdtempSync(join(tmpdir(), "templates-"));
    try {
        for (const [name, template] of templates) {
            writeFileSync(join(folder, `${name}.${template.startsWith("{") ? "json" : "yaml"}`), template);
        }
        const options = [
            "--framework",
            "cloudformation",
            "--output",
            "json",
            "--compact",
            "--quiet",
            "--skip-download",
        ];
        const result = await runChildProcess(python, ["-c", ENTRY, ...options, "--directory", folder], {
            timeoutMs: TIMEOUT_MS,
        });
        if (result.timedOut || result.stdout === "") {
            throw new Error(`checkov failed: ${result.stderr}`);
        }
        return readJudgement(result.stdout);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

interface Report {
    readonly summary: { readonly passed: number; readonly resource_count: number; readonly parsing_errors: number };
    readonly results: {
        readonly failed_checks: readonly {
            readonly check_id: string;
            readonly check_name: string;
            readonly file_path: string;
            readonly resource: string;
        }[];
    };
}

function readJudgement(text: string): CheckovJudgement {
    const { summary, results } = JSON.parse(text) as Report;
    if (summary.parsing_errors > 0) {
        throw new Error(`checkov cannot read ${summary.parsing_errors} of the templates`);
    }
    return {
        resources: summary.resource_count,
        passed: summary.passed,
        findings: results.failed_checks.map(({ check_id, check_name, file_path, resource }) => ({
            judge: "checkov",
            check: check_id,
            thing: `${parse(file_path).name} ${resource}`,
            message: check_name,
        })),
    };
}
