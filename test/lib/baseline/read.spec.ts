import assert from "node:assert/strict";
import { readBaseline } from "../../../lib/baseline/read.ts";
import { baselineSchema } from "../../../lib/json-schema/baseline.ts";
import { loadPlan, loadPlanWithoutBaseline } from "../../../lib/plan/load.ts";
import { judgeBy } from "../json-schema/editor.ts";
import { memoryFiles, RULE } from "../project.ts";

const judge = judgeBy(baselineSchema());

const GOOD = `regions:
  - eu-west-1
recorder:
  record:
    except: [AWS::EC2::VPC]
  frequency: continuous
  daily: [AWS::S3::Bucket]
packs:
  root:
    target: organization
    excludedAccounts:
      - "012345678901"
    rules:
      - ROOT_ACCOUNT_MFA_ENABLED
      - rule: IAM_USER_NO_POLICIES_CHECK
        types: [AWS::IAM::User]
        frequency: One_Hour
      - { rule: guard, owner: CUSTOM_POLICY }
`;

const findings = (text: string): string[] =>
    readBaseline("baseline/test.yaml", text).diagnostics.map(
        ({ file, line, column, code, message }) => `${file}:${line}:${column} ${code}: ${message}`,
    );

describe("the text of a baseline", () => {
    it("is accepted, as an editor accepts it", () => {
        assert.deepEqual(findings(GOOD), []);
        assert.deepEqual(judge(GOOD), []);
        const ofNothing = "regions: [eu-west-1]\npacks: {}\n";
        assert.deepEqual([findings(ofNothing), judge(ofNothing)], [[], []]);
    });

    const refused: readonly [fault: string, text: string, expected: string | RegExp][] = [
        [
            "an unknown key",
            GOOD.replace("target:", "targets:"),
            "baseline/test.yaml:10:5 unknown-key: packs.root has no key targets",
        ],
        [
            "a key that is missing",
            GOOD.replace("regions:\n  - eu-west-1\n", ""),
            "baseline/test.yaml:1:1 missing-key: regions is missing",
        ],
        [
            "a value of another kind",
            GOOD.replace("- ROOT_ACCOUNT_MFA_ENABLED", "- [ROOT_ACCOUNT_MFA_ENABLED]"),
            /^baseline\/test\.yaml:14:9 invalid-key: packs\.root\.rules\[0\] has a value that does not fit$/,
        ],
        [
            "a target that does not exist",
            GOOD.replace("organization", "everywhere"),
            "baseline/test.yaml:10:5 invalid-key: packs.root.target must be one of account, organization",
        ],
        [
            "an unknown key of a rule",
            GOOD.replace("types:", "type:"),
            /^baseline\/test\.yaml:16:9 unknown-key: packs\.root\.rules\[1\] has no key type$/,
        ],
        ["a map in place of the whole", "- a\n", /^baseline\/test\.yaml:1:1 invalid-key: the baseline must be a map/],
        ["an empty file", "# nothing\n", /^baseline\/test\.yaml:1:1 invalid-key: the baseline must be a map/],
        ["a region that is none", GOOD.replace("eu-west-1", "europe"), /^baseline\/test\.yaml:2:5 invalid-key/],
    ];
    for (const [fault, text, expected] of refused) {
        it(`is refused with its place: ${fault}`, () => {
            const found = findings(text);
            assert.ok(
                found.some((one) => (typeof expected === "string" ? one === expected : expected.test(one))),
                found.join("\n"),
            );
            assert.notDeepEqual(judge(text), []);
        });
    }

    it("is refused where it is no YAML, with a merge that nobody finished among it", () => {
        assert.match(findings("regions: [eu-west-1\n")[0] ?? "", /^baseline\/test\.yaml:\d+:\d+ invalid-yaml/);
        const merge = GOOD.replace("    target", "<<<<<<< HEAD\n    target");
        assert.match(findings(merge)[0] ?? "", /^baseline\/test\.yaml:\d+:\d+ invalid-yaml/);
        assert.match(findings("regions: &a [x]\npacks: *a\n")[0] ?? "", /yaml-alias: a baseline takes no YAML aliases/);
        assert.match(findings(`${GOOD}packs: {}\n`)[0] ?? "", /19:1 duplicate-key/);
    });
});

describe("a plan that is loaded", () => {
    const STACK = "config:\n  aws:region: eu-west-1\n  conformance-packs:packs: { root: {} }\n";
    const project = { "Pulumi.test.yaml": STACK, "packs/root.yaml": RULE };
    const BASELINE = "regions: [eu-west-1]\npacks:\n  root:\n    target: account\n    rules:\n";
    const loaded = (files: Readonly<Record<string, string>>) =>
        loadPlan({ stack: "test", files: memoryFiles({ ...project, ...files }) });

    it("is held to nothing without a baseline, and to its baseline with one", () => {
        assert.ok(loaded({}).plan);
        assert.ok(loaded({ "baseline/prod.yaml": "}" }).plan);
        const same = loaded({ "baseline/test.yaml": `${BASELINE}      - ROOT_ACCOUNT_MFA_ENABLED\n` });
        assert.ok(same.plan);
        assert.deepEqual(same.diagnostics, []);
        assert.ok(loaded({ "baseline/test.yaml": "regions: [eu-west-1]\npacks: {}\n" }).plan, "more than is asked for");
    });

    it("is refused where it covers less, with the place, the reason and the way out", () => {
        const files = { "baseline/test.yaml": `${BASELINE}      - INCOMING_SSH_DISABLED\n` };
        assert.deepEqual(loaded(files), {
            diagnostics: [
                {
                    code: "lost-rule",
                    severity: "error",
                    file: "baseline/test.yaml",
                    line: 6,
                    column: 9,
                    path: "packs.root.rules[0]",
                    message: "INCOMING_SSH_DISABLED of the pack root is gone, and no other pack checks the same",
                    hint: "restore it, or give it up where reviewers see it: packs baseline --write --stack test",
                },
            ],
        });
        const request = { stack: "test", files: memoryFiles({ ...project, ...files }) };
        assert.ok(loadPlanWithoutBaseline(request).plan);
    });

    it("is refused with a baseline that cannot be read, together with all else that is wrong", () => {
        const { plan, diagnostics } = loaded({
            "baseline/test.yaml": "region: x\n",
            "Pulumi.test.yaml": `${STACK}  conformance-packs:pack: {}\n`,
        });
        assert.equal(plan, undefined);
        assert.deepEqual(
            diagnostics.map(({ code, file }) => `${file} ${code}`),
            [
                "Pulumi.test.yaml unknown-setting",
                "baseline/test.yaml missing-key",
                "baseline/test.yaml missing-key",
                "baseline/test.yaml unknown-key",
            ],
        );
        const misnamed = loaded({ "baseline/test.yml": BASELINE });
        assert.equal(misnamed.plan, undefined);
        assert.equal(misnamed.diagnostics[0]?.hint, "the baseline of the stack test stands in baseline/test.yaml");
    });

    it("is missed where the stack is gone and its baseline is not", () => {
        const files = memoryFiles({ "baseline/test.yaml": `${BASELINE}      - X\n` });
        const { diagnostics } = loadPlan({ stack: "test", files });
        assert.deepEqual(
            diagnostics.map(({ code, file }) => [code, file]),
            [["lost-stack", "baseline/test.yaml"]],
        );
    });
});
