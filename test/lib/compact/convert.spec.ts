import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { checkPack } from "../../../lib/check/check.ts";
import { convert } from "../../../lib/compact/convert.ts";
import { differences } from "../../../lib/compact/equivalence.ts";
import { type Pack, parsePack } from "../../../lib/pack/parse.ts";
import { readYaml } from "../../../lib/yaml-source.ts";

function parsed(text: string): Pack {
    const { pack, diagnostics } = parsePack("packs/one.yaml", text);
    assert.ok(pack, JSON.stringify(diagnostics));
    return pack;
}

function converted(text: string): string {
    const { source } = readYaml("packs/one.yaml", text);
    assert.ok(source);
    const result = convert(parsed(text), source);
    assert.deepEqual(result.diagnostics, []);
    return result.text ?? "";
}

const rule = (name: string, identifier: string, more: string, attributes = ""): string => `Resources:
  Rule:
    Type: AWS::Config::ConfigRule${attributes}
    Properties:
      ConfigRuleName: ${name}
      Source: { Owner: AWS, SourceIdentifier: ${identifier} }
${more}`;

/** One trait of AWS's own packs each, and the entry that it becomes. */
const traits: readonly [trait: string, text: string, expected: RegExp][] = [
    ["a name of its own", rule("my-ssh", "INCOMING_SSH_DISABLED", ""), /my-ssh:\n {4}rule: restricted-ssh\n/],
    [
        "a rule that the catalogue does not know",
        rule("brand-new", "BRAND_NEW", ""),
        /^ {2}brand-new: \{ logicalId: Rule \}$/m,
    ],
    [
        "a list of controls",
        rule("restricted-ssh", "INCOMING_SSH_DISABLED", "", "\n    Controls: ['1667', 4.1]"),
        /controls: \['?1667'?, '?4\.1'?\]/,
    ],
    [
        "optional parameters",
        `Parameters: { Age: { Type: String, Default: '90' } }\nConditions: { age: !Not [!Equals ["", !Ref Age]] }\n` +
            rule(
                "access-keys-rotated",
                "ACCESS_KEYS_ROTATED",
                "      InputParameters: { maxAccessKeyAge: !If [age, !Ref Age, !Ref AWS::NoValue] }\n",
            ),
        /Age: 90\n[\s\S]*maxAccessKeyAge: \$\{Age\?\}/,
    ],
    [
        "Fn::If around all input parameters",
        `Parameters: { Kms: { Type: String, Default: '' } }\nConditions: { HasKms: { "Fn::Not": [{ "Fn::Equals": [{ Ref: Kms }, ""] }] } }\n` +
            rule(
                "encrypted-volumes",
                "ENCRYPTED_VOLUMES",
                "      InputParameters:\n        Fn::If: [HasKms, { kmsId: { Ref: Kms } }, { Ref: AWS::NoValue }]\n",
            ),
        /kmsId: \$\{Kms\}/,
    ],
    [
        "booleans spelt three ways",
        rule(
            "iam-password-policy",
            "IAM_PASSWORD_POLICY",
            "      InputParameters: { RequireSymbols: true, RequireNumbers: 'TRUE', RequireLowercaseCharacters: True }\n",
        ),
        /RequireSymbols: true\n {6}RequireNumbers: 'TRUE'\n {6}RequireLowercaseCharacters: true/,
    ],
    [
        "an empty list of types",
        rule("restricted-ssh", "INCOMING_SSH_DISABLED", "      Scope: { ComplianceResourceTypes: [] }\n"),
        /types: \[\]/,
    ],
    [
        "a tag",
        rule("restricted-ssh", "INCOMING_SSH_DISABLED", "      Scope: { TagKey: a, TagValue: 'yes' }\n"),
        /tag:\n {8}key: a\n {8}value: 'yes'/,
    ],
    [
        "a text that looks like a reference",
        rule("restricted-ssh", "INCOMING_SSH_DISABLED", "      Description: 'a ${b} c'\n"),
        /description: a \$\{!b\} c/,
    ],
    [
        "a rule under a condition",
        `Conditions: { Here: !Equals [!Ref AWS::Region, us-east-1], There: !Not [!Condition Here] }\n` +
            rule("restricted-ssh", "INCOMING_SSH_DISABLED", "", "\n    Condition: There"),
        /conditions:\n {2}Here: !Equals[\s\S]* {2}There: !Not[\s\S]*condition: There/,
    ],
    [
        "a rule of its own",
        "Resources:\n  Mine:\n    Type: AWS::Config::ConfigRule\n    Properties:\n      ConfigRuleName: mine\n      Source: { Owner: CUSTOM_LAMBDA, SourceIdentifier: !Ref 'AWS::StackId' }\n",
        /^resources:\n {2}Mine:\n {4}Type: AWS::Config::ConfigRule\n/m,
    ],
    [
        "a remediation",
        rule(
            "restricted-ssh",
            "INCOMING_SSH_DISABLED",
            `  RuleRemediation:
    Type: AWS::Config::RemediationConfiguration
    DependsOn: Rule
    Properties:
      ConfigRuleName: restricted-ssh
      TargetType: SSM_DOCUMENT
      TargetId: AWS-DisablePublicAccessForSecurityGroup
      Automatic: True
      MaximumAutomaticAttempts: 5
      ExecutionControls: { SsmControls: { ErrorPercentage: 10 } }
      Parameters:
        GroupId: { ResourceValue: { Value: RESOURCE_ID } }
        AutomationAssumeRole: { StaticValue: { Values: [arn] } }
`,
        ),
        /document: AWS-DisablePublicAccessForSecurityGroup\n {6}parameters:\n {8}GroupId: RESOURCE_ID\n {8}AutomationAssumeRole: arn\n {6}automatic: true\n {6}attempts: 5\n {6}errorPercent: 10\n/,
    ],
];

describe("converting a native pack", () => {
    for (const [trait, text, expected] of traits) {
        it(`keeps ${trait}`, () => {
            const compact = converted(text);
            assert.match(compact, expected);
            assert.deepEqual(differences(parsed(text), parsed(compact)), []);
            const crlf = text.replaceAll("\n", "\r\n");
            assert.equal(converted(crlf), compact);
        });
    }

    it("keeps the comments above rules and parameters", () => {
        const text = `# head\n\nParameters:\n  # about P\n  P: { Type: String, Default: x }\n${rule("restricted-ssh", "INCOMING_SSH_DISABLED", "").replace("  Rule:", "  # about\n  # the rule\n  Rule:")}`;
        assert.equal(
            converted(text),
            "# head\n\nparameters:\n  # about P\n  P: x\n\nrules:\n  # about\n  # the rule\n  restricted-ssh: { logicalId: Rule }\n",
        );
    });

    it("refuses what has no place in the compact form", () => {
        const text = `Mappings: { A: { B: { C: d } } }\n${rule("restricted-ssh", "INCOMING_SSH_DISABLED", "")}`;
        const { source } = readYaml("packs/one.yaml", text);
        assert.ok(source);
        const { text: none, diagnostics } = convert(parsed(text), source);
        assert.equal(none, undefined);
        assert.deepEqual(
            diagnostics.map(({ code, line, column }) => [code, line, column]),
            [["not-convertible", 1, 1]],
        );
    });

    it("of a whole file gives the same pack, with less than half of the lines", () => {
        const text = readFileSync("test/lib/pack/native/network-exposure.yaml", "utf8");
        const compact = converted(text);
        assert.deepEqual(differences(parsed(text), parsed(compact)), []);
        assert.ok(compact.split("\n").length * 2 < text.split("\n").length);
        assert.deepEqual(checkPack(parsed(text)), []);
    });

    it("sees what differs", () => {
        const [a, b] = ["90", "91"].map((age) =>
            parsed(`rules:\n  access-keys-rotated: { parameters: { maxAccessKeyAge: ${age} } }\n`),
        );
        assert.ok(a && b);
        assert.deepEqual(differences(a, b), ["AccessKeysRotated differs"]);
    });
});
