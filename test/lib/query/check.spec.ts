import assert from "node:assert/strict";
import fc from "fast-check";
import { checkQuery, MAX_EXPRESSION_LENGTH } from "../../../lib/query/check.ts";
import { isAggregation } from "../../../lib/query/statement.ts";
import { places } from "../project.ts";

/** `line:column code` of every finding. */
function found(text: string): string[] {
    return places(checkQuery("q.sql", text).diagnostics).map((place) => place.replace("q.sql:", ""));
}

describe("the check of an advanced query", () => {
    it("has nothing against what AWS documents, and sends it in one line without comments", () => {
        const { expression, diagnostics } = checkQuery(
            "q.sql",
            `-- What it is
             SELECT accountId, COUNT(*), /* and */ MAX(configuration.size)
             WHERE resourceType IN ('AWS::EC2::Volume', 'it''s -- no comment') -- really
               AND (configuration.encrypted = false OR NOT tags.key = 'Owner')
               AND configuration.size BETWEEN 1 AND 2.5 AND resourceId LIKE 'vol%'
               AND configuration.ipRanges > '10.0.0.0' AND configuration.x <= -3
             GROUP BY accountId ORDER BY COUNT(*) DESC`,
        );
        assert.deepEqual(diagnostics, []);
        assert.equal(
            expression,
            "SELECT accountId, COUNT(*), MAX(configuration.size) WHERE resourceType IN ('AWS::EC2::Volume', 'it''s -- no comment') " +
                "AND (configuration.encrypted = false OR NOT tags.key = 'Owner') AND configuration.size BETWEEN 1 AND 2.5 " +
                "AND resourceId LIKE 'vol%' AND configuration.ipRanges > '10.0.0.0' AND configuration.x <= -3 " +
                "GROUP BY accountId ORDER BY COUNT(*) DESC",
        );
    });

    it("reads the order of AND, OR and NOT as SQL does", () => {
        const { statement } = checkQuery("q.sql", "SELECT arn WHERE arn = 'a' OR NOT arn = 'b' AND arn = 'c'");
        const { where } = statement ?? {};
        assert.equal(where?.kind, "or");
        assert.ok(where.kind === "or" && where.right.kind === "and" && where.right.left.kind === "not");
    });

    it("tells groups from resources", () => {
        const aggregation = (text: string): boolean => {
            const { statement } = checkQuery("q.sql", text);
            assert.ok(statement);
            return isAggregation(statement);
        };
        assert.equal(aggregation("SELECT COUNT(*)"), true);
        assert.equal(aggregation("SELECT accountId GROUP BY accountId"), true);
        assert.equal(aggregation("SELECT * WHERE resourceId = 'COUNT(*)'"), false);
    });

    it("finds every keyword that AWS does not support, in its line", () => {
        assert.deepEqual(found("SELECT DISTINCT arn\nFROM resources\n  JOIN others"), [
            "1:8 unsupported-keyword",
            "2:1 unsupported-keyword",
            "3:3 unsupported-keyword",
        ]);
        for (const text of [
            "select arn as x",
            "SELECT arn UNION SELECT arn",
            "SELECT COUNT(*) GROUP BY arn HAVING COUNT(*) > 1",
            "SELECT arn WHERE arn = NULL",
            "SELECT arn LIMIT 3",
            "SELECT arn WHERE resourceId IN (SELECT resourceId)",
        ]) {
            assert.ok(
                found(text).every((place) => place.endsWith("unsupported-keyword")) && found(text).length > 0,
                text,
            );
        }
        assert.deepEqual(found("SELECT arn WHERE resourceName = 'FROM' AND tags.from = 'all'"), []);
    });

    it("says where a query ends to be one", () => {
        assert.deepEqual(found(""), ["1:1 invalid-query"]);
        assert.deepEqual(found("DELETE arn"), ["1:1 invalid-query"]);
        assert.deepEqual(found("SELECT"), ["1:7 invalid-query"]);
        assert.deepEqual(found("SELECT arn,"), ["1:12 invalid-query"]);
        assert.deepEqual(found("SELECT arn WHERE"), ["1:17 invalid-query"]);
        assert.deepEqual(found("SELECT arn WHERE arn = other"), ["1:24 invalid-query"]);
        assert.deepEqual(found("SELECT arn WHERE 'a' = arn"), ["1:18 invalid-query"]);
        assert.deepEqual(found("SELECT arn\nWHERE (arn = 'a'"), ["2:17 invalid-query"]);
        assert.deepEqual(found("SELECT arn ORDER BY arn WHERE arn = 'a'"), ["1:25 invalid-query"]);
        assert.deepEqual(found("SELECT arn WHERE arn = 'a"), ["1:24 invalid-query"]);
        assert.deepEqual(found('SELECT arn WHERE arn = "a"'), ["1:24 invalid-query"]);
        assert.deepEqual(found("SELECT arn;"), ["1:11 invalid-query"]);
        assert.deepEqual(found("SELECT MAX(*)"), ["1:12 invalid-query"]);
        assert.deepEqual(found("SELECT COUNT(SUM(arn))"), ["1:17 invalid-query"]);
        assert.deepEqual(found("SELECT arn WHERE COUNT(arn) = 1"), ["1:23 invalid-query"]);
        const [{ message = "", hint = "" } = {}] = checkQuery("q.sql", "SELECT arn WHERE arn LIKE 5").diagnostics;
        assert.equal(message, "5 stands where AWS Config expects a text in single quotes, such as 'AWS::EC2::%'");
        assert.equal(hint, "");
    });

    it("knows the limits of wildcards, groups and length", () => {
        const like = (pattern: string): string[] => found(`SELECT arn WHERE arn LIKE '${pattern}'`);
        assert.deepEqual(like("abc%"), []);
        assert.deepEqual(like("abc__"), []);
        assert.deepEqual(like("ab%"), ["1:27 short-wildcard"]);
        assert.deepEqual(like("%abc"), ["1:27 wildcard-inside"]);
        assert.deepEqual(like("my_bucket%"), ["1:27 wildcard-inside"]);
        assert.deepEqual(like("ab"), []);
        assert.deepEqual(found("SELECT COUNT(*) GROUP BY accountId, arn, tags, version"), ["1:48 many-groups"]);
        assert.deepEqual(found("SELECT COUNT(*) GROUP BY accountId, arn ORDER BY COUNT(*)"), ["1:50 sorted-groups"]);
        assert.deepEqual(found("SELECT COUNT(*), arn GROUP BY accountId"), ["1:18 not-grouped"]);
        assert.deepEqual(found("SELECT *, COUNT(*)"), ["1:8 not-grouped"]);
        const text = (length: number): string => `SELECT arn WHERE arn = '${"x".repeat(length - 25)}'`;
        assert.deepEqual(found(text(MAX_EXPRESSION_LENGTH)), []);
        assert.deepEqual(found(`-- ${"x".repeat(5000)}\n${text(MAX_EXPRESSION_LENGTH)}`), []);
        assert.deepEqual(found(text(MAX_EXPRESSION_LENGTH + 1)), ["1:1 long-query"]);
    });

    it("warns of what may well work, and sends it", () => {
        const undocumented = checkQuery("q.sql", "SELECT arn WHERE arn <> 'a' AND arn NOT IN ('b')");
        assert.deepEqual(
            undocumented.diagnostics.map(({ severity, code, column }) => `${severity} ${code} ${column}`),
            ["warning undocumented-syntax 22", "warning undocumented-syntax 37"],
        );
        assert.ok(undocumented.expression);
        const [misspelt] = checkQuery("q.sql", "SELECT resourcetype, configuraton.size").diagnostics;
        assert.deepEqual([misspelt?.severity, misspelt?.hint], ["warning", "did you mean resourceType?"]);
    });

    it("survives any text", () => {
        const words = fc.constantFrom(
            ..."SELECT WHERE GROUP ORDER BY AND OR NOT IN LIKE BETWEEN ( ) , * = < 'a' 1 arn COUNT -- /* \n ' \" \\ 🦜".split(
                " ",
            ),
        );
        fc.assert(
            fc.property(
                fc.oneof(
                    fc.string(),
                    fc.array(words).map((list) => list.join(" ")),
                ),
                (text) => {
                    const { expression, diagnostics } = checkQuery("q.sql", text);
                    const errors = diagnostics.filter(({ severity }) => severity === "error");
                    assert.equal(expression === undefined, errors.length > 0);
                    assert.ok(errors.every(({ line = 0, column = 0 }) => line > 0 && column > 0));
                    // What is sent is read as what was written.
                    if (expression !== undefined) {
                        assert.equal(checkQuery("q.sql", expression).expression, expression);
                    }
                },
            ),
        );
        assert.deepEqual(found(`SELECT arn WHERE ${"(".repeat(100_000)}`).length, 1);
        assert.deepEqual(found(`SELECT arn WHERE ${"NOT ".repeat(100_000)}`).length, 1);
    });
});
