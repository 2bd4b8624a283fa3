import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type { PolicyResource } from "@pulumi/policy";
import { UNKNOWN } from "../../lib/guard-rails/guarded-resource.ts";
import { guardedResource, guardedResources } from "../../policies/registered-resource.ts";

/** The SDK's own, which its declarations leave out. */
const { unknownCheckingProxy, unknownStringValue } = createRequire(import.meta.url)("@pulumi/policy/proxy.js") as {
    readonly unknownCheckingProxy: (properties: object) => object;
    readonly unknownStringValue: string;
};

const PROPERTIES = {
    bucket: "history",
    policy: unknownStringValue,
    rules: [{ id: "one", key: unknownStringValue }, unknownStringValue],
    versioned: true,
    days: 7,
    nothing: null,
};

describe("a resource that is registered", () => {
    /** As Pulumi's SDK hands it to a policy: reading what is unknown throws. */
    const props = unknownCheckingProxy(PROPERTIES) as Record<string, unknown>;
    const registered = { type: "aws:s3/bucket:Bucket", name: "delivery-bucket", urn: "urn:1", props };

    it("is handed over by a proxy that throws", () => {
        assert.throws(() => props["policy"], { name: "Error", message: /can't be known during preview/ });
    });

    it("becomes plain values, with a mark where a preview cannot know", () => {
        assert.deepEqual(guardedResource(registered), {
            type: "aws:s3/bucket:Bucket",
            name: "delivery-bucket",
            urn: "urn:1",
            properties: { ...PROPERTIES, policy: UNKNOWN, rules: [{ id: "one", key: UNKNOWN }, UNKNOWN] },
            origins: {},
        });
    });

    it("says where its values come from, once all are registered", () => {
        const key = { ...registered, urn: "urn:2", propertyDependencies: {} };
        const [resource] = guardedResources([
            { ...registered, propertyDependencies: { policy: [key] } } as unknown as PolicyResource,
        ]);
        assert.deepEqual(resource?.origins, { policy: ["urn:2"] });
    });

    it("fails with whatever else goes wrong", () => {
        const broken = Object.defineProperty({}, "bucket", {
            enumerable: true,
            get: () => {
                throw new TypeError("broken");
            },
        });
        assert.throws(() => guardedResource({ ...registered, props: broken }), TypeError);
    });
});
