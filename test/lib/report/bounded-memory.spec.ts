import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

const PROGRAM = join(import.meta.dirname, "large-report.ts");

/** Less than a tenth of what three million entries take; the ending of each pack in each account is most of it. */
const MEGABYTES = 96;

describe("the report of 10,000 accounts with 300 rules each", function () {
    this.timeout(180_000);

    it(`is read in ${MEGABYTES} MB, and in as much beside the heap as its counts take`, () => {
        const { status, stdout } = spawnSync(
            process.execPath,
            [`--max-old-space-size=${MEGABYTES}`, PROGRAM, "10000", "300", "20"],
            { encoding: "utf8", timeout: 170_000 },
        );
        assert.equal(status, 0);
        const { megabytes, ...told } = JSON.parse(stdout) as { readonly megabytes: number };
        assert.deepEqual(told, {
            failing: 30_000,
            compliant: 2_970_000,
            share: 0.9,
            accounts: 10_000,
            resources: 300,
        });
        assert.ok(megabytes < 64, `${megabytes} MB`);
    });
});
