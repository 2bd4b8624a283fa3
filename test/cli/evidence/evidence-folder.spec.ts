import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    statSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EvidenceFolder } from "../../../cli/evidence/evidence-folder.ts";
import { UnwritableError } from "../../../cli/evidence/unwritable.ts";
import { writeWhole } from "../../../cli/export/output-file.ts";
import { interruptible, InterruptedError } from "../../../cli/compliance/interruption.ts";

const MANIFEST = {
    format: "conformance-packs evidence 1",
    framework: "CIS",
    stack: "dev",
    scope: { kind: "account", account: "111122223333", regions: ["eu-west-1"] },
    collected: "2026-11-23T08:00:00.000Z",
    tool: { name: "conformance-packs", version: "0.1.0", node: "v24.0.0" },
} as const;

function sha256(path: string): string {
    return createHash("sha256").update(readFileSync(path)).digest("hex");
}

describe("what is written whole or not at all", () => {
    let parent = "";
    beforeEach(() => {
        parent = mkdtempSync(join(tmpdir(), "whole-"));
    });
    afterEach(() => rmSync(parent, { recursive: true, force: true }));

    const names = (): string[] => readdirSync(parent);

    async function write(where: string): Promise<string> {
        const folder = await EvidenceFolder.create(where);
        await folder.writeText("b.txt", "b", "two");
        await folder.writeJson("deep/er/a.json", "a", { one: 1 });
        assert.ok(!existsSync(where) || readdirSync(where).length === 0);
        return folder.finish(MANIFEST);
    }

    it("is a folder with a hash of everything, the same for the same content", async () => {
        const hash = await write(join(parent, "evidence"));
        assert.deepEqual(names(), ["evidence"]);
        assert.equal(hash, sha256(join(parent, "evidence", "SHA256SUMS")));
        const sums = readFileSync(join(parent, "evidence", "SHA256SUMS"), "utf8")
            .trimEnd()
            .split("\n");
        assert.deepEqual(
            sums.map((line) => line.slice(66)),
            ["b.txt", "deep/er/a.json", "manifest.json"],
        );
        for (const line of sums) {
            assert.equal(line.slice(0, 64), sha256(join(parent, "evidence", line.slice(66))));
        }
        assert.equal(await write(join(parent, "again")), hash);
    });

    it("is for the owner alone", async () => {
        await write(join(parent, "evidence"));
        const modes = ["", "deep", "b.txt", "deep/er/a.json", "SHA256SUMS"].map(
            (path) => statSync(join(parent, "evidence", path)).mode & 0o777,
        );
        assert.deepEqual(modes, [0o700, 0o700, 0o600, 0o600, 0o600]);
    });

    it("takes the place of an empty folder, and of nothing else", async () => {
        mkdirSync(join(parent, "evidence"));
        await write(join(parent, "evidence"));
        await assert.rejects(EvidenceFolder.create(join(parent, "evidence")), /there is something in it already/);
        writeFileSync(join(parent, "file"), "mine");
        await assert.rejects(EvidenceFolder.create(join(parent, "file")), /it is a file/);
        assert.deepEqual(names(), ["evidence", "file"]);
    });

    it("does not take the place of what was put there meanwhile", async () => {
        const where = join(parent, "evidence");
        const folder = await EvidenceFolder.create(where);
        mkdirSync(where);
        writeFileSync(join(where, "mine.txt"), "mine");
        await assert.rejects(folder.finish(MANIFEST), UnwritableError);
        await folder.discard();
        assert.deepEqual([names(), readdirSync(where)], [["evidence"], ["mine.txt"]]);
    });

    it("is nothing after a failure, of a folder as of a file", async () => {
        const folder = await EvidenceFolder.create(join(parent, "evidence"));
        const failing = folder.write("a.txt", "a", async (sink) => {
            await sink.write("half of");
            throw new Error("AWS said no");
        });
        await assert.rejects(failing, /AWS said no/);
        await folder.discard();
        writeFileSync(join(parent, "file"), "before");
        const half = writeWhole(join(parent, "file"), async (sink) => {
            await sink.write("half of");
            throw new Error("AWS said no");
        });
        await assert.rejects(half, /AWS said no/);
        assert.deepEqual([names(), readFileSync(join(parent, "file"), "utf8")], [["file"], "before"]);
    });

    it("says what the file system refuses", async () => {
        mkdirSync(join(parent, "folder"));
        const nothing = (): Promise<void> => Promise.resolve();
        await assert.rejects(writeWhole(join(parent, "folder"), nothing), /cannot write .*folder: it is a folder/);
        await assert.rejects(writeWhole(join(parent, "no", "where"), nothing), UnwritableError);
    });

    it("is tidied away after an interruption", async () => {
        const interrupted = interruptible(async (goOn) => {
            await writeWhole(join(parent, "file"), async (sink) => {
                await sink.write("half of");
                process.emit("SIGINT");
                goOn();
            });
        });
        await assert.rejects(interrupted, InterruptedError);
        assert.deepEqual(names(), []);
    });
});
