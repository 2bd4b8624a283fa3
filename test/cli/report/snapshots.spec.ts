import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseBucket, readTrend, snapshotFolder, type SnapshotPlace } from "../../../cli/report/snapshots.ts";
import { type ComplianceSnapshot, writeSnapshot } from "../../../lib/compliance/snapshot.ts";
import { SnapshotBuilder } from "../../../lib/compliance/snapshot-builder.ts";
import { snapshotKey } from "../../../lib/compliance/snapshot-key.ts";

describe("snapshots for the trend", () => {
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "snapshots-"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    function snapshot(takenAt: string, stack = "prod", previous?: ComplianceSnapshot): ComplianceSnapshot {
        const builder = new SnapshotBuilder({
            stack,
            takenAt,
            scope: { kind: "account", account: "111111111111", regions: ["eu-west-1"] },
            waivers: [],
            ...(previous && { previous }),
        });
        builder.add([
            {
                deployed: "a",
                rule: "a",
                packs: [],
                account: "111111111111",
                region: "eu-west-1",
                verdict: "COMPLIANT",
                controls: [],
            },
        ]);
        return builder.build();
    }

    function keep(one: ComplianceSnapshot): ComplianceSnapshot {
        const path = join(folder, snapshotKey(one.stack, one.takenAt));
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, writeSnapshot(one));
        return one;
    }

    /** Says what was read. */
    function watched(): SnapshotPlace & { readonly read: SnapshotPlace["read"]; readonly seen: string[] } {
        const place = snapshotFolder(folder);
        const seen: string[] = [];
        return {
            seen,
            keys: () => place.keys(),
            read: (key) => {
                seen.push(key);
                return place.read(key);
            },
        };
    }

    const days = ["2026-11-20T06:00:00.000Z", "2026-11-21T06:00:00.000Z", "2026-11-22T06:00:00.000Z"] as const;

    it("are read as few as their chain takes", async () => {
        const second = keep(snapshot(days[1], "prod", keep(snapshot(days[0]))));
        keep(snapshot(days[2], "prod", second));
        const place = watched();
        const points = await readTrend(place, folder, "prod");
        assert.deepEqual(
            points.map(({ at, compliant }) => [at, compliant]),
            days.map((at) => [at, 1]),
        );
        assert.deepEqual(place.seen, ["digests/prod/2026/11/2026-11-22T060000Z.json.gz"]);
    });

    it("are read one by one where the chain is broken", async () => {
        days.forEach((day) => keep(snapshot(day)));
        const place = watched();
        assert.equal((await readTrend(place, folder, "prod")).length, 3);
        assert.equal(place.seen.length, 3);
    });

    it("of other stacks, and files that are no snapshots, are passed over", async () => {
        keep(snapshot(days[0]));
        keep(snapshot(days[1], "dev"));
        writeFileSync(join(folder, "notes.txt"), "");
        const points = await readTrend(snapshotFolder(folder), folder, "prod");
        assert.deepEqual(
            points.map(({ at }) => at),
            [days[0]],
        );
    });

    it("say where they are and what is wrong with them", async () => {
        const path = "2026-11-22T060000Z.json.gz";
        writeFileSync(join(folder, path), writeSnapshot(snapshot(days[2], "dev")));
        await assert.rejects(
            readTrend(snapshotFolder(folder), folder, "prod"),
            /2026-11-22T060000Z\.json\.gz is no snapshot of compliance: it is of the stack dev, not of prod/,
        );
        writeFileSync(join(folder, path), "{}");
        await assert.rejects(readTrend(snapshotFolder(folder), folder, "prod"), /is no snapshot of compliance/);
        assert.throws(() => snapshotFolder(join(folder, "nowhere")), /there is no such folder; a bucket is s3:/);
    });

    it("are named by a folder or a bucket", () => {
        assert.deepEqual(parseBucket("s3://acme-config/history/prod"), {
            bucket: "acme-config",
            prefix: "history/prod",
        });
        assert.deepEqual(parseBucket("s3://acme-config"), { bucket: "acme-config", prefix: "" });
        assert.deepEqual(
            [parseBucket("history"), parseBucket("s3://"), parseBucket("s3://A_B/c")],
            Array(3).fill(undefined),
        );
    });
});
