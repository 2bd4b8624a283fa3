import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The function has five times as much. */
const MEGABYTES = 192;

describe("a digest of 10,000 accounts with 300 rules each", function () {
    this.timeout(150_000);

    it(`is made in ${MEGABYTES} MB, of a snapshot below a megabyte, and is no longer than any other`, () => {
        const program = join(import.meta.dirname, "large-digest.ts");
        const { status, stdout, stderr } = spawnSync(process.execPath, [`--max-old-space-size=${MEGABYTES}`, program], {
            encoding: "utf8",
            timeout: 140_000,
        });
        assert.equal(status, 0, stderr);
        assert.deepEqual(JSON.parse(stdout), { compressed: true, begun: 30_000, html: true });
    });
});
