import assert from "node:assert/strict";
import { tokensOf } from "../../../lib/rules/rego/tokens.ts";
import { inputSchema } from "../../../lib/rules/rego/input.ts";
import { findingsOf, ruleFiles, ruleOf } from "./rule-files.ts";

const POLICY = "package rule\n\ncompliant if input.tags.owner\n";

function regoFiles(changes: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
    return ruleFiles({ "rule.guard": undefined, "rule.rego": POLICY, ...changes });
}

/** Each as `line:column code`. */
function faults(policy: string, description?: string): string[] {
    const files = regoFiles({ "rule.rego": policy, ...(description && { "rule.yaml": description }) });
    return findingsOf(files).map(({ line, column, code }) => `${line}:${column} ${code}`);
}

function described(more: string): string {
    return `description: Buckets have an owner.\nresourceTypes: [AWS::S3::Bucket]\n${more}`;
}

describe("a Rego rule", () => {
    it("is one by its source, and is right as it stands", () => {
        assert.equal(ruleOf(regoFiles()).kind, "rego");
    });

    it("is in the package rule", () => {
        assert.deepEqual(faults("package other\n\ncompliant := true\n"), ["1:9 rego-package"]);
        assert.deepEqual(faults("package rule.more\n\ncompliant := true\n"), ["1:9 rego-package"]);
        assert.deepEqual(faults('package rule["more"]\n\ncompliant := true\n'), ["1:9 rego-package"]);
        assert.deepEqual(faults("compliant := true\n"), ["1:1 rego-package"]);
        assert.deepEqual(faults("# package other\npackage rule\ncompliant := true\n"), []);
    });

    it("says what compliant is, not only in a comment, in the body of a rule or as a function", () => {
        for (const text of ["# compliant := true", 'x if {\n\tcompliant == "x"\n}', "compliant(a) := a"]) {
            assert.deepEqual(faults(`package rule\n\n${text}\n`), ["1:1 rego-without-answer"], text);
        }
        assert.deepEqual(faults("package rule\n\ndefault compliant := false\n"), []);
    });

    it("reads what a configuration item has", () => {
        assert.deepEqual(faults("package rule\n\ncompliant if input.tagz.owner\n"), ["3:20 unknown-rego-input"]);
        assert.deepEqual(faults('package rule\n\ncompliant if input["tagz"].owner\n'), ["3:20 unknown-rego-input"]);
        assert.deepEqual(faults("package rule\n\ncompliant if input.configuration.input.tagz\n"), []);
        assert.deepEqual(faults('package rule\n\ncompliant if input.tags.x == "input.tagz"\n'), []);
        const [finding] = findingsOf(regoFiles({ "rule.rego": "package rule\n\ncompliant if input.tagz.owner\n" }));
        assert.equal(finding?.hint, "did you mean tags?");
    });

    it("has no data beside its own", () => {
        assert.deepEqual(faults("package rule\n\ncompliant if data.allowed[_]\n"), ["3:19 unknown-rego-data"]);
        assert.deepEqual(faults("package rule\n\nx := 1\n\ncompliant if data.rule.x == 1\n"), []);
    });

    it("reads the parameters that its description has, and all of them", () => {
        const description = described("parameters:\n  days: { description: How many., type: integer, default: 90 }\n");
        assert.deepEqual(faults("package rule\n\ncompliant if input.parameters.days > 3\n", description), []);
        assert.deepEqual(faults('package rule\n\ncompliant if input.parameters["days"] > 3\n', description), []);
        assert.deepEqual(faults("package rule\n\np := input.parameters\n\ncompliant if p.days > 3\n", description), []);
        assert.deepEqual(faults("package rule\n\ncompliant if input.parameters.day > 3\n", description), [
            "3:31 unknown-rule-parameter",
            "4:3 unused-rule-parameter",
        ]);
    });

    it("runs on changes, and asks AWS for nothing", () => {
        assert.deepEqual(faults(POLICY, described("frequency: One_Hour\n")), ["3:1 schedule-of-rego-rule"]);
        assert.deepEqual(faults(POLICY, described("permissions: [ec2:DescribeImages]\n")), [
            "3:1 permissions-of-rego-rule",
        ]);
        assert.deepEqual(faults(POLICY, described("memory: 512\ntimeout: 5\n")), []);
    });

    it("has types by which opa reads it", () => {
        const rule = ruleOf(
            regoFiles({
                "rule.rego": "package rule\n\ncompliant if input.parameters.types[_] == input.parameters.days\n",
                "rule.yaml": described(
                    "parameters:\n  days: { description: x, type: integer, default: 9 }\n" +
                        "  types: { description: x, type: patterns, default: [a] }\n",
                ),
            }),
        );
        const { properties } = inputSchema(rule) as { properties: Record<string, unknown> };
        assert.deepEqual(properties["parameters"], {
            type: "object",
            properties: { days: { type: "integer" }, types: { type: "array", items: { type: "string" } } },
            additionalProperties: false,
        });
    });
});

describe("the words of a Rego policy", () => {
    it("leave comments out, and take texts of all forms whole", () => {
        const tokens = tokensOf('a # "x" b\nc := `d\n"e` # f\n$"g {h}" "i\\"j" k[0]');
        assert.deepEqual(
            tokens.map(({ kind, text, line, column }) => `${line}:${column} ${kind} ${text}`),
            [
                "1:1 word a",
                "2:1 word c",
                "2:3 symbol :",
                "2:4 symbol =",
                '2:6 string d\n"e',
                "4:1 string g {h}",
                '4:10 string i\\"j',
                "4:17 word k",
                "4:18 symbol [",
                "4:20 symbol ]",
            ],
        );
    });
});
