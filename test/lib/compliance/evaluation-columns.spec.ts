import assert from "node:assert/strict";
import fc from "fast-check";
import {
    EVALUATION_COLUMNS,
    EVALUATION_HEADER,
    evaluationCsv,
    evaluationJsonLine,
} from "../../../lib/compliance/evaluation-columns.ts";
import type { EvaluationRow } from "../../../lib/compliance/evaluation-rows.ts";
import { formatCsvLine, withoutFormula } from "../../../lib/query/csv.ts";
import { evaluation } from "./fixture-source.ts";
import { PUBLIC, waiversFor } from "./project.ts";

const ACCOUNT = "001122223333";

function row(resourceId: string, annotation?: string): EvaluationRow {
    const [waiver] = waiversFor({ rule: "s3-bucket-public-read-prohibited", resource: "*" });
    assert.ok(waiver !== undefined);
    return {
        entry: {
            deployed: PUBLIC,
            rule: "s3-bucket-public-read-prohibited",
            packs: ["storage"],
            account: ACCOUNT,
            region: "eu-west-1",
            verdict: "NON_COMPLIANT",
            severity: "critical",
            controls: [{ framework: "CIS", id: "2.1" }, { id: "8" }],
            identifier: "S3_BUCKET_PUBLIC_READ_PROHIBITED",
        },
        evaluation: {
            ...evaluation(PUBLIC, ACCOUNT, resourceId),
            ...(annotation !== undefined && { annotation }),
            recorded: "2026-11-20T10:00:00.000Z",
        },
        verdict: "WAIVED",
        waiver,
    };
}

/** A reader of RFC 4180 that has nothing in common with the writer. */
function parse(text: string): string[][] {
    const rows: string[][] = [[]];
    let at = 0;
    while (at <= text.length) {
        let cell = "";
        if (text[at] === '"') {
            for (at++; !(text[at] === '"' && text[at + 1] !== '"'); at++) {
                assert.ok(at < text.length, "an open quote");
                at += text[at] === '"' ? 1 : 0;
                cell += text[at];
            }
            at++;
        } else {
            for (; at < text.length && text[at] !== "," && text[at] !== "\r" && text[at] !== "\n"; at++) {
                cell += text[at];
            }
        }
        rows.at(-1)?.push(cell);
        if (text[at] === "\r") {
            assert.equal(text[at + 1], "\n");
            rows.push([]);
            at++;
        } else {
            assert.ok(at === text.length || text[at] === ",", `${text[at]} behind a cell`);
        }
        at++;
    }
    return rows;
}

function cells(one: EvaluationRow): Record<string, string> {
    const [values = []] = parse(evaluationCsv(one));
    assert.equal(values.length, EVALUATION_COLUMNS.length);
    return Object.fromEntries(EVALUATION_COLUMNS.map((column, index) => [column, values[index] ?? ""]));
}

describe("the columns for auditors", () => {
    it("are all there, with every word of the waiver", () => {
        assert.deepEqual(parse(EVALUATION_HEADER), [[...EVALUATION_COLUMNS]]);
        assert.deepEqual(cells(row("site", "it is public")), {
            pack: "storage",
            rule: "s3-bucket-public-read-prohibited",
            deployedRule: PUBLIC,
            identifier: "S3_BUCKET_PUBLIC_READ_PROHIBITED",
            severity: "critical",
            controls: "CIS 2.1; 8",
            account: ACCOUNT,
            region: "eu-west-1",
            resourceType: "AWS::S3::Bucket",
            resourceId: "site",
            verdict: "WAIVED",
            annotation: "it is public",
            recorded: "2026-11-20T10:00:00.000Z",
            waived: "yes",
            waiverOwner: "web-team",
            waiverExpiry: "2027-01-31",
            waiverReason: "it is public on purpose",
        });
    });

    const formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠A"];
    for (const formula of formulas) {
        it(`hold no formula: ${JSON.stringify(formula)}`, () => {
            assert.equal(cells(row(formula))["resourceId"], `'${formula}`);
        });
    }

    it("leave alone what is none", () => {
        for (const text of ["a=b", "1-2", "arn:aws:s3:::x", "'quoted", "", " =1"]) {
            assert.equal(withoutFormula(text), text);
        }
    });

    it("come back as they were, whatever stands in them", () => {
        const text = fc.string({ unit: fc.constantFrom('"', ",", "\r", "\n", "=", "a", "é", "🚀", "'") });
        fc.assert(
            fc.property(fc.array(text, { minLength: 1 }), (values) => {
                assert.deepEqual(parse(formatCsvLine(values)), [values]);
            }),
        );
        fc.assert(
            fc.property(text, (id) => {
                assert.ok([id, `'${id}`].includes(cells(row(id, id))["resourceId"] ?? ""));
            }),
        );
    });

    it("are one object a line, with texts as AWS has them", () => {
        const line = evaluationJsonLine(row("=1\n+1"));
        assert.doesNotMatch(line, /\n/);
        assert.deepEqual(JSON.parse(line), {
            packs: ["storage"],
            rule: "s3-bucket-public-read-prohibited",
            deployedRule: PUBLIC,
            identifier: "S3_BUCKET_PUBLIC_READ_PROHIBITED",
            severity: "critical",
            controls: ["CIS 2.1", "8"],
            account: ACCOUNT,
            region: "eu-west-1",
            resourceType: "AWS::S3::Bucket",
            resourceId: "=1\n+1",
            verdict: "WAIVED",
            recorded: "2026-11-20T10:00:00.000Z",
            waiver: { owner: "web-team", expiry: "2027-01-31", reason: "it is public on purpose" },
        });
    });
});
