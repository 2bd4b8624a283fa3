/** parliament, which knows every action, resource and condition key of AWS: https://github.com/duo-labs/parliament */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { runChildProcess } from "../../../sandbox/child-process.ts";
import { preparePythonEnvironment } from "../../../sandbox/python-environment.ts";
import type { Finding } from "../finding.ts";

const TIMEOUT_MS = 120_000;
/** What its own script does, which an environment that was moved cannot run. Where pkg_resources is old, it says so. */
const ENTRY = "import sys, warnings; warnings.simplefilter('ignore'); from parliament.cli import main; main(sys.argv)";

/** Makes its virtual environment, once. @returns the path of the environment's Python */
export function prepareParliament(): Promise<string> {
    return preparePythonEnvironment({
        name: "parliament",
        requirements: join(import.meta.dirname, "requirements.txt"),
        what: "the judge of IAM policies",
        size: "some 75 MB",
    });
}

/**
 * Everything that parliament has to say of policies, of the lowest severity as well.
 *
 * @param policies documents as text, by the name of what they stand on
 * @throws where it does not come to an end by itself
 */
export async function judgePolicies(policies: ReadonlyMap<string, string>): Promise<readonly Finding[]> {
    const python = await prepareParliament();
    const folder = mkdtempSync(join(tmpdir(), "policies-"));
    try {
        for (const [name, document] of policies) {
            writeFileSync(join(folder, `${encodeURIComponent(name)}.json`), document);
        }
        const result = await runChildProcess(python, ["-c", ENTRY, "--json", "--directory", folder], {
            timeoutMs: TIMEOUT_MS,
        });
        // It ends with 1 where it has found something, and then has said what.
        if (result.timedOut || result.code === undefined || (result.code !== 0 && result.stdout === "")) {
            throw new Error(`parliament failed: ${result.stderr}`);
        }
        return result.stdout
            .split("\n")
            .filter((line) => line.startsWith("{"))
            .map(readFinding);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function readFinding(line: string): Finding {
    const { issue, title, detail, location } = JSON.parse(line) as {
        issue: string;
        title: string;
        detail: unknown;
        location?: { filepath?: string; string?: string };
    };
    return {
        judge: "parliament",
        check: issue,
        thing: decodeURIComponent(basename(location?.filepath ?? "", ".json")),
        message: `${title} ${JSON.stringify(detail)} ${location?.string ?? ""}`,
    };
}
