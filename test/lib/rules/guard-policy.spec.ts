import assert from "node:assert/strict";
import { policyInput, policyOf } from "../../../lib/rules/guard/policy.ts";
import { tokensOf } from "../../../lib/rules/guard/tokens.ts";
import type { RuleParameter } from "../../../lib/rules/schema.ts";

const parameter = (type: RuleParameter["type"], more: Partial<RuleParameter> = {}): RuleParameter => ({
    description: "x",
    type,
    ...more,
});

/** The lines that stand before the source. */
function linesFor(type: RuleParameter["type"], value: string | readonly string[]): string {
    const { text } = policyOf({ parameters: { x: parameter(type) }, source: "rule a { b exists }\n" }, { x: value });
    return text.replace("rule a { b exists }\n", "");
}

describe("a Guard policy", () => {
    it("has its numbers, truth values, lists and patterns as variables", () => {
        assert.equal(linesFor("integer", " +90 "), "let x = 90\n");
        assert.equal(linesFor("integer", "-1"), "let x = -1\n");
        assert.equal(linesFor("number", ".5"), "let x = 0.5\n");
        assert.equal(linesFor("number", "5."), "let x = 5\n");
        assert.equal(linesFor("boolean", "TRUE"), "let x = true\n");
        assert.equal(linesFor("list", ["a b", 'say "c"', "d.*"]), 'let x = ["a b", "say \\"c\\"", "d.*"]\n');
        assert.equal(linesFor("list", "a, b,"), 'let x = ["a", "b"]\n');
        assert.equal(linesFor("list", []), "let x = []\n");
        assert.equal(
            linesFor("patterns", ["m7g.*", "t4g.micro", "a/b*"]),
            'let x = [/^m7g\\..*$/, "t4g.micro", /^a\\/b.*$/]\n',
        );
    });

    it("gets its texts from AWS Config", () => {
        const parameters = {
            key: parameter("string"),
            owner: parameter("string", { default: "me" }),
            stage: parameter("string", { optional: true }),
        };
        const policy = policyOf({ parameters, source: "rule a { b exists }" }, { key: "k" });
        assert.deepEqual(policy, {
            text: "rule a { b exists }\n",
            linesBefore: 0,
            inputParameters: { key: "k", owner: "me" },
        });
        assert.deepEqual(policyInput({ resourceType: "AWS::S3::Bucket" }, policy), {
            resourceType: "AWS::S3::Bucket",
            CONFIG_RULE_PARAMETERS: { key: "k", owner: "me" },
        });
    });

    it("leaves out a variable without a value, and counts the lines that it adds", () => {
        const parameters = { a: parameter("list", { default: ["1"] }), b: parameter("integer", { optional: true }) };
        const policy = policyOf({ parameters, source: "rule r { c in %a }\n\n" }, {});
        assert.deepEqual([policy.text, policy.linesBefore], ['let a = ["1"]\nrule r { c in %a }\n', 1]);
    });
});

describe("the words of a Guard policy", () => {
    const shown = (source: string): string[] =>
        tokensOf(source).map(({ kind, text, line, column }) => `${line}:${column} ${kind} ${text}`);

    it("stand where they are written, whatever comments, texts and messages hold", () => {
        assert.deepEqual(shown('# let "x\nlet a = %b.c[*] # {\n'), [
            "2:1 word let",
            "2:5 word a",
            "2:7 symbol =",
            "2:9 word %b.c",
            "2:13 symbol [",
            "2:14 word *",
            "2:15 symbol ]",
        ]);
        assert.deepEqual(shown("'it\\'s' \"}#\" /a\\/{b/ <<two\nlines>> end"), [
            "1:1 string it\\'s",
            "1:9 string }#",
            "1:14 regex a\\/{b",
            "1:22 message two\nlines",
            "2:9 word end",
        ]);
    });

    it("say where something does not end", () => {
        const open = (source: string): string[] =>
            tokensOf(source)
                .filter(({ closed }) => !closed)
                .map(({ kind, line, column }) => `${line}:${column} ${kind}`);
        assert.deepEqual(open('a == "b\nc'), ["1:6 string"]);
        assert.deepEqual(open('"a" <<b> c'), ["1:5 message"]);
        assert.deepEqual(open("a == /b\nc"), ["1:6 regex"]);
        assert.deepEqual(open('"" <<>> //'), []);
    });
});
