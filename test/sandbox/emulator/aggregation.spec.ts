import assert from "node:assert/strict";
import {
    ConfigServiceClient,
    DeleteStoredQueryCommand,
    DescribeAggregateComplianceByConfigRulesCommand,
    DescribeAggregateComplianceByConformancePacksCommand,
    DescribeConfigRulesCommand,
    DescribeConfigurationAggregatorSourcesStatusCommand,
    GetAggregateComplianceDetailsByConfigRuleCommand,
    GetAggregateConfigRuleComplianceSummaryCommand,
    GetAggregateConformancePackComplianceSummaryCommand,
    GetStoredQueryCommand,
    ListStoredQueriesCommand,
    PutAggregationAuthorizationCommand,
    PutConfigurationAggregatorCommand,
    PutConformancePackCommand,
    PutExternalEvaluationCommand,
    PutStoredQueryCommand,
} from "@aws-sdk/client-config-service";
import { createRecorder, settledPack } from "./config-fixture.ts";
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
const ConfigurationAggregatorName = "all";

describe("AWS emulator: aggregation", () => {
    const fixture = useEmulator();
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    let account: string;
    let member: ConfigServiceClient;
    let rule: string;

    beforeEach(async () => {
        await fixture.reset();
        await createOrganization(fixture.settings());
        account = await createMember(fixture.settings(), "member");
        const settings = await memberSettings(fixture.settings(), account);
        member = new ConfigServiceClient(settings);
        await createRecorder(settings, account);
        await createRecorder(fixture.settings());
        await member.send(new PutConformancePackCommand({ ConformancePackName: "pack", TemplateBody: BODY }));
        await settledPack(member, "pack");
        rule = (await member.send(new DescribeConfigRulesCommand({}))).ConfigRules?.[0]?.ConfigRuleName ?? "";
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
        await config().send(
            new PutConfigurationAggregatorCommand({
                ConfigurationAggregatorName,
                AccountAggregationSources: [{ AccountIds: [account, ACCOUNT], AllAwsRegions: true }],
            }),
        );
    });

    const authorize = (): Promise<unknown> =>
        member.send(
            new PutAggregationAuthorizationCommand({ AuthorizedAccountId: ACCOUNT, AuthorizedAwsRegion: REGION }),
        );

    it("reads an account only once that has authorized it", async () => {
        const read = async (): Promise<unknown[]> => {
            const found = await config().send(
                new DescribeAggregateComplianceByConfigRulesCommand({ ConfigurationAggregatorName }),
            );
            return found.AggregateComplianceByConfigRules ?? [];
        };
        const statuses = async (): Promise<Record<string, string>> => {
            const { AggregatedSourceStatusList: list } = await config().send(
                new DescribeConfigurationAggregatorSourcesStatusCommand({ ConfigurationAggregatorName }),
            );
            return Object.fromEntries((list ?? []).map((status) => [status.SourceId, status.LastUpdateStatus]));
        };
        assert.deepEqual(await read(), []);
        assert.deepEqual(await statuses(), { [account]: "FAILED", [ACCOUNT]: "SUCCEEDED" });
        await authorize();
        assert.equal((await read()).length, 1);
        assert.deepEqual(await statuses(), { [account]: "SUCCEEDED", [ACCOUNT]: "SUCCEEDED" });
    });

    it("tells compliance by rule, pack, account and resource", async () => {
        await authorize();
        const { AggregateComplianceByConformancePacks: packs } = await config().send(
            new DescribeAggregateComplianceByConformancePacksCommand({ ConfigurationAggregatorName }),
        );
        assert.deepEqual(packs, [
            {
                ConformancePackName: "pack",
                Compliance: {
                    ComplianceType: "NON_COMPLIANT",
                    CompliantRuleCount: 0,
                    NonCompliantRuleCount: 1,
                    TotalRuleCount: 1,
                },
                AccountId: account,
                AwsRegion: REGION,
            },
        ]);
        const rules = await config().send(
            new GetAggregateConfigRuleComplianceSummaryCommand({
                ConfigurationAggregatorName,
                GroupByKey: "ACCOUNT_ID",
                Filters: { AccountId: account },
            }),
        );
        const [count] = rules.AggregateComplianceCounts ?? [];
        assert.equal(count?.GroupName, account);
        assert.equal(count?.ComplianceSummary?.NonCompliantResourceCount?.CappedCount, 1);
        const summary = await config().send(
            new GetAggregateConformancePackComplianceSummaryCommand({
                ConfigurationAggregatorName,
                GroupByKey: "AWS_REGION",
            }),
        );
        assert.deepEqual(summary.AggregateConformancePackComplianceSummaries, [
            {
                GroupName: REGION,
                ComplianceSummary: { CompliantConformancePackCount: 0, NonCompliantConformancePackCount: 1 },
            },
        ]);
        const details = await config().send(
            new GetAggregateComplianceDetailsByConfigRuleCommand({
                ConfigurationAggregatorName,
                ConfigRuleName: rule,
                AccountId: account,
                AwsRegion: REGION,
            }),
        );
        assert.equal(details.AggregateEvaluationResults?.[0]?.AccountId, account);
    });

    it("knows its aggregators", async () => {
        await assert.rejects(
            config().send(
                new DescribeAggregateComplianceByConfigRulesCommand({ ConfigurationAggregatorName: "another" }),
            ),
            { name: "NoSuchConfigurationAggregatorException" },
        );
    });

    it("keeps stored queries", async () => {
        const query = { QueryName: "buckets", Expression: "SELECT resourceId WHERE resourceType = 'AWS::S3::Bucket'" };
        const { QueryArn: arn } = await config().send(new PutStoredQueryCommand({ StoredQuery: query }));
        const changed = { ...query, Description: "all buckets" };
        const again = await config().send(new PutStoredQueryCommand({ StoredQuery: changed }));
        assert.equal(again.QueryArn, arn);
        const read = new GetStoredQueryCommand({ QueryName: "buckets" });
        const { StoredQuery: kept } = await config().send(read);
        assert.equal(kept?.Expression, query.Expression);
        assert.equal(kept?.Description, "all buckets");
        const { StoredQueryMetadata: listed } = await config().send(new ListStoredQueriesCommand({}));
        assert.deepEqual(
            listed?.map((entry) => entry.QueryArn),
            [arn],
        );
        await config().send(new DeleteStoredQueryCommand({ QueryName: "buckets" }));
        await assert.rejects(config().send(read), { name: "ResourceNotFoundException" });
        await assert.rejects(
            config().send(new PutStoredQueryCommand({ StoredQuery: { ...query, QueryName: "q".repeat(65) } })),
            { name: "ValidationException" },
        );
    });
});
