import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { PROJECT } from "../end-to-end/project-fixture.ts";

const MODULE = pathToFileURL(join(PROJECT, "sandbox", "end-process.ts")).href;

describe("the end of the sandbox's process", function () {
    this.timeout(60_000);

    it("comes although something keeps asking, after what was printed", () => {
        const text = "x".repeat(200_000);
        const program = [
            `import { endProcess } from ${JSON.stringify(MODULE)};`,
            "const ask = () => setTimeout(ask, 200);",
            "ask();",
            `console.log("x".repeat(${text.length}));`,
            "endProcess(3);",
        ];
        const { status, signal, stdout } = spawnSync(
            process.execPath,
            ["--input-type=module", "--eval", program.join("\n")],
            { encoding: "utf8", timeout: 20_000 },
        );
        assert.deepEqual([status, signal], [3, null]);
        assert.equal(stdout, `${text}\n`);
    });
});
