import assert from "node:assert/strict";
import {
    CloudFormationClient,
    CreateStackCommand,
    DeleteStackCommand,
    DescribeStackResourcesCommand,
    UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import {
    ConfigServiceClient,
    DescribeAggregationAuthorizationsCommand,
    DescribeConfigRulesCommand,
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    DescribeDeliveryChannelsCommand,
} from "@aws-sdk/client-config-service";
import { DescribeRuleCommand, EventBridgeClient, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, GetRoleCommand, IAMClient, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { createBucket, createRecorder, deliveryPolicy, RECORDER_ROLE } from "./config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "./emulator-fixture.ts";
import { createStack, eventsOf, failureOf, settledStack, template } from "./stack-fixture.ts";
import type { TemplateResource } from "./stack-fixture.ts";

const BUCKET = "central-history";

const ROLE: TemplateResource = {
    Type: "AWS::IAM::ServiceLinkedRole",
    Properties: { AWSServiceName: "config.amazonaws.com" },
};
const RECORDER: TemplateResource = {
    Type: "AWS::Config::ConfigurationRecorder",
    DependsOn: "Role",
    Properties: {
        Name: "default",
        RoleARN: {
            "Fn::Sub":
                "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
        },
        RecordingGroup: { AllSupported: true, IncludeGlobalResourceTypes: true },
        RecordingMode: { RecordingFrequency: "DAILY" },
    },
};
const CHANNEL: TemplateResource = {
    Type: "AWS::Config::DeliveryChannel",
    Properties: {
        Name: "default",
        S3BucketName: BUCKET,
        ConfigSnapshotDeliveryProperties: { DeliveryFrequency: "Six_Hours" },
    },
};
const ASSUMED_BY_SSM = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "ssm.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const ACT = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:PutBucketPolicy", Resource: "*" }] };

/** What CloudFormation does with the resources that a member account needs, as AWS documents it or people report it. */
describe("AWS emulator: stacks", () => {
    const fixture = useEmulator();
    const cloudFormation = (): CloudFormationClient => new CloudFormationClient(fixture.settings());
    const config = (): ConfigServiceClient => new ConfigServiceClient(fixture.settings());
    const iam = (): IAMClient => new IAMClient(fixture.settings());
    const bucket = (): Promise<void> => createBucket(fixture.settings(), BUCKET, deliveryPolicy(BUCKET, ACCOUNT));

    beforeEach(() => fixture.reset());

    it("starts a recorder as soon as its delivery channel is there", async () => {
        await bucket();
        const stack = await createStack(
            cloudFormation(),
            "recording",
            template({ Recorder: RECORDER, Channel: CHANNEL, Role: ROLE }),
        );
        assert.equal(stack.StackStatus, "CREATE_COMPLETE", stack.StackStatusReason);
        const { ConfigurationRecorders: recorders } = await config().send(
            new DescribeConfigurationRecordersCommand({}),
        );
        assert.equal(recorders?.[0]?.roleARN, RECORDER_ROLE);
        assert.equal(recorders?.[0]?.recordingGroup?.includeGlobalResourceTypes, true);
        assert.equal(recorders?.[0]?.recordingMode?.recordingFrequency, "DAILY");
        const { ConfigurationRecordersStatus: statuses } = await config().send(
            new DescribeConfigurationRecorderStatusCommand({}),
        );
        assert.equal(statuses?.[0]?.recording, true);
        const { DeliveryChannels: channels } = await config().send(new DescribeDeliveryChannelsCommand({}));
        assert.equal(channels?.[0]?.configSnapshotDeliveryProperties?.deliveryFrequency, "Six_Hours");

        await cloudFormation().send(new DeleteStackCommand({ StackName: "recording" }));
        assert.equal((await settledStack(cloudFormation(), stack.StackId ?? "")).StackStatus, "DELETE_COMPLETE");
        const left = await config().send(new DescribeConfigurationRecordersCommand({}));
        assert.deepEqual(left.ConfigurationRecorders, []);
        await assert.rejects(iam().send(new GetRoleCommand({ RoleName: "AWSServiceRoleForConfig" })));
    });

    it("fails a stack whose channel depends on its recorder, or the other way round", async () => {
        await bucket();
        const channelLast = { Recorder: RECORDER, Channel: { ...CHANNEL, DependsOn: "Recorder" }, Role: ROLE };
        const first = await createStack(cloudFormation(), "first", template(channelLast));
        assert.equal(first.StackStatus, "ROLLBACK_COMPLETE");
        const reason = await failureOf(cloudFormation(), "first", "Recorder");
        assert.match(reason ?? "", /NoAvailableDeliveryChannelException/);
        assert.match(reason ?? "", /\[Channel\] depends on Recorder/);
        const { ConfigurationRecorders: left } = await config().send(new DescribeConfigurationRecordersCommand({}));
        assert.deepEqual(left, []);

        const recorderLast = {
            Recorder: { ...RECORDER, DependsOn: ["Role", "Channel"] },
            Channel: CHANNEL,
            Role: ROLE,
        };
        const second = await createStack(cloudFormation(), "second", template(recorderLast));
        assert.equal(second.StackStatus, "ROLLBACK_COMPLETE");
        assert.match(
            (await failureOf(cloudFormation(), "second", "Channel")) ?? "",
            /NoAvailableConfigurationRecorderException.*\[Recorder\] depends on Channel/,
        );
    });

    it("fails where a recorder, or a role, exists already", async () => {
        await bucket();
        await createRecorder(fixture.settings());
        const recorder = { ...RECORDER, DependsOn: [] };
        const stack = await createStack(cloudFormation(), "again", template({ Recorder: recorder, Channel: CHANNEL }));
        assert.equal(stack.StackStatus, "ROLLBACK_COMPLETE");
        assert.match(
            (await failureOf(cloudFormation(), "again", "Recorder")) ?? "",
            /maximum number of configuration recorders: 1 is reached.*MaxNumberOfConfigurationRecordersExceededException/,
        );
        const { ConfigurationRecorders: kept } = await config().send(new DescribeConfigurationRecordersCommand({}));
        assert.equal(kept?.length, 1);

        await createStack(cloudFormation(), "role", template({ Role: ROLE }));
        assert.match(
            (await failureOf(cloudFormation(), "role", "Role")) ?? "",
            /AWSServiceRoleForConfig has been taken in this account/,
        );

        await iam().send(
            new CreateRoleCommand({
                RoleName: "remediation",
                AssumeRolePolicyDocument: JSON.stringify(ASSUMED_BY_SSM),
            }),
        );
        const role = {
            Type: "AWS::IAM::Role",
            Properties: { RoleName: "remediation", AssumeRolePolicyDocument: ASSUMED_BY_SSM },
        };
        await createStack(cloudFormation(), "named", template({ Remediation: role }));
        assert.match(
            (await failureOf(cloudFormation(), "named", "Remediation")) ?? "",
            /Role with name remediation already exists.*HandlerErrorCode: AlreadyExists/,
        );
    });

    it("makes roles, rules, authorizations and event rules, and gives their attributes", async () => {
        await bucket();
        await createRecorder(fixture.settings());
        const body = template(
            {
                Remediation: {
                    Type: "AWS::IAM::Role",
                    Properties: {
                        AssumeRolePolicyDocument: ASSUMED_BY_SSM,
                        Policies: [{ PolicyName: "act", PolicyDocument: ACT }],
                    },
                },
                Rule: {
                    Type: "AWS::Config::ConfigRule",
                    Condition: "WithRule",
                    Properties: {
                        ConfigRuleName: "keys",
                        InputParameters: { maxAccessKeyAge: 90 },
                        Source: { Owner: "AWS", SourceIdentifier: "ACCESS_KEYS_ROTATED" },
                    },
                },
                Skipped: {
                    Type: "AWS::Logs::LogGroup",
                    Condition: "WithoutRule",
                },
                Authorization: {
                    Type: "AWS::Config::AggregationAuthorization",
                    Properties: { AuthorizedAccountId: { Ref: "Home" }, AuthorizedAwsRegion: { Ref: "AWS::Region" } },
                },
                Forwarding: {
                    Type: "AWS::Events::Rule",
                    Properties: {
                        Name: "forward",
                        EventPattern: { source: ["aws.config"] },
                        Targets: [
                            {
                                Id: "central",
                                Arn: { "Fn::Sub": "arn:aws:events:${AWS::Region}:${Home}:event-bus/central" },
                                RoleArn: { "Fn::GetAtt": ["Remediation", "Arn"] },
                            },
                        ],
                    },
                },
            },
            {
                Parameters: { Home: { Type: "String" }, Rule: { Type: "String", Default: "true" } },
                Conditions: {
                    WithRule: { "Fn::Equals": [{ Ref: "Rule" }, "true"] },
                    WithoutRule: { "Fn::Not": [{ Condition: "WithRule" }] },
                },
                Outputs: { Role: { Value: { "Fn::GetAtt": "Remediation.Arn" }, Export: { Name: "role" } } },
            },
        );
        const stack = await createStack(cloudFormation(), "member", body, { Home: "111122223333" });
        assert.equal(stack.StackStatus, "CREATE_COMPLETE", stack.StackStatusReason);
        const { StackResources: resources } = await cloudFormation().send(
            new DescribeStackResourcesCommand({ StackName: "member" }),
        );
        assert.deepEqual(resources?.map((resource) => resource.LogicalResourceId).sort(), [
            "Authorization",
            "Forwarding",
            "Remediation",
            "Rule",
        ]);
        const roleName = resources?.find((r) => r.LogicalResourceId === "Remediation")?.PhysicalResourceId;
        assert.equal(stack.Outputs?.[0]?.OutputValue, `arn:aws:iam::${ACCOUNT}:role/${roleName}`);
        assert.equal(stack.Outputs?.[0]?.ExportName, "role");
        const policies = await iam().send(new ListRolePoliciesCommand({ RoleName: roleName }));
        assert.deepEqual(policies.PolicyNames, ["act"]);
        const { ConfigRules: rules } = await config().send(new DescribeConfigRulesCommand({}));
        assert.equal(rules?.[0]?.InputParameters, '{"maxAccessKeyAge": "90"}');
        const { AggregationAuthorizations: authorizations } = await config().send(
            new DescribeAggregationAuthorizationsCommand({}),
        );
        assert.equal(authorizations?.[0]?.AuthorizedAccountId, "111122223333");
        const events = new EventBridgeClient(fixture.settings());
        assert.equal((await events.send(new DescribeRuleCommand({ Name: "forward" }))).State, "ENABLED");
        const { Targets: targets } = await events.send(new ListTargetsByRuleCommand({ Rule: "forward" }));
        assert.equal(targets?.[0]?.Arn, `arn:aws:events:${REGION}:111122223333:event-bus/central`);
        assert.equal(targets?.[0]?.RoleArn, stack.Outputs?.[0]?.OutputValue);
    });

    it("makes documents, keys, topics, queues and buckets", async () => {
        const stack = await createStack(
            cloudFormation(),
            "others",
            template(
                {
                    Runbook: {
                        Type: "AWS::SSM::Document",
                        Properties: {
                            Name: "runbook",
                            DocumentType: "Automation",
                            Content: { schemaVersion: "0.3", mainSteps: [] },
                        },
                    },
                    Key: { Type: "AWS::KMS::Key", Properties: { KeyPolicy: ACT, Description: "history" } },
                    Topic: { Type: "AWS::SNS::Topic", Properties: { TopicName: "alerts" } },
                    Queue: { Type: "AWS::SQS::Queue", Properties: { QueueName: "dead-letters" } },
                    Bucket: { Type: "AWS::S3::Bucket", Properties: { BucketName: "history" } },
                },
                {
                    Outputs: {
                        Topic: { Value: { Ref: "Topic" } },
                        Queue: { Value: { "Fn::GetAtt": ["Queue", "Arn"] } },
                        Bucket: { Value: { "Fn::GetAtt": ["Bucket", "Arn"] } },
                        Key: { Value: { "Fn::Sub": "${Key.Arn}" } },
                    },
                },
            ),
        );
        assert.equal(stack.StackStatus, "CREATE_COMPLETE", stack.StackStatusReason);
        const outputs = Object.fromEntries((stack.Outputs ?? []).map((o) => [o.OutputKey ?? "", o.OutputValue ?? ""]));
        assert.equal(outputs["Topic"], `arn:aws:sns:${REGION}:${ACCOUNT}:alerts`);
        assert.equal(outputs["Queue"], `arn:aws:sqs:${REGION}:${ACCOUNT}:dead-letters`);
        assert.equal(outputs["Bucket"], "arn:aws:s3:::history");
        assert.match(outputs["Key"] ?? "", /^arn:aws:kms:.*:key\//);
        await cloudFormation().send(new DeleteStackCommand({ StackName: "others" }));
        const deleted = await settledStack(cloudFormation(), stack.StackId ?? "");
        assert.equal(deleted.StackStatus, "DELETE_COMPLETE", deleted.StackStatusReason);
    });

    it("updates in place, replaces, cleans up, and rolls back what fails", async () => {
        const group = (name: string, days: number): TemplateResource => ({
            Type: "AWS::Logs::LogGroup",
            Properties: { LogGroupName: name, RetentionInDays: days },
        });
        const update = async (resources: Record<string, TemplateResource>): Promise<string | undefined> => {
            await cloudFormation().send(
                new UpdateStackCommand({ StackName: "logs", TemplateBody: template(resources) }),
            );
            return (await settledStack(cloudFormation(), "logs")).StackStatus;
        };
        await createStack(cloudFormation(), "logs", template({ A: group("a", 1), B: group("b", 1) }));
        assert.equal(await update({ A: group("a", 7), C: group("c", 1) }), "UPDATE_COMPLETE");
        assert.deepEqual(
            (await eventsOf(cloudFormation(), "logs", "B")).map((event) => event.ResourceStatus).slice(-2),
            ["DELETE_IN_PROGRESS", "DELETE_COMPLETE"],
        );
        assert.equal(await update({ A: group("a2", 7), C: group("c", 1) }), "UPDATE_COMPLETE");
        const ids = async (): Promise<Record<string, string | undefined>> => {
            const found = await cloudFormation().send(new DescribeStackResourcesCommand({ StackName: "logs" }));
            return Object.fromEntries(
                (found.StackResources ?? []).map((r) => [r.LogicalResourceId ?? "", r.PhysicalResourceId]),
            );
        };
        assert.deepEqual(await ids(), { A: "a2", C: "c" });
        const broken = { Type: "AWS::Logs::LogGroup", DependsOn: "A", Properties: { LogGroupName: "a2" } };
        assert.equal(
            await update({ A: group("a2", 30), C: group("c", 1), D: group("d", 1), E: broken }),
            "UPDATE_ROLLBACK_COMPLETE",
        );
        assert.deepEqual(await ids(), { A: "a2", C: "c" });
        await assert.rejects(update({ A: group("a2", 7), C: group("c", 1) }), /No updates are to be performed/);
    });

    it("retains what is to be retained", async () => {
        const kept = { Type: "AWS::Logs::LogGroup", DeletionPolicy: "Retain", Properties: { LogGroupName: "kept" } };
        const stack = await createStack(cloudFormation(), "logs", template({ Kept: kept }));
        await cloudFormation().send(new DeleteStackCommand({ StackName: "logs" }));
        assert.equal((await settledStack(cloudFormation(), stack.StackId ?? "")).StackStatus, "DELETE_COMPLETE");
        const again = await createStack(cloudFormation(), "logs", template({ Kept: kept }));
        assert.equal(again.StackStatus, "ROLLBACK_COMPLETE");
        assert.match((await failureOf(cloudFormation(), "logs", "Kept")) ?? "", /already exists/);
    });

    it("refuses templates that AWS refuses", async () => {
        const refused = (body: string, Capabilities: "CAPABILITY_IAM"[] = []): Promise<unknown> =>
            cloudFormation().send(new CreateStackCommand({ StackName: "a", TemplateBody: body, Capabilities }));
        const group: TemplateResource = { Type: "AWS::Logs::LogGroup" };
        const role = {
            Type: "AWS::IAM::Role",
            Properties: { RoleName: "named", AssumeRolePolicyDocument: ASSUMED_BY_SSM },
        };
        await assert.rejects(refused(template({ Role: role }), ["CAPABILITY_IAM"]), {
            name: "InsufficientCapabilitiesException",
            message: "Requires capabilities : [CAPABILITY_NAMED_IAM]",
        });
        await assert.rejects(refused("Resources: ["), /YAML not well-formed/);
        await assert.rejects(refused(template({})), /At least one Resources member/);
        await assert.rejects(
            refused(template({ A: { ...group, DependsOn: "Z" } })),
            /Unresolved resource dependencies \[Z\]/,
        );
        await assert.rejects(
            refused(template({ A: { ...group, DependsOn: "B" }, B: { ...group, DependsOn: "A" } })),
            /Circular dependency between resources: \[A, B\]/,
        );
        await assert.rejects(
            refused(template({ A: { Type: "AWS::Config::RetentionConfiguration" } })),
            /AWS::Config::RetentionConfiguration/,
        );
        await assert.rejects(
            refused(template({ A: group }, { Parameters: { P: { Type: "String" } } })),
            /Parameters: \[P\] must have values/,
        );
    });
});
