/** For machines: `{"findings": [{file, line, column, code, severity, message, hint}]}`. */
import type { CheckedFiles } from "./output.ts";

/** Lines and columns count from 1; `hint` is null where there is none. */
export function formatJson({ findings }: CheckedFiles): string {
    return JSON.stringify(
        {
            findings: findings.map(({ file, line, column, code, severity, message, hint }) => ({
                file: file ?? "",
                line: line ?? 1,
                column: column ?? 1,
                code,
                severity,
                message,
                hint: hint ?? null,
            })),
        },
        undefined,
        2,
    );
}
