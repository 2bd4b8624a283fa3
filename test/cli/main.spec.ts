import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { toState } from "../../cli/doctor/stack-state.ts";

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** Runs the command as a person does, in a folder. */
function packs(words: readonly string[], folder: string): Promise<Ended> {
    return new Promise((done) => {
        execFile(process.execPath, [resolve("bin/packs.mjs"), ...words], { cwd: folder }, (failure, out, err) => {
            done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
        });
    });
}

describe("the packs command", () => {
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("explains itself", async () => {
        const { code, out } = await packs(["--help"], folder);
        assert.equal(code, 0);
        assert.match(out, /doctor/);
        assert.match((await packs(["doctor", "--help"], folder)).out, /^Examples:\n {2}packs doctor /m);
    });

    it("ends with 2 for a command line that makes no sense", async () => {
        const { code, err } = await packs(["docto"], folder);
        assert.equal(code, 2);
        assert.match(err, /unknown command 'docto'\n\(Did you mean doctor\?\)/);
        assert.equal((await packs(["doctor", "--stak", "dev"], folder)).code, 2);
        assert.equal((await packs([], folder)).code, 2);
    });

    it("ends with 1 and all faults for a stack that cannot be planned", async () => {
        writeFileSync(join(folder, "Pulumi.test.yaml"), "config:\n  conformance-packs:role: { mode: x }\n");
        const { code, out, err } = await packs(["doctor", "--stack", "test"], folder);
        assert.equal(code, 1);
        assert.equal(out, "");
        assert.equal(
            err,
            "Pulumi.test.yaml:1:1: error missing-region: the stack names no region\n" +
                "    at aws:region\n    hint: write aws:region: eu-west-1, or any other region\n" +
                "Pulumi.test.yaml:2:29: error invalid-setting: role.mode must be one of create, adopt, use\n" +
                "    at role.mode\n2 errors\n",
        );
    });
});

describe("an exported stack", () => {
    it("is read for its resources and pending operations", () => {
        assert.deepEqual(
            toState({
                resources: [
                    { urn: "urn:pulumi:dev::p::pulumi:pulumi:Stack::p-dev", type: "pulumi:pulumi:Stack" },
                    { type: "aws:kms/key:Key", id: "1", outputs: { arn: "arn:aws:kms:eu-west-1:123456789012:key/1" } },
                    { type: "aws:cfg/recorder:Recorder", id: "default", outputs: {} },
                ],
                pending_operations: [
                    {
                        type: "creating",
                        resource: { urn: "urn:pulumi:dev::p::a$b::name", type: "aws:s3/bucket:Bucket" },
                    },
                ],
            }),
            {
                resources: [
                    { type: "aws:kms/key:Key", id: "1", arn: "arn:aws:kms:eu-west-1:123456789012:key/1" },
                    { type: "aws:cfg/recorder:Recorder", id: "default" },
                ],
                pendingOperations: [{ operation: "creating", type: "aws:s3/bucket:Bucket", name: "name" }],
            },
        );
    });
});
