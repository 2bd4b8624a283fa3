import assert from "node:assert/strict";
import { readReport, type ReportReading, REPORT_LIMITS } from "../../../lib/report/compliance/read-report.ts";
import { bandOf, percent } from "../../../lib/report/compliance/score.ts";
import { Worst } from "../../../lib/report/compliance/worst.ts";
import { FixtureSource } from "../compliance/fixture-source.ts";
import {
    emptyReport,
    fewAccounts,
    FixtureHistory,
    FixtureVerdicts,
    HOSTILE,
    largeReport,
    OTHER,
    OWN,
    packState,
    POINTS,
    smallReport,
    THIRD,
    verdictState,
    VERSIONING,
} from "./report-fixtures.ts";

describe("the score of a report", () => {
    it("is the share of compliant combinations of rules and resources, as AWS defines it", async () => {
        const { score, totals } = await smallReport();
        // Of the twelve combinations of the fixture, two that fail are waived.
        assert.deepEqual(totals.combinations, { compliant: 6, failing: 4, waived: 2 });
        assert.deepEqual(score, { counted: "combinations", share: 0.5, compliant: 6, total: 12 });
    });

    it("is not raised by a waiver", async () => {
        const { score, totals } = await smallReport({ waivers: [] });
        assert.deepEqual([score.share, totals.combinations?.waived], [0.5, 0]);
    });

    it("counts rules where no compliance of resources is recorded, and says so", async () => {
        const { score, totals } = await smallReport({ verdicts: new FixtureVerdicts() });
        assert.equal(score.counted, "rules");
        assert.match(score.reason ?? "", /has recorded no compliance of resources.*AWS::Config::ResourceCompliance/);
        assert.deepEqual([score.compliant, score.total, totals.combinations], [6, 10, undefined]);
    });

    it("counts rules where there are more resources than are to be read, without reading any", async () => {
        const verdicts = new FixtureVerdicts([
            { account: OWN, region: "eu-west-1", resourceType: "a", resourceId: "b", rules: [] },
            { account: OWN, region: "eu-west-1", resourceType: "a", resourceId: "c", rules: [] },
        ]);
        const { score } = await smallReport({ verdicts, limits: { ...REPORT_LIMITS, countResources: 1 } });
        assert.equal(score.counted, "rules");
        assert.match(score.reason ?? "", /2 resources have verdicts, more than the 1 .* --count-resources/);
        assert.equal(verdicts.asked, 0);
    });

    it("is absent where nothing has a verdict", async () => {
        const { score, totals, rules, matrix } = await emptyReport();
        assert.deepEqual([score.share, score.total, totals.rules], [undefined, 0, 0]);
        assert.deepEqual([rules.shown, matrix.accounts.shown, matrix.packs.shown], [[], [], []]);
    });

    it("is cut off, and never rounded up to all", () => {
        assert.deepEqual([0.99999, 1, 0.1, undefined].map(percent), ["99.9 %", "100.0 %", "10.0 %", "no data"]);
        assert.deepEqual([0, 0.6, 0.8999, 0.95, 0.99999, 1].map(bandOf), [0, 1, 2, 4, 4, 5]);
    });
});

describe("accounts by packs", () => {
    it("have a score in each cell, and none where there is no such rule", async () => {
        const { matrix } = await smallReport();
        assert.deepEqual(
            matrix.accounts.shown.map(({ name, score }) => [name, score]),
            [
                [OWN, 3 / 8],
                [OTHER, 1 / 2],
                [THIRD, 1],
            ],
        );
        assert.deepEqual(
            matrix.packs.shown.map(({ name }) => name),
            ["storage", "audit", "(no pack)"],
        );
        assert.deepEqual(
            matrix.cells.map((row) => row.map((cell) => cell?.score)),
            [
                [3 / 7, 0, undefined],
                [1 / 2, undefined, undefined],
                [1, 1, undefined],
            ],
        );
        assert.equal(matrix.otherAccounts, undefined);
    });

    it("are cut to the worst, and the rest is summed up: nothing gets lost", async () => {
        const { matrix, totals } = await largeReport(200);
        const { accounts, packs, otherAccounts, otherPacks, cells } = matrix;
        assert.deepEqual(
            [accounts.shown.length, accounts.others, packs.shown.length, packs.others],
            [REPORT_LIMITS.accounts, 140, REPORT_LIMITS.packs, 6],
        );
        const failing = [...accounts.shown, otherAccounts?.total].reduce(
            (sum, group) => sum + (group?.verdicts.NON_COMPLIANT ?? 0),
            0,
        );
        assert.equal(failing, totals.verdicts.NON_COMPLIANT);
        const [first] = accounts.shown;
        const across = [...(cells[0] ?? []), otherPacks?.[0]].reduce(
            (sum, cell) => sum + (cell?.verdicts.NON_COMPLIANT ?? 0),
            0,
        );
        assert.equal(across, first?.verdicts.NON_COMPLIANT);
        const below = [...(otherAccounts?.cells ?? []), otherAccounts?.otherPacks].reduce(
            (sum, cell) => sum + (cell?.verdicts.NON_COMPLIANT ?? 0),
            0,
        );
        assert.equal(below, otherAccounts?.total.verdicts.NON_COMPLIANT);
        for (const { accounts: bands } of matrix.distribution) {
            assert.equal(
                bands.reduce((sum, count) => sum + count, 0),
                200,
            );
        }
    });

    it("come from the worst, however many were given", () => {
        const worst = new Worst<number>(3, (one, other) => other - one);
        for (const value of [5, 1, 9, 7, 3, 8, 2, 6, 4]) {
            worst.add(value);
        }
        assert.deepEqual([worst.items(), worst.added], [[9, 8, 7], 9]);
    });
});

describe("resources that do not comply", () => {
    it("have all their rules, waivers and annotations; what is waived comes last, and as waived", async () => {
        const { resources } = await smallReport();
        assert.deepEqual(
            resources.shown.map(({ resourceId, waived, worst, findings }) => [
                resourceId,
                waived,
                worst,
                findings.map(
                    ({ rule, waiver }) => `${rule}${waiver === undefined ? "" : ` waived by ${waiver.owner}`}`,
                ),
            ]),
            [
                [HOSTILE, false, "critical", ["s3-bucket-public-read-prohibited", "s3-bucket-logging-enabled"]],
                [
                    "public-docs",
                    false,
                    "low",
                    ["s3-bucket-versioning-enabled", "s3-bucket-public-read-prohibited waived by web-team"],
                ],
                ["orders", false, "low", ["s3-bucket-versioning-enabled"]],
                ["public-site", true, "critical", ["s3-bucket-public-read-prohibited waived by web-team"]],
            ],
        );
        assert.equal(resources.shown[0]?.findings[0]?.annotation, HOSTILE);
        assert.equal(resources.complete, true);
        assert.deepEqual(resources.failing, { count: 28, capped: true });
    });

    it("tell the changes of their compliance, where their account's history can be read", async () => {
        const history = new FixtureHistory({
            "AWS::S3::Bucket/public-docs": [
                verdictState("2026-11-19T00:00:00.000Z", { [VERSIONING]: "NON_COMPLIANT" }),
                verdictState("2026-11-01T00:00:00.000Z", { [VERSIONING]: "COMPLIANT" }),
            ],
        });
        const { resources } = await smallReport({ history: { account: OWN, source: history } });
        const docs = resources.shown.find(({ resourceId }) => resourceId === "public-docs");
        assert.deepEqual(docs?.timeline, {
            changes: [
                {
                    at: "2026-11-19T00:00:00.000Z",
                    before: "COMPLIANT",
                    after: "NON_COMPLIANT",
                    rules: [
                        {
                            rule: "s3-bucket-versioning-enabled",
                            severity: "low",
                            before: "COMPLIANT",
                            after: "NON_COMPLIANT",
                        },
                    ],
                },
                {
                    at: "2026-11-01T00:00:00.000Z",
                    after: "COMPLIANT",
                    rules: [{ rule: "s3-bucket-versioning-enabled", severity: "low", after: "COMPLIANT" }],
                },
            ],
            more: false,
        });
        assert.equal(resources.timelines, 3);
        assert.match(resources.timelinesMissing ?? "", /own account only: those outside account 111111111111/);
        assert.ok(!history.asked.includes("AWS::S3::Bucket/orders"));
    });

    it("are no more than was asked for, and then the report says that there are more", async () => {
        const { resources } = await smallReport({ limits: { ...REPORT_LIMITS, resources: 1, timelines: 1 } });
        assert.deepEqual([resources.shown.length, resources.complete, resources.timelines], [1, false, 1]);
        const { source } = fewAccounts();
        assert.ok(source instanceof FixtureSource);
        await smallReport({ source, limits: { ...REPORT_LIMITS, resources: 1 } });
        // The worst rule is asked about first; for waivers it was asked before. Four questions are under way at most.
        assert.ok(source.evaluated.length <= 5, source.evaluated.join("\n"));
    });

    it("tell how far reading is", async () => {
        const stages: string[] = [];
        await smallReport({ onProgress: ({ stage, done, of }) => stages.push(`${stage} ${done}/${of ?? "?"}`) });
        assert.ok(stages.includes("rules 11/?"), stages.join("\n"));
        assert.ok(stages.includes("resources 5/5"));
        assert.ok(stages.includes("findings 4/?"));
        assert.ok(stages.includes("timelines 3/3"));
    });
});

function withoutSnapshots(account: string, source = new FixtureHistory()): ReportReading {
    const reading: { snapshots?: unknown } & ReportReading = fewAccounts({ history: { account, source } });
    delete reading.snapshots;
    return reading;
}

describe("the trend of a report", () => {
    it("is that of the snapshots, and ends now", async () => {
        const { trend } = await smallReport();
        assert.ok("points" in trend);
        assert.deepEqual(trend.points.slice(0, 3), POINTS);
        assert.deepEqual(
            trend.points
                .slice(3)
                .map(({ at, compliant, nonCompliant, waived }) => [at, compliant, nonCompliant, waived]),
            [["2026-11-23T06:00:00.000Z", 6, 4, 0]],
        );
    });

    it("comes from the histories of the account's packs where there are no snapshots", async () => {
        const source = new FixtureHistory({
            "AWS::Config::ConformancePackCompliance/conformance-pack-aaaaaaaa1": [
                packState("2026-11-22T10:00:00.000Z", 3, 0),
                packState("2026-11-20T10:00:00.000Z", 1, 2),
            ],
            "AWS::Config::ConformancePackCompliance/conformance-pack-bbbbbbbb2": [
                packState("2026-11-21T10:00:00.000Z", 1, 1),
            ],
        });
        const { trend } = await readReport(withoutSnapshots(OWN, source));
        assert.ok("points" in trend);
        assert.equal(trend.from, "history");
        assert.deepEqual(
            trend.points.map(({ at, compliant, nonCompliant }) => `${at.slice(0, 10)} ${compliant}/${nonCompliant}`),
            ["2026-11-20 1/2", "2026-11-21 2/3", "2026-11-22 4/1", "2026-11-23 4/1"],
        );
        assert.deepEqual(trend.points.at(-1)?.packs, [
            { name: "storage", compliant: 3, nonCompliant: 0, waived: 0 },
            { name: "audit", compliant: 1, nonCompliant: 1, waived: 0 },
        ]);
    });

    it("says why there is none", async () => {
        const reasons = [
            await readReport(withoutSnapshots(OWN)),
            await readReport(withoutSnapshots("999999999999")),
            await smallReport({ snapshots: { where: "digests", points: [] } }),
        ].map(({ trend }) => ("reason" in trend ? trend.reason : ""));
        assert.match(reasons[0] ?? "", /recorded no compliance of conformance packs/);
        assert.match(reasons[1] ?? "", /account 999999999999, whose credentials these are, has no conformance pack/);
        assert.match(reasons[2] ?? "", /no snapshot is kept in digests yet/);
    });
});

describe("controls and waivers of a report", () => {
    it("say of each control what its rules find", async () => {
        const { coverage } = await smallReport();
        assert.deepEqual(
            coverage?.controls.map(({ id, state }, at) => {
                const live = coverage.live[at];
                return [id, state, live?.verdicts.NON_COMPLIANT, live?.score];
            }),
            [
                ["1.1", "not-checkable", undefined, undefined],
                ["2.1", "covered", 1, 2 / 5],
                ["2.6", "covered", 2, 1 / 3],
                ["3.1", "covered", 0, 1],
                ["3.6", "covered", 1, 2 / 3],
            ],
        );
    });

    it("tell waivers that are in use, that cover nothing, and that have ended", async () => {
        const { waivers } = await smallReport();
        assert.deepEqual(
            waivers.used.map(({ waiver, resources }) => [waiver.resource, resources.count]),
            [["public-*", 2]],
        );
        assert.deepEqual(
            [waivers.unused, waivers.expired].map((list) => list.map(({ resource }) => resource)),
            [["nowhere"], ["orders"]],
        );
    });
});
