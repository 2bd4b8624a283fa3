import assert from "node:assert/strict";
import {
    ConfigServiceClient,
    DeleteConfigRuleCommand,
    DeleteRemediationConfigurationCommand,
    DescribeComplianceByConfigRuleCommand,
    DescribeComplianceByResourceCommand,
    DescribeConfigRulesCommand,
    DescribeConfigurationAggregatorsCommand,
    DescribeConformancePackComplianceCommand,
    DescribeRemediationConfigurationsCommand,
    GetComplianceDetailsByConfigRuleCommand,
    GetConformancePackComplianceDetailsCommand,
    GetConformancePackComplianceSummaryCommand,
    GetCustomRulePolicyCommand,
    ListConformancePackComplianceScoresCommand,
    ListTagsForResourceCommand,
    PutConfigRuleCommand,
    PutConfigurationAggregatorCommand,
    PutConformancePackCommand,
    PutEvaluationsCommand,
    PutExternalEvaluationCommand,
    PutRemediationConfigurationsCommand,
} from "@aws-sdk/client-config-service";
import type { ComplianceType, ConfigRule, RemediationConfiguration, Tag } from "@aws-sdk/client-config-service";
import { createRecorder, settledPack } from "./config-fixture.ts";
import { useEmulator } from "./emulator-fixture.ts";

const MANAGED: ConfigRule = {
    ConfigRuleName: "root-mfa",
    Source: { Owner: "AWS", SourceIdentifier: "ROOT_ACCOUNT_MFA_ENABLED" },
};
const GUARD: ConfigRule = {
    ConfigRuleName: "guard",
    Source: {
        Owner: "CUSTOM_POLICY",
        SourceDetails: [{ EventSource: "aws.config", MessageType: "ConfigurationItemChangeNotification" }],
        CustomPolicyDetails: { PolicyRuntime: "guard-2.x.x", PolicyText: "rule a when true { true }" },
    },
    Scope: { ComplianceResourceTypes: ["AWS::S3::Bucket"] },
};

describe("AWS emulator: config rules and compliance", () => {
    const fixture = useEmulator();
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    const put = (rule: ConfigRule, tags?: Tag[]): Promise<unknown> =>
        config().send(new PutConfigRuleCommand({ ConfigRule: rule, Tags: tags }));
    const describeRule = async (name: string): Promise<ConfigRule | undefined> =>
        (await config().send(new DescribeConfigRulesCommand({ ConfigRuleNames: [name] }))).ConfigRules?.[0];
    const tagsOf = async (ResourceArn: string | undefined): Promise<Tag[] | undefined> =>
        (await config().send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;
    const evaluate = (rule: string, resource: string, compliance: ComplianceType): Promise<unknown> =>
        config().send(
            new PutExternalEvaluationCommand({
                ConfigRuleName: rule,
                ExternalEvaluation: {
                    ComplianceResourceType: "AWS::S3::Bucket",
                    ComplianceResourceId: resource,
                    ComplianceType: compliance,
                    OrderingTimestamp: new Date(),
                },
            }),
        );

    beforeEach(async () => {
        await fixture.reset();
        await createRecorder(fixture.settings());
    });

    it("needs a recorder for a managed rule", async () => {
        await fixture.reset();
        await assert.rejects(put(MANAGED), { name: "NoAvailableConfigurationRecorderException" });
    });

    it("keeps a rule's identity and tags on update", async () => {
        const tags = [{ Key: "team", Value: "security" }];
        await put(MANAGED, tags);
        const before = await describeRule("root-mfa");
        await put({ ...MANAGED, Description: "changed" });
        const after = await describeRule("root-mfa");
        assert.equal(after?.Description, "changed");
        assert.equal(after?.ConfigRuleArn, before?.ConfigRuleArn);
        assert.deepEqual(await tagsOf(after?.ConfigRuleArn), tags);
    });

    it("keeps an aggregator's tags on update", async () => {
        const aggregate = (Tags?: Tag[]): Promise<unknown> =>
            config().send(
                new PutConfigurationAggregatorCommand({
                    ConfigurationAggregatorName: "all",
                    AccountAggregationSources: [{ AccountIds: ["111111111111"], AllAwsRegions: true }],
                    Tags,
                }),
            );
        const tags = [{ Key: "team", Value: "security" }];
        await aggregate(tags);
        await aggregate();
        const { ConfigurationAggregators: found } = await config().send(
            new DescribeConfigurationAggregatorsCommand({}),
        );
        assert.deepEqual(await tagsOf(found?.[0]?.ConfigurationAggregatorArn), tags);
    });

    it("takes Guard rules, and shows their text where AWS does", async () => {
        await put(GUARD);
        const described = await describeRule("guard");
        assert.equal(described?.Source?.CustomPolicyDetails?.PolicyRuntime, "guard-2.x.x");
        const policy = await config().send(new GetCustomRulePolicyCommand({ ConfigRuleName: "guard" }));
        assert.equal(policy.PolicyText, "rule a when true { true }");
        const text = "x".repeat(10_001);
        const Source = { ...GUARD.Source, CustomPolicyDetails: { PolicyRuntime: "guard-2.x.x", PolicyText: text } };
        await assert.rejects(put({ ...GUARD, Source: { Owner: "CUSTOM_POLICY", ...Source } }), {
            name: "InvalidParameterValueException",
        });
    });

    it("refuses rules that AWS refuses", async () => {
        const managed = (SourceIdentifier: string, InputParameters?: string): ConfigRule => ({
            ConfigRuleName: "rule",
            Source: { Owner: "AWS", SourceIdentifier },
            InputParameters,
        });
        for (const [rule, message] of [
            [managed("NO_SUCH_RULE"), /sourceIdentifier NO_SUCH_RULE is invalid/],
            [managed("ACCESS_KEYS_ROTATED"), /maxAccessKeyAge/],
            [managed("ACCESS_KEYS_ROTATED", '{"maxAccessKeyAge":90}'), /Blank spaces are not acceptable/],
            [managed("AWS_CONFIG_PROCESS_CHECK"), /pack-only/],
            [managed("ROOT_ACCOUNT_MFA_ENABLED", '{"a":"b"}'), /Unknown parameters/],
        ] as const) {
            await assert.rejects(put(rule), { name: "InvalidParameterValueException", message });
        }
        await assert.rejects(describeRule("rule"), { name: "NoSuchConfigRuleException" });
    });

    it("describes a rule's scope as it was given, and at most 25 rules by name at once", async () => {
        const scope = { TagKey: "env", TagValue: "prod" };
        await put({
            ...MANAGED,
            Source: { Owner: "AWS", SourceIdentifier: "REQUIRED_TAGS" },
            Scope: scope,
            InputParameters: '{"tag1Key":"a"}',
        });
        assert.deepEqual((await describeRule("root-mfa"))?.Scope, scope);
        const names = Array.from({ length: 26 }, () => "root-mfa");
        await assert.rejects(config().send(new DescribeConfigRulesCommand({ ConfigRuleNames: names })), {
            name: "ValidationException",
        });
    });

    it("keeps a remediation until it is deleted, and the rule until then", async () => {
        const remediation: RemediationConfiguration = {
            ConfigRuleName: "root-mfa",
            TargetType: "SSM_DOCUMENT",
            TargetId: "AWS-PublishSNSNotification",
            Parameters: { Resource: { ResourceValue: { Value: "RESOURCE_ID" } } },
        };
        const putRemediation = (changes: Partial<RemediationConfiguration> = {}): Promise<unknown> =>
            config().send(
                new PutRemediationConfigurationsCommand({
                    RemediationConfigurations: [{ ...remediation, ...changes }],
                }),
            );
        await assert.rejects(putRemediation(), { name: "NoSuchConfigRuleException" });
        await put(MANAGED);
        await putRemediation();
        await assert.rejects(putRemediation({ Automatic: true }), { name: "InvalidParameterValueException" });
        await assert.rejects(putRemediation({ MaximumAutomaticAttempts: 26 }), {
            name: "InvalidParameterValueException",
        });
        const { RemediationConfigurations: found } = await config().send(
            new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: ["root-mfa"] }),
        );
        assert.deepEqual(found?.[0]?.Parameters, remediation.Parameters);
        const deleteRule = new DeleteConfigRuleCommand({ ConfigRuleName: "root-mfa" });
        await assert.rejects(config().send(deleteRule), { name: "ResourceInUseException" });
        const deleteRemediation = new DeleteRemediationConfigurationCommand({ ConfigRuleName: "root-mfa" });
        await config().send(deleteRemediation);
        await assert.rejects(config().send(deleteRemediation), { name: "NoSuchRemediationConfigurationException" });
        await config().send(deleteRule);
    });

    it("derives compliance from evaluation results", async () => {
        await put(MANAGED);
        const compliance = async (): Promise<string | undefined> => {
            const found = await config().send(new DescribeComplianceByConfigRuleCommand({}));
            return found.ComplianceByConfigRules?.[0]?.Compliance?.ComplianceType;
        };
        assert.equal(await compliance(), "INSUFFICIENT_DATA");
        await evaluate("root-mfa", "a", "COMPLIANT");
        assert.equal(await compliance(), "COMPLIANT");
        await evaluate("root-mfa", "b", "NON_COMPLIANT");
        assert.equal(await compliance(), "NON_COMPLIANT");
        const details = await config().send(
            new GetComplianceDetailsByConfigRuleCommand({
                ConfigRuleName: "root-mfa",
                ComplianceTypes: ["NON_COMPLIANT"],
            }),
        );
        const qualifiers = details.EvaluationResults?.map(
            (r) => r.EvaluationResultIdentifier?.EvaluationResultQualifier,
        );
        assert.deepEqual(
            qualifiers?.map((qualifier) => qualifier?.ResourceId),
            ["b"],
        );
        const resources = await config().send(new DescribeComplianceByResourceCommand({}));
        assert.equal(resources.ComplianceByResources?.length, 2);
        await evaluate("root-mfa", "b", "NOT_APPLICABLE");
        assert.equal(await compliance(), "COMPLIANT");
    });

    it("takes evaluations with a rule's token only", async () => {
        await put(MANAGED);
        const evaluation = {
            ComplianceResourceType: "AWS::S3::Bucket",
            ComplianceResourceId: "a",
            ComplianceType: "COMPLIANT" as const,
            OrderingTimestamp: new Date(),
        };
        const send = (ResultToken: string): Promise<unknown> =>
            config().send(new PutEvaluationsCommand({ Evaluations: [evaluation], ResultToken }));
        await assert.rejects(send("another"), { name: "InvalidResultTokenException" });
        await send("root-mfa");
        await assert.rejects(evaluate("another", "a", "COMPLIANT"), { name: "NoSuchConfigRuleException" });
    });

    it("derives a pack's compliance and score from its rules", async () => {
        const rule = (id: string): string =>
            `  ${id}:\n    Type: AWS::Config::ConfigRule\n    Controls: [CIS.1]\n    Properties:\n` +
            `      ConfigRuleName: ${id}\n      Source: { Owner: AWS, SourceIdentifier: ROOT_ACCOUNT_MFA_ENABLED }\n`;
        const ConformancePackName = "pack";
        await config().send(
            new PutConformancePackCommand({
                ConformancePackName,
                TemplateBody: `Resources:\n${rule("A")}${rule("B")}`,
            }),
        );
        await settledPack(config(), ConformancePackName);
        const scores = async (): Promise<string | undefined> =>
            (await config().send(new ListConformancePackComplianceScoresCommand({})))
                .ConformancePackComplianceScores?.[0]?.Score;
        const names = (await config().send(new DescribeConfigRulesCommand({}))).ConfigRules?.map(
            (r) => r.ConfigRuleName,
        );
        assert.equal(await scores(), "INSUFFICIENT_DATA");
        for (const resource of ["a", "b", "c"]) {
            await evaluate(names?.[0] ?? "", resource, "COMPLIANT");
        }
        await evaluate(names?.[1] ?? "", "d", "NON_COMPLIANT");
        assert.equal(await scores(), "75.00");
        const { ConformancePackRuleComplianceList: rules } = await config().send(
            new DescribeConformancePackComplianceCommand({ ConformancePackName }),
        );
        assert.deepEqual(rules, [
            { ConfigRuleName: names?.[0], ComplianceType: "COMPLIANT", Controls: ["CIS.1"] },
            { ConfigRuleName: names?.[1], ComplianceType: "NON_COMPLIANT", Controls: ["CIS.1"] },
        ]);
        const { ConformancePackComplianceSummaryList: summaries } = await config().send(
            new GetConformancePackComplianceSummaryCommand({ ConformancePackNames: [ConformancePackName] }),
        );
        assert.equal(summaries?.[0]?.ConformancePackComplianceStatus, "NON_COMPLIANT");
        const details = (Filters: {
            ComplianceType?: "NON_COMPLIANT";
            ConfigRuleNames?: string[];
        }): Promise<{
            ConformancePackRuleEvaluationResults?: unknown[];
        }> => config().send(new GetConformancePackComplianceDetailsCommand({ ConformancePackName, Filters }));
        const failing = await details({ ComplianceType: "NON_COMPLIANT" });
        assert.equal(failing.ConformancePackRuleEvaluationResults?.length, 1);
        await assert.rejects(details({ ConfigRuleNames: ["A"] }), {
            name: "NoSuchConfigRuleInConformancePackException",
        });
    });
});
