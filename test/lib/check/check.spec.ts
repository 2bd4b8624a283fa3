import assert from "node:assert/strict";
import { Catalogue } from "../../../lib/catalogue/catalogue.ts";
import { checkPack } from "../../../lib/check/check.ts";
import { checkStack } from "../../../lib/check/stack.ts";
import { type Diagnostic, sortDiagnostics } from "../../../lib/diagnostic.ts";
import { parsePack } from "../../../lib/pack/parse.ts";
import { load, places, planOf } from "../project.ts";

function findings(text: string): Diagnostic[] {
    const { pack, diagnostics } = parsePack("packs/one.yaml", text);
    return sortDiagnostics([...diagnostics, ...(pack === undefined ? [] : checkPack(pack))]);
}

/** A native rule; `more` are further lines of its properties. */
const native = (identifier: string, more = "", name = "one"): string => `Resources:
  Rule:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: ${name}
      Source: { Owner: AWS, SourceIdentifier: ${identifier} }
${more}`;

const remediation = (properties: string): string =>
    native(
        "INCOMING_SSH_DISABLED",
        `  Fix:\n    Type: AWS::Config::RemediationConfiguration\n    Properties: { TargetType: SSM_DOCUMENT, TargetId: AWS-X, ${properties} }\n`,
    );

const long = (length: number): string => "x".repeat(length);

type Row = readonly [fault: string, text: string, place: string, severity: "error" | "warning", hint?: RegExp];

const rows: readonly Row[] = [
    [
        "a rule that the catalogue does not know",
        "rules:\n  root-acount-mfa-enabled:\n",
        "2:3 unknown-rule",
        "warning",
        /did you mean root-account-mfa-enabled\?/,
    ],
    [
        "an identifier that it does not know",
        native("ROOT_ACOUNT_MFA_ENABLED"),
        "6:29 unknown-rule",
        "warning",
        /did you mean ROOT_ACCOUNT_MFA_ENABLED\?/,
    ],
    [
        "a page's name as an identifier",
        native("RESTRICTED_SSH"),
        "6:29 page-name-as-identifier",
        "error",
        /INCOMING_SSH_DISABLED/,
    ],
    [
        "a rule of Firewall Manager",
        native("FMS_SECURITY_GROUP_CONTENT_CHECK"),
        "6:29 firewall-manager-rule",
        "error",
        /Firewall Manager/,
    ],
    ["a deprecated rule", "rules:\n  ecs-task-definition-memory-hard-limit:\n", "2:3 deprecated-rule", "warning"],
    [
        "an unknown parameter",
        "rules:\n  access-keys-rotated:\n    parameters:\n      maxAccessKeyAge: 90\n      maxAccesKeyAge: 90\n",
        "5:7 unknown-rule-parameter",
        "error",
        /maxAccessKeyAge/,
    ],
    [
        "a parameter in the wrong case",
        native("IAM_PASSWORD_POLICY", "      InputParameters: { minimumPasswordLength: 14 }\n"),
        "7:26 unknown-rule-parameter",
        "error",
        /did you mean MinimumPasswordLength\?/,
    ],
    [
        "a parameter of a rule that has none",
        "rules:\n  root-account-mfa-enabled: { parameters: { a: 1 } }\n",
        "2:45 unknown-rule-parameter",
        "error",
        /none at all/,
    ],
    [
        "a missing parameter",
        "rules:\n  access-keys-rotated:\n",
        "2:3 missing-rule-parameter",
        "error",
        /maxAccessKeyAge: 90/,
    ],
    [
        "a missing native parameter",
        native("ACCESS_KEYS_ROTATED", "      InputParameters: {}\n"),
        "7:7 missing-rule-parameter",
        "error",
    ],
    [
        "a mistyped number",
        "rules:\n  access-keys-rotated: { parameters: { maxAccessKeyAge: ninety } }\n",
        "2:40 invalid-rule-parameter",
        "error",
        /whole number/,
    ],
    [
        "a mistyped boolean",
        "rules:\n  iam-password-policy: { parameters: { RequireSymbols: yes } }\n",
        "2:40 invalid-rule-parameter",
        "error",
        /true or false/,
    ],
    [
        "a mistyped default",
        "parameters: { Age: soon }\nrules:\n  access-keys-rotated: { parameters: { maxAccessKeyAge: '${Age}' } }\n",
        "3:40 invalid-rule-parameter",
        "error",
    ],
    [
        "a mistyped branch",
        `Conditions: { C: !Equals [!Ref AWS::Region, x] }\n${native("ACCESS_KEYS_ROTATED", "      InputParameters: { maxAccessKeyAge: !If [C, x, 90] }\n")}`,
        "8:51 invalid-rule-parameter",
        "error",
    ],
    [
        "input parameters over 1,024 characters",
        `rules:\n  iam-policy-blacklisted-check:\n    parameters: { policyArns: ${long(1024)} }\n`,
        "3:5 input-parameters-too-long",
        "error",
    ],
    [
        "a frequency of a change-triggered rule",
        "rules:\n  s3-bucket-versioning-enabled: { frequency: One_Hour }\n",
        "2:35 frequency-of-change-triggered-rule",
        "error",
        /remove frequency/,
    ],
    [
        "a frequency that does not exist",
        native("ROOT_ACCOUNT_MFA_ENABLED", "      MaximumExecutionFrequency: One_Day\n"),
        "7:7 invalid-frequency",
        "error",
        /One_Hour/,
    ],
    [
        "an undefined parameter",
        "rules:\n  restricted-ssh: { description: '${Nme}' }\n",
        "2:21 undefined-parameter",
        "error",
    ],
    [
        "an undefined native parameter",
        `Parameters: { Days: { Type: String, Default: 1 } }\n${native("ACCESS_KEYS_ROTATED", "      InputParameters: { maxAccessKeyAge: !Ref Day }\n      Description: !Ref Days\n")}`,
        "8:26 undefined-parameter",
        "error",
        /Days/,
    ],
    [
        "an undefined condition",
        "rules:\n  restricted-ssh: { condition: Nowhere }\n",
        "2:21 undefined-condition",
        "error",
    ],
    ["an unused parameter", "parameters:\n  Unused: 1\nrules:\n  restricted-ssh:\n", "2:3 unused-parameter", "warning"],
    [
        "an unused condition",
        `Conditions:\n  Never: !Equals [a, b]\n${native("INCOMING_SSH_DISABLED")}`,
        "2:3 unused-condition",
        "warning",
    ],
    [
        "an unknown property",
        native("INCOMING_SSH_DISABLED", "      InputParamters: {}\n"),
        "7:7 unknown-property",
        "error",
        /InputParameters/,
    ],
    [
        "an unknown key of a parameter",
        `Parameters:\n  P: { Type: String, Defualt: 1 }\n${native("INCOMING_SSH_DISABLED", "      Description: !Ref P\n")}`,
        "2:22 unknown-property",
        "error",
        /Default/,
    ],
    [
        "a name that is computed",
        native("INCOMING_SSH_DISABLED", "", "!Sub '${AWS::Region}-ssh'"),
        "5:7 computed-rule-name",
        "error",
    ],
    ["a name over 128 characters", native("INCOMING_SSH_DISABLED", "", long(129)), "5:7 rule-name-too-long", "error"],
    ["a name over 100 characters", native("INCOMING_SSH_DISABLED", "", long(101)), "5:7 long-rule-name", "warning"],
    ["an empty name", native("INCOMING_SSH_DISABLED", "", "' '"), "5:7 empty-rule-name", "error"],
    [
        "a name that stands twice",
        "rules:\n  restricted-ssh:\n  b: { rule: restricted-common-ports, name: restricted-ssh }\n",
        "3:39 repeated-rule-name",
        "error",
    ],
    [
        "a description over 256 characters",
        `rules:\n  restricted-ssh: { description: ${long(257)} }\n`,
        "2:21 description-too-long",
        "error",
    ],
    [
        "the same rule twice",
        "rules:\n  restricted-ssh:\n  again: { rule: restricted-ssh }\n",
        "3:3 repeated-rule",
        "warning",
    ],
    [
        "over 100 types",
        `rules:\n  restricted-ssh: { scope: [${Array.from({ length: 101 }, (_, n) => `AWS::EC2::T${n}`).join(", ")}] }\n`,
        "2:21 too-many-resource-types",
        "error",
    ],
    [
        "a type that is none",
        "rules:\n  restricted-ssh: { scope: [AWS:EC2:SecurityGroup] }\n",
        "2:29 invalid-resource-type-in-scope",
        "error",
        /AWS::EC2::SecurityGroup/,
    ],
    [
        "a resource ID without its type",
        "rules:\n  restricted-ssh: { scope: { id: sg-1 } }\n",
        "2:30 resource-id-without-type",
        "error",
    ],
    [
        "a tag's value without its key",
        native("INCOMING_SSH_DISABLED", "      Scope: { TagValue: x }\n"),
        "7:16 tag-value-without-key",
        "error",
    ],
    [
        "an owner that is none",
        "Resources:\n  R:\n    Type: AWS::Config::ConfigRule\n    Properties: { Source: { Owner: CUSTOM_LAMDA, SourceIdentifier: x } }\n",
        "4:29 invalid-owner",
        "error",
        /CUSTOM_LAMBDA/,
    ],
    [
        "a Guard policy over 10,000 characters",
        `Resources:\n  R:\n    Type: AWS::Config::ConfigRule\n    Properties: { Source: { Owner: CUSTOM_POLICY, CustomPolicyDetails: { PolicyText: ${long(10_001)} } } }\n`,
        "4:74 guard-policy-too-long",
        "error",
    ],
    ["a remediation of no rule", remediation("ConfigRuleName: two"), "9:62 remediation-without-rule", "error"],
    ["a remediation without a rule's name", remediation("TargetVersion: 1"), "9:5 remediation-without-rule", "error"],
    [
        "26 attempts",
        "rules:\n  restricted-ssh:\n    remediation:\n      document: AWS-X\n      attempts: 26\n      permissions: [ec2:DescribeVolumes]\n",
        "5:7 invalid-remediation-attempts",
        "error",
    ],
    [
        "101 percent",
        "rules:\n  restricted-ssh:\n    remediation:\n      document: AWS-X\n      errorPercent: 101\n      permissions: [ec2:DescribeVolumes]\n",
        "5:7 invalid-percentage",
        "error",
    ],
    [
        "26 parameters of a remediation",
        `rules:\n  restricted-ssh:\n    remediation:\n      document: AWS-X\n      parameters: { ${Array.from({ length: 26 }, (_, n) => `p${n}: x`).join(", ")} }\n      permissions: [ec2:DescribeVolumes]\n`,
        "5:7 too-many-remediation-parameters",
        "error",
    ],
    [
        "an automation role that is computed",
        "rules:\n  restricted-ssh:\n    remediation:\n      document: AWS-X\n      parameters:\n        AutomationAssumeRole: arn:${AWS::Partition}:iam\n",
        "6:9 computed-automation-role",
        "error",
    ],
    [
        "a default that is not allowed",
        "parameters:\n  P: { default: c, allowedValues: [a, b] }\nrules:\n  restricted-ssh: { description: '${P}' }\n",
        "2:8 invalid-default",
        "error",
    ],
    [
        "a default that breaks its pattern",
        "parameters:\n  P: { default: '1', pattern: '[a-z]' }\nrules:\n  restricted-ssh: { description: '${P}' }\n",
        "2:8 invalid-default",
        "error",
    ],
    [
        "a parameter with a hyphen",
        "parameters:\n  a-b: 1\nrules:\n  restricted-ssh: { description: '${a-b}' }\n",
        "2:3 invalid-parameter-name",
        "error",
    ],
];

describe("checking a pack", () => {
    for (const [fault, text, place, severity, hint] of rows) {
        it(`finds ${fault}`, () => {
            const found = findings(text);
            assert.deepEqual(places(found), [`packs/one.yaml:${place}`]);
            assert.equal(found[0]?.severity, severity);
            assert.match(found[0]?.hint ?? "", hint ?? /^/);
        });
    }

    for (const [what, text] of [
        ["a process check, in packs only", native("AWS_CONFIG_PROCESS_CHECK")],
        [
            "two process checks",
            "rules:\n  a: { rule: AWS_CONFIG_PROCESS_CHECK }\n  b: { rule: AWS_CONFIG_PROCESS_CHECK }\n",
        ],
        [
            "a mandatory parameter that may be left out",
            `Parameters: { P: { Type: String, Default: 1 } }\nConditions: { C: !Not [!Equals ['', !Ref P]] }\n${native("ACCESS_KEYS_ROTATED", "      InputParameters: { maxAccessKeyAge: !If [C, !Ref P, !Ref AWS::NoValue] }\n")}`,
        ],
        [
            "input parameters that may be left out altogether",
            `Conditions: { C: !Equals [!Ref AWS::Region, x] }\n${native("ACCESS_KEYS_ROTATED", "      InputParameters: !If [C, { maxAccessKeyAge: 1 }, !Ref AWS::NoValue]\n")}`,
        ],
        [
            "input parameters as JSON",
            native("ACCESS_KEYS_ROTATED", '      InputParameters: \'{"maxAccessKeyAge": "90"}\'\n'),
        ],
        ["the account as a type", "rules:\n  restricted-ssh: { scope: ['AWS::::Account'] }\n"],
        [
            "two instances that differ",
            "rules:\n  restricted-ssh:\n  b: { rule: restricted-ssh, scope: [AWS::EC2::SecurityGroup] }\n",
        ],
        ["a frequency of a rule with both triggers", "rules:\n  restricted-ssh: { frequency: One_Hour }\n"],
    ] as const) {
        it(`accepts ${what}`, () => {
            assert.deepEqual(findings(text), []);
        });
    }
});

describe("checking a stack", () => {
    const age = (value: string): string =>
        `rules:\n  access-keys-rotated: { parameters: { maxAccessKeyAge: ${value} } }\n`;

    it("finds a rule in two packs, where its parameters come out the same", () => {
        const packs = {
            "a.yaml": age("90"),
            "b.yaml": `parameters: { Age: 1 }\n${age("'${Age}'")}`,
        };
        const config = (value: string): string =>
            `  conformance-packs:packs:\n    a:\n    b: { parameters: { Age: ${value} } }\n`;
        const same = load(config("90"), packs);
        assert.deepEqual(places(same.diagnostics), ["Pulumi.test.yaml:5:5 rule-in-two-packs"]);
        assert.ok(same.plan);
        assert.deepEqual(load(config("91"), packs).diagnostics, []);
    });

    it("finds a value that the parameter or the rule behind it does not take", () => {
        const packs = {
            "a.yaml": `parameters: { Age: { default: 1, allowedValues: [1, 2, x] } }\n${age("'${Age}'")}`,
        };
        const fault = (value: string) => {
            const { diagnostics } = load(
                `  conformance-packs:packs: { a: { parameters: { Age: ${value} } } }\n`,
                packs,
            );
            return diagnostics.map(({ code, line, column, message }) => [code, line, column, message]);
        };
        assert.deepEqual(fault("2"), []);
        assert.deepEqual(fault("3"), [
            ["invalid-parameter-value", 3, 49, 'the value of Age is not among its allowed values: "3"'],
        ]);
        assert.deepEqual(fault("x"), [
            [
                "invalid-parameter-value",
                3,
                49,
                'Age cannot be "x": maxAccessKeyAge of access-keys-rotated takes a whole number',
            ],
        ]);
    });

    it("counts the rules of all packs against the quota of an account and region", () => {
        const rules = (from: number): string =>
            `rules:\n${Array.from({ length: 130 }, (_, n) => `  r${from + n}: { rule: restricted-ssh, scope: [AWS::A::T${from + n}] }\n`).join("")}`;
        const packs = Object.fromEntries(Array.from({ length: 8 }, (_, n) => [`p${n}.yaml`, rules(n * 130)]));
        const config = (count: number): string =>
            `  conformance-packs:packs:\n${Array.from({ length: count }, (_, n) => `    p${n}:\n`).join("")}`;
        assert.deepEqual(load(config(7), packs).diagnostics, []);
        assert.deepEqual(places(load(config(8), packs).diagnostics), ["Pulumi.test.yaml:3:3 too-many-rules"]);
    });

    it("finds a rule that the region does not have, where that is known", () => {
        const plan = planOf("  conformance-packs:packs: { a: }\n", { "a.yaml": age("1") });
        const known = new Catalogue({ ACCESS_KEYS_ROTATED: { rule: "access-keys-rotated", regions: ["us-east-1"] } });
        const check = (region: string) => checkStack(plan.packs, region, () => ({ file: "" }), known);
        assert.deepEqual(places(check("eu-west-1")), ["packs/a.yaml:2:3 rule-not-in-region"]);
        assert.deepEqual(check("us-east-1"), []);
    });
});
