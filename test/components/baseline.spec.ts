import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import program from "../../index.ts";
import { rows, run } from "../harness.ts";
import { RULE } from "../lib/project.ts";
import { REGION } from "../mock-provider.ts";

const BASELINE = `regions: [${REGION}]\npacks:\n  root:\n    target: account\n    rules:\n      - ROOT_ACCOUNT_MFA_ENABLED\n`;

describe("the program and the baseline of its stack", () => {
    let root = "";
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "program-"));
        ["packs", "baseline"].forEach((folder) => mkdirSync(join(root, folder)));
        writeFileSync(join(root, "packs/root.yaml"), RULE);
        writeFileSync(
            join(root, "Pulumi.test.yaml"),
            `config:\n  aws:region: ${REGION}\n  conformance-packs:packs: { root: {} }\n`,
        );
    });
    afterEach(() => {
        rmSync(root, { recursive: true });
    });
    const config = { "aws:region": REGION };

    for (const preview of [true, false]) {
        it(`registers nothing where it covers less, in ${preview ? "a preview" : "an update"}`, async () => {
            writeFileSync(join(root, "baseline/test.yaml"), `${BASELINE}      - INCOMING_SSH_DISABLED\n`);
            const done = await run(
                () =>
                    assert.rejects(program(root), (failure) => {
                        assert.ok(failure instanceof pulumi.RunError);
                        assert.equal(
                            failure.message,
                            "nothing was deployed; to be mended first:\n" +
                                "baseline/test.yaml:7:9: error lost-rule: INCOMING_SSH_DISABLED of the pack root is gone, " +
                                "and no other pack checks the same\n    at packs.root.rules[1]\n" +
                                "    hint: restore it, or give it up where reviewers see it: " +
                                "packs baseline --write --stack test\n1 error",
                        );
                        return true;
                    }),
                { config, preview },
            );
            assert.deepEqual(done.registrations, []);
            assert.deepEqual(done.calls, []);
        });
    }

    it("deploys where it covers what is asked for", async () => {
        writeFileSync(join(root, "baseline/test.yaml"), BASELINE);
        const done = await run(() => program(root), { config, preview: true });
        assert.ok(rows(done).includes("aws:cfg/conformancePack:ConformancePack root"));
        assert.deepEqual(done.logs, []);
    });
});
