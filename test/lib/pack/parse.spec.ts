import assert from "node:assert/strict";
import { sortDiagnostics } from "../../../lib/diagnostic.ts";
import { parsePack } from "../../../lib/pack/parse.ts";
import { packOf, places, RULE } from "../project.ts";

describe("a pack file", () => {
    it("in AWS's own format is read with its parameters, rules and remediations", () => {
        const { pack, diagnostics } = parsePack(
            "packs/one.yaml",
            `Parameters:
  Days: { Type: String, Default: '90' }
  Name: { Type: String }
Conditions:
  named: !Not [!Equals ['', !Ref Name]]
${RULE}  RootMfaFix:
    Type: AWS::Config::RemediationConfiguration
    Properties: { ConfigRuleName: root-mfa, TargetType: SSM_DOCUMENT, TargetId: AWS-Nothing }
`,
        );
        assert.deepEqual(diagnostics, []);
        assert.ok(pack);
        assert.deepEqual(
            pack.parameters.map(({ name, hasDefault, location }) => [name, hasDefault, location.line]),
            [
                ["Days", true, 2],
                ["Name", false, 3],
            ],
        );
        assert.deepEqual(pack.rules, [
            {
                logicalId: "RootMfa",
                name: "root-mfa",
                owner: "AWS",
                sourceIdentifier: "ROOT_ACCOUNT_MFA_ENABLED",
                location: { file: "packs/one.yaml", line: 7, column: 3 },
            },
        ]);
        assert.equal(pack.resources, 2);
    });

    it("is sent without its comments, and with every value as it was written", () => {
        const text = `# a comment
Resources:   # another

  R:
    Type: AWS::Config::ConfigRule
    Properties:
      # why
      ConfigRuleName: !If [named, !Ref Name, "r"]
      InputParameters:
        octal: 0755
        quoted: '0123'
        yes: yes
        truth: True
        many: 1_000
        nothing:
        text: |
          # not a comment
          two
      Source: {Owner: AWS, SourceIdentifier: "X"}
`;
        const { pack } = parsePack("packs/one.yaml", text.replaceAll("\n", "\r\n"));
        assert.equal(
            pack?.body,
            `Resources:
  R:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: !If [named, !Ref Name, "r"]
      InputParameters:
        octal: 0755
        quoted: '0123'
        yes: yes
        truth: True
        many: 1_000
        nothing:
        text: |
          # not a comment
          two
      Source: {Owner: AWS, SourceIdentifier: "X"}
`,
        );
    });

    const faults: readonly [fault: string, text: string, expected: readonly string[]][] = [
        ["an unclosed list", "Resources: [\n", ["2:1 invalid-yaml"]],
        ["a key that stands twice", "Resources: {}\nResources: {}\n", ["2:1 duplicate-key"]],
        ["an unknown tag", "Resources: !Reff x\n", ["1:12 invalid-yaml"]],
        ["no template at all", "- a\n", ["1:1 not-a-template"]],
        ["nothing", "", ["1:1 not-a-template"]],
        ["no resources", "Parameters: {}\n", ["1:1 no-resources"]],
        ["a misspelt section", `Resorces: {}\n${RULE}`, ["1:1 unknown-section"]],
        ["a resource of another type", "Resources:\n  A:\n    Type: AWS::S3::Bucket\n", ["3:5 invalid-resource-type"]],
        ["a resource without a type", "Resources:\n  A: {}\n", ["2:3 invalid-resource-type"]],
        [
            "a rule without a source",
            "Resources:\n  A:\n    Type: AWS::Config::ConfigRule\n    Properties: {}\n",
            ["4:5 rule-without-source"],
        ],
        [
            "a managed rule without an identifier",
            "Resources:\n  A:\n    Type: AWS::Config::ConfigRule\n    Properties:\n      Source: { Owner: AWS }\n",
            ["5:7 rule-without-identifier"],
        ],
        ["a parameter without a type", `Parameters:\n  A: { Default: 1 }\n${RULE}`, ["2:3 invalid-parameter"]],
        ["an alias", `Conditions: &a {}\nMetadata: *a\n${RULE}`, ["2:11 yaml-alias"]],
        ["NUL bytes", "Resources:\0\n", ["1:1 unreadable-file"]],
        ["bytes that are not UTF-8", "Resources: \ufffd\n", ["1:1 unreadable-file"]],
        ["131 resources", packOf(131), ["1:1 too-many-resources"]],
        [
            "61 parameters",
            `Parameters:\n${Array.from({ length: 61 }, (_, n) => `  P${n}: { Type: String }\n`).join("")}${RULE}`,
            ["1:1 too-many-parameters"],
        ],
    ];
    for (const [fault, text, expected] of faults) {
        it(`with ${fault} says where`, () => {
            const { pack, diagnostics } = parsePack("packs/one.yaml", text);
            assert.equal(pack, undefined);
            assert.deepEqual(
                places(sortDiagnostics(diagnostics)),
                expected.map((place) => `packs/one.yaml:${place}`),
            );
        });
    }

    it("may have 130 resources", () => {
        assert.equal(parsePack("packs/one.yaml", packOf(130)).pack?.resources, 130);
    });

    for (const [kind, text] of [
        ["deep flow nesting", "[".repeat(100_000)],
        ["closed deep nesting", `${"[".repeat(3_000)}${"]".repeat(3_000)}`],
        ["deep maps", Array.from({ length: 1_000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
        ["a huge file", "a: b\n".repeat(500_000)],
        ["a key named __proto__", `__proto__: { Resources: {} }\n${RULE}`],
    ] as const) {
        it(`survives ${kind}`, () => {
            const { diagnostics } = parsePack("packs/one.yaml", text);
            assert.ok(diagnostics.length > 0);
            assert.ok(diagnostics.every(({ line, message }) => line !== undefined && !message.includes("call stack")));
        });
    }
});
