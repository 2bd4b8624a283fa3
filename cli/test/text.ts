/** For people: a line a rule, and under it what is not as expected. */
import { formatDiagnostic, sortDiagnostics } from "../../lib/diagnostic.ts";
import type { Expected } from "../../lib/rules/custom-rule.ts";
import { RULE_KINDS } from "../../lib/rules/kinds.ts";
import { hasPassed, type TestedCase, type TestedRule, type TestRun } from "../test.ts";
import type { Terminal } from "../terminal.ts";

export function formatTests(run: TestRun, style: Terminal["style"]): string {
    const width = Math.max(0, ...run.rules.map(({ name }) => name.length));
    return [
        ...run.rules.map((rule) => ruleLines(rule, width, style).join("\n")),
        ...sortDiagnostics(run.diagnostics).map(formatDiagnostic),
        ...(run.rules.length > 0 ? [""] : []),
        summary(run, style),
    ].join("\n");
}

function ruleLines({ name, kind, diagnostics, cases }: TestedRule, width: number, style: Terminal["style"]): string[] {
    const failed = cases.filter(({ passed }) => !passed);
    const untested = diagnostics.some(({ code }) => code === "rule-without-cases");
    const what =
        diagnostics.length > 0
            ? untested
                ? "no cases"
                : "cannot be tested"
            : failed.length === 0
              ? count(cases.length, "case")
              : `${failed.length} of ${count(cases.length, "case")} not as expected`;
    const ok = diagnostics.length === 0 && failed.length === 0;
    const title = kind === undefined ? "" : `  ${RULE_KINDS[kind].title}`;
    return [
        `${style(ok ? "green" : "red", ok ? "ok    " : "failed")}  ${name.padEnd(width)}${title}  ${what}`,
        ...sortDiagnostics(diagnostics).map((one) => indented(formatDiagnostic(one))),
        ...failed.map((one) => indented(failedCase(one))),
    ];
}

function failedCase({ name, location, expected, evaluation }: TestedCase): string {
    const { file, line = 1, column = 1 } = location;
    const { compliance, fault, annotation, reasons } = evaluation;
    const lines = [`${file}:${line}:${column}: ${printable(name)}`];
    if (fault !== undefined) {
        lines.push(`  ${printable(fault)}`);
    } else {
        const differences = differencesOf(expected.compliance, compliance);
        const inAnnotation = differencesOf(expected.annotation, annotation).filter(
            ({ wanted }) => wanted !== undefined,
        );
        lines.push(
            ...differences.map(
                ({ of, wanted, given }) => `  ${of}expected ${wanted ?? "nothing"}, and got ${given ?? "no answer"}`,
            ),
            ...(differences.length > 0 ? [] : inAnnotation).map(
                ({ of, wanted, given }) =>
                    `  ${of}expected the annotation ${JSON.stringify(wanted)}, and got ${JSON.stringify(given)}`,
            ),
        );
    }
    return [...lines, ...reasons.map((reason) => `  ${printable(reason)}`)].join("\n");
}

/** Of a scheduled rule, a resource each. */
function differencesOf(
    wanted: Expected<string> | undefined,
    given: Expected<string> | undefined,
): { of: string; wanted: string | undefined; given: string | undefined }[] {
    if (typeof wanted !== "object") {
        return wanted === given ? [] : [{ of: "", wanted, given: typeof given === "object" ? undefined : given }];
    }
    const answered = typeof given === "object" ? given : {};
    return [...new Set([...Object.keys(wanted), ...Object.keys(answered)])]
        .filter((id) => wanted[id] !== answered[id])
        .map((id) => ({ of: `${printable(id)}: `, wanted: wanted[id], given: answered[id] }));
}

/** The rules without cases are told by name: what no case runs is not known to work. */
function summary(run: TestRun, style: Terminal["style"]): string {
    const cases = run.rules.flatMap((rule) => rule.cases);
    const failed = cases.filter(({ passed }) => !passed).length;
    const tested = run.rules.filter((rule) => rule.cases.length > 0).length;
    const without = run.rules.filter((rule) => rule.cases.length === 0).map(({ name }) => name);
    if (run.rules.length === 0) {
        return "the project has no custom rules";
    }
    const words = [
        `${tested} of ${count(run.rules.length, "rule")} tested${without.length === 0 ? "" : `, not ${without.join(", ")}`}`,
        failed === 0 ? count(cases.length, "case") : `${failed} of ${count(cases.length, "case")} not as expected`,
    ];
    const tools = run.tools.length === 0 ? "" : ` with ${run.tools.join(", ")}`;
    return `${style(hasPassed(run) ? "green" : "red", words.join(": "))}${tools}, ${(run.milliseconds / 1000).toFixed(1)} s`;
}

function indented(text: string): string {
    return text.replace(/^/gm, "        ");
}

/** Whatever a rule says, it must not steer the terminal. */
function printable(text: string): string {
    return text.replaceAll(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, " ");
}

function count(number: number, noun: string): string {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
