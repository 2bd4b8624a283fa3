/** For code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
import type { CheckedFiles } from "./output.ts";

export function formatSarif({ findings }: CheckedFiles): string {
    const codes = [...new Set(findings.map(({ code }) => code))].sort();
    return JSON.stringify(
        {
            $schema: "https://json.schemastore.org/sarif-2.1.0.json",
            version: "2.1.0",
            runs: [
                {
                    tool: {
                        driver: {
                            name: "packs",
                            rules: codes.map((id) => ({
                                id,
                                shortDescription: { text: id.replaceAll("-", " ") },
                            })),
                        },
                    },
                    // Columns are those of the text, not of its bytes.
                    columnKind: "utf16CodeUnits",
                    results: findings.map(({ file, line, column, code, severity, message, hint }) => ({
                        ruleId: code,
                        ruleIndex: codes.indexOf(code),
                        level: severity,
                        message: { text: hint === undefined ? message : `${message}\n${hint}` },
                        locations: [
                            {
                                physicalLocation: {
                                    artifactLocation: { uri: encodeURI(file ?? "") },
                                    region: { startLine: line ?? 1, startColumn: column ?? 1 },
                                },
                            },
                        ],
                    })),
                },
            ],
        },
        undefined,
        2,
    );
}
