import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOMS = ["lib", "components"];
/** Policies for operators, which no deployment makes: docs/permissions.md. */
const NOT_DEPLOYED = "operator";

/** Names of statements as they are written in the source; what a name is put together of is a star. */
function statementsIn(source: string): string[] {
    return [
        ...source.matchAll(/\bSid: (["`])(?<name>[^"`\n]+)\1/g),
        ...source.matchAll(/\b(?:deny|use)\((["`])(?<name>[A-Z][A-Za-z]+)\1/g),
    ].map(({ groups }) => (groups?.["name"] ?? "").replaceAll(/\$\{[^}]*\}/g, "*"));
}

describe("SECURITY.md", () => {
    const inSource = new Set(
        ROOMS.flatMap((room) =>
            readdirSync(room, { recursive: true, encoding: "utf8" })
                .filter((path) => path.endsWith(".ts") && !path.startsWith(NOT_DEPLOYED))
                .flatMap((path) => statementsIn(readFileSync(join(room, path), "utf8"))),
        ),
    );
    const text = readFileSync("SECURITY.md", "utf8");
    const inTable = new Set(
        [...text.matchAll(/^\| (?<name>[A-Za-z\\*]+) +\|.*\|.*\|$/gm)]
            .map(({ groups }) => (groups?.["name"] ?? "").replaceAll("\\", ""))
            .filter((name) => !["Asset", "Threat", "Statement", "Roles"].includes(name)),
    );

    it("says of each statement of each policy what it is for, and of none that is gone", () => {
        assert.ok(inSource.size > 30, String(inSource.size));
        assert.deepEqual([...inTable].sort(), [...inSource].sort());
    });
});
