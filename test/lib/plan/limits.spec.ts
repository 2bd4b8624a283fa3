import assert from "node:assert/strict";
import { load } from "../project.ts";

/** `severity code path` of every finding. */
function findings(config: string): string[] {
    return load(config).diagnostics.map(({ severity, code, path }) => `${severity} ${code} ${path}`);
}

const ids = (count: number, first = 0): string =>
    JSON.stringify(Array.from({ length: count }, (_, index) => String(900_000_000_000 + first + index)));

describe("limits of aggregators and policies", () => {
    it("warn of what AWS raises on request, and refuse what it does not", () => {
        const aggregators = (lines: Readonly<Record<string, string>>): string[] =>
            findings(
                `  conformance-packs:aggregators:\n${Object.entries(lines)
                    .map(([name, accounts]) => `    ${name}: { accounts: ${accounts} }\n`)
                    .join("")}`,
            );
        assert.deepEqual(aggregators({ a: ids(500), b: ids(500, 500) }), []);
        assert.deepEqual(aggregators({ a: ids(500), b: ids(501) }), ["warning many-aggregator-accounts aggregators"]);
        assert.deepEqual(aggregators({ a: ids(10_001) }), [
            "error too-many-aggregator-accounts aggregators.a.accounts",
            "warning many-aggregator-accounts aggregators",
        ]);
        const many = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`a${index}`, "[self]"]));
        assert.deepEqual(aggregators(many), ["warning many-aggregators aggregators"]);
    });

    it("refuse a policy that is too large where it grows", () => {
        const administrators = (count: number): string[] =>
            findings(
                `  conformance-packs:encryptionKey: ${JSON.stringify({
                    administrators: Array.from(
                        { length: count },
                        (_, index) => `arn:aws:iam::123456789012:role/r${index}`,
                    ),
                })}\n`,
            );
        assert.deepEqual(administrators(100), []);
        assert.deepEqual(administrators(1000), ["error policy-too-large encryptionKey.administrators"]);
    });
});
