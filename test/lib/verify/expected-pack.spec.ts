import assert from "node:assert/strict";
import { expectPacks, type ExpectedPack, type ExpectedRule } from "../../../lib/verify/expected-pack.ts";
import { planOf } from "../project.ts";

const ACCOUNT = "123456789012";

const NATIVE = `Parameters:
  Age: { Type: Number, Default: 90 }
  Every: { Type: String, Default: One_Hour }
  Zones: { Type: CommaDelimitedList, Default: "a,b" }
  Looked: { Type: "AWS::SSM::Parameter::Value<String>", Default: /name }
  Given: { Type: String, Default: "" }
Conditions:
  HasGiven: !Not [!Equals [!Ref Given, ""]]
  Here: !Equals [!Ref AWS::AccountId, "${ACCOUNT}"]
  Looks: !Equals [!Ref Looked, x]
Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      MaximumExecutionFrequency: !Ref Every
      InputParameters:
        maxAccessKeyAge: !Ref Age
        zones: !Ref Zones
        looked: !Ref Looked
        topic: !Sub "arn:\${AWS::Partition}:sns:\${AWS::Region}:\${AWS::AccountId}:x"
        given: !If [HasGiven, !Ref Given, !Ref AWS::NoValue]
      Scope: !If [HasGiven, { TagKey: a }, !Ref AWS::NoValue]
      Source: { Owner: AWS, SourceIdentifier: KEYS_OF_TOMORROW }
  Never:
    Type: AWS::Config::ConfigRule
    Condition: HasGiven
    Properties: { ConfigRuleName: never, Source: { Owner: AWS, SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED } }
  Always:
    Type: AWS::Config::ConfigRule
    Condition: Here
    Properties: { Source: { Owner: AWS, SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED } }
  Perhaps:
    Type: AWS::Config::ConfigRule
    Condition: Looks
    Properties:
      ConfigRuleName: perhaps
      Source: { Owner: CUSTOM_LAMBDA, SourceIdentifier: !GetAtt Keys.Arn }
`;

function expectOne(config: string, packs: Record<string, string>, account = ACCOUNT): ExpectedPack {
    const [pack, ...others] = expectPacks(planOf(config, packs), account);
    assert.ok(pack !== undefined && others.length === 0);
    return pack;
}

/** Plain objects, in whatever way they were made. */
function plain(value: unknown): unknown {
    return JSON.parse(JSON.stringify(value));
}

describe("what AWS has to have of a pack", () => {
    const native = (): ExpectedPack => expectOne("  conformance-packs:packs: { one: {} }\n", { "one.yaml": NATIVE });
    const rule = (pack: ExpectedPack, id: string): ExpectedRule | undefined =>
        pack.rules.find(({ logicalId }) => logicalId === id);

    it("has the values of parameters, of the account and of conditions in it, and keeps what only AWS knows", () => {
        assert.deepEqual(plain(rule(native(), "Keys")), {
            logicalId: "Keys",
            name: "keys",
            optional: false,
            owner: "AWS",
            sourceIdentifier: "KEYS_OF_TOMORROW",
            inputParameters: {
                maxAccessKeyAge: "90",
                zones: { Ref: "Zones" },
                looked: { Ref: "Looked" },
                topic: `arn:aws:sns:eu-west-1:${ACCOUNT}:x`,
            },
            frequency: "One_Hour",
        });
    });

    it("leaves out a rule whose condition is known not to hold, and keeps one open of which only AWS knows", () => {
        const pack = native();
        assert.equal(pack.plannedRules, 4);
        assert.deepEqual(
            pack.rules.map(({ logicalId, optional }) => `${logicalId} ${optional}`),
            ["Keys false", "Always false", "Perhaps true"],
        );
        assert.deepEqual(plain(rule(pack, "Perhaps")?.sourceIdentifier), { "Fn::GetAtt": ["Keys", "Arn"] });
        const elsewhere = expectOne("  conformance-packs:packs: { one: {} }\n", { "one.yaml": NATIVE }, "111111111111");
        assert.equal(rule(elsewhere, "Always"), undefined);
    });

    it("has the stack's values before the pack's defaults", () => {
        const pack = expectOne('  conformance-packs:packs: { one: { parameters: { Age: "30", Given: g } } }\n', {
            "one.yaml": NATIVE,
        });
        const keys = rule(pack, "Keys");
        const { maxAccessKeyAge, given } = plain(keys?.inputParameters) as Record<string, string>;
        assert.deepEqual([maxAccessKeyAge, given], ["30", "g"]);
        assert.deepEqual(plain(keys?.scope), { TagKey: "a" });
        assert.ok(rule(pack, "Never") !== undefined);
    });

    it("is read of a compact pack as of any other, and of a part of a bundle", () => {
        const compact = "rules:\n  access-keys-rotated:\n    parameters: { maxAccessKeyAge: 45 }\n";
        const single = "  conformance-packs:packs: { one: {} }\n";
        const bundle = "  conformance-packs:bundles: { both: { packs: [one] } }\n";
        for (const config of [single, bundle]) {
            const pack = expectOne(config, { "one.yaml": compact });
            assert.deepEqual(
                pack.rules.map(({ name, inputParameters }) => plain({ name, inputParameters })),
                [{ name: "access-keys-rotated", inputParameters: { maxAccessKeyAge: "45" } }],
            );
        }
    });

    it("knows its target and whom it excludes", () => {
        const pack = expectOne(
            '  conformance-packs:packs: { one: { target: organization, excludedAccounts: ["222222222222"] } }\n',
            { "one.yaml": NATIVE },
        );
        assert.equal(pack.target, "organization");
        assert.deepEqual(pack.excludedAccounts, ["222222222222"]);
    });
});
