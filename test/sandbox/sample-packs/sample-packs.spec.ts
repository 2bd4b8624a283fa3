import assert from "node:assert/strict";
import { DescribeConfigRulesCommand, DescribeRemediationConfigurationsCommand } from "@aws-sdk/client-config-service";
import { assertChanges } from "../end-to-end/outcome.ts";
import { useProject } from "../end-to-end/project-fixture.ts";

/** Every trait of the packs that AWS publishes which a reader or writer of YAML may trip over, in one pack. */
const TEMPLATE = `
##################################################################################
#   Conformance Pack: a banner of comments, as the published packs begin
##################################################################################

Parameters:
  S3BucketLoggingParam:
    Default: 'True'
    Type: String
  LowerCase:
    Default: true
    Type: String
  UpperCase:
    Default: TRUE
    Type: String
  MaxAccessKeyAge:
    Default: '90'
    Type: String
  BlockedPort:
    Default: ''
    Type: String
  TopicArn:
    Type: String
Resources:
  ProcessCheck:
    Properties:
      ConfigRuleName: annual-risk-assessment-performed
      Description: Perform an annual risk assessment (MUST 19.1.12.C.01[CID:3562]) | "quoted" – and not ASCII.
      Source:
        Owner: AWS
        SourceIdentifier: AWS_CONFIG_PROCESS_CHECK
    Type: AWS::Config::ConfigRule
  WholeInputParameters:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: access-keys-rotated
      InputParameters: !If
        - hasAge
        - maxAccessKeyAge: !Ref MaxAccessKeyAge
        - !Ref AWS::NoValue
      Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }
  SingleParameters:
    Type: "AWS::Config::ConfigRule"
    Controls:
      - 'CID:2019'
    Properties:
      ConfigRuleName: restricted-common-ports
      Scope:
        ComplianceResourceTypes:
        - AWS::EC2::SecurityGroup
      InputParameters:
        blockedPort1:
          Fn::If:
          - hasPort
          - Ref: BlockedPort
          - Ref: AWS::NoValue
        blockedPort2: 3389
      Source:
        Owner: AWS
        SourceIdentifier: RESTRICTED_INCOMING_TRAFFIC
  Booleans:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: cloudwatch-alarm-action-check
      InputParameters:
        alarmActionRequired: !Ref S3BucketLoggingParam
        insufficientDataActionRequired: !Ref LowerCase
        okActionRequired: 'FALSE'
      Source: { Owner: AWS, SourceIdentifier: CLOUDWATCH_ALARM_ACTION_CHECK }
  OnlyWithPort:
    Condition: hasPort
    Controls: ['3562', '4333']
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: not-deployed
      Source: { Owner: AWS, SourceIdentifier: INCOMING_SSH_DISABLED }
#     Scope:
#       TagKey: a-commented-alternative
  Throughput:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: dynamodb-autoscaling-enabled
      Source: { Owner: AWS, SourceIdentifier: DYNAMODB_AUTOSCALING_ENABLED }
  Remediation:
    DependsOn: Throughput
    Type: 'AWS::Config::RemediationConfiguration'
    Properties:
      ConfigRuleName: dynamodb-autoscaling-enabled
      ResourceType: "AWS::DynamoDB::Table"
      TargetId: "AWS-PublishSNSNotification"
      TargetType: "SSM_DOCUMENT"
      TargetVersion: "1"
      Parameters:
        AutomationAssumeRole:
          StaticValue:
            Values:
              - "arn:aws:iam::123456789012:role/PublishSnsAutomationExecutionRole"
        Message: { StaticValue: { Values: [found] } }
        TopicArn:
          StaticValue:
            Values:
              - Ref: TopicArn
      ExecutionControls:
        SsmControls:
          ConcurrentExecutionRatePercentage: 10
          ErrorPercentage: 10
      Automatic: True
      MaximumAutomaticAttempts: 10
      RetryAttemptSeconds: 600
Conditions:
  hasAge:
    Fn::Not:
    - Fn::Equals:
      - ''
      - Ref: MaxAccessKeyAge
  hasPort: !Not [!Equals ["", !Ref BlockedPort]]
`.trimStart();

const TOPIC = "arn:aws:sns:eu-west-1:123456789012:found";

describe("packs as AWS publishes them", function () {
    this.timeout(120_000);

    const project = useProject();

    for (const [ending, text] of [
        ["line feeds", TEMPLATE],
        ["carriage returns", TEMPLATE.replaceAll("\n", "\r\n")],
    ] as const) {
        it(`deploy unmodified with every trait of theirs, with ${ending}`, async () => {
            await project.beginAnew();
            project.writePack("sample", text);
            project.configure(`packs:\n  sample: { parameters: { TopicArn: "${TOPIC}" } }\n`);
            await project.up();
            assertChanges(await project.preview(), []);
            const { config } = project.account;
            const { ConfigRules: rules = [] } = await config.send(new DescribeConfigRulesCommand({}));
            const found = rules.map(({ ConfigRuleName: name = "", InputParameters: parameters = "{}" }) => [
                name.replace(/-conformance-pack-.*/, ""),
                JSON.parse(parameters || "{}"),
            ]);
            assert.deepEqual(Object.fromEntries(found), {
                "access-keys-rotated": { maxAccessKeyAge: "90" },
                "annual-risk-assessment-performed": {},
                "cloudwatch-alarm-action-check": {
                    alarmActionRequired: "True",
                    insufficientDataActionRequired: "true",
                    okActionRequired: "FALSE",
                },
                "dynamodb-autoscaling-enabled": {},
                "restricted-common-ports": { blockedPort2: "3389" },
            });
            const process = rules.find(({ ConfigRuleName: name }) => name?.startsWith("annual"));
            assert.match(process?.Description ?? "", /"quoted" – and not ASCII\.$/);
            const scaling = rules.find(({ ConfigRuleName: name }) => name?.startsWith("dynamodb"))?.ConfigRuleName;
            const { RemediationConfigurations: [remediation] = [] } = await config.send(
                new DescribeRemediationConfigurationsCommand({ ConfigRuleNames: [scaling ?? ""] }),
            );
            assert.equal(remediation?.Automatic, true);
            assert.deepEqual(remediation.Parameters?.["TopicArn"]?.StaticValue?.Values, [TOPIC]);
        });
    }
});
