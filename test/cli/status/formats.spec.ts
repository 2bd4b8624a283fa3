import assert from "node:assert/strict";
import { STATUS_FORMATS, type StatusFormatName } from "../../../cli/status/formats.ts";
import { look, type Look } from "../../../cli/status/look.ts";
import { changesBetween, parseSeconds, watchStatus } from "../../../cli/status/watch.ts";
import type { StatusReport } from "../../../cli/status/report.ts";
import { failing, FixtureSource, ruleCompliance } from "../../lib/compliance/fixture-source.ts";
import { AUDIT_LOGGING, PLAN, PUBLIC, VERSIONING, waiversFor } from "../../lib/compliance/project.ts";

const [ONE, TWO] = ["111111111111", "222222222222"] as const;
const RULES = [
    failing(PUBLIC, ONE, 3),
    failing(VERSIONING, ONE, 40),
    failing(AUDIT_LOGGING, ONE, 2),
    ruleCompliance(PUBLIC, TWO),
    ruleCompliance("by|hand\u001b[31m", TWO, { compliance: "INSUFFICIENT_DATA" }),
];

function report(changes: Partial<Look> = {}): Promise<StatusReport> {
    return look({
        source: new FixtureSource({ rules: [RULES] }),
        plan: PLAN,
        waivers: [
            ...waiversFor({ rule: "s3-bucket-versioning-enabled", resource: "*" }),
            ...waiversFor({ rule: "s3-bucket-public-read-prohibited", resource: "old-*", expiry: "2026-01-31" }),
        ],
        on: "2026-11-22",
        by: "rule",
        limit: 50,
        ...changes,
    });
}

async function format(name: StatusFormatName, changes: Partial<Look> = {}): Promise<string> {
    return STATUS_FORMATS[name](await report(changes), (_style, text) => text);
}

describe("packs status prints", () => {
    it("text: the worst first, with what is waived and what no longer is", async () => {
        assert.deepEqual((await format("text")).split("\n"), [
            "Compliance of the stack test, seen by the aggregator everything in eu-west-1",
            "4 rules in 2 accounts and 1 region: 2 failing, 1 waived, 1 without data, 1 compliant, score 25.0 %",
            "",
            "Rule                              Worst     Failing  Waived  No data  Compliant   Score  Resources failing  Resources waived",
            "--------------------------------  --------  -------  ------  -------  ---------  ------  -----------------  ----------------",
            "s3-bucket-public-read-prohibited  critical        1       0        0          1  50.0 %                  3                 0",
            "s3-bucket-logging-enabled         high            1       0        0          0   0.0 %                  2                 0",
            "s3-bucket-versioning-enabled                      0       1        0          0   0.0 %                  0               25+",
            "by|hand                                           0       0        1          0       -                  0                 0",
            "",
            "Waived rule                   Account  Resource  Resources  Owner     Until       Reason",
            "----------------------------  -------  --------  ---------  --------  ----------  -----------------------",
            "s3-bucket-versioning-enabled  all      *               25+  web-team  2027-01-31  it is public on purpose",
            "",
            "the waiver for s3-bucket-public-read-prohibited on old-* ended on 2026-01-31 and covers nothing: web-team has to decide",
        ]);
    });

    it("rows up to the limit, and how many more there are", async () => {
        const lines = (await format("text", { limit: 1 })).split("\n");
        assert.ok(lines.includes("… and 3 rows more: --limit shows them"));
        assert.match(await format("markdown", { limit: 1 }), /^_… and 3 rows more\._$/m);
    });

    it("no score where only some verdicts were asked for, which would be none", async () => {
        const text = await format("text", { filter: { verdicts: ["NON_COMPLIANT"] } });
        assert.doesNotMatch(text, /score/i);
        const { totals } = JSON.parse(await format("json", { filter: { verdicts: ["NON_COMPLIANT"] } })) as {
            totals: object;
        };
        assert.ok(!("score" in totals));
    });

    it("JSON with everything that the text has", async () => {
        const told = JSON.parse(await format("json", { limit: 2 })) as {
            totals: { score: number; verdicts: object };
            groups: { name: string; score: number; worst: string; failingResources: object }[];
            more: number;
            waivers: object[];
            expiredWaivers: { owner: string }[];
        };
        assert.equal(told.totals.score, 0.25);
        assert.deepEqual(told.groups[0]?.failingResources, { count: 3, capped: false });
        assert.deepEqual([told.groups.length, told.more, told.waivers.length], [2, 2, 1]);
        assert.equal(told.expiredWaivers[0]?.owner, "web-team");
    });

    it("CSV with plain numbers", async () => {
        const lines = (await format("csv")).split("\r\n");
        assert.equal(
            lines[0],
            "rule,worst,failing,waived,noData,notApplicable,compliant,score,failingResources,waivedResources",
        );
        assert.equal(lines[1], "s3-bucket-public-read-prohibited,critical,1,0,0,0,1,0.5000,3,0");
        assert.equal(lines[3], "s3-bucket-versioning-enabled,,0,1,0,0,0,0.0000,0,25+");
    });

    it("Markdown in which a name is nothing but text", async () => {
        const lines = (await format("markdown")).split("\n");
        assert.equal(lines[0], "## Compliance of the stack test");
        assert.ok(lines.some((line) => line.startsWith("| by\\|hand \\[31m |")));
        assert.ok(lines.includes("### Waivers"));
    });
});

describe("watching the status", () => {
    it("prints each look, with what changed since the one before, until it is ended", async () => {
        const abort = new AbortController();
        const looks = [RULES, [...RULES.slice(1), ruleCompliance(PUBLIC, ONE)]];
        const printed: (readonly string[])[] = [];
        const pauses: number[] = [];
        let asked = 0;
        await watchStatus({
            look: () => report({ source: new FixtureSource({ rules: [looks[asked++] ?? []] }) }),
            print: (_report, changes) => printed.push(changes),
            pause: (milliseconds) => {
                pauses.push(milliseconds);
                if (pauses.length === 2) {
                    abort.abort();
                }
                return Promise.resolve();
            },
            seconds: 30,
            signal: abort.signal,
        });
        assert.deepEqual(printed, [[], ["s3-bucket-public-read-prohibited: failing 1 -> 0, compliant 1 -> 2"]]);
        assert.deepEqual(pauses, [30_000, 30_000]);
    });

    it("tells what came and went, but not of rows beyond the limit", async () => {
        const [all, few] = [
            await report(),
            await report({ source: new FixtureSource({ rules: [RULES.slice(0, 1)] }) }),
        ];
        assert.equal(changesBetween(all, few).filter((line) => line.endsWith("no longer there")).length, 3);
        assert.deepEqual(changesBetween(all, await report({ limit: 2 })), []);
    });

    it("takes seconds that make sense", () => {
        assert.deepEqual(["5", "86400", "4", "86401", "1.5", "", "x"].map(parseSeconds), [
            5,
            86_400,
            ...Array<undefined>(5).fill(undefined),
        ]);
    });
});
