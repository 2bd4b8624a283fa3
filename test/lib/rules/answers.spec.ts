import assert from "node:assert/strict";
import { payloadOf, readFault, readResults } from "../../../lib/rules/guard/answers.ts";
import { asHandedToRules, jsonValue } from "../../../lib/rules/item.ts";
import { readYaml } from "../../../lib/yaml-source.ts";

const node = (context: string, container: unknown, children: unknown[] = []): unknown => ({
    context,
    container,
    children,
});

const clause = (status: string, message: string | null): unknown => ({
    ClauseValueCheck: { Comparison: { custom_message: message, message: null, status } },
});

/** A record as cfn-guard 2.1.4 prints it, behind the summary of the same item. */
const record = (status: string, rules: unknown[]): string =>
    `{"data_from":"DATA_STDIN[1]","rules_from":"RULES_STDIN[1]"}\n` +
    JSON.stringify(node("File(rules=1)", { FileCheck: { name: "", status, message: null } }, rules), undefined, 2);

describe("what cfn-guard answers", () => {
    it("is a compliance for each item, in their order", () => {
        const output = ["PASS", "FAIL", "SKIP"].map((status) => record(status, [])).join("\n");
        assert.deepEqual(
            readResults(`${output}\n`).map(({ compliance }) => compliance),
            ["COMPLIANT", "NON_COMPLIANT", "NOT_APPLICABLE"],
        );
        assert.throws(() => readResults(record("MAYBE", [])), /status "MAYBE"/);
    });

    it("says which clauses failed, once each, and not those that only decide whether a rule applies", () => {
        const failing = node("GuardAccessClause#block a", { GuardClauseBlockCheck: { status: "FAIL" } }, [
            node(" a.b EQUALS  true", clause("FAIL", " off:\n   turn it on ")),
            node(" a.b EQUALS  true", clause("FAIL", " off:\n   turn it on ")),
            node(" c EXISTS  ", {
                ClauseValueCheck: { Unary: { value: { custom_message: null, status: "FAIL" }, comparison: [] } },
            }),
            node(" d EXISTS  ", { ClauseValueCheck: "Success" }),
        ]);
        const output = record("FAIL", [
            node("one", { RuleCheck: { name: "one", status: "FAIL", message: null } }, [
                node("Rule#one/When", { RuleCondition: "FAIL" }, [failing]),
                node("Filter/List#1", { Filter: "FAIL" }, [failing]),
                node("passes", { Disjunction: { status: "PASS" } }, [failing]),
                failing,
                node("GuardBlockAccessClause#Location[file:r, line:7, column:5]", {
                    ClauseValueCheck: { MissingBlockValue: { custom_message: null, status: "FAIL" } },
                }),
            ]),
            node("two", { RuleCheck: { name: "two", status: "PASS", message: null } }, [failing]),
        ]);
        assert.deepEqual(readResults(output)[0]?.failed, [
            { rule: "one", clause: "a.b EQUALS true", message: "off: turn it on" },
            { rule: "one", clause: "c EXISTS" },
            { rule: "one", clause: "the block in line 7" },
        ]);
    });

    it("is a fault with its place where a policy cannot be read", () => {
        const errors =
            "Parsing error handling rule, Error = Parser Error when parsing `Parsing Error Error parsing file  at line 3 at " +
            "column 18, when handling , fragment (configuration.tags[*])\n    %n >= 1\n}\n`\n";
        assert.deepEqual(readFault(errors), {
            message: 'Guard cannot read what begins with "(configuration.tags[*])"',
            line: 3,
            column: 18,
        });
        assert.deepEqual(readFault("Error occurred There was no variable. Error = `Could not resolve nothere`\n"), {
            message: "Guard cannot evaluate the policy: Could not resolve nothere",
        });
    });

    it("is asked for with one policy and any number of items", () => {
        assert.deepEqual(JSON.parse(payloadOf("rule a { b exists }", [{ b: 1 }, { c: null }])), {
            rules: ["rule a { b exists }"],
            data: ['{"b":1}', '{"c":null}'],
        });
    });
});

describe("a configuration item", () => {
    const read = (text: string): unknown =>
        JSON.parse(JSON.stringify(jsonValue(readYaml("item.yaml", text).source?.document.contents)));

    it("has numbers where they are written without quotes, and texts else", () => {
        assert.deepEqual(read('{ a: 443, b: "443", c: -1.5, d: true, e: null, f: [x, 2], g: 123456789012345678 }'), {
            a: 443,
            b: "443",
            c: -1.5,
            d: true,
            e: null,
            f: ["x", 2],
            g: "123456789012345678",
        });
    });

    it("is the same in the form that the API tells it in", () => {
        const item = {
            resourceType: "x",
            configuration: { a: [1] },
            supplementaryConfiguration: { P: { b: 2 }, Q: "c" },
        };
        assert.deepEqual(
            asHandedToRules({
                ...item,
                configuration: '{"a":[1]}',
                supplementaryConfiguration: { P: '{"b":2}', Q: "c" },
            }),
            item,
        );
        assert.equal(asHandedToRules(item), item);
    });
});
