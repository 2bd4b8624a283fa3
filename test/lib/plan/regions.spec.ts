import assert from "node:assert/strict";
import type { RegionPlan } from "../../../lib/plan/plan.ts";
import { aggregatorRegion, packsOfAllRegions, regionsOf } from "../../../lib/plan/regions.ts";
import { load, places, planOf, RULE } from "../project.ts";

const BUCKET_RULE = `  Logging:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: bucket-logging
      Source: { Owner: AWS, SourceIdentifier: S3_BUCKET_LOGGING_ENABLED }
`;

const PARAMETER = `Parameters:
  MaxAge: { Type: String, Default: "90" }
Resources:
  Rotation:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: rotation
      InputParameters: { maxDaysSinceRotation: !Ref MaxAge }
      Source: { Owner: AWS, SourceIdentifier: SECRETSMANAGER_SECRET_PERIODIC_ROTATION }
`;

function further(config: string, packs?: Readonly<Record<string, string>>): readonly RegionPlan[] {
    return planOf(config, packs).furtherRegions ?? [];
}

describe("the regions of a plan", () => {
    it("are the stack's own where no other is named", () => {
        const plan = planOf("");
        assert.equal(plan.furtherRegions, undefined);
        assert.deepEqual(
            regionsOf(plan).map(({ region }) => region),
            ["eu-west-1"],
        );
    });

    it("are those that are named, in alphabetical order, the own one first and once", () => {
        const plan = planOf("  conformance-packs:regions: { us-east-1: , eu-west-1: , ap-south-1: {} }\n");
        assert.deepEqual(
            regionsOf(plan).map(({ region }) => region),
            ["eu-west-1", "ap-south-1", "us-east-1"],
        );
    });

    it("are all that accounts have by default, without those that are taken out", () => {
        const regions = further("  conformance-packs:regions: { all: , sa-east-1: { enabled: false } }\n");
        assert.equal(regions.length, 15);
        assert.ok(!regions.some(({ region }) => ["sa-east-1", "eu-west-1", "ap-east-1"].includes(region)));
    });

    it("record the global types in the home region only", () => {
        const regions = regionsOf(
            planOf("  conformance-packs:homeRegion: us-east-1\n  conformance-packs:regions: { us-east-1: }\n"),
        );
        assert.deepEqual(
            regions.map(
                ({ recorder }) => recorder.mode !== "use" && recorder.recordingGroup.includeGlobalResourceTypes,
            ),
            [false, true],
        );
    });

    it("take over the stack's settings, with what differs in their place", () => {
        const [region] = further(
            "  conformance-packs:retention: { days: 90 }\n" +
                "  conformance-packs:recorder: { frequency: daily }\n" +
                "  conformance-packs:regions:\n" +
                "    us-east-1:\n" +
                "      recorder: { mode: adopt, name: theirs }\n" +
                "      deliveryChannel: { snapshotDeliveryFrequency: One_Hour }\n" +
                "      deliveryTopic: { enabled: false }\n",
        );
        assert.ok(region && region.recorder.mode !== "use");
        assert.equal(region.recorder.name, "theirs");
        assert.equal(region.recorder.recordingFrequency, "DAILY");
        assert.deepEqual(region.deliveryChannel, {
            mode: "create",
            name: "default",
            snapshotDeliveryFrequency: "One_Hour",
        });
        assert.equal(region.retention.days, 90);
        assert.equal(region.deliveryTopic, undefined);
    });

    it("do not take over what belongs to one region: the topic's key and the template bucket's name", () => {
        const [region] = further(
            "  conformance-packs:deliveryTopic: { kmsKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1' }\n" +
                "  conformance-packs:regions: { us-east-1: }\n",
        );
        assert.deepEqual(region?.deliveryTopic, { name: "conformance-packs-test-delivery", subscriptions: [] });
    });

    it("leave rules on global types to the home region, and a pack of nothing else with them", () => {
        const packs = { "root.yaml": RULE, "mixed.yaml": `${RULE}${BUCKET_RULE}` };
        const plan = planOf(
            "  conformance-packs:packs: { root: , mixed: }\n  conformance-packs:regions: { us-east-1: }\n",
            packs,
        );
        assert.deepEqual(
            packsOfAllRegions(plan).map(({ region, pack }) => [
                region,
                pack.name,
                pack.rules.map(({ name }) => name),
                pack.resources,
            ]),
            [
                ["eu-west-1", "root", ["root-mfa"], 1],
                ["eu-west-1", "mixed", ["root-mfa", "bucket-logging"], 2],
                ["us-east-1", "mixed", ["bucket-logging"], 1],
            ],
        );
        const [region] = plan.furtherRegions ?? [];
        assert.deepEqual(region?.leftOut, [
            { pack: "root", rule: "root-mfa" },
            { pack: "mixed", rule: "root-mfa" },
        ]);
        assert.match(region.packs[0]?.template ?? "", /bucket-logging/);
        assert.doesNotMatch(region.packs[0]?.template ?? "", /root-mfa/);
        assert.equal(plan.leftOut, undefined);
    });

    it("leave them out of a stack of its own elsewhere too", () => {
        const plan = planOf("  conformance-packs:homeRegion: us-east-1\n  conformance-packs:packs: { root: }\n");
        assert.deepEqual(plan.packs, []);
        assert.deepEqual(plan.leftOut, [{ pack: "root", rule: "root-mfa" }]);
    });

    it("have packs and parameters of their own", () => {
        const config =
            "  conformance-packs:packs: { rotation: , logging: }\n" +
            "  conformance-packs:regions:\n" +
            "    us-east-1:\n" +
            "      packs: { logging: { enabled: false }, rotation: { parameters: { MaxAge: 30 } } }\n";
        const packs = { "rotation.yaml": PARAMETER, "logging.yaml": `Resources:\n${BUCKET_RULE}` };
        const plan = planOf(config, packs);
        const [region] = plan.furtherRegions ?? [];
        assert.deepEqual(
            region?.packs.map(({ name, parameters }) => [name, parameters]),
            [["rotation", [{ name: "MaxAge", value: "30" }]]],
        );
        assert.deepEqual(plan.packs[0]?.parameters, []);
        assert.deepEqual({ ...Object(region.packs[0]?.rules[0]?.inputParameters) }, { maxDaysSinceRotation: "30" });
    });

    it("hold bundles, whose parts keep their names", () => {
        const plan = planOf(
            "  conformance-packs:bundles: { base: { packs: [root, logging] } }\n" +
                "  conformance-packs:regions: { us-east-1: }\n",
            { "root.yaml": RULE, "logging.yaml": `Resources:\n${BUCKET_RULE}` },
        );
        assert.deepEqual(
            packsOfAllRegions(plan).map(({ region, pack }) => [region, pack.name, pack.rules.length]),
            [
                ["eu-west-1", "base", 2],
                ["us-east-1", "base", 1],
            ],
        );
    });

    it("have the aggregators in the home region, where the stack covers it", () => {
        const home = "  conformance-packs:homeRegion: us-east-1\n";
        assert.equal(aggregatorRegion(planOf(`${home}  conformance-packs:regions: { us-east-1: }\n`)), "us-east-1");
        assert.equal(aggregatorRegion(planOf(home)), "eu-west-1");
    });

    it("say once what is wrong everywhere", () => {
        const { diagnostics } = load(
            "  conformance-packs:packs: { missing: }\n  conformance-packs:regions: { us-east-1: , us-west-2: }\n",
        );
        assert.deepEqual(places(diagnostics), ["Pulumi.test.yaml:3:30 no-such-pack"]);
    });

    const FAULTS: readonly (readonly [string, string, readonly string[]])[] = [
        ["a region that is none", "{ eu-west: }", ["3:32 invalid-setting"]],
        [
            "settings of the stack's own region",
            "{ eu-west-1: { retention: { days: 30 } } }",
            ["3:32 settings-of-own-region"],
        ],
        ["settings of all regions", "{ all: { retention: { days: 30 } } }", ["3:32 settings-of-all-regions"]],
        ["a region that nobody knows", "{ us-esat-1: }", ["3:32 unknown-region"]],
        ["another partition", "{ cn-north-1: }", ["3:32 region-elsewhere"]],
        ["a pack that is not deployed", "{ us-east-1: { packs: { rot: } } }", ["3:54 unknown-pack"]],
        ["a region that need not be enabled", "{ us-east-1: { optIn: enable } }", ["3:45 not-an-opt-in-region"]],
        ["an opt-in region without a word of it", "{ ap-east-1: }", ["3:32 opt-in-region"]],
        ["a retention out of bounds", "{ us-east-1: { retention: { days: 3 } } }", ["3:58 invalid-setting"]],
        ["a name of a new recorder", "{ us-east-1: { recorder: { name: own } } }", ["3:57 name-of-new"]],
        [
            "an unknown parameter",
            "{ us-east-1: { packs: { root: { parameters: { Nope: 1 } } } } }",
            ["3:76 unknown-parameter"],
        ],
    ];
    for (const [what, value, expected] of FAULTS) {
        it(`name the place of ${what}`, () => {
            const { diagnostics } = load(
                `  conformance-packs:regions: ${value}\n  conformance-packs:packs: { root: , root2: { file: root } }\n`,
                { "root.yaml": `${RULE}${BUCKET_RULE}` },
            );
            assert.deepEqual(
                places(diagnostics.filter(({ code }) => code !== "rule-in-two-packs")),
                expected.map((place) => `Pulumi.test.yaml:${place}`),
            );
        });
    }

    it("refuse a home region that records no global types, unless they are not wanted", () => {
        const region = "  conformance-packs:homeRegion: eu-central-2\n";
        assert.deepEqual(places(load(region).diagnostics), ["Pulumi.test.yaml:3:3 home-region-without-global-types"]);
        assert.deepEqual(
            load(`${region}  conformance-packs:recorder: { globalResourceTypes: false }\n`).diagnostics,
            [],
        );
    });

    it("are enabled where the account does not have them yet", () => {
        assert.equal(further("  conformance-packs:regions: { ap-east-1: { optIn: enable } }\n")[0]?.enable, true);
        assert.equal(further("  conformance-packs:regions: { ap-east-1: { optIn: enabled } }\n")[0]?.enable, undefined);
    });
});
