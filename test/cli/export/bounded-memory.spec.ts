import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const PROGRAM = join(import.meta.dirname, "large-export.ts");

/** Less than a quarter of what the rows are long. */
const MEGABYTES = 48;

function run(...words: readonly string[]): { status: number | null; told: { rows: number; bytes: number } } {
    const { status, stdout } = spawnSync(process.execPath, [`--max-old-space-size=${MEGABYTES}`, PROGRAM, ...words], {
        encoding: "utf8",
        timeout: 170_000,
    });
    return {
        status,
        told: stdout === "" ? { rows: 0, bytes: 0 } : (JSON.parse(stdout) as { rows: number; bytes: number }),
    };
}

describe("an export of 10,000 accounts with 20 rules each", function () {
    this.timeout(180_000);

    for (const format of ["csv", "jsonl"]) {
        it(`writes 1,004,995 rows as ${format} in ${MEGABYTES} MB`, () => {
            const { status, told } = run("10000", "20", "5", format);
            assert.deepEqual([status, told.rows], [0, 10_000 * 20 * 5 + 999 * 5]);
            assert.ok(told.bytes > 4 * MEGABYTES * 1024 * 1024, String(told.bytes));
        });
    }

    it("grows as OSCAL with what fails, not with what there is", () => {
        const { status, told } = run("10000", "20", "5", "oscal");
        assert.deepEqual([status, told.rows], [0, 10_000 * 19 + 9_900 + 5_000 + 99 * 5]);
    });

    it("would not fit if the rows were kept, not even half of them", () => {
        assert.notEqual(run("5000", "20", "5", "csv", "keep").status, 0);
    });
});
