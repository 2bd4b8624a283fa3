import assert from "node:assert/strict";
import { checkCustomRule } from "../../../lib/rules/check-rules.ts";
import type { Diagnostic } from "../../../lib/diagnostic.ts";
import { memoryFiles } from "../project.ts";
import { CASES, DESCRIPTION, findingsOf, POLICY, ruleFiles, ruleOf } from "./rule-files.ts";

const SOURCE = 'import { compliant } from "#rule";\nexport const evaluate = () => compliant();\n';
const SCHEDULED = `${DESCRIPTION}frequency: TwentyFour_Hours\n`;
const SCHEDULED_CASES = "- name: owned\n  expect: { a: COMPLIANT, b: NON_COMPLIANT }\n  annotation: { b: why }\n";

function lambdaFiles(changes: Readonly<Record<string, string | undefined>> = {}): Record<string, string> {
    return ruleFiles({ "rule.guard": undefined, "rule.ts": SOURCE, ...changes });
}

const shown = ({ file = "", line, column, code }: Diagnostic): string =>
    `${file.replace("packs/rules/bucket-owned/", "")}:${line}:${column} ${code}`;

describe("a rule in TypeScript", () => {
    it("has what its function needs, with defaults", () => {
        const plain = ruleOf(lambdaFiles());
        assert.deepEqual(
            [plain.kind, plain.permissions, plain.memory, plain.timeout, plain.modules],
            ["lambda", [], 256, 60, {}],
        );
        const yaml = `${DESCRIPTION}permissions: [ec2:DescribeImages]\nmemory: 512\ntimeout: 900\n`;
        const other = ruleOf(lambdaFiles({ "rule.yaml": yaml, "other.ts": "export {};\n" }));
        assert.deepEqual([other.permissions, other.memory, other.timeout], [["ec2:DescribeImages"], 512, 900]);
        assert.deepEqual(other.modules, { "packs/rules/bucket-owned/other.ts": "export {};\n" });
    });

    for (const [what, changes, ...expected] of [
        [
            "actions that are none",
            { "rule.yaml": `${DESCRIPTION}permissions: [DescribeImages, "ec2:*", "ec2:Describe*"]\n` },
            "rule.yaml:3:15 invalid-rule-permission",
            "rule.yaml:3:31 invalid-rule-permission",
            "rule.yaml:3:40 invalid-rule-permission",
        ],
        [
            "actions that change something",
            { "rule.yaml": `${DESCRIPTION}permissions: [ec2:GetX, s3:PutObject, iam:CreateUser]\n` },
            "rule.yaml:3:25 writing-rule-permission",
            "rule.yaml:3:39 writing-rule-permission",
        ],
        [
            "items that a comma would split",
            {
                "rule.yaml": DESCRIPTION + 'parameters:\n  a: { description: x, type: list, default: ["b,c"] }\n',
            },
            "rule.yaml:4:36 comma-in-list",
        ],
        [
            "items of a case that a comma would split",
            {
                "rule.yaml": DESCRIPTION + "parameters:\n  a: { description: x, type: list, optional: true }\n",
                "cases.yaml": `${CASES}  parameters: { a: [b, "c,d"] }\n`,
            },
            "cases.yaml:4:17 comma-in-list",
        ],
        ["a timeout beyond Lambda's", { "rule.yaml": `${DESCRIPTION}timeout: 901\n` }, "rule.yaml:3:1 invalid-key"],
        ["memory that is no number", { "rule.yaml": `${DESCRIPTION}memory: much\n` }, "rule.yaml:3:1 invalid-key"],
        ["a log of AWS Config's", { "rule.yaml": `${DESCRIPTION}debugLog: true\n` }, "rule.yaml:3:1 debug-log-of-rule"],
        [
            "a file of answers that is not there",
            { "cases.yaml": `${CASES}  answers: none.yaml\n` },
            "cases.yaml:4:3 no-such-answers",
        ],
        [
            "answers that are no map",
            { "cases.yaml": `${CASES}  answers: list.yaml\n`, "list.yaml": "- 1\n" },
            "list.yaml:1:1 invalid-answers",
        ],
        ["a time that is none", { "cases.yaml": `${CASES}  time: yesterday\n` }, "cases.yaml:4:3 invalid-key"],
        [
            "a case without an item",
            { "cases.yaml": "- name: x\n  expect: COMPLIANT\n" },
            "cases.yaml:1:3 case-of-other-trigger",
        ],
        [
            "expectations of several resources where one changed",
            { "cases.yaml": CASES.replace("expect: COMPLIANT", "expect: { a: COMPLIANT }") },
            "cases.yaml:3:3 case-of-other-trigger",
        ],
        [
            "an item where it runs on a schedule",
            { "rule.yaml": SCHEDULED, "cases.yaml": SCHEDULED_CASES + "  item: { resourceType: AWS::S3::Bucket }\n" },
            "cases.yaml:4:3 case-of-other-trigger",
        ],
        [
            "one expectation where it runs on a schedule",
            { "rule.yaml": SCHEDULED, "cases.yaml": "- name: x\n  expect: COMPLIANT\n  annotation: y\n" },
            "cases.yaml:2:3 case-of-other-trigger",
            "cases.yaml:3:3 case-of-other-trigger",
        ],
    ] as const) {
        it(`refuses ${what}`, () => {
            const found = findingsOf(lambdaFiles(changes));
            assert.deepEqual(found.map(shown), expected);
            assert.ok(found.every(({ hint, code }) => hint !== undefined || code.startsWith("invalid-")));
        });
    }

    it("has cases with answers and a time, and on a schedule by resource", () => {
        const answers = "  answers: { ec2:DescribeImages: { Images: [] } }\n  time: 2026-09-01T08:00:00Z\n";
        const { cases } = checkCustomRule("bucket-owned", memoryFiles(lambdaFiles({ "cases.yaml": CASES + answers })));
        assert.deepEqual(
            cases.map((one) => [JSON.stringify(one.answers), one.time, one.expect]),
            [['{"ec2:DescribeImages":{"Images":[]}}', "2026-09-01T08:00:00Z", "COMPLIANT"]],
        );
        const files = lambdaFiles({ "rule.yaml": SCHEDULED, "cases.yaml": SCHEDULED_CASES });
        const [scheduled] = checkCustomRule("bucket-owned", memoryFiles(files)).cases;
        assert.deepEqual(
            [scheduled?.item, scheduled?.expect, scheduled?.annotation],
            [{}, { a: "COMPLIANT", b: "NON_COMPLIANT" }, { b: "why" }],
        );
    });
});

describe("a Guard rule", () => {
    it("has no function, and asks AWS nothing", () => {
        const yaml = `${DESCRIPTION}permissions: [ec2:DescribeImages]\nmemory: 512\ntimeout: 10\n`;
        const found = findingsOf(ruleFiles({ "rule.guard": POLICY, "rule.yaml": yaml }));
        assert.deepEqual(found.map(shown), [
            "rule.yaml:3:1 function-of-rule",
            "rule.yaml:4:1 function-of-rule",
            "rule.yaml:5:1 function-of-rule",
        ]);
        const cases = findingsOf(ruleFiles({ "cases.yaml": `${CASES}  answers: {}\n` }));
        assert.deepEqual(cases.map(shown), ["cases.yaml:4:3 case-of-other-trigger"]);
    });
});
