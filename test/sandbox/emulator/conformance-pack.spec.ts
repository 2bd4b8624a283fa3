import assert from "node:assert/strict";
import {
    ConfigServiceClient,
    DeleteConfigRuleCommand,
    DeleteConformancePackCommand,
    DescribeConfigRulesCommand,
    DescribeConformancePacksCommand,
    DescribeConformancePackStatusCommand,
    DescribeRemediationConfigurationsCommand,
    ListTagsForResourceCommand,
    PutConformancePackCommand,
    PutRemediationConfigurationsCommand,
} from "@aws-sdk/client-config-service";
import type {
    ConfigRule,
    ConformancePackStatusDetail,
    PutConformancePackCommandInput,
} from "@aws-sdk/client-config-service";
import { GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createBucket, createRecorder, settledPack } from "./config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "./emulator-fixture.ts";

const RULE = `
  BucketVersioning:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: bucket-versioning
      Source: { Owner: AWS, SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED }`;

const template = (resources: string, head = ""): string => `${head}\nResources:${resources}\n`;

/** Managed rules with names of their own. */
const rules = (count: number): string =>
    template(
        Array.from({ length: count }, (_, index) =>
            RULE.replace("BucketVersioning", `Rule${index}`).replace("bucket-versioning", `rule-${index}`),
        ).join(""),
    );

describe("AWS emulator: conformance pack", () => {
    const fixture = useEmulator();
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    const put = async (input: Partial<PutConformancePackCommandInput>): Promise<void> => {
        await config().send(new PutConformancePackCommand({ ConformancePackName: "pack", ...input }));
    };
    const deploy = async (input: Partial<PutConformancePackCommandInput>): Promise<ConformancePackStatusDetail> => {
        await put(input);
        return await settledPack(config(), input.ConformancePackName ?? "pack");
    };
    const listRules = async (): Promise<ConfigRule[]> =>
        (await config().send(new DescribeConfigRulesCommand({}))).ConfigRules ?? [];
    const ruleNames = async (): Promise<string[]> =>
        (await listRules()).map((rule) => rule.ConfigRuleName?.replace(/-conformance-pack-\w+$/, "") ?? "").sort();
    const invalidTemplate = (message: RegExp): object => ({
        name: "ConformancePackTemplateValidationException",
        message,
    });

    beforeEach(async () => {
        await fixture.reset();
        await createRecorder(fixture.settings());
    });

    it("passes through CREATE_IN_PROGRESS and leaves its rules in the account", async () => {
        await put({ TemplateBody: template(RULE) });
        const { ConformancePackStatusDetails: before } = await config().send(
            new DescribeConformancePackStatusCommand({ ConformancePackNames: ["pack"] }),
        );
        assert.equal(before?.[0]?.ConformancePackState, "CREATE_IN_PROGRESS");
        const status = await settledPack(config(), "pack");
        assert.equal(status.ConformancePackState, "CREATE_COMPLETE");
        assert.ok(status.LastUpdateCompletedTime instanceof Date);
        const { ConformancePackDetails: packs } = await config().send(new DescribeConformancePacksCommand({}));
        const id = packs?.[0]?.ConformancePackId ?? "";
        assert.match(id, /^conformance-pack-\w{9}$/);
        assert.equal(packs?.[0]?.ConformancePackArn, `arn:aws:config:${REGION}:${ACCOUNT}:conformance-pack/pack/${id}`);
        const [rule] = await listRules();
        assert.equal(rule?.ConfigRuleName, `bucket-versioning-${id}`);
        assert.equal(rule?.CreatedBy, "config-conforms.amazonaws.com");
        assert.equal(rule?.Source?.SourceIdentifier, "S3_BUCKET_VERSIONING_ENABLED");
    });

    it("creates the service-linked role of packs", async () => {
        await put({ TemplateBody: template(RULE) });
        await new IAMClient(fixture.settings()).send(
            new GetRoleCommand({ RoleName: "AWSServiceRoleForConfigConforms" }),
        );
    });

    it("resolves short tags, conditions and input parameters as CloudFormation does", async () => {
        const body = template(
            `
  Keys:
    Type: AWS::Config::ConfigRule
    Condition: HasAge
    Properties:
      ConfigRuleName: keys
      Description: !Sub "in \${AWS::Region} of \${AWS::AccountId}"
      InputParameters: { maxAccessKeyAge: !Ref Age }
      Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }
  Password:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: password
      InputParameters:
        MinimumPasswordLength: !If [HasAge, 14, !Ref "AWS::NoValue"]
        RequireNumbers: true
      Source: { Owner: AWS, SourceIdentifier: IAM_PASSWORD_POLICY }
  Never:
    Type: AWS::Config::ConfigRule
    Condition: NoAge
    Properties:
      ConfigRuleName: never
      Source: { Owner: AWS, SourceIdentifier: IAM_PASSWORD_POLICY }`,
            `
Parameters: { Age: { Type: String, Default: "" } }
Conditions:
  HasAge: !Not [!Equals [!Ref Age, ""]]
  NoAge: !Not [Condition: HasAge]`,
        );
        await deploy({
            TemplateBody: body,
            ConformancePackInputParameters: [{ ParameterName: "Age", ParameterValue: "45" }],
        });
        assert.deepEqual(await ruleNames(), ["keys", "password"]);
        const [keys, password] = await listRules();
        assert.equal(keys?.InputParameters, '{"maxAccessKeyAge": "45"}');
        assert.equal(keys?.Description, `in ${REGION} of ${ACCOUNT}`);
        assert.deepEqual(JSON.parse(password?.InputParameters ?? ""), {
            MinimumPasswordLength: "14",
            RequireNumbers: "true",
        });
    });

    it("deploys remediations with the pack, and refuses them from outside", async () => {
        const remediation = `
  Remediation:
    Type: AWS::Config::RemediationConfiguration
    Properties:
      ConfigRuleName: bucket-versioning
      TargetType: SSM_DOCUMENT
      TargetId: AWS-ConfigureS3BucketVersioning`;
        await deploy({ TemplateBody: template(remediation + RULE) });
        const name = (await listRules())[0]?.ConfigRuleName ?? "";
        const describe = (): Promise<{
            RemediationConfigurations?: { TargetId?: string; CreatedByService?: string }[];
        }> => config().send(new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [name] }));
        const { RemediationConfigurations: found } = await describe();
        assert.equal(found?.[0]?.TargetId, "AWS-ConfigureS3BucketVersioning");
        assert.equal(found?.[0]?.CreatedByService, "config-conforms.amazonaws.com");
        const outside = { ConfigRuleName: name, TargetType: "SSM_DOCUMENT" as const, TargetId: "Other" };
        await assert.rejects(
            config().send(new PutRemediationConfigurationsCommand({ RemediationConfigurations: [outside] })),
            { name: "InvalidParameterValueException", message: /created by config-conforms/ },
        );
        await deploy({ TemplateBody: template(RULE) });
        assert.deepEqual((await describe()).RemediationConfigurations, []);
    });

    it("updates exactly what changed and keeps the rules that stay", async () => {
        await deploy({ TemplateBody: rules(2) });
        const before = await listRules();
        await deploy({ TemplateBody: rules(3) });
        assert.deepEqual(await ruleNames(), ["rule-0", "rule-1", "rule-2"]);
        const after = await listRules();
        assert.equal(after[0]?.ConfigRuleArn, before[0]?.ConfigRuleArn);
        await deploy({ TemplateBody: rules(1) });
        assert.deepEqual(await ruleNames(), ["rule-0"]);
    });

    it("tells a failed resource in its status, and leaves what was deployed before", async () => {
        await deploy({ TemplateBody: template(RULE) });
        const broken = RULE.replace("S3_BUCKET_VERSIONING_ENABLED", "NO_SUCH_RULE");
        const status = await deploy({ TemplateBody: template(broken) });
        assert.equal(status.ConformancePackState, "CREATE_FAILED");
        assert.match(status.ConformancePackStatusReason ?? "", /BucketVersioning.*NO_SUCH_RULE is invalid/);
        assert.deepEqual(await ruleNames(), ["bucket-versioning"]);
        assert.equal((await deploy({ TemplateBody: template(RULE) })).ConformancePackState, "CREATE_COMPLETE");
    });

    const managed = (identifier: string, properties = ""): string => `
  Rule:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: rule
      Source: { Owner: AWS, SourceIdentifier: ${identifier} }
      ${properties}`;
    for (const [title, resource, reason] of [
        [
            "an unknown input parameter",
            managed("ROOT_ACCOUNT_MFA_ENABLED", "InputParameters: { no: 1 }"),
            /Unknown param/,
        ],
        ["a missing mandatory one", managed("ACCESS_KEYS_ROTATED"), /required parameter \[maxAccessKeyAge\]/],
        ["a blank one", managed("ACCESS_KEYS_ROTATED", "InputParameters: { maxAccessKeyAge: '' }"), /Blank spaces/],
        ["an unsupported property", managed("ROOT_ACCOUNT_MFA_ENABLED", "Color: red"), /unsupported property Color/],
        ["a rule that only Firewall Manager may create", managed("FMS_SECURITY_GROUP_AUDIT_POLICY_CHECK"), /reserved/],
        [
            "a frequency that is none",
            managed("ROOT_ACCOUNT_MFA_ENABLED", "MaximumExecutionFrequency: Now"),
            /enum value/,
        ],
        ["a name too long for the pack's suffix", RULE.replace("bucket-versioning", "n".repeat(102)), /at most 128/],
        [
            "a function that is not there",
            `
  Rule:
    Type: AWS::Config::ConfigRule
    Properties:
      Source:
        Owner: CUSTOM_LAMBDA
        SourceIdentifier: arn:aws:lambda:${REGION}:${ACCOUNT}:function:missing
        SourceDetails: [{ EventSource: aws.config, MessageType: ScheduledNotification }]`,
            /Lambda function .*missing cannot be invoked/,
        ],
    ] as const) {
        it(`fails with ${title}`, async () => {
            const status = await deploy({ TemplateBody: template(resource) });
            assert.equal(status.ConformancePackState, "CREATE_FAILED");
            assert.match(status.ConformancePackStatusReason ?? "", reason);
            assert.deepEqual(await ruleNames(), []);
        });
    }

    it("fails in an account that has no recorder", async () => {
        await fixture.reset();
        const status = await deploy({ TemplateBody: template(RULE) });
        assert.equal(status.ConformancePackState, "CREATE_FAILED");
        assert.match(status.ConformancePackStatusReason ?? "", /You must create a configuration recorder/);
    });

    for (const [title, body, message] of [
        ["text that is not YAML", "Resources: [", /YAML not well-formed/],
        ["no resources", "Resources: {}", /At least one Resources member/],
        ["another type of resource", template("\n  B: { Type: AWS::S3::Bucket }"), /AWS::S3::Bucket/],
        ["a resource without a type", template("\n  B: { Properties: {} }"), /must contain a Type member/],
        ["an unknown section", `${template(RULE)}Colors: {}`, /Invalid template property or properties \[Colors\]/],
        [
            "a parameter without a value",
            template(RULE, "Parameters: { A: { Type: String } }"),
            /\[A\] must have values/,
        ],
        ["a reference to nothing", template(`${RULE}\n      Description: !Ref Nothing`), /dependencies \[Nothing\]/],
        ["a condition that is not there", template(`${RULE}\n    Condition: Other`), /condition dependency Other/],
        ["a function in a rule's name", template(RULE.replace("bucket-versioning", '!Sub "a"')), /must be a text/],
        ["131 resources", rules(131), /exceeds the allowed limit/],
    ] as const) {
        it(`refuses a template with ${title}`, async () => {
            await assert.rejects(put({ TemplateBody: body }), invalidTemplate(message));
            assert.deepEqual((await config().send(new DescribeConformancePacksCommand({}))).ConformancePackDetails, []);
        });
    }

    it("deploys 130 resources", async () => {
        const status = await deploy({ TemplateBody: rules(130) });
        assert.equal(status.ConformancePackState, "CREATE_COMPLETE");
    });

    it("refuses input parameters that the template does not have, or too many of them", async () => {
        const parameters = (count: number): { ParameterName: string; ParameterValue: string }[] =>
            Array.from({ length: count }, (_, index) => ({ ParameterName: `P${index}`, ParameterValue: "v" }));
        await assert.rejects(
            put({ TemplateBody: template(RULE), ConformancePackInputParameters: parameters(1) }),
            invalidTemplate(/\[P0\] do not exist/),
        );
        await assert.rejects(put({ TemplateBody: template(RULE), ConformancePackInputParameters: parameters(61) }), {
            name: "InvalidParameterValueException",
            message: /At most 60/,
        });
    });

    it("reads templates over the inline limit from S3, up to S3's own limit, in the pack's region", async () => {
        const padded = (size: number): string => template(RULE).padEnd(size, "#");
        await assert.rejects(put({ TemplateBody: padded(51_201) }), { name: "ValidationException", message: /51200/ });
        await put({ TemplateBody: padded(51_200), ConformancePackName: "inline" });
        await createBucket(fixture.settings(), "templates");
        const s3 = new S3Client({ ...fixture.settings(), forcePathStyle: true });
        const upload = (size: number): Promise<unknown> =>
            s3.send(new PutObjectCommand({ Bucket: "templates", Key: "a/pack.yaml", Body: padded(size) }));
        const TemplateS3Uri = "s3://templates/a/pack.yaml";
        await assert.rejects(put({ TemplateS3Uri }), { name: "InsufficientPermissionsException" });
        await upload(307_201);
        await assert.rejects(put({ TemplateS3Uri }), { name: "InvalidParameterValueException", message: /307200/ });
        await upload(307_200);
        assert.equal((await deploy({ TemplateS3Uri })).ConformancePackState, "CREATE_COMPLETE");
        const elsewhere = new ConfigServiceClient(fixture.settings({ region: "us-west-2" }));
        await assert.rejects(
            elsewhere.send(new PutConformancePackCommand({ ConformancePackName: "p", TemplateS3Uri })),
            { name: "InvalidParameterValueException", message: /is in eu-central-1/ },
        );
    });

    it("reads templates from Systems Manager", async () => {
        // One call of one service is no reason for another client.
        const answer = await fetch(fixture.emulator.endpoint, {
            method: "POST",
            headers: {
                "content-type": "application/x-amz-json-1.1",
                "x-amz-target": "AmazonSSM.CreateDocument",
                authorization: `AWS4-HMAC-SHA256 Credential=A/20260101/${REGION}/ssm/aws4_request, Signature=b`,
            },
            body: JSON.stringify({
                Name: "pack-template",
                Content: template(RULE),
                DocumentType: "ConformancePackTemplate",
                DocumentFormat: "YAML",
            }),
        });
        assert.equal(answer.status, 200, await answer.text());
        const details = (DocumentName: string): Partial<PutConformancePackCommandInput> => ({
            TemplateSSMDocumentDetails: { DocumentName },
        });
        assert.equal((await deploy(details("pack-template"))).ConformancePackState, "CREATE_COMPLETE");
        await assert.rejects(put(details("missing")), { name: "InsufficientPermissionsException" });
    });

    it("keeps tags from creation on", async () => {
        const tags = [{ Key: "team", Value: "security" }];
        await deploy({ TemplateBody: template(RULE), Tags: tags });
        await deploy({ TemplateBody: template(RULE), Tags: [] });
        const { ConformancePackDetails: packs } = await config().send(new DescribeConformancePacksCommand({}));
        const ResourceArn = packs?.[0]?.ConformancePackArn;
        const listed = await config().send(new ListTagsForResourceCommand({ ResourceArn }));
        assert.deepEqual(listed.Tags, tags);
    });

    it("takes exactly one source, and names of AWS's pattern", async () => {
        await assert.rejects(put({}), { name: "InvalidParameterValueException", message: /Exactly one/ });
        await assert.rejects(put({ TemplateBody: "a", TemplateS3Uri: "s3://a/b" }), {
            name: "InvalidParameterValueException",
        });
        for (const ConformancePackName of ["1pack", "a_b", "n".repeat(257)]) {
            await assert.rejects(put({ ConformancePackName, TemplateBody: template(RULE) }), {
                name: "ValidationException",
            });
        }
    });

    it("allows 50 packs", async () => {
        for (let index = 0; index < 50; index++) {
            await put({ ConformancePackName: `pack-${index}`, TemplateBody: template(RULE) });
        }
        await assert.rejects(put({ TemplateBody: template(RULE) }), {
            name: "MaxNumberOfConformancePacksExceededException",
        });
    });

    it("is neither changed nor deleted while in progress, and takes its rules with it", async () => {
        await put({ TemplateBody: template(RULE) });
        const remove = (): Promise<unknown> =>
            config().send(new DeleteConformancePackCommand({ ConformancePackName: "pack" }));
        await assert.rejects(put({ TemplateBody: template(RULE) }), { name: "ResourceInUseException" });
        await assert.rejects(remove(), { name: "ResourceInUseException" });
        await settledPack(config(), "pack");
        await remove();
        const { ConformancePackStatusDetails: statuses } = await config().send(
            new DescribeConformancePackStatusCommand({ ConformancePackNames: ["pack"] }),
        );
        assert.equal(statuses?.[0]?.ConformancePackState, "DELETE_IN_PROGRESS");
        await settledPack(config(), "pack");
        assert.deepEqual(await ruleNames(), []);
        await assert.rejects(remove(), { name: "NoSuchConformancePackException" });
        await assert.rejects(config().send(new DescribeConformancePacksCommand({ ConformancePackNames: ["pack"] })), {
            name: "NoSuchConformancePackException",
        });
    });

    it("lets nobody change its rules from outside", async () => {
        await deploy({ TemplateBody: template(RULE) });
        const ConfigRuleName = (await listRules())[0]?.ConfigRuleName;
        await assert.rejects(config().send(new DeleteConfigRuleCommand({ ConfigRuleName })), {
            name: "AccessDeniedException",
        });
    });
});
