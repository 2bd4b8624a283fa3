import assert from "node:assert/strict";
import { INLINE_TEMPLATE_BYTES } from "../../../lib/pack/limits.ts";
import { packsOfAllRegions, regionsOf } from "../../../lib/plan/regions.ts";
import { load, places, planOf } from "../project.ts";

/** A pack of about so many bytes, which are no comment and are sent. */
const pack = (bytes: number): string => `Description: "${"x".repeat(bytes)}"
Resources:
  Logging:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: bucket-logging
      Source: { Owner: AWS, SourceIdentifier: S3_BUCKET_LOGGING_ENABLED }
`;

const REGIONS = "  conformance-packs:regions: { us-east-1: {} }\n";
const ONE = "  conformance-packs:packs: { one: {}, two: {} }\n";
const SMALL = { "one.yaml": pack(10), "two.yaml": pack(20) };

describe("where templates are", () => {
    it("is the request, as long as they have room there", () => {
        const plan = planOf(ONE, SMALL);
        assert.deepEqual(
            plan.packs.map(({ delivery }) => delivery.kind),
            ["inline", "inline"],
        );
        assert.equal(plan.templateBucket, undefined);
    });

    it("is a bucket of each region where a stack wants it, with the name that the own one has", () => {
        const bucket = "  conformance-packs:templateBucket: { packs: all, name: own-templates }\n";
        const plan = planOf(REGIONS + bucket + ONE, SMALL);
        assert.deepEqual(
            packsOfAllRegions(plan).map(({ pack: { delivery } }) => delivery.kind),
            ["s3", "s3", "s3", "s3"],
        );
        assert.deepEqual(
            regionsOf(plan).map(({ templateBucket }) => templateBucket),
            [{ name: "own-templates", namePrefix: "config-packs-test" }, { namePrefix: "config-packs-test" }],
        );
    });

    it("follows the content alone: the same in every region, another with every change", () => {
        const bucket = "  conformance-packs:templateBucket: { packs: all }\n";
        const keys = (packs: typeof SMALL): unknown[] =>
            packsOfAllRegions(planOf(REGIONS + bucket + ONE, packs)).map(
                ({ pack: { delivery } }) => delivery.kind === "s3" && delivery.objectKey,
            );
        const [one, two, further] = keys(SMALL);
        assert.match(String(one), /^one\/[0-9a-f]{32}\.yaml$/);
        assert.equal(further, one);
        const changed = keys({ ...SMALL, "one.yaml": pack(11) });
        assert.notEqual(changed[0], one);
        assert.equal(changed[1], two);
    });

    it("stays the request where a stack wants it, but for what has no room there", () => {
        const large = planOf("  conformance-packs:templateBucket: { packs: large }\n" + ONE, {
            ...SMALL,
            "two.yaml": pack(INLINE_TEMPLATE_BYTES),
        });
        assert.deepEqual(
            large.packs.map(({ delivery }) => delivery.kind),
            ["inline", "s3"],
        );
    });

    it("is one of two words", () => {
        const { diagnostics } = load("  conformance-packs:templateBucket: { packs: none }\n");
        assert.deepEqual(places(diagnostics), ["Pulumi.test.yaml:3:39 invalid-setting"]);
    });
});
