import assert from "node:assert/strict";
import { readConfiguration } from "../../../sandbox/provider/configuration.ts";

describe("provider configuration", () => {
    it("takes the region, structured settings as JSON text, and nothing of credentials", () => {
        const defaultTags = '{"tags":{"team":"a"}}';
        const read = readConfiguration({ region: "eu-west-1", defaultTags, accessKey: "k", endpoints: "[]" }, {});
        assert.deepEqual(read, { region: "eu-west-1", defaultTags: { team: "a" } });
    });

    it("falls back on the environment's region, and needs one", () => {
        assert.equal(readConfiguration({}, { AWS_REGION: "eu-west-2" }).region, "eu-west-2");
        assert.equal(readConfiguration({}, { AWS_DEFAULT_REGION: "eu-west-3" }).region, "eu-west-3");
        assert.throws(() => readConfiguration({}, {}), /missing required configuration key "aws:region"/);
    });

    it("refuses what it would otherwise overlook", () => {
        assert.throws(
            () => readConfiguration({ region: "eu-west-1", assumeRoles: '[{"roleArn":"arn"}]', ignoreTags: {} }, {}),
            /does not implement the setting aws:assumeRoles, aws:ignoreTags/,
        );
    });
});
