import assert from "node:assert/strict";
import { parsePack } from "../../../lib/pack/parse.ts";
import { sortDiagnostics } from "../../../lib/diagnostic.ts";
import { memoryFiles, places } from "../project.ts";

/** The template of a compact pack that must be right. */
function bodyOf(text: string): string {
    const { pack, diagnostics } = parsePack("packs/one.yaml", text);
    assert.deepEqual(diagnostics, []);
    return pack?.body ?? "";
}

describe("a compact pack", () => {
    it("needs a line for a rule without parameters", () => {
        assert.equal(
            bodyOf("rules:\n  root-account-mfa-enabled:\n"),
            `Resources:
  RootAccountMfaEnabled:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: root-account-mfa-enabled
      Source:
        Owner: AWS
        SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED
`,
        );
    });

    it("accepts an identifier, and a second rule of one kind under its own name", () => {
        const { pack } = parsePack(
            "packs/one.yaml",
            "rules:\n  INCOMING_SSH_DISABLED:\n  ssh-2: { rule: restricted-ssh, name: 'SSH, again' }\n",
        );
        assert.deepEqual(
            pack?.rules.map(({ logicalId, name, sourceIdentifier }) => [logicalId, name, sourceIdentifier]),
            [
                ["RestrictedSsh", "restricted-ssh", "INCOMING_SSH_DISABLED"],
                ["Ssh2", "SSH, again", "INCOMING_SSH_DISABLED"],
            ],
        );
    });

    it("becomes a template with everything that its keys say", () => {
        assert.equal(
            bodyOf(`title: All of it
parameters:
  Days: 0090
  Group: ""
  Bucket:
  Level: { default: low, description: How much, allowedValues: [low, high], pattern: '[a-z]+', maxLength: 4 }
conditions:
  Elsewhere: !Not [!Equals [!Ref AWS::Region, eu-west-1]]
rules:
  access-keys-rotated:
    description: "Keys: \${Level}"
    condition: Elsewhere
    parameters: { maxAccessKeyAge: "\${Days?}" }
    frequency: One_Hour
  iam-user-group-membership-check:
    controls: ["1.16"]
    parameters: { groupNames: "\${Group}" }
    scope: { types: [AWS::IAM::User], tag: { key: team, value: "\${Level}" } }
  s3-bucket-logging-enabled:
    enabled: false
  s3-bucket-policy-grantee-check:
    parameters:
      s3BucketNames: [a, "\${Bucket}-b"]
      vpcIds: !Join [",", [a, b]]
      cidr: "\${!literally}"
`),
            `Parameters:
  Days:
    Type: String
    Default: '0090'
  Group:
    Type: String
    Default: ''
  Bucket:
    Type: String
  Level:
    Type: String
    Default: low
    Description: How much
    AllowedValues:
      - low
      - high
    AllowedPattern: '[a-z]+'
    MaxLength: '4'

Conditions:
  Elsewhere: !Not [!Equals [!Ref AWS::Region, eu-west-1]]
  days: !Not [!Equals ['', !Ref Days]]
  group: !Not [!Equals ['', !Ref Group]]

Resources:
  AccessKeysRotated:
    Type: AWS::Config::ConfigRule
    Condition: Elsewhere
    Properties:
      ConfigRuleName: access-keys-rotated
      Description: !Sub 'Keys: \${Level}'
      InputParameters:
        maxAccessKeyAge: !If [days, !Ref Days, !Ref AWS::NoValue]
      MaximumExecutionFrequency: One_Hour
      Source:
        Owner: AWS
        SourceIdentifier: ACCESS_KEYS_ROTATED
  IamUserGroupMembershipCheck:
    Type: AWS::Config::ConfigRule
    Controls:
      - '1.16'
    Properties:
      ConfigRuleName: iam-user-group-membership-check
      Scope:
        ComplianceResourceTypes:
          - AWS::IAM::User
        TagKey: team
        TagValue: !Ref Level
      InputParameters:
        groupNames: !If [group, !Ref Group, !Ref AWS::NoValue]
      Source:
        Owner: AWS
        SourceIdentifier: IAM_USER_GROUP_MEMBERSHIP_CHECK
  S3BucketPolicyGranteeCheck:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: s3-bucket-policy-grantee-check
      InputParameters:
        s3BucketNames: !Sub 'a,\${Bucket}-b'
        vpcIds: !Join [',', [a, b]]
        cidr: \${literally}
      Source:
        Owner: AWS
        SourceIdentifier: S3_BUCKET_POLICY_GRANTEE_CHECK
`,
        );
    });

    it("keeps what has no place in a template for the plan", () => {
        const { pack } = parsePack(
            "packs/one.yaml",
            "title: T\ndescription: D\nrules:\n  restricted-ssh: { severity: high, controls: { CIS: ['4.1', '5.2'], NIST: AC-4 } }\n",
        );
        assert.deepEqual([pack?.title, pack?.description, pack?.form], ["T", "D", "compact"]);
        assert.equal(pack?.rules[0]?.severity, "high");
        assert.deepEqual(pack?.rules[0]?.controls, [
            { framework: "CIS", id: "4.1" },
            { framework: "CIS", id: "5.2" },
            { framework: "NIST", id: "AC-4" },
        ]);
    });

    const faults: readonly [fault: string, text: string, place: string, hint?: RegExp][] = [
        ["an unknown key", "titel: x\nrules: {}\n", "1:1 unknown-key", /did you mean title/],
        ["an unknown key of a rule", "rules:\n  restricted-ssh: { scop: [] }\n", "2:21 unknown-key", /scope/],
        [
            "a severity that does not exist",
            "rules:\n  restricted-ssh: { severity: hihg }\n",
            "2:21 invalid-key",
            /high/,
        ],
        ["a frequency that does not exist", "rules:\n  restricted-ssh: { frequency: Hourly }\n", "2:21 invalid-key"],
        ["an identifier that is a page's name", "rules:\n  RESTRICTED_SSH:\n", "2:3 misspelt-rule", /restricted-ssh/],
        ["a name that is an identifier", "rules:\n  incoming-ssh-disabled:\n", "2:3 misspelt-rule", /restricted-ssh/],
        ["a name with a space", "rules:\n  my ssh:\n", "2:3 misspelt-rule", /rule:/],
        [
            "two rules of one logical ID",
            "rules:\n  restricted-ssh:\n  restricted_ssh: { rule: restricted-ssh }\n",
            "3:3 repeated-logical-id",
        ],
        [
            "an optional reference in a text",
            "parameters: { P: 1 }\nrules:\n  restricted-ssh: { description: 'a ${P?}' }\n",
            "3:21 optional-inside-text",
        ],
        ["an include without a file", "include:\n  nowhere:\nrules: {}\n", "2:3 no-such-pack"],
        ["an include of itself", "include: { one: }\nrules: {}\n", "1:12 include-cycle", /third pack/],
        ["an include of a native pack", "include: { native: }\n", "1:12 include-of-native-pack", /packs convert/],
        [
            "an exclusion of nothing",
            "include: { other: { exclude: [restricted-sssh] } }\n",
            "1:31 unknown-included-rule",
            /restricted-ssh/,
        ],
        ["an override of nothing", "include: { other: { rules: { x: } } }\n", "1:30 unknown-included-rule"],
        [
            "a default for nothing",
            "include: { other: { parameters: { Agee: 1 } } }\n",
            "1:35 unknown-included-parameter",
            /Age/,
        ],
        [
            "a rule that is included too",
            "include: { other: }\nrules:\n  restricted-ssh:\n",
            "3:3 repeated-key",
            /exclude/,
        ],
        ["includes that disagree", "include: { other: , another: }\n", "2:3 conflicting-include"],
        ["no rule", "title: x\nrules: {}\n", "1:1 no-resources"],
    ];
    const files = memoryFiles({
        "packs/one.yaml": "",
        "packs/native.yaml": "Resources: {}\n",
        "packs/other.yaml":
            "parameters: { Age: 90 }\nrules:\n  restricted-ssh:\n  access-keys-rotated: { parameters: { maxAccessKeyAge: '${Age}' } }\n",
        "packs/another.yaml": "rules:\n  restricted-ssh: { severity: low }\n",
    });
    for (const [fault, text, place, hint] of faults) {
        it(`with ${fault} says where`, () => {
            const { pack, diagnostics } = parsePack("packs/one.yaml", text, files);
            assert.equal(pack, undefined);
            const file = fault === "includes that disagree" ? "packs/another.yaml" : "packs/one.yaml";
            assert.deepEqual(places(sortDiagnostics(diagnostics)).slice(0, 1), [`${file}:${place}`]);
            assert.match(diagnostics[0]?.hint ?? "", hint ?? /^/);
        });
    }

    it("includes others, with other defaults, overrides and exclusions", () => {
        const text = `include:
  other:
    parameters: { Age: 30 }
    exclude: [restricted-ssh]
    rules:
      access-keys-rotated: { severity: critical, frequency: One_Hour }
rules:
  restricted-common-ports:
`;
        const { pack, diagnostics } = parsePack("packs/one.yaml", text, files);
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(
            pack?.rules.map(({ name, severity, frequency, location }) => [
                name,
                severity,
                frequency,
                location.file,
                location.line,
            ]),
            [
                ["access-keys-rotated", "critical", "One_Hour", "packs/other.yaml", 4],
                ["restricted-common-ports", undefined, undefined, "packs/one.yaml", 8],
            ],
        );
        assert.match(pack?.body ?? "", /Age:\n {4}Type: String\n {4}Default: '30'/);
        const at = (property: string) => {
            const { file, line } =
                pack?.template.locate(["Resources", "AccessKeysRotated", "Properties", property]) ?? {};
            return `${file}:${line}`;
        };
        assert.deepEqual(["MaximumExecutionFrequency", "InputParameters"].map(at), [
            "packs/one.yaml:6",
            "packs/other.yaml:4",
        ]);
    });
});
