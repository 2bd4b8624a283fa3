import assert from "node:assert/strict";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { deliverySources } from "../../../lib/plan/delivering.ts";
import { policySizes } from "../../../lib/quota/policy-sizes.ts";
import { load, places, planOf } from "../project.ts";

const ORGANIZATION = "  conformance-packs:organization: { id: o-a1b2c3d4e5 }\n";

/** Account IDs, as YAML. */
function accounts(count: number): string {
    return `[${Array.from({ length: count }, (_, index) => `"${String(200_000_000_000 + index)}"`).join(", ")}]`;
}

function bytes(plan: DeploymentPlan, quota: string): number {
    return policySizes(plan).find((size) => size.quota === quota)?.bytes ?? 0;
}

describe("what delivers to a stack's bucket", () => {
    it("is its own account in its own regions, where nothing else is said", () => {
        const plan = planOf("  conformance-packs:regions: { us-east-1: }\n");
        assert.equal("sources" in plan.deliveryBucket, false);
        assert.deepEqual(deliverySources(plan), { regions: ["eu-west-1", "us-east-1"] });
    });

    it("is an organization, or accounts outside of it, each once", () => {
        const plan = planOf(
            `${ORGANIZATION}  conformance-packs:account: "111122223333"\n` +
                '  conformance-packs:deliveryBucket: { organization: true, accounts: ["444455556666", "111122223333", "444455556666"] }\n',
        );
        assert.deepEqual(deliverySources(plan), {
            regions: ["eu-west-1"],
            accounts: ["444455556666"],
            organizationId: "o-a1b2c3d4e5",
        });
        assert.equal(plan.deliveryTopic?.sources, undefined, "the topic has a setting of its own");
    });

    it("publishes to the topics of all regions, unless one of them says otherwise", () => {
        const plan = planOf(
            `${ORGANIZATION}  conformance-packs:deliveryTopic: { organization: true }\n` +
                "  conformance-packs:regions: { us-east-1: , us-west-2: { deliveryTopic: { organization: false } } }\n",
        );
        assert.deepEqual(plan.deliveryTopic?.sources, { organizationId: "o-a1b2c3d4e5" });
        assert.deepEqual(
            plan.furtherRegions?.map(({ deliveryTopic }) => deliveryTopic?.sources),
            [{ organizationId: "o-a1b2c3d4e5" }, undefined],
        );
    });

    it("must be an organization that has an ID", () => {
        const { diagnostics } = load(
            "  conformance-packs:deliveryBucket: { organization: true }\n" +
                "  conformance-packs:deliveryTopic: { organization: true }\n",
        );
        assert.deepEqual(places(diagnostics).sort(), [
            "Pulumi.test.yaml:3:39 organization-without-id",
            "Pulumi.test.yaml:4:38 organization-without-id",
        ]);
        assert.match(diagnostics[0]?.hint ?? "", /organization: \{ id: o-/);
    });

    it("is nobody's to say of a bucket that is only used", () => {
        const { diagnostics } = load(
            '  conformance-packs:deliveryBucket: { mode: use, name: central, accounts: ["444455556666"] }\n',
        );
        assert.deepEqual(places(diagnostics), ["Pulumi.test.yaml:3:65 ignored-setting"]);
    });

    it("is encrypted with the key of another account, in whatever region the used bucket is", () => {
        const key = "arn:aws:kms:us-east-1:444455556666:key/1";
        const plan = planOf(
            "  conformance-packs:deliveryBucket: { mode: use, name: central, prefix: all }\n" +
                `  conformance-packs:encryptionKey: { mode: use, arn: "${key}" }\n`,
        );
        assert.deepEqual(plan.encryptionKey, { mode: "use", arn: key });
        assert.deepEqual(plan.deliveryBucket, { mode: "use", name: "central", prefix: "all" });
        const own = load(`  conformance-packs:encryptionKey: { mode: use, arn: "${key}" }\n`);
        assert.deepEqual(places(own.diagnostics), ["Pulumi.test.yaml:3:49 key-of-another-region"]);
    });

    it("fits the policies, or is refused with size, limit and the way out", () => {
        const list = (count: number): string =>
            `  conformance-packs:deliveryBucket: { accounts: ${accounts(count)} }\n`;
        const largest = planOf(list(100));
        assert.ok(bytes(largest, "bucket-policy") < 20_480);
        assert.ok(bytes(largest, "key-policy") > bytes(planOf(""), "key-policy"), "the key lets them in as well");
        const { diagnostics } = load(list(300));
        assert.deepEqual(places(diagnostics), ["Pulumi.test.yaml:3:39 policy-too-large"]);
        assert.match(
            diagnostics[0]?.message ?? "",
            /^the policy of the delivery bucket would have \d\d,\d{3} bytes with 300 accounts; AWS takes 20,480$/,
        );
        assert.match(diagnostics[0]?.hint ?? "", /organization: true/);
    });

    it("fits the topic's policy as well, the largest of all regions", () => {
        const { diagnostics } = load(
            `  conformance-packs:regions: { us-east-1: }\n  conformance-packs:deliveryTopic: { accounts: ${accounts(2100)} }\n`,
        );
        assert.deepEqual(places(diagnostics), ["Pulumi.test.yaml:4:38 policy-too-large"]);
        assert.match(diagnostics[0]?.message ?? "", /delivery topic would have 3\d,\d{3} bytes .*30,720/);
    });

    it("counts a key's administrators against the key's own limit", () => {
        const roles = Array.from({ length: 700 }, (_, at) => `"arn:aws:iam::111122223333:role/administrator-${at}"`);
        const { diagnostics } = load(`  conformance-packs:encryptionKey: { administrators: [${roles.join(", ")}] }\n`);
        assert.deepEqual(places(diagnostics), ["Pulumi.test.yaml:3:38 policy-too-large"]);
        assert.match(diagnostics[0]?.hint ?? "", /fewer administrators/);
    });

    it("is measured with twelve digits where the account is not known", () => {
        const known = planOf('  conformance-packs:account: "111122223333"\n');
        for (const quota of ["bucket-policy", "key-policy", "topic-policy"]) {
            assert.equal(bytes(planOf(""), quota), bytes(known, quota));
        }
    });
});
