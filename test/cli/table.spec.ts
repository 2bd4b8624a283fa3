import assert from "node:assert/strict";
import { formatDuration } from "../../sandbox/duration.ts";
import { sampleQueries } from "../../sandbox/queries.ts";
import { formatTable } from "../../cli/table.ts";

describe("what is printed", () => {
    it("is aligned in columns, whatever the colour codes in it", () => {
        const lines = formatTable(
            ["What", "State"],
            [
                ["Recorder", "\u001b[32mrecording\u001b[39m"],
                ["Pack", "x"],
            ],
        );
        assert.deepEqual(lines, [
            "What      State",
            "--------  ---------",
            "Recorder  \u001b[32mrecording\u001b[39m",
            "Pack      x",
        ]);
    });

    it("tells durations as people do", () => {
        assert.deepEqual([0, 449, 9_940, 12_000, 59_700, 185_000].map(formatDuration), [
            "0.0 s",
            "0.4 s",
            "9.9 s",
            "12 s",
            "1 min 00 s",
            "3 min 05 s",
        ]);
    });

    it("offers queries for the emulator's own address and region", () => {
        const [keys, ...queries] = sampleQueries("http://127.0.0.1:4567", "eu-west-1");
        assert.match(keys?.command ?? "", /AWS_ACCESS_KEY_ID/);
        assert.ok(queries.length > 2);
        for (const { command } of queries) {
            assert.match(command, /http:\/\/127\.0\.0\.1:4567/);
            assert.match(command, /eu-west-1/);
        }
    });
});
