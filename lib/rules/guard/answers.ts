/** What cfn-guard says, as findings and results. */
import type { Compliance, JsonObject } from "../custom-rule.ts";

/** A part of the policy that does not hold. */
export interface FailedClause {
    readonly rule: string;
    /** As Guard prints it, such as `configuration.logFileValidationEnabled EQUALS  true`. */
    readonly clause: string;
    /** The author's, between << and >>. */
    readonly message?: string;
}

export interface GuardResult {
    readonly compliance: Compliance;
    readonly failed: readonly FailedClause[];
}

export interface GuardFault {
    readonly message: string;
    /** In the policy that Guard was given. */
    readonly line?: number;
    readonly column?: number;
}

/** The request of `cfn-guard validate --payload`: one policy, any number of configuration items. */
export function payloadOf(policy: string, inputs: readonly JsonObject[]): string {
    return JSON.stringify({ rules: [policy], data: inputs.map((input) => JSON.stringify(input)) });
}

/**
 * Reads what `cfn-guard validate --payload --output-format json --print-json` prints: for each configuration item a
 * summary, and the record of the evaluation in lines of its own.
 */
export function readResults(output: string): GuardResult[] {
    const records: GuardResult[] = [];
    let record: string[] | undefined;
    for (const line of output.split("\n")) {
        if (line === "{") {
            record = [];
        }
        record?.push(line);
        if (line === "}" && record !== undefined) {
            records.push(resultOf(JSON.parse(record.join("\n")) as GuardRecord));
            record = undefined;
        }
    }
    return records;
}

/** A node of Guard's record. Of `container` only what is read here. */
interface GuardRecord {
    readonly context: string;
    readonly container?: Readonly<Record<string, unknown>> | null;
    readonly children: readonly GuardRecord[];
}

const COMPLIANCE: Readonly<Record<string, Compliance>> = {
    PASS: "COMPLIANT",
    FAIL: "NON_COMPLIANT",
    SKIP: "NOT_APPLICABLE",
};

function resultOf(root: GuardRecord): GuardResult {
    const status = text(root.container?.["FileCheck"], "status") ?? "";
    const compliance = COMPLIANCE[status];
    if (compliance === undefined) {
        throw new Error(`Guard answers with the status ${JSON.stringify(status)}`);
    }
    const failed = root.children.flatMap((rule) =>
        text(rule.container?.["RuleCheck"], "status") === "FAIL"
            ? failedClauses(rule.children.filter((child) => !isBeside(child))).map((clause) => ({
                  rule: text(rule.container?.["RuleCheck"], "name") ?? rule.context,
                  ...clause,
              }))
            : [],
    );
    return { compliance, failed: unique(failed) };
}

/** What decides whether a rule applies or what it looks at is no reason for its failing, nor is what holds. */
function isBeside({ container }: GuardRecord): boolean {
    return Object.entries(container ?? {}).some(
        ([key, value]) =>
            key.endsWith("Condition") || key === "Filter" || ["PASS", "SKIP"].includes(text(value, "status") ?? ""),
    );
}

function failedClauses(records: readonly GuardRecord[]): Omit<FailedClause, "rule">[] {
    return records.flatMap((record) => {
        const check = record.container?.["ClauseValueCheck"];
        const own =
            typeof check !== "object" || check === null
                ? []
                : Object.values(check as Record<string, unknown>)
                      .flatMap((one) => [one, inner(one)])
                      .filter((one) => text(one, "status") === "FAIL")
                      .slice(0, 1);
        const found = own.map((one) => {
            const message = text(one, "custom_message")?.replaceAll(/\s+/g, " ").trim() ?? "";
            return { clause: clauseText(record.context), ...(message !== "" && { message }) };
        });
        return [...found, ...failedClauses(record.children.filter((child) => !isBeside(child)))];
    });
}

/** Of a block that found nothing to look at, Guard says only where it begins. */
function clauseText(context: string): string {
    const block = /^GuardBlockAccessClause#Location\[.*line:(\d+), column:\d+\]$/.exec(context);
    return block === null ? context.replaceAll(/\s+/g, " ").trim() : `the block in line ${block[1]}`;
}

/** Of unary checks, Guard wraps what it found in one more object. */
function inner(value: unknown): unknown {
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>)["value"] : undefined;
}

function unique(clauses: readonly FailedClause[]): FailedClause[] {
    return [...new Map(clauses.map((clause) => [JSON.stringify(clause), clause])).values()];
}

function text(value: unknown, key: string): string | undefined {
    const found = typeof value === "object" && value !== null ? (value as Record<string, unknown>)[key] : undefined;
    return typeof found === "string" ? found : undefined;
}

/** What Guard says on standard error where it cannot read or evaluate a policy. */
export function readFault(errors: string): GuardFault {
    const place = /at line (\d+) at column (\d+), when handling ([\s\S]*?), fragment ([\s\S]*)/.exec(errors);
    if (place !== null) {
        const [, line, column, expected = "", fragment = ""] = place;
        const rest = fragment.split(/[\n`]/)[0]?.trim() ?? "";
        const what = rest === "" ? "what follows here" : `what begins with ${JSON.stringify(rest)}`;
        return {
            message: `Guard cannot read ${what}${expected.trim() === "" ? "" : `: ${expected.trim()}`}`,
            line: Number(line),
            column: Number(column),
        };
    }
    const said = /Error = `([^`]*)`/.exec(errors)?.[1] ?? errors.trim().split("\n").at(-1) ?? "";
    return { message: `Guard cannot evaluate the policy: ${said}` };
}
