/** Rego policies, compiled to WebAssembly: the same bytes for the same source and the same opa, on every machine. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { HOST_BUILTINS } from "../functions/rego/builtins.ts";
import { type Diagnostic, error } from "../lib/diagnostic.ts";
import type { CustomRule } from "../lib/rules/custom-rule.ts";
import { inputSchema } from "../lib/rules/rego/input.ts";
import { UserError } from "../sandbox/user-error.ts";
import { hostBuiltinsOf } from "./host-builtins.ts";
import { fileOfBundle } from "./opa-bundle.ts";
import type { OpaCommand } from "./opa-command.ts";
import { faultsOf } from "./opa-faults.ts";

export interface RegoModule {
    /** Absent where the policy has an error. */
    readonly module?: Uint8Array<ArrayBuffer>;
    readonly diagnostics: readonly Diagnostic[];
}

/** What the function evaluates: of the policy only what it answers, and what that depends on. */
const ENTRYPOINT = "conformance_packs/answer";
const ENTRY = `package conformance_packs

answer["compliant"] := data.rule.compliant

answer["annotation"] := data.rule.annotation
`;

const [ENTRY_FILE, SCHEMA_FILE, CAPABILITIES_FILE, BUNDLE_FILE] = [
    "answer.rego",
    "input.json",
    "capabilities.json",
    "bundle.tar.gz",
];

/** More is a policy that opa cannot cope with. */
const TIMEOUT_MS = 60_000;
const MAX_OUTPUT_BYTES = 64_000_000;

const compiled = new Map<string, RegoModule>();

/**
 * Checks and compiles a policy, once in a process for the same content.
 *
 * @returns the module where opa finds no fault in the policy, and every function that it calls is there in AWS Lambda
 */
export function compileRego(rule: CustomRule, command: OpaCommand): RegoModule {
    const content = JSON.stringify([command.version, rule.sourceFile, rule.source, inputSchema(rule)]);
    const key = createHash("sha256").update(content).digest("hex");
    const known = compiled.get(key) ?? compile(rule, command);
    compiled.set(key, known);
    return known;
}

function compile(rule: CustomRule, command: OpaCommand): RegoModule {
    const folder = mkdtempSync(join(tmpdir(), "rego-"));
    try {
        // Under the name that it has in the project: errors at run time name it.
        mkdirSync(join(folder, dirname(rule.sourceFile)), { recursive: true });
        writeFileSync(join(folder, rule.sourceFile), rule.source);
        writeFileSync(join(folder, ENTRY_FILE), ENTRY);
        writeFileSync(join(folder, SCHEMA_FILE), JSON.stringify(inputSchema(rule)));
        const faults = check(rule, command, folder, ["--schema", SCHEMA_FILE]);
        if (faults.length > 0) {
            return { diagnostics: faults };
        }
        const build = ["build", "--target", "wasm", "--entrypoint", ENTRYPOINT, "--output", BUNDLE_FILE];
        const { status, stderr } = run(command, folder, [...build, rule.sourceFile, ENTRY_FILE]);
        if (status !== 0) {
            return { diagnostics: faultsOf(rule, stderr || "it gives no reason") };
        }
        const module = fileOfBundle(readFileSync(join(folder, BUNDLE_FILE)), "/policy.wasm");
        if (module === undefined) {
            throw new UserError(`opa ${command.version} compiled ${rule.sourceFile} to something without policy.wasm`);
        }
        const missing = hostBuiltinsOf(module).filter((name) => !HOST_BUILTINS.includes(name));
        return missing.length > 0
            ? { diagnostics: missingFunctions(rule, command, folder, missing) }
            : { module, diagnostics: [] };
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function check(rule: CustomRule, command: OpaCommand, folder: string, options: readonly string[]): Diagnostic[] {
    const { status, stdout, stderr } = run(command, folder, [
        "check",
        "--strict",
        ...["--max-errors", "100", "--format", "json"],
        ...options,
        rule.sourceFile,
    ]);
    return status === 0 ? [] : faultsOf(rule, stderr || stdout || "it gives no reason");
}

/** Without these functions among its capabilities, opa tells where the policy calls them. */
function missingFunctions(
    rule: CustomRule,
    command: OpaCommand,
    folder: string,
    missing: readonly string[],
): Diagnostic[] {
    const { stdout } = run(command, folder, ["capabilities", "--current"]);
    const all = JSON.parse(stdout) as { readonly builtins: readonly { readonly name: string }[] };
    const builtins = all.builtins.filter(({ name }) => !missing.includes(name));
    writeFileSync(join(folder, CAPABILITIES_FILE), JSON.stringify({ ...all, builtins }));
    const places = check(rule, command, folder, ["--capabilities", CAPABILITIES_FILE]);
    return missing.flatMap((name) => {
        const found = places.filter(({ message }) => message.endsWith(`undefined function ${name}`));
        const start = { file: rule.sourceFile, line: 1, column: 1 };
        return (found.length > 0 ? found : [start]).map(({ file = rule.sourceFile, line = 1, column = 1 }) =>
            error(
                { file, line, column },
                {
                    code: "rego-builtin",
                    message: `the function ${name} is not there where WebAssembly evaluates the policy`,
                    hint: "docs/custom-rules.md says which are; or write the rule in TypeScript",
                },
            ),
        );
    });
}

function run(
    { path }: OpaCommand,
    cwd: string,
    args: readonly string[],
): { status: number | null; stdout: string; stderr: string } {
    const options = { cwd, encoding: "utf8", timeout: TIMEOUT_MS, maxBuffer: MAX_OUTPUT_BYTES } as const;
    const { status, stdout, stderr, error: failure } = spawnSync(path, args, options);
    return { status, stdout: stdout ?? "", stderr: stderr || (failure?.message ?? "") };
}
