import assert from "node:assert/strict";
import {
    type EvaluationReading,
    type EvaluationRow,
    readEvaluations,
} from "../../../lib/compliance/evaluation-rows.ts";
import type { Evaluation } from "../../../lib/compliance/source.ts";
import { evaluation, failing, type FixtureAnswers, FixtureSource, REGION, ruleCompliance } from "./fixture-source.ts";
import { LOGGING, PLAN, PUBLIC, VERSIONING, waiversFor } from "./project.ts";

const ACCOUNT = "111122223333";
const OTHER = "444455556666";

const compliant = (rule: string, account: string, resource: string): Evaluation => ({
    ...evaluation(rule, account, resource),
    compliance: "COMPLIANT",
});

const ANSWERS: FixtureAnswers = {
    rules: [
        [failing(PUBLIC, ACCOUNT, 2), ruleCompliance(LOGGING, ACCOUNT)],
        [ruleCompliance(VERSIONING, ACCOUNT, { compliance: "INSUFFICIENT_DATA" }), ruleCompliance(PUBLIC, OTHER)],
    ],
    evaluations: [
        evaluation(PUBLIC, ACCOUNT, "site"),
        evaluation(PUBLIC, ACCOUNT, "leak"),
        compliant(PUBLIC, ACCOUNT, "good"),
        compliant(LOGGING, ACCOUNT, "data"),
        compliant(PUBLIC, OTHER, "site"),
    ],
};

const WAIVERS = waiversFor({ rule: "s3-bucket-public-read-prohibited", resource: "site" });

async function read(
    changes: Partial<EvaluationReading> = {},
    source = new FixtureSource(ANSWERS),
): Promise<EvaluationRow[]> {
    const all: EvaluationRow[] = [];
    const reading = { source, plan: PLAN, waivers: WAIVERS, on: "2026-11-23", resources: "all" as const, ...changes };
    for await (const rows of readEvaluations(reading)) {
        all.push(...rows);
    }
    return all;
}

/** `<rule> <account> <resource> <verdict>`, short. */
function short({ entry, evaluation: found, verdict }: EvaluationRow): string {
    return [entry.rule.replace("s3-bucket-", ""), entry.account.slice(0, 4), found?.resourceId ?? "-", verdict].join(
        " ",
    );
}

describe("rows for auditors", () => {
    it("are one for each rule and resource, and one for a rule that has looked at none", async () => {
        assert.deepEqual((await read()).map(short), [
            "public-read-prohibited 1111 site WAIVED",
            "public-read-prohibited 1111 leak NON_COMPLIANT",
            "public-read-prohibited 1111 good COMPLIANT",
            "logging-enabled 1111 data COMPLIANT",
            "versioning-enabled 1111 - INSUFFICIENT_DATA",
            "public-read-prohibited 4444 site COMPLIANT",
        ]);
    });

    it("have the waiver that covers them, and only until it ends", async () => {
        const [waived] = await read();
        assert.equal(waived?.waiver?.owner, "web-team");
        const [later] = await read({ on: "2027-02-01" });
        assert.deepEqual([later?.verdict, later?.waiver], ["NON_COMPLIANT", undefined]);
    });

    it("ask for the resources of rules that fail alone, where no others are wanted", async () => {
        const source = new FixtureSource(ANSWERS);
        const rows = await read({ resources: "failing" }, source);
        assert.deepEqual(source.evaluated, [`${ACCOUNT} ${PUBLIC}`]);
        assert.deepEqual(rows.map(short).sort(), [
            "logging-enabled 1111 - COMPLIANT",
            "public-read-prohibited 1111 leak NON_COMPLIANT",
            "public-read-prohibited 1111 site WAIVED",
            "public-read-prohibited 4444 - COMPLIANT",
            "versioning-enabled 1111 - INSUFFICIENT_DATA",
        ]);
    });

    it("leave out by verdict resource by resource: a rule that fails has resources that comply", async () => {
        const verdicts = async (...wanted: EvaluationRow["verdict"][]): Promise<string[]> =>
            (await read({ filter: { verdicts: wanted } })).map(short);
        assert.deepEqual(await verdicts("WAIVED"), ["public-read-prohibited 1111 site WAIVED"]);
        assert.equal((await verdicts("NON_COMPLIANT", "WAIVED")).length, 2);
        assert.deepEqual(await verdicts("COMPLIANT"), [
            "public-read-prohibited 1111 good COMPLIANT",
            "logging-enabled 1111 data COMPLIANT",
            "public-read-prohibited 4444 site COMPLIANT",
        ]);
    });

    it("tell AWS what it may leave out", async () => {
        const failingOnly = new FixtureSource(ANSWERS);
        await read({ filter: { verdicts: ["WAIVED"], accounts: [ACCOUNT] } }, failingOnly);
        assert.deepEqual(failingOnly.filters, [{ account: ACCOUNT, compliance: "NON_COMPLIANT" }]);
        const any = new FixtureSource(ANSWERS);
        await read({ filter: { verdicts: ["COMPLIANT"], regions: [REGION] } }, any);
        assert.deepEqual(any.filters, [{ region: REGION }]);
    });

    it("say how far they are", async () => {
        const seen: { rules: number; rows: number }[] = [];
        await read({ onProgress: (progress) => seen.push({ ...progress }) });
        assert.deepEqual(seen.at(-1), { rules: 4, rows: 6 });
    });

    it("pass on what AWS refuses", async () => {
        const source = new FixtureSource(ANSWERS);
        source.evaluations = () => {
            throw new Error("ThrottlingException");
        };
        await assert.rejects(read({}, source), /ThrottlingException/);
    });
});
