import assert from "node:assert/strict";
import { createHandler } from "../../../functions/runtime/handler.ts";
import type { ConfigurationItem, Context, Evaluation, Parameters } from "../../../functions/rule.ts";
import { compliant, nonCompliant } from "../../../functions/rule.ts";
import { useAws } from "../aws-server.ts";
import { ACCOUNT, CAPTURED, changeEvent, FUNCTION, oversizedEvent, ruleEvent } from "./events.ts";

describe("a function asked about a changed resource", () => {
    const aws = useAws();
    let asked: { item: ConfigurationItem; parameters: Parameters; context: Context }[] = [];
    const parameters = { days: { type: "integer", default: "90" }, note: { type: "string", optional: true } } as const;
    const handler = createHandler({
        parameters,
        resourceTypes: ["AWS::S3::Bucket"],
        evaluate: (item: ConfigurationItem, given: Parameters, context: Context): Evaluation => {
            asked.push({ item, parameters: given, context });
            return item.tags["owner"] === undefined ? nonCompliant("The tag owner is missing.") : compliant();
        },
    });
    const put = (): unknown[] => aws.of("PutEvaluations").flatMap(({ Evaluations: all }) => all as unknown[]);

    beforeEach(() => {
        asked = [];
    });

    it("hands over what the rule says, of the moment in which the item was captured", async () => {
        const { evaluations } = await handler(changeEvent({ tags: { owner: "me" } }), FUNCTION);
        await handler(changeEvent({ resourceId: "other" }), FUNCTION);
        assert.deepEqual(evaluations, { COMPLIANT: 1, NON_COMPLIANT: 0, NOT_APPLICABLE: 0 });
        const about = { ComplianceResourceType: "AWS::S3::Bucket", OrderingTimestamp: Date.parse(CAPTURED) / 1000 };
        assert.deepEqual(put(), [
            { ...about, ComplianceResourceId: "a-bucket", ComplianceType: "COMPLIANT" },
            {
                ...about,
                ComplianceResourceId: "other",
                ComplianceType: "NON_COMPLIANT",
                Annotation: "The tag owner is missing.",
            },
        ]);
        assert.deepEqual(
            aws.of("PutEvaluations").map(({ ResultToken: token, TestMode: test }) => [token, test]),
            [
                ["the-token", undefined],
                ["the-token", undefined],
            ],
        );
    });

    it("gives the rule the item, its parameters as values and where it runs", async () => {
        const item = {
            configuration: '{"name":"a-bucket"}',
            supplementaryConfiguration: { BucketPolicy: '{"policyText":null}', Plain: "text" },
            relationships: [{ resourceType: "AWS::KMS::Key", resourceId: "k", name: "uses" }],
        };
        await handler(changeEvent(item, { ruleParameters: '{"days":"30","unknown":"x"}' }), FUNCTION);
        const [{ item: given, parameters: values, context } = assert.fail()] = asked;
        assert.deepEqual(given.configuration, { name: "a-bucket" });
        assert.deepEqual(given.supplementaryConfiguration, { BucketPolicy: { policyText: null }, Plain: "text" });
        assert.deepEqual(given.relationships, item.relationships);
        assert.deepEqual([given.ARN, given.awsAccountId], ["arn:aws:s3:::a-bucket", ACCOUNT]);
        assert.deepEqual(values, { days: 30 });
        assert.deepEqual(
            [context.accountId, context.region, context.partition, context.ruleName, context.time.toISOString()],
            [ACCOUNT, "eu-west-1", "aws", "bucket-owned-conformance-pack-abc", "2026-09-01T08:15:03.000Z"],
        );
    });

    for (const status of ["ResourceDeleted", "ResourceDeletedNotRecorded", "ResourceNotRecorded"]) {
        it(`says NOT_APPLICABLE of a resource with ${status}, and does not ask the rule`, async () => {
            const { evaluations } = await handler(changeEvent({ configurationItemStatus: status }), FUNCTION);
            assert.deepEqual([evaluations.NOT_APPLICABLE, asked.length], [1, 0]);
        });
    }

    it("says NOT_APPLICABLE of a resource that left the scope, or of another type", async () => {
        await handler(changeEvent({}, { eventLeftScope: true }), FUNCTION);
        await handler(changeEvent({ resourceType: "AWS::EC2::Instance" }), FUNCTION);
        assert.deepEqual(
            put().map((one) => (one as { ComplianceType: string }).ComplianceType),
            ["NOT_APPLICABLE", "NOT_APPLICABLE"],
        );
        assert.deepEqual(asked, []);
    });

    it("asks AWS Config for an item that was too large for the event", async () => {
        aws.answers["GetResourceConfigHistory"] = () => ({
            body: {
                configurationItems: [
                    {
                        accountId: ACCOUNT,
                        arn: "arn:aws:s3:::a-bucket",
                        resourceType: "AWS::S3::Bucket",
                        resourceId: "a-bucket",
                        configurationItemStatus: "OK",
                        configurationItemCaptureTime: Date.parse(CAPTURED) / 1000,
                        tags: { owner: "me" },
                        relationships: [{ resourceType: "AWS::KMS::Key", resourceId: "k", relationshipName: "uses" }],
                        configuration: '{"name":"a-bucket","rules":[1,2]}',
                        supplementaryConfiguration: { BucketPolicy: '{"policyText":"{}"}' },
                    },
                ],
            },
        });
        const { evaluations } = await handler(oversizedEvent(), FUNCTION);
        assert.equal(evaluations.COMPLIANT, 1);
        assert.deepEqual(aws.of("GetResourceConfigHistory"), [
            {
                resourceType: "AWS::S3::Bucket",
                resourceId: "a-bucket",
                laterTime: Date.parse(CAPTURED) / 1000,
                limit: 1,
            },
        ]);
        const [{ item } = assert.fail()] = asked;
        assert.deepEqual(item, {
            ARN: "arn:aws:s3:::a-bucket",
            awsAccountId: ACCOUNT,
            resourceType: "AWS::S3::Bucket",
            resourceId: "a-bucket",
            configurationItemStatus: "OK",
            configurationItemCaptureTime: CAPTURED,
            tags: { owner: "me" },
            relationships: [{ resourceType: "AWS::KMS::Key", resourceId: "k", relationshipName: "uses" }],
            configuration: { name: "a-bucket", rules: [1, 2] },
            supplementaryConfiguration: { BucketPolicy: { policyText: "{}" } },
        });
    });

    it("does not ask for an oversized item of a resource that is deleted", async () => {
        const { evaluations } = await handler(oversizedEvent({ configurationItemStatus: "ResourceDeleted" }), FUNCTION);
        assert.equal(evaluations.NOT_APPLICABLE, 1);
        assert.deepEqual(
            aws.requests.map(({ operation }) => operation),
            ["PutEvaluations"],
        );
    });

    it("fails where AWS Config has no such item, so that Lambda tries again", async () => {
        aws.answers["GetResourceConfigHistory"] = () => ({ body: { configurationItems: [] } });
        await assert.rejects(handler(oversizedEvent(), FUNCTION), /no configuration item of AWS::S3::Bucket a-bucket/);
    });

    it("fails, and hands nothing over, where a parameter is missing or of another type", async () => {
        const strict = createHandler({ parameters: { days: { type: "integer" } }, evaluate: () => compliant() });
        await assert.rejects(strict(changeEvent(), FUNCTION), /needs the parameter days/);
        const event = changeEvent({}, { ruleParameters: '{"days":"many"}' });
        await assert.rejects(strict(event, FUNCTION), /days is not a whole number/);
        assert.deepEqual(aws.requests, []);
    });

    it("fails where the rule answers what is no evaluation, and says what it was", async () => {
        for (const [answer, said] of [
            [undefined, "undefined"],
            [{ compliance: "compliant" }, '{"compliance":"compliant"}'],
        ] as const) {
            const wrong = createHandler({ parameters: {}, evaluate: () => answer as unknown as Evaluation });
            await assert.rejects(wrong(changeEvent(), FUNCTION), (reason: Error) => reason.message.includes(said));
        }
        assert.deepEqual(aws.requests, []);
    });

    it("fails for events that no rule of its kind gets", async () => {
        await assert.rejects(handler(ruleEvent({ messageType: "Other" }), FUNCTION), /unknown type: Other/);
        const scheduled = createHandler({ parameters: {}, evaluateAccount: () => Promise.resolve([]) });
        await assert.rejects(scheduled(changeEvent(), FUNCTION), /exports evaluateAccount, for schedules/);
    });
});
