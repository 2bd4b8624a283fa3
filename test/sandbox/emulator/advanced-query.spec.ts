import assert from "node:assert/strict";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    PutAggregationAuthorizationCommand,
    PutConfigurationAggregatorCommand,
    PutConformancePackCommand,
    PutExternalEvaluationCommand,
    SelectAggregateResourceConfigCommand,
    SelectResourceConfigCommand,
    StopConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { PutBucketTaggingCommand, PutPublicAccessBlockCommand, S3Client } from "@aws-sdk/client-s3";
import { CreateTopicCommand, SNSClient } from "@aws-sdk/client-sns";
import { createBucket, settledPack, startRecording } from "./config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "./emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "./organization-fixture.ts";

const BODY = `
Resources:
  Rule:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: root-mfa
      Source: { Owner: AWS, SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED }
`;

describe("AWS emulator: advanced queries", () => {
    const fixture = useEmulator();
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());

    beforeEach(async () => {
        await fixture.reset();
        await startRecording(fixture.settings());
    });

    async function select(
        Expression: string,
        options: { Limit?: number; NextToken?: string } = {},
    ): Promise<unknown[]> {
        const { Results: results } = await config().send(new SelectResourceConfigCommand({ Expression, ...options }));
        return (results ?? []).map((result): unknown => JSON.parse(result));
    }

    const refuses = (expression: string, name = "InvalidExpressionException"): Promise<void> =>
        assert.rejects(select(expression), { name });

    it("selects by properties, through lists, with what has no value left out", async () => {
        const s3 = new S3Client({ ...fixture.settings(), forcePathStyle: true });
        for (const bucket of ["alpha", "beta", "gamma"]) {
            await createBucket(fixture.settings(), bucket);
        }
        await s3.send(
            new PutBucketTaggingCommand({ Bucket: "beta", Tagging: { TagSet: [{ Key: "Owner", Value: "us" }] } }),
        );
        await s3.send(
            new PutPublicAccessBlockCommand({
                Bucket: "gamma",
                PublicAccessBlockConfiguration: { BlockPublicAcls: true, IgnorePublicAcls: false },
            }),
        );
        const buckets = "SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket' AND";
        const named = async (condition: string): Promise<string[]> => {
            const rows = (await select(`${buckets} ${condition} ORDER BY resourceId`)) as { resourceId: string }[];
            return rows.map(({ resourceId }) => resourceId);
        };
        const own = `delivery-${ACCOUNT}`;
        const block = "supplementaryConfiguration.PublicAccessBlockConfiguration";
        assert.deepEqual(await named("tags.key = 'Owner'"), ["beta"]);
        assert.deepEqual(await named("tags.tag = 'Owner=us'"), ["beta"]);
        assert.deepEqual(await named("NOT tags.key = 'Owner'"), ["alpha", own, "gamma"]);
        assert.deepEqual(await named("tags.key != 'Owner'"), ["alpha", own, "gamma"]);
        // New buckets block all of it.
        assert.deepEqual(await named(`NOT ${block}.restrictPublicBuckets = true`), ["gamma"]);
        assert.deepEqual(await named(`${block}.ignorePublicAcls = false`), ["gamma"]);
        assert.deepEqual(await named(`${block}.ignorePublicAcls = 'false'`), []);
        assert.deepEqual(await named("(resourceId = 'alpha' OR resourceId IN ('beta', 'x'))"), ["alpha", "beta"]);
        assert.deepEqual(await named("resourceId LIKE 'delivery-%'"), [own]);
        assert.deepEqual(await named("resourceId LIKE 'alph_'"), ["alpha"]);
        assert.deepEqual(await named("resourceId LIKE 'alph__'"), []);
        assert.deepEqual(await named("resourceId BETWEEN 'alpha' AND 'beta'"), ["alpha", "beta"]);
        assert.deepEqual(await named("resourceId > 'beta' AND NOT resourceId >= 'gamma'"), [own]);
    });

    it("counts, groups and sorts", async () => {
        await createBucket(fixture.settings(), "alpha");
        await new SNSClient(fixture.settings()).send(new CreateTopicCommand({ Name: "topic" }));
        assert.deepEqual(await select("SELECT resourceType, COUNT(*) GROUP BY resourceType ORDER BY COUNT(*) DESC"), [
            { resourceType: "AWS::S3::Bucket", "COUNT(*)": 2 },
            { resourceType: "AWS::SNS::Topic", "COUNT(*)": 1 },
        ]);
        assert.deepEqual(
            await select("select count(*), accountId where resourceType like 'AWS::S3%' group by accountId"),
            [{ "COUNT(*)": 2, accountId: ACCOUNT }],
        );
        const topic = "configuration.subscriptionsConfirmed";
        assert.deepEqual(await select(`SELECT MAX(${topic}), SUM(${topic}), COUNT(${topic})`), [
            { [`MAX(${topic})`]: 0, [`SUM(${topic})`]: 0, [`COUNT(${topic})`]: 1 },
        ]);
    });

    it("tells the selected fields, nests values as the item does, and selects the scalars for *", async () => {
        const Expression = "SELECT resourceId, configuration.name WHERE resourceType = 'AWS::S3::Bucket'";
        const { QueryInfo: info, Results: results } = await config().send(
            new SelectResourceConfigCommand({ Expression }),
        );
        assert.deepEqual(
            info?.SelectFields?.map(({ Name: name }) => name),
            ["resourceId", "configuration.name"],
        );
        const own = `delivery-${ACCOUNT}`;
        assert.deepEqual(JSON.parse(results?.[0] ?? ""), { resourceId: own, configuration: { name: own } });
        const [all] = (await select("SELECT * WHERE resourceType = 'AWS::S3::Bucket'")) as Record<string, unknown>[];
        assert.equal(all?.["accountId"], ACCOUNT);
        assert.equal(all["configuration"], undefined);
    });

    it("gives pages, and refuses limits and tokens that are none", async () => {
        for (const bucket of ["alpha", "beta", "gamma"]) {
            await createBucket(fixture.settings(), bucket);
        }
        const Expression = "SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket' ORDER BY resourceId";
        const first = await config().send(new SelectResourceConfigCommand({ Expression, Limit: 3 }));
        assert.equal(first.Results?.length, 3);
        const next = first.NextToken ?? "";
        assert.deepEqual(await select(Expression, { Limit: 3, NextToken: next }), [{ resourceId: "gamma" }]);
        await assert.rejects(select(Expression, { Limit: 101 }), { name: "InvalidLimitException" });
        await assert.rejects(select(Expression, { NextToken: "nonsense" }), { name: "InvalidNextTokenException" });
    });

    it("refuses what AWS documents as unsupported", async () => {
        await refuses("SELECT resourceId FROM resources");
        await refuses("SELECT DISTINCT resourceType");
        await refuses("SELECT resourceType, COUNT(*) GROUP BY resourceType HAVING COUNT(*) > 1");
        await refuses("SELECT resourceId WHERE resourceName = NULL");
        await refuses("SELECT resourceId WHERE resourceType LIKE '%Bucket'");
        await refuses("SELECT resourceId WHERE resourceType LIKE 'AW%'");
        await refuses("SELECT accountId, COUNT(*) GROUP BY accountId, awsRegion ORDER BY COUNT(*)");
        await refuses("SELECT COUNT(*) GROUP BY accountId, awsRegion, resourceType, resourceId");
        await refuses("SELECT COUNT(COUNT(resourceId))");
        await refuses("SELECT resourceId, COUNT(*)");
        await refuses('SELECT resourceId WHERE resourceType = "AWS::S3::Bucket"');
        await refuses("SELECT resourceId WHERE");
        await refuses(`SELECT resourceId WHERE resourceId = '${"x".repeat(4096)}'`, "ValidationException");
    });

    it("knows nothing where nothing is recorded", async () => {
        await config().send(new StopConfigurationRecorderCommand({ ConfigurationRecorderName: "default" }));
        assert.deepEqual(await select("SELECT COUNT(*)"), [{ "COUNT(*)": 0 }]);
    });

    it("reaches through an aggregator what has authorized it, compliance included", async () => {
        await createOrganization(fixture.settings());
        const account = await createMember(fixture.settings(), "member");
        const settings = await memberSettings(fixture.settings(), account);
        await startRecording(settings, account);
        const member = new ConfigServiceClient(settings);
        await member.send(new PutConformancePackCommand({ ConformancePackName: "pack", TemplateBody: BODY }));
        await settledPack(member, "pack");
        const rule = (await member.send(new DescribeConfigRulesCommand({}))).ConfigRules?.[0]?.ConfigRuleName ?? "";
        await member.send(
            new PutExternalEvaluationCommand({
                ConfigRuleName: rule,
                ExternalEvaluation: {
                    ComplianceResourceType: "AWS::::Account",
                    ComplianceResourceId: account,
                    ComplianceType: "NON_COMPLIANT",
                    OrderingTimestamp: new Date(),
                },
            }),
        );
        const ConfigurationAggregatorName = "all";
        const ask = async (Expression: string): Promise<unknown[]> => {
            const { Results: results } = await config().send(
                new SelectAggregateResourceConfigCommand({ Expression, ConfigurationAggregatorName }),
            );
            return (results ?? []).map((result): unknown => JSON.parse(result));
        };
        const buckets = "SELECT accountId, COUNT(*) WHERE resourceType = 'AWS::S3::Bucket' GROUP BY accountId";
        await assert.rejects(ask(buckets), { name: "NoSuchConfigurationAggregatorException" });
        await config().send(
            new PutConfigurationAggregatorCommand({
                ConfigurationAggregatorName,
                AccountAggregationSources: [{ AccountIds: [account, ACCOUNT], AllAwsRegions: true }],
            }),
        );
        assert.deepEqual(await ask(buckets), [{ accountId: ACCOUNT, "COUNT(*)": 1 }]);
        await member.send(
            new PutAggregationAuthorizationCommand({ AuthorizedAccountId: ACCOUNT, AuthorizedAwsRegion: REGION }),
        );
        assert.deepEqual(
            new Set((await ask(buckets)).map((row) => (row as { accountId: string }).accountId)),
            new Set([ACCOUNT, account]),
        );
        assert.deepEqual(
            await ask(
                "SELECT accountId, configuration.targetResourceId, configuration.configRuleList.configRuleName " +
                    "WHERE resourceType = 'AWS::Config::ResourceCompliance' " +
                    "AND configuration.configRuleList.configRuleName LIKE 'root-mfa%'",
            ),
            [
                {
                    accountId: account,
                    configuration: { targetResourceId: account, configRuleList: [{ configRuleName: rule }] },
                },
            ],
        );
        assert.deepEqual(
            await ask(
                "SELECT resourceName, configuration.complianceType, configuration.nonCompliantRuleCount " +
                    "WHERE resourceType = 'AWS::Config::ConformancePackCompliance'",
            ),
            [
                {
                    resourceName: "pack",
                    configuration: { complianceType: "NON_COMPLIANT", nonCompliantRuleCount: 1 },
                },
            ],
        );
    });
});
