import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { readStatus } from "../../../lib/compliance/read-status.ts";
import {
    type ComplianceSnapshot,
    readSnapshot,
    SNAPSHOT_VERSION,
    UnreadableSnapshotError,
    writeSnapshot,
} from "../../../lib/compliance/snapshot.ts";
import { SnapshotBuilder, type SnapshotMoment } from "../../../lib/compliance/snapshot-builder.ts";
import { findingsOf } from "../../../lib/compliance/snapshot-findings.ts";
import { snapshotKey, snapshotPrefix, takenAtOf } from "../../../lib/compliance/snapshot-key.ts";
import { evaluation, failing, FixtureSource, ruleCompliance } from "./fixture-source.ts";
import { AUDIT_LOGGING, LOGGING, PLAN, PUBLIC, VERSIONING, waiversFor } from "./project.ts";

const [ONE, TWO] = ["111111111111", "222222222222"] as const;
const TAKEN = "2026-11-22T06:00:00.000Z";

/** Two accounts; of what fails one is told without a number, one is waived in part and one as a whole. */
async function take(changes: Partial<SnapshotMoment> = {}): Promise<ComplianceSnapshot> {
    const source = new FixtureSource({
        rules: [
            [failing(PUBLIC, ONE, 3), failing(VERSIONING, ONE, 40), ruleCompliance(LOGGING, ONE)],
            [failing(AUDIT_LOGGING, TWO, 1), ruleCompliance("by-hand", TWO, { compliance: "NON_COMPLIANT" })],
        ],
        deployedPacks: [
            { pack: "storage", account: ONE, region: "eu-west-1", ending: "conformance-pack-aaaaaaaa1" },
            { pack: "audit", account: TWO, region: "eu-west-1", ending: "conformance-pack-bbbbbbbb2" },
        ],
        evaluations: ["public-site", "public-docs", "secret"].map((name) => evaluation(PUBLIC, ONE, name)),
    });
    const waivers = waiversFor(
        { rule: "s3-bucket-public-read-prohibited", resource: "public-*" },
        { rule: "s3-bucket-logging-enabled", account: TWO, resource: "*" },
        { rule: "s3-bucket-versioning-enabled", resource: "*", expiry: "2026-11-20" },
    );
    const builder = new SnapshotBuilder({ stack: "dev", takenAt: TAKEN, scope: source.scope, waivers, ...changes });
    for await (const entries of readStatus({ source, plan: PLAN, waivers, on: TAKEN.slice(0, 10), askPacks: true })) {
        builder.add(entries);
    }
    return builder.build();
}

function unreadable(bytes: Uint8Array): string {
    try {
        readSnapshot(bytes, "old.json.gz");
    } catch (reason) {
        assert.ok(reason instanceof UnreadableSnapshotError);
        return reason.message;
    }
    return assert.fail("it was read");
}

function bytesOf(value: unknown): Uint8Array {
    return gzipSync(JSON.stringify(value));
}

describe("a snapshot of compliance", () => {
    it("has the sums, by pack, account, control and rule, the worst first", async () => {
        const { totals, byPack, byAccount, byControl, byRule } = await take();
        assert.equal(totals.verdicts.NON_COMPLIANT, 3);
        assert.deepEqual([totals.accounts, totals.regions], [2, 1]);
        assert.deepEqual(
            [byPack, byAccount, byControl, byRule].map((groups) => groups.map(({ name }) => name)),
            [
                ["storage", "(no pack)", "audit"],
                [ONE, TWO],
                ["CIS 2.1", "PCI 1.3", "(no control)", "CIS 3.6"],
                [
                    "s3-bucket-public-read-prohibited",
                    "s3-bucket-versioning-enabled",
                    "by-hand",
                    "s3-bucket-logging-enabled",
                ],
            ],
        );
    });

    it("names every rule that fails or is waived, with its place and its resources", async () => {
        const { findings } = await take();
        assert.deepEqual(
            [...findingsOf(findings)].map(({ rule, packs, severity, account, region, verdict, failing, waived }) => [
                rule,
                packs.join(),
                severity,
                account,
                region,
                verdict,
                failing === undefined ? undefined : `${failing.count}${failing.capped ? "+" : ""}`,
                waived,
            ]),
            [
                ["s3-bucket-public-read-prohibited", "storage", "critical", ONE, "eu-west-1", "NON_COMPLIANT", "1", 2],
                ["s3-bucket-versioning-enabled", "storage", "low", ONE, "eu-west-1", "NON_COMPLIANT", "25+", 0],
                ["s3-bucket-logging-enabled", "audit", "high", TWO, "eu-west-1", "WAIVED", "0", 1],
                ["by-hand", "", undefined, TWO, "eu-west-1", "NON_COMPLIANT", undefined, 0],
            ],
        );
    });

    it("keeps all waivers, with what each covered, and those that had ended", async () => {
        const { waivers } = await take();
        assert.deepEqual(
            waivers.map(({ rule, owner, expiry, resources, rules }) => [rule, owner, expiry, resources.count, rules]),
            [
                ["s3-bucket-public-read-prohibited", "web-team", "2027-01-31", 2, 1],
                ["s3-bucket-logging-enabled", "web-team", "2027-01-31", 1, 1],
                ["s3-bucket-versioning-enabled", "web-team", "2026-11-20", 0, 0],
            ],
        );
    });

    it("is read as it was written, compressed or not", async () => {
        const snapshot = await take({ previous: await take({ takenAt: "2026-11-21T06:00:00.000Z" }) });
        assert.equal(snapshot.trend.length, 1);
        assert.deepEqual(readSnapshot(writeSnapshot(snapshot), "here"), snapshot);
        assert.deepEqual(readSnapshot(Buffer.from(JSON.stringify(snapshot)), "here"), snapshot);
        assert.deepEqual(
            writeSnapshot(snapshot),
            writeSnapshot(await take({ previous: await take({ takenAt: "2026-11-21T06:00:00.000Z" }) })),
        );
    });

    it("counts findings that it has no room for", async () => {
        const { findings, totals } = await take({ mostFindings: 2 });
        assert.deepEqual([[...findingsOf(findings)].length, findings.leftOut], [2, 2]);
        assert.equal(totals.verdicts.NON_COMPLIANT, 3);
    });
});

describe("what is no snapshot", () => {
    it("is refused in words that name the file and the fault", async () => {
        const snapshot = await take();
        const written = writeSnapshot(snapshot);
        const lists = (findings: Partial<ComplianceSnapshot["findings"]>): Uint8Array =>
            bytesOf({ ...snapshot, findings: { ...snapshot.findings, ...findings } });
        const cases: readonly [bytes: Uint8Array, expected: RegExp][] = [
            [new Uint8Array(), /it is empty$/],
            [Buffer.from("<html>"), /it is no JSON$/],
            [bytesOf("text"), /expected object/],
            [written.subarray(0, written.length - 20), /damaged or cut off$/],
            [bytesOf({ ...snapshot, formatVersion: SNAPSHOT_VERSION + 1 }), /version 2, .* reads up to 1: use a newer/],
            [bytesOf({ ...snapshot, takenAt: "yesterday" }), /takenAt: /],
            [bytesOf({ ...snapshot, surplus: 1 }), /surplus/],
            [bytesOf({ ...snapshot, byPack: [{ name: "storage" }] }), /byPack\.0\.verdicts: .* \(and 3 more\)$/],
            [lists({ waived: [] }), /findings: its columns differ in length/],
            [lists({ accounts: [] }), /or name a rule, an account or a region that it does not list$/],
        ];
        for (const [bytes, expected] of cases) {
            assert.match(unreadable(bytes), /^old\.json\.gz is no snapshot of compliance: /);
            assert.match(unreadable(bytes), expected);
        }
    });
});

describe("a snapshot's name", () => {
    it("says the stack and the moment, and sorts by time", () => {
        assert.equal(snapshotKey("dev", TAKEN), "digests/dev/2026/11/2026-11-22T060000Z.json.gz");
        assert.ok(snapshotKey("dev", TAKEN).startsWith(snapshotPrefix("dev")));
        const moments = ["2026-11-22T06:00:01Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"];
        const keys = moments.map((moment) => snapshotKey("dev", moment));
        assert.deepEqual([...keys].sort(), keys);
        assert.deepEqual(
            keys.map((key) => takenAtOf(key)),
            moments.map((moment) => new Date(moment).toISOString()),
        );
    });

    it("is none where it says no moment", () => {
        for (const key of ["digests/dev/notes.txt", "2026-13-40T999999Z.json.gz", "2026-11-22.json.gz", ""]) {
            assert.equal(takenAtOf(key), undefined);
        }
    });
});
