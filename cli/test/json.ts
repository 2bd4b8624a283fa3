/** For machines: every rule with its findings and cases. */
import { sortDiagnostics } from "../../lib/diagnostic.ts";
import { hasPassed, type TestRun } from "../test.ts";

export function formatTestsAsJson(run: TestRun): string {
    return JSON.stringify(
        {
            passed: hasPassed(run),
            tools: run.tools,
            milliseconds: Math.round(run.milliseconds),
            findings: sortDiagnostics(run.diagnostics),
            untested: run.rules.filter(({ cases }) => cases.length === 0).map(({ name }) => name),
            rules: run.rules.map(({ name, kind, diagnostics, cases }) => ({
                name,
                kind: kind ?? null,
                findings: sortDiagnostics(diagnostics),
                cases: cases.map(({ name: title, location, expected, evaluation, passed }) => ({
                    name: title,
                    ...location,
                    passed,
                    expected,
                    compliance: evaluation.compliance ?? null,
                    ...(evaluation.annotation !== undefined && { annotation: evaluation.annotation }),
                    ...(evaluation.fault !== undefined && { fault: evaluation.fault }),
                    reasons: evaluation.reasons,
                })),
            })),
        },
        undefined,
        2,
    );
}
