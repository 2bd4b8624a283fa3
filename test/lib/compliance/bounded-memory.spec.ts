import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const PROGRAM = join(import.meta.dirname, "large-organization.ts");

/** Less than a tenth of what three million entries take. */
const MEGABYTES = 64;

function run(...words: readonly string[]): { status: number | null; signal: string | null; stdout: string } {
    const { status, signal, stdout } = spawnSync(
        process.execPath,
        [`--max-old-space-size=${MEGABYTES}`, PROGRAM, ...words],
        { encoding: "utf8", timeout: 120_000 },
    );
    return { status, signal, stdout };
}

describe("10,000 accounts with 300 rules each", function () {
    this.timeout(130_000);

    const groups: readonly [by: string, groups: number][] = [
        ["account", 10_000],
        ["pack", 10],
    ];
    for (const [by, count] of groups) {
        it(`are summed up by ${by} in ${MEGABYTES} MB`, () => {
            const { status, stdout } = run("10000", "300", by);
            assert.equal(status, 0);
            assert.deepEqual(JSON.parse(stdout), { groups: count, failing: 30_000, compliant: 2_970_000 });
        });
    }

    it("would not fit if they were kept, not even a third of them", () => {
        const { status } = run("3333", "300", "account", "keep");
        assert.notEqual(status, 0);
    });
});
