import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { checkFile } from "../../../cli/check/pack.ts";
import { convert } from "../../../lib/compact/convert.ts";
import { differences } from "../../../lib/compact/equivalence.ts";
import { parsePack } from "../../../lib/pack/parse.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { readYaml } from "../../../lib/yaml-source.ts";
import { memoryFiles, places } from "../project.ts";
import { CASES, DESCRIPTION, POLICY, ruleFiles } from "../rules/rule-files.ts";

/** With a text, a list and a number to set. */
const PARAMETERS = `severity: high
controls: { CIS: 1.1 }
parameters:
  key: { description: The tag, default: owner }
  other: { description: Another, optional: true }
  owners: { description: Who may own, type: list }
  days: { description: How long, type: integer, default: 30 }
`;
const SOURCE = `rule owned when resourceType == "AWS::S3::Bucket" {
    tags.owner in %owners
    tags.days <= %days
    a == CONFIG_RULE_PARAMETERS.key or b == CONFIG_RULE_PARAMETERS.other
}
`;
const OWNED = ruleFiles({
    "rule.yaml": DESCRIPTION + PARAMETERS,
    "rule.guard": SOURCE,
    "cases.yaml": CASES.replace("  expect", "  parameters: { owners: [me] }\n  expect"),
});

/** A pack that must be right, with the rule beside it. */
function packOf(rules: string, files: Readonly<Record<string, string>> = OWNED) {
    const project = memoryFiles({ ...files, "packs/one.yaml": rules });
    const { pack, diagnostics } = parsePack("packs/one.yaml", rules, project);
    assert.deepEqual(diagnostics, []);
    assert.ok(pack !== undefined);
    assert.deepEqual(checkFile("packs/one.yaml", project), []);
    return pack;
}

function faults(rules: string, files: Readonly<Record<string, string>> = OWNED): string[] {
    return places(checkFile("packs/one.yaml", memoryFiles({ ...files, "packs/one.yaml": rules })));
}

function planOf(config: string, pack: string, files = OWNED): DeploymentPlan {
    const { plan, diagnostics } = loadPlan({
        stack: "test",
        files: memoryFiles({
            ...files,
            "packs/one.yaml": pack,
            "Pulumi.test.yaml": `config:\n  aws:region: eu-west-1\n${config}`,
        }),
    });
    assert.ok(plan !== undefined, JSON.stringify(diagnostics));
    return plan;
}

describe("a custom rule in a compact pack", () => {
    it("is a line, as any other rule", () => {
        assert.equal(
            packOf("rules:\n  bucket-owned:\n", ruleFiles()).body,
            `Resources:
  BucketOwned:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: bucket-owned
      Description: Buckets have an owner.
      Scope:
        ComplianceResourceTypes:
          - AWS::S3::Bucket
      Source:
        Owner: CUSTOM_POLICY
        SourceDetails:
          - EventSource: aws.config
            MessageType: ConfigurationItemChangeNotification
          - EventSource: aws.config
            MessageType: OversizedConfigurationItemChangeNotification
        CustomPolicyDetails:
          EnableDebugLogDelivery: false
          PolicyRuntime: guard-2.x.x
          PolicyText: |
            rule owned when resourceType == "AWS::S3::Bucket" {
                tags.owner exists
            }
`,
        );
    });

    it("has its parameters where Guard reads them, and what the pack says in place of its own words", () => {
        const pack = packOf(`parameters: { Key: "" }
rules:
  ours:
    rule: bucket-owned
    description: Our buckets
    severity: low
    scope: { tag: { key: stage, value: live } }
    parameters: { owners: [me, you], days: 7, other: "\${Key}" }
`);
        const [rule] = pack.rules;
        assert.deepEqual(
            { ...rule, inputParameters: { ...(rule?.inputParameters as object) } },
            {
                logicalId: "Ours",
                name: "ours",
                owner: "CUSTOM_POLICY",
                policy: { text: `let owners = ["me", "you"]\nlet days = 7\n${SOURCE}`, debugLog: false },
                description: "Our buckets",
                severity: "low",
                controls: [{ framework: "CIS", id: "1.1" }],
                inputParameters: {
                    key: "owner",
                    other: { "Fn::If": ["key", { Ref: "Key" }, { Ref: "AWS::NoValue" }] },
                },
                scope: { TagKey: "stage", TagValue: "live" },
                location: { file: "packs/one.yaml", line: 3, column: 3 },
            },
        );
    });

    it("is told of what does not fit the rule's description, in the pack's line", () => {
        const rule = (text: string): string =>
            `parameters: { P: 1 }\nrules:\n  bucket-owned: ${text}\n  other-rule: { rule: bucket-owned, parameters: { owners: [a], key: "\${P}" } }\n`;
        assert.deepEqual(faults(rule("")), ["packs/one.yaml:3:3 missing-rule-parameter"]);
        assert.deepEqual(faults(rule("{ parameters: { owners: [a], days: soon } }")), [
            "packs/one.yaml:3:46 invalid-rule-parameter",
        ]);
        assert.deepEqual(faults(rule('{ parameters: { owners: "${P}" } }')), [
            "packs/one.yaml:3:33 computed-policy-parameter",
        ]);
        assert.deepEqual(faults(rule("{ parameters: { owners: [a], keys: x } }")), [
            "packs/one.yaml:3:46 unknown-rule-parameter",
        ]);
        assert.deepEqual(faults(rule("{ parameters: { owners: [a] }, frequency: One_Hour }")), [
            "packs/one.yaml:3:48 frequency-of-guard-rule",
        ]);
    });

    it("is told of a misspelt name, with the one that was meant", () => {
        const project = memoryFiles({ ...OWNED, "packs/one.yaml": "rules:\n  bucket-ownd:\n" });
        const [finding] = checkFile("packs/one.yaml", project);
        assert.deepEqual([finding?.code, finding?.hint], ["unknown-rule", "did you mean bucket-owned?"]);
    });

    it("is told of the rule's own faults once, in the rule's files, however many packs name it", () => {
        const files = { ...ruleFiles({ "rule.guard": "rule a { count(b) == 1 }\n" }) };
        const config = "  conformance-packs:packs: { one: {}, two: { file: two } }\n";
        const pack = "rules:\n  bucket-owned:\n  again: { rule: bucket-owned }\n";
        const { diagnostics } = loadPlan({
            stack: "test",
            files: memoryFiles({
                ...files,
                "packs/one.yaml": pack,
                "packs/two.yaml": pack,
                "Pulumi.test.yaml": `config:\n  aws:region: eu-west-1\n${config}`,
            }),
        });
        assert.deepEqual(places(diagnostics), ["packs/rules/bucket-owned/rule.guard:1:10 guard-3-syntax"]);
    });

    it("is told of a policy that the pack's values make too long", () => {
        const owners = Array.from({ length: 1500 }, (_, index) => `owner-${index}`).join(", ");
        assert.deepEqual(faults(`rules:\n  bucket-owned: { parameters: { owners: [${owners}] } }\n`), [
            "packs/rules/bucket-owned/rule.guard:1:1 guard-policy-too-long",
        ]);
    });

    it("may be included, with other parameters", () => {
        const files = { ...OWNED, "packs/base.yaml": "rules:\n  bucket-owned: { parameters: { owners: [a] } }\n" };
        const pack = packOf("include:\n  base: { rules: { bucket-owned: { parameters: { owners: [b] } } } }\n", files);
        assert.match(pack.rules[0]?.policy?.text ?? "", /^let owners = \["b"\]\n/);
    });

    it("stays in AWS's own format when the template is converted", () => {
        const { body } = packOf(
            "rules:\n  root-account-mfa-enabled:\n  bucket-owned: { parameters: { owners: [a] } }\n",
        );
        const { pack } = parsePack("native.yaml", body);
        const { source } = readYaml("native.yaml", body);
        assert.ok(pack !== undefined && source !== undefined);
        const { text = "" } = convert(pack, source);
        assert.match(text, /^rules:\n {2}root-account-mfa-enabled:\n\nresources:\n {2}BucketOwned:\n/m);
        const back = parsePack("compact.yaml", text).pack;
        assert.ok(back !== undefined);
        assert.deepEqual(differences(pack, back), []);
        assert.equal(back.rules.find(({ policy }) => policy)?.policy?.text, pack.rules[1]?.policy?.text);
    });

    it("is planned for an account, an organization, and once for a bundle of two packs", () => {
        const pack = "rules:\n  bucket-owned: { parameters: { owners: [a] } }\n";
        const plan = planOf("  conformance-packs:packs: { one: {}, all: { file: one, target: organization } }\n", pack);
        assert.deepEqual(
            plan.packs.map(({ target, rules }) => [target, rules.map(({ policy }) => policy?.text.split("\n")[0])]),
            [
                ["account", ['let owners = ["a"]']],
                ["organization", ['let owners = ["a"]']],
            ],
        );
        const bundle = planOf("  conformance-packs:bundles: { both: { packs: [one, two] } }\n", pack, {
            ...OWNED,
            "packs/two.yaml": pack,
        });
        assert.deepEqual(
            bundle.packs.map(({ rules }) => rules.map(({ name, policy }) => [name, policy?.text])),
            [[["bucket-owned", `let owners = ["a"]\nlet days = 30\n${SOURCE}`]]],
        );
    });

    it("is told of where two packs of a stack have it alike", () => {
        const pack = "rules:\n  bucket-owned: { parameters: { owners: [a] } }\n";
        const stack = "config:\n  aws:region: eu-west-1\n  conformance-packs:packs: { one: {}, two: {} }\n";
        const two = (owners: string): string => pack.replace("[a]", owners);
        const codes = (owners: string): string[] =>
            loadPlan({
                stack: "test",
                files: memoryFiles({
                    ...OWNED,
                    "packs/one.yaml": pack,
                    "packs/two.yaml": two(owners),
                    "Pulumi.test.yaml": stack,
                }),
            }).diagnostics.map(({ code }) => code);
        assert.deepEqual(codes("[a]"), ["rule-in-two-packs"]);
        assert.deepEqual(codes("[b]"), []);
    });

    it("keeps a policy as it is written, whatever it holds", () => {
        for (const text of [
            POLICY,
            '# ${a} !Ref "x": y\t{}\nrule r {\n\n  a == /\\d%/ # é ‒ \u{1f600}\n}\n',
            "\n  rule r { a exists }\n",
        ]) {
            const files = ruleFiles({ "rule.guard": text });
            const { body } = packOf("rules:\n  bucket-owned:\n", files);
            const native = parsePack("native.yaml", body).pack;
            assert.equal(native?.rules[0]?.policy?.text, `${text.trimEnd()}\n`);
        }
    });
});

describe("a native pack with a Guard rule", () => {
    it("is told of a frequency and of a policy that is too long", () => {
        const template = readFileSync("test/lib/compact/native-guard-rule.yaml", "utf8");
        const check = (text: string): string[] => places(checkFile("p.yaml", memoryFiles({ "p.yaml": text })));
        assert.deepEqual(check(template), []);
        assert.deepEqual(check(template.replace("Source:", "MaximumExecutionFrequency: One_Hour\n      Source:")), [
            "p.yaml:7:7 frequency-of-guard-rule",
        ]);
        assert.deepEqual(check(template.replace("rule owned", `# ${"x".repeat(10_000)}\n            rule owned`)), [
            "p.yaml:15:11 guard-policy-too-long",
        ]);
    });
});
