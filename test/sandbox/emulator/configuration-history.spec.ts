import assert from "node:assert/strict";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    GetResourceConfigHistoryCommand,
    type GetResourceConfigHistoryRequest,
    PutConfigRuleCommand,
    PutEvaluationsCommand,
} from "@aws-sdk/client-config-service";
import { DeleteBucketCommand, PutBucketTaggingCommand, S3Client } from "@aws-sdk/client-s3";
import { createBucket, startRecording } from "./config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "./emulator-fixture.ts";

const BUCKET = { resourceType: "AWS::S3::Bucket", resourceId: "data" } as const;

describe("AWS emulator: configuration history", () => {
    const fixture = useEmulator();
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    const s3 = (): S3Client => new S3Client({ ...fixture.settings(), forcePathStyle: true });

    beforeEach(async () => {
        await fixture.reset();
        await startRecording(fixture.settings());
        await createBucket(fixture.settings(), "data");
    });

    const history = (request: Partial<GetResourceConfigHistoryRequest> = {}) =>
        config().send(new GetResourceConfigHistoryCommand({ ...BUCKET, ...request }));

    async function tag(owner: string): Promise<void> {
        const Tagging = { TagSet: [{ Key: "owner", Value: owner }] };
        await s3().send(new PutBucketTaggingCommand({ Bucket: "data", Tagging }));
    }

    it("keeps an item for each state that was seen, until the resource is gone and after", async () => {
        await history();
        await tag("one");
        await history();
        await history();
        await s3().send(new DeleteBucketCommand({ Bucket: "data" }));
        const { configurationItems: items = [] } = await history();
        assert.deepEqual(
            items.map(({ configurationItemStatus: status, tags }) => [status, tags]),
            [
                ["ResourceDeleted", {}],
                ["OK", { owner: "one" }],
                ["ResourceDiscovered", {}],
            ],
        );
        const [, changed] = items;
        assert.deepEqual([changed?.accountId, changed?.awsRegion], [ACCOUNT, REGION]);
        assert.ok(changed?.configurationItemCaptureTime instanceof Date);
        assert.equal((JSON.parse(changed.configuration ?? "") as { name: string }).name, "data");
    });

    it("pages, and narrows by time and order", async () => {
        for (const owner of ["one", "two", "three"]) {
            await tag(owner);
            await history();
        }
        const first = await history({ limit: 2, chronologicalOrder: "Forward" });
        assert.deepEqual(
            first.configurationItems?.map(({ tags }) => tags),
            [{ owner: "one" }, { owner: "two" }],
        );
        const second = await history({ limit: 2, chronologicalOrder: "Forward", nextToken: first.nextToken });
        assert.deepEqual(
            [second.configurationItems?.map(({ tags }) => tags), second.nextToken],
            [[{ owner: "three" }], undefined],
        );
        const later = first.configurationItems?.[1]?.configurationItemCaptureTime;
        assert.equal((await history({ earlierTime: later })).configurationItems?.length, 2);
    });

    it("has the compliance of a resource as a history of its own", async () => {
        const ConfigRule = {
            ConfigRuleName: "versioned",
            Source: { Owner: "AWS", SourceIdentifier: "S3_BUCKET_VERSIONING_ENABLED" } as const,
        };
        await config().send(new PutConfigRuleCommand({ ConfigRule }));
        await config().send(new DescribeConfigRulesCommand({}));
        for (const ComplianceType of ["COMPLIANT", "COMPLIANT", "NON_COMPLIANT"] as const) {
            await config().send(
                new PutEvaluationsCommand({
                    ResultToken: "versioned",
                    Evaluations: [
                        {
                            ComplianceResourceType: BUCKET.resourceType,
                            ComplianceResourceId: BUCKET.resourceId,
                            ComplianceType,
                            OrderingTimestamp: new Date(),
                        },
                    ],
                }),
            );
        }
        const { configurationItems: items = [] } = await history({
            resourceType: "AWS::Config::ResourceCompliance" as typeof BUCKET.resourceType,
            resourceId: "AWS::S3::Bucket/data",
        });
        assert.deepEqual(
            items.map(
                ({ configuration }) => (JSON.parse(configuration ?? "") as { complianceType: string }).complianceType,
            ),
            ["NON_COMPLIANT", "COMPLIANT"],
        );
    });

    it("refuses what was never recorded, and times and limits that make no sense", async () => {
        await assert.rejects(history({ resourceId: "nowhere" }), { name: "ResourceNotDiscoveredException" });
        await assert.rejects(history({ limit: 101 }), { name: "InvalidLimitException" });
        await assert.rejects(history({ earlierTime: new Date("2026-02-01"), laterTime: new Date("2026-01-01") }), {
            name: "InvalidTimeRangeException",
        });
    });
});
