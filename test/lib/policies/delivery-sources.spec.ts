import assert from "node:assert/strict";
import fc from "fast-check";
import { deliveryBucketPolicy } from "../../../lib/policies/delivery-bucket-policy.ts";
import { deliveryKeyPolicy } from "../../../lib/policies/delivery-key-policy.ts";
import type { DeliverySources } from "../../../lib/policies/delivery-sources.ts";
import { deliveryTopicPolicy } from "../../../lib/policies/delivery-topic-policy.ts";
import type { PolicyDocument, PolicyStatement } from "../../../lib/policies/policy-document.ts";

const SCOPE = { partition: "aws", account: "111122223333", region: "eu-west-1" };
const BUCKET = "arn:aws:s3:::history";
const ORGANIZATION = "o-a1b2c3d4e5";

function documents(sources: DeliverySources): Readonly<Record<string, PolicyDocument>> {
    return {
        bucket: deliveryBucketPolicy({ ...SCOPE, bucketArn: BUCKET, keyArn: "arn:aws:kms:eu-west-1:1:key/1", sources }),
        key: deliveryKeyPolicy({ ...SCOPE, administrators: [], sources }),
        topic: deliveryTopicPolicy({
            ...SCOPE,
            topicArn: "arn:aws:sns:eu-west-1:111122223333:t",
            sources: withoutRegions(sources),
        }),
    };
}

function withoutRegions({ regions: _, ...sources }: DeliverySources): Omit<DeliverySources, "regions"> {
    return sources;
}

/** Statements that let AWS Config in. */
function grants(document: PolicyDocument | undefined, sid: RegExp): PolicyStatement[] {
    return (document?.Statement ?? []).filter(({ Sid, Effect }) => Effect === "Allow" && sid.test(Sid));
}

describe("policies of central delivery", () => {
    it("let a whole organization in by one condition, of the key that matches a service", () => {
        const sources = { regions: ["us-east-1"], organizationId: ORGANIZATION };
        for (const [name, document] of Object.entries(documents(sources))) {
            const found = grants(document, /Organization/);
            assert.ok(found.length > 0, name);
            for (const { Condition, Principal } of found) {
                assert.deepEqual(Principal, { Service: "config.amazonaws.com" });
                assert.equal(Condition?.["StringEquals"]?.["aws:SourceOrgID"], ORGANIZATION);
            }
            assert.doesNotMatch(JSON.stringify(document), /PrincipalOrgID/i);
        }
    });

    it("ask no region of the organization where its recorders may stay, and their own of topics", () => {
        const from = (sources: DeliverySources): unknown[] =>
            Object.values(documents(sources)).map((document) => [
                ...new Set(
                    grants(document, /Organization/).flatMap(
                        ({ Condition }) => Condition?.["ArnLike"]?.["aws:SourceArn"],
                    ),
                ),
            ]);
        const expected = [["arn:aws:config:*:*:*"], ["arn:aws:config:*:*:*"], ["arn:aws:config:eu-west-1:*:*"]];
        assert.deepEqual(from({ organizationId: ORGANIZATION }), expected);
        assert.deepEqual(from({ organizationId: ORGANIZATION, regions: ["us-east-1"] }), expected);
    });

    it("do not grow with the organization", () => {
        const one = JSON.stringify(documents({ organizationId: ORGANIZATION })["bucket"]).length;
        assert.ok(one < 4096, `${one} bytes`);
    });

    it("let listed accounts write below their own IDs, and all others nowhere", () => {
        const { bucket } = documents({ accounts: ["444455556666"] });
        const [delivery] = grants(bucket, /BucketDelivery$/);
        assert.deepEqual(delivery?.Resource, [
            `${BUCKET}/AWSLogs/111122223333/Config/*`,
            `${BUCKET}/AWSLogs/444455556666/Config/*`,
        ]);
        assert.deepEqual(delivery.Condition?.["StringEquals"]?.["aws:SourceAccount"], ["111122223333", "444455556666"]);
    });

    it("let a topic be published to from its own region only", () => {
        const { topic } = documents({ regions: ["us-east-1"], accounts: ["444455556666"] });
        const [statement] = grants(topic, /^ConfigDelivery$/);
        assert.equal(statement?.Condition?.["ArnLike"]?.["aws:SourceArn"], "arn:aws:config:eu-west-1:*:*");
    });

    it("hold AWS Config to the named accounts or the organization in every grant", () => {
        const account = fc.stringMatching(/^\d{12}$/);
        fc.assert(
            fc.property(fc.uniqueArray(account, { maxLength: 5 }), fc.boolean(), (accounts, organization) => {
                const sources = { accounts, ...(organization && { organizationId: ORGANIZATION }) };
                for (const document of Object.values(documents(sources))) {
                    for (const { Condition = {}, Sid } of grants(document, /Config/)) {
                        const equal = Condition["StringEquals"] ?? {};
                        assert.notEqual("aws:SourceAccount" in equal, "aws:SourceOrgID" in equal, Sid);
                        const named = [equal["aws:SourceAccount"] ?? []].flat();
                        assert.ok(named.every((one) => one === SCOPE.account || accounts.includes(one)));
                    }
                }
            }),
        );
    });
});
