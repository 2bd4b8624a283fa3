import assert from "node:assert/strict";
import { catalogue } from "../../../lib/catalogue/catalogue.ts";
import { bestMatch } from "../../../lib/compare/best-match.ts";
import { compareTemplate } from "../../../lib/compare/compare-template.ts";
import { type Pack, parsePack } from "../../../lib/pack/parse.ts";

function pack(text: string, file = "packs/pack.yaml"): Pack {
    const { pack: read, diagnostics } = parsePack(file, text);
    assert.ok(read, JSON.stringify(diagnostics));
    return read;
}

const managed = (id: string, identifier: string, rest = ""): string =>
    `  ${id}:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: ${id}
      Source: { Owner: AWS, SourceIdentifier: ${identifier} }
${rest}`;

const SAMPLE = `Parameters:
  KeysParamMaxAge: { Type: String, Default: "90" }
  PolicyArn: { Type: String, Default: "arn:aws:iam::aws:policy/AWSSupportAccess" }
  Both: { Type: String, Default: "1" }
Conditions:
  HasAge: !Not [!Equals ["", !Ref KeysParamMaxAge]]
Resources:
${managed("keys", "ACCESS_KEYS_ROTATED", "      InputParameters: { maxAccessKeyAge: !If [HasAge, !Ref KeysParamMaxAge, !Ref AWS::NoValue] }\n")}
${managed("ssh", "INCOMING_SSH_DISABLED", "      Scope: { ComplianceResourceTypes: [AWS::EC2::SecurityGroup] }\n")}
${managed("policy", "IAM_POLICY_IN_USE", "      InputParameters: { policyARN: !Ref PolicyArn }\n")}
${managed("blocks", "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC", '      InputParameters: { BlockPublicAcls: "True" }\n')}
${managed("newer", "BRAND_NEW_RULE", "")}
${managed("root-account-mfa-enabled", "ROOT_ACCOUNT_MFA_ENABLED", "")}
${managed("asked-people", "AWS_CONFIG_PROCESS_CHECK", "")}
`;

const OURS = `parameters: { Age: 60, Both: 2 }
rules:
  access-keys-rotated: { parameters: { maxAccessKeyAge: "\${Age}" }, frequency: One_Hour }
  restricted-ssh:
  iam-policy-in-use: { parameters: { policyARN: "arn:\${AWS::Partition}:iam::aws:policy/AWSSupportAccess" } }
  s3-account-level-public-access-blocks-periodic: { parameters: { BlockPublicAcls: true } }
  root-account-mfa-enabled:
  eip-attached:
`;

describe("a template of AWS's beside a pack", () => {
    const comparison = compareTemplate(pack(SAMPLE), [pack(OURS)], catalogue());

    it("has rules that the pack lacks, and the reverse", () => {
        assert.deepEqual(comparison.missing, [
            { rule: "asked-people", inputs: {}, processCheck: true },
            { rule: "brand-new-rule", identifier: "BRAND_NEW_RULE", inputs: {}, unknown: true },
        ]);
        assert.deepEqual(comparison.extra, [{ rule: "eip-attached", identifier: "EIP_ATTACHED", inputs: {} }]);
        assert.equal(comparison.common, 5);
    });

    it("differs in values that AWS Config gets, not in how they are spelt", () => {
        assert.deepEqual(comparison.values, [
            { rule: "access-keys-rotated", value: "frequency", pack: "One_Hour" },
            { rule: "access-keys-rotated", value: "maxAccessKeyAge", template: "90", pack: "60" },
        ]);
    });

    it("has parameters of its own, and other defaults for the same", () => {
        assert.deepEqual(comparison.parameters, {
            missing: [
                { name: "KeysParamMaxAge", default: "90" },
                { name: "PolicyArn", default: "arn:aws:iam::aws:policy/AWSSupportAccess" },
            ],
            extra: [{ name: "Age", default: "60" }],
            changed: [{ name: "Both", template: "1", pack: "2" }],
        });
    });

    it("finds nothing between a pack and itself", () => {
        const { missing, extra, values, parameters } = compareTemplate(pack(SAMPLE), [pack(SAMPLE)], catalogue());
        assert.deepEqual([missing, extra, values], [[], [], []]);
        assert.deepEqual(parameters, { missing: [], extra: [], changed: [] });
    });

    it("compares a managed rule that stands several times by the values that are nearest in order", () => {
        const twice = (a: number, b: number): Pack =>
            pack(
                `rules:\n  one: { rule: access-keys-rotated, parameters: { maxAccessKeyAge: ${a} } }\n` +
                    `  two: { rule: access-keys-rotated, parameters: { maxAccessKeyAge: ${b} } }\n`,
            );
        assert.deepEqual(compareTemplate(twice(30, 90), [twice(90, 30)], catalogue()).values, []);
        assert.equal(compareTemplate(twice(30, 60), [twice(90, 30)], catalogue()).values.length, 1);
    });
});

describe("the pack that is most alike", () => {
    const rules = (...names: string[]): Pack => pack(`rules:\n${names.map((name) => `  ${name}:\n`).join("")}`);
    const project = [
        { name: "frame-foundation", pack: rules("root-account-mfa-enabled", "iam-root-access-key-check") },
        { name: "frame-workloads", pack: rules("restricted-ssh", "eip-attached") },
        { name: "other", pack: rules("restricted-ssh", "iam-user-mfa-enabled", "encrypted-volumes") },
    ];
    const names = (...wanted: string[]): string[] | undefined =>
        bestMatch(rules(...wanted), project)?.packs.map(({ name }) => name);

    it("has most rules in common, and is all the parts of one in parts where that is more alike", () => {
        assert.deepEqual(names("restricted-ssh", "iam-user-mfa-enabled"), ["other"]);
        assert.deepEqual(names("restricted-ssh", "eip-attached"), ["frame-workloads"]);
        assert.deepEqual(names("root-account-mfa-enabled", "iam-root-access-key-check", "restricted-ssh"), [
            "frame-foundation",
            "frame-workloads",
        ]);
        assert.equal(bestMatch(rules("restricted-ssh", "eip-attached"), project)?.likeness, 1);
    });

    it("is none where nothing is in common", () => {
        assert.equal(names("vpc-flow-logs-enabled"), undefined);
        assert.equal(bestMatch(rules("restricted-ssh"), []), undefined);
    });
});
