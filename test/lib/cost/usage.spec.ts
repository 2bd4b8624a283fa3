import assert from "node:assert/strict";
import { defaultUsage, loadUsage } from "../../../lib/cost/usage.ts";
import { memoryFiles, places } from "../project.ts";

describe("the usage profile", () => {
    const load = (text: string) => loadUsage(memoryFiles({ "usage.yaml": text }));

    it("has defaults, with and without a file", () => {
        assert.deepEqual(loadUsage(memoryFiles({})).usage, defaultUsage());
        assert.deepEqual(load("").usage, defaultUsage());
        assert.deepEqual(defaultUsage().defaultResources, { low: 5, high: 50 });
    });

    it("takes numbers and ranges", () => {
        const { usage } = load(
            "accounts: 12\nresources:\n  AWS::S3::Bucket: { low: 3, high: 4 }\nprices:\n  eu-west-1:\n" +
                "    configurationItem: { continuous: 0.004 }\n",
        );
        assert.deepEqual(usage?.accounts, { low: 12, high: 12 });
        assert.deepEqual(usage?.resources, { "AWS::S3::Bucket": { low: 3, high: 4 } });
        assert.equal(usage?.prices["eu-west-1"]?.configurationItem?.continuous, 0.004);
    });

    it("says what is wrong, and where", () => {
        const { usage, diagnostics } = load(
            "acounts: 1\nresources:\n  AWS::S3::Bucket: { low: 4, high: 3 }\n" +
                "prices:\n  eu-west-1: { packEvaluation: [{ price: 1 }, { upTo: 5, price: 1 }] }\n",
        );
        assert.equal(usage, undefined);
        assert.deepEqual(places(diagnostics).sort(), [
            "usage.yaml:1:1 unknown-usage",
            "usage.yaml:3:3 invalid-usage",
            "usage.yaml:5:33 invalid-usage",
            "usage.yaml:5:47 invalid-usage",
        ]);
    });
});
