import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { usageSchema } from "../../../lib/cost/usage.ts";
import { libraryPacks } from "../../../lib/library/library.ts";
import { packTable, profileTable, type Table } from "../../../lib/library/tables.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import { FILES, withStack } from "./library-plans.ts";

const PAGE = readFileSync("docs/library.md", "utf8");

/** The cells of the table between two marks, its header first. */
function writtenTable(begin: string, end: string): string[][] {
    const from = PAGE.indexOf(begin);
    const to = PAGE.indexOf(end, from);
    assert.ok(from >= 0 && to > from, `docs/library.md has no ${begin}`);
    const lines = PAGE.slice(from, to).match(/^\|.*\|$/gm) ?? [];
    const rows = lines.map((line) => line.slice(1, -1).split("|"));
    return rows.map((cells) => cells.map((cell) => cell.trim())).filter(([first = ""]) => !/^-+$/.test(first));
}

describe("docs/library.md", () => {
    const tables: readonly Table[] = [packTable(FILES), profileTable(FILES, usageSchema.parse({}))];

    for (const { name, header, rows } of tables) {
        it(`counts what there is, in its table of ${name}: npm run library -- --write`, () => {
            assert.deepEqual(writtenTable(`<!-- ${name} -->`, `<!-- end of ${name} -->`), [header, ...rows]);
        });
    }

    it("tells every parameter with its default, which all packs share", () => {
        const parameters = libraryPacks(FILES).flatMap(({ pack }) => pack.parameters);
        const [, ...written] = writtenTable("## Parameters", "## How rules were mapped");
        assert.deepEqual(
            new Set(written.map(([name = "", value = ""]) => `${name} ${value.replace("none", "")}`)),
            new Set(parameters.map((parameter) => `\`${parameter.name}\` ${parameter.default}`)),
        );
    });

    it("shows a stack without a fault", () => {
        const [, text = ""] = /```yaml\n# Pulumi\.docs\.yaml\n([\s\S]*?)```/.exec(PAGE) ?? [];
        const { plan, diagnostics } = loadPlan({ stack: "test", files: withStack(text) });
        // The two packs have rules in common, as the page says of all that are no bundle.
        assert.deepEqual(new Set(diagnostics.map(({ code }) => code)), new Set(["rule-in-two-packs"]));
        assert.equal(plan?.packs.length, 2);
    });
});
