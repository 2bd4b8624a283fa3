import assert from "node:assert/strict";
import { projectFolder } from "../../../lib/project-files.ts";
import { checkCustomRules } from "../../../lib/rules/check-rules.ts";
import { memoryFiles } from "../project.ts";
import { CASES, DESCRIPTION, findingsOf, POLICY, ruleFiles, ruleOf } from "./rule-files.ts";

const guard = (body: string): string => `rule owned when resourceType == "AWS::S3::Bucket" {\n    ${body}\n}\n`;
const parameters = (text: string): string => `${DESCRIPTION}parameters:\n  ${text}\n`;
const oneCase = (lines: string): string => `- name: one\n  ${lines}\n`;
const ITEM = "item: { resourceType: AWS::S3::Bucket }";

type Row = readonly [
    fault: string,
    changes: Readonly<Record<string, string | undefined>>,
    place: string,
    hint?: RegExp,
];

const rows: readonly Row[] = [
    ["no source", { "rule.guard": undefined }, "rule.yaml:1:1 missing-rule-source", /rule\.guard/],
    ["an empty source", { "rule.guard": " \n" }, "rule.guard:1:1 empty-rule"],
    ["no description", { "rule.yaml": undefined }, "rule.yaml:1:1 missing-rule-description"],
    ["a description that is no YAML", { "rule.yaml": "description: [\n" }, "rule.yaml:2:1 invalid-yaml"],
    [
        "an unknown key",
        { "rule.yaml": `${DESCRIPTION}resourcetype: x\n` },
        "rule.yaml:3:1 unknown-key",
        /did you mean resourceTypes/,
    ],
    ["no words for it", { "rule.yaml": "resourceTypes: [AWS::S3::Bucket]\n" }, "rule.yaml:1:1 missing-key"],
    [
        "more words than AWS Config takes",
        { "rule.yaml": `description: ${"x".repeat(257)}\nresourceTypes: [AWS::S3::Bucket]\n` },
        "rule.yaml:1:1 invalid-key",
    ],
    ["nothing to look at", { "rule.yaml": "description: x\n" }, "rule.yaml:1:1 rule-without-scope", /resourceTypes/],
    ["an empty list of types", { "rule.yaml": "description: x\nresourceTypes: []\n" }, "rule.yaml:2:1 invalid-key"],
    ["a type that is none", { "rule.yaml": "description: x\nresourceTypes: [S3]\n" }, "rule.yaml:2:17 invalid-key"],
    ["types and a tag", { "rule.yaml": `${DESCRIPTION}tag: { key: a }\n` }, "rule.yaml:3:1 two-scopes"],
    ["a schedule", { "rule.yaml": `${DESCRIPTION}frequency: One_Hour\n` }, "rule.yaml:3:1 schedule-of-guard-rule"],
    [
        "a default of another type",
        {
            "rule.yaml": parameters("x: { description: y, type: integer, default: many }"),
            "rule.guard": guard("a == %x"),
        },
        "rule.yaml:4:39 invalid-parameter-default",
        /a whole number/,
    ],
    [
        "a parameter that nothing reads",
        { "rule.yaml": parameters("x: { description: y, optional: true }") },
        "rule.yaml:4:3 unused-rule-parameter",
        /CONFIG_RULE_PARAMETERS\.x/,
    ],
    [
        "an input parameter that nothing describes",
        { "rule.guard": guard("tags.owner == CONFIG_RULE_PARAMETERS.x") },
        "rule.guard:2:19 unknown-rule-parameter",
        /rule\.yaml/,
    ],
    [
        "a number read as an input parameter",
        {
            "rule.yaml": parameters("x: { description: y, type: integer, default: 3 }"),
            "rule.guard": guard("a == CONFIG_RULE_PARAMETERS.x"),
        },
        "rule.guard:2:10 parameter-as-text",
        /write %x/,
    ],
    [
        "a text read as a variable",
        { "rule.yaml": parameters("x: { description: y, default: z }"), "rule.guard": guard("a == %x") },
        "rule.guard:2:10 parameter-as-variable",
        /write CONFIG_RULE_PARAMETERS\.x/,
    ],
    [
        "a parameter that the policy assigns",
        {
            "rule.yaml": parameters("x: { description: y, type: list, default: [a] }"),
            "rule.guard": `let x = [1]\n${guard("a in %x")}`,
        },
        "rule.guard:1:5 parameter-assigned",
    ],
    [
        "a variable that nothing assigns",
        { "rule.guard": `let owners = ["a"]\n${guard("tags.owner in %owner")}` },
        "rule.guard:3:19 unknown-guard-variable",
        /did you mean owners/,
    ],
    ["a function of Guard 3", { "rule.guard": guard("count(tags) > 1") }, "rule.guard:2:5 guard-3-syntax"],
    ["a type check of Guard 3", { "rule.guard": guard("tags.owner !is_null") }, "rule.guard:2:17 guard-3-syntax"],
    [
        "a block for templates",
        { "rule.guard": "rule owned {\n    AWS::S3::Bucket { Properties exists }\n}\n" },
        "rule.guard:2:5 guard-template-block",
        /resourceType == "AWS::S3::Bucket"/,
    ],
    [
        "a text without an end",
        { "rule.guard": 'rule owned when a == "b {\n  c exists\n}\n' },
        "rule.guard:1:22 guard-syntax",
    ],
    ["a message without an end", { "rule.guard": guard("tags.owner exists << why") }, "rule.guard:2:23 guard-syntax"],
    ["a brace without an end", { "rule.guard": "rule owned {\n  tags.owner exists\n" }, "rule.guard:1:12 guard-syntax"],
    ["a bracket too many", { "rule.guard": guard("tags.owner exists ]") }, "rule.guard:2:23 guard-syntax"],
    ["no rule in it", { "rule.guard": "let x = 1\n" }, "rule.guard:1:1 guard-without-rule"],
    [
        "a policy over 10,000 characters",
        { "rule.guard": `# ${"x".repeat(10_000)}\n${POLICY}` },
        "rule.guard:1:1 guard-policy-too-long",
    ],
    ["no cases", { "cases.yaml": undefined }, "cases.yaml:1:1 rule-without-cases"],
    ["nothing but a comment for cases", { "cases.yaml": "# later\n" }, "cases.yaml:1:1 rule-without-cases"],
    ["an empty list of cases", { "cases.yaml": "[]\n" }, "cases.yaml:1:1 invalid-key"],
    ["a case that expects nothing", { "cases.yaml": oneCase(ITEM) }, "cases.yaml:1:3 invalid-key"],
    [
        "a misspelt compliance",
        { "cases.yaml": oneCase(`${ITEM}\n  expect: COMPLAINT`) },
        "cases.yaml:3:3 invalid-key",
        /did you mean COMPLIANT/,
    ],
    ["two cases of one name", { "cases.yaml": CASES + CASES }, "cases.yaml:4:3 repeated-case"],
    [
        "an item without a type",
        { "cases.yaml": oneCase("item: { tags: {} }\n  expect: COMPLIANT") },
        "cases.yaml:2:3 invalid-item",
    ],
    [
        "an item that the rule is never asked about",
        { "cases.yaml": oneCase("item: { resourceType: AWS::EC2::VPC }\n  expect: COMPLIANT") },
        "cases.yaml:2:3 item-out-of-scope",
        /NOT_APPLICABLE/,
    ],
    [
        "a file that is not there",
        { "cases.yaml": oneCase("item: x.json\n  expect: COMPLIANT") },
        "cases.yaml:2:3 no-such-item",
    ],
    [
        "a file of another rule",
        { "cases.yaml": oneCase("item: ../other/x.json\n  expect: COMPLIANT") },
        "cases.yaml:2:3 no-such-item",
    ],
    [
        "a file that is no item",
        { "cases.yaml": oneCase("item: x.json\n  expect: COMPLIANT"), "x.json": "[1]" },
        "x.json:1:1 invalid-item",
    ],
    [
        "an annotation, which Guard does not give",
        { "cases.yaml": oneCase(`${ITEM}\n  expect: COMPLIANT\n  annotation: x`) },
        "cases.yaml:4:3 annotation-of-rule",
    ],
    [
        "a parameter that the rule has not",
        { "cases.yaml": oneCase(`${ITEM}\n  parameters: { x: 1 }\n  expect: COMPLIANT`) },
        "cases.yaml:3:17 unknown-rule-parameter",
    ],
    [
        "an alias among the cases",
        { "cases.yaml": oneCase("item: &a { resourceType: AWS::S3::Bucket }\n  expect: COMPLIANT") + "- *a\n" },
        "cases.yaml:4:3 yaml-alias",
        /item: <file>\.json/,
    ],
    [
        "a misnamed description",
        { "rule.yaml": undefined, "rule.yml": DESCRIPTION },
        "rule.yml:1:1 misnamed-file",
        /rule\.yaml/,
    ],
];

describe("a custom rule", () => {
    it("is right with a description, a source and cases", () => {
        assert.deepEqual(findingsOf(ruleFiles()), []);
    });

    for (const [fault, changes, place, hint] of rows) {
        it(`is told of ${fault}`, () => {
            const findings = findingsOf(ruleFiles(changes));
            const found = findings.find(
                ({ file, line, column, code }) =>
                    `${file}:${line}:${column} ${code}` === `packs/rules/bucket-owned/${place}`,
            );
            assert.ok(found !== undefined, JSON.stringify(findings, undefined, 2));
            assert.equal(found.severity, "error");
            assert.match(found.hint ?? "", hint ?? /^/);
        });
    }

    it("cannot be called what a managed rule is called, in any spelling, or what AWS Config does not take", () => {
        for (const [name, code] of [
            ["s3-bucket-logging-enabled", "name-of-managed-rule"],
            ["incoming-ssh-disabled", "name-of-managed-rule"],
            ["Bucket_Owned", "invalid-rule-name"],
            ["x".repeat(101), "invalid-rule-name"],
        ] as const) {
            assert.deepEqual(
                findingsOf(ruleFiles({}, name), name).map((one) => one.code),
                [code],
            );
        }
    });

    it("is told of all its faults at once", () => {
        const files = ruleFiles({
            "rule.yaml": "description: x\nscope: y\n",
            "rule.guard": "rule a { count(b) == 1",
        });
        assert.deepEqual(
            findingsOf(files).map(({ code }) => code),
            ["guard-syntax", "guard-3-syntax", "unknown-key"],
        );
    });

    it("reads a source whatever ends its lines, and without a byte order mark", () => {
        const files = ruleFiles({ "rule.guard": `\ufeff${POLICY.replaceAll("\n", "\r\n")}` });
        assert.equal(ruleOf(files).source, POLICY);
    });

    it("is what a folder is; what lies beside the folders is told of", () => {
        const files = memoryFiles({ ...ruleFiles(), "packs/rules/lost.guard": POLICY, "packs/rules/README.md": "" });
        const { rules, diagnostics } = checkCustomRules(files);
        assert.deepEqual(
            rules.map(({ name }) => name),
            ["bucket-owned"],
        );
        assert.deepEqual(
            diagnostics.map(({ file, code }) => [file, code]),
            [["packs/rules/lost.guard", "misnamed-file"]],
        );
    });
});

describe("the rules of this project", () => {
    const { rules, diagnostics } = checkCustomRules(projectFolder("."));

    it("have no fault", () => {
        assert.deepEqual([...diagnostics, ...rules.flatMap((rule) => rule.diagnostics)], []);
        assert.ok(rules.length >= 5);
    });

    for (const { name, cases } of rules) {
        it(`show of ${name} what complies and what does not`, () => {
            const expected = new Set(
                cases.flatMap(({ expect }) => (typeof expect === "string" ? [expect] : Object.values(expect))),
            );
            assert.ok(expected.has("COMPLIANT") && expected.has("NON_COMPLIANT"));
        });
    }
});
