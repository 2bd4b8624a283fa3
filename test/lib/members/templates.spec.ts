import assert from "node:assert/strict";
import {
    type CloudFormationTemplate,
    renderTemplate,
    substitute,
    TEMPLATE_BODY_BYTES,
} from "../../../lib/members/cloudformation-template.ts";
import { globalParameters, globalTemplate } from "../../../lib/members/global-template.ts";
import { decisionParameters, regionalParameters, regionalTemplate } from "../../../lib/members/regional-template.ts";
import { CONFIGURATIONS, membersOf } from "./configurations.ts";

type Json = Record<string, unknown>;

function globalOf(configuration: string): CloudFormationTemplate {
    const { members, rollout } = membersOf(configuration);
    return globalTemplate(members, rollout);
}

function regionalOf(configuration: string): CloudFormationTemplate {
    return regionalTemplate(membersOf(configuration).rollout);
}

/** Properties of a resource. */
function propertiesOf(template: CloudFormationTemplate, logicalId: string): Json {
    const resource = template.Resources[logicalId];
    assert.ok(resource, `there is no ${logicalId}`);
    return resource.Properties as Json;
}

/** What a template's references name, pseudo parameters left out. */
function referencesOf(value: unknown): string[] {
    if (Array.isArray(value)) {
        return value.flatMap(referencesOf);
    }
    if (typeof value !== "object" || value === null) {
        return [];
    }
    return Object.entries(value).flatMap(([key, item]) => {
        if (key === "Ref") {
            return [String(item)];
        }
        if (key === "Fn::GetAtt") {
            return [String((item as string[])[0])];
        }
        return key === "Fn::Sub"
            ? [...String(item).matchAll(/\$\{([^}]+)\}/g)].map(([, name]) => name ?? "")
            : referencesOf(item);
    });
}

describe("the templates of member accounts", () => {
    for (const [name, configuration] of Object.entries(CONFIGURATIONS)) {
        describe(`with ${name}`, () => {
            const templates = (): CloudFormationTemplate[] => [globalOf(configuration), regionalOf(configuration)];

            it("refer to what they have, and have no parameter that nothing refers to", () => {
                for (const template of templates()) {
                    const { Parameters: parameters = {}, Resources: resources, Conditions: conditions } = template;
                    const references = referencesOf([resources, conditions, template.Outputs]).filter(
                        (one) => !one.startsWith("AWS::"),
                    );
                    const known = [...Object.keys(parameters), ...Object.keys(resources)];
                    assert.deepEqual(
                        references.filter((one) => !known.includes(one)),
                        [],
                    );
                    assert.deepEqual(
                        Object.keys(parameters).filter((one) => !references.includes(one)),
                        [],
                    );
                }
            });

            it("take the parameters that are said to be theirs", () => {
                const { members, rollout } = membersOf(configuration);
                assert.deepEqual(
                    templates().map(({ Parameters: parameters }) => Object.keys(parameters ?? {}).sort()),
                    [globalParameters(members, rollout), regionalParameters(rollout)].map((one) => [...one].sort()),
                );
            });

            it("have roles in the global one only, where their names are taken once", () => {
                const types = Object.values(regionalOf(configuration).Resources).map(({ Type: type }) => type);
                assert.deepEqual(
                    types.filter((type) => type.startsWith("AWS::IAM::")),
                    [],
                );
            });

            it("let recorder and channel wait for nothing, and keep both come what may", () => {
                const template = regionalOf(configuration);
                assert.doesNotMatch(renderTemplate(template), /DependsOn/);
                for (const logicalId of ["Recorder", "DeliveryChannel"]) {
                    const resource = template.Resources[logicalId];
                    assert.equal(resource?.DeletionPolicy, "Retain");
                    assert.equal(resource.UpdateReplacePolicy, "Retain");
                    const others = referencesOf(resource).filter((one) => one in template.Resources);
                    assert.deepEqual(others, []);
                }
            });

            it("are short enough to be sent as they are", () => {
                for (const template of templates()) {
                    assert.ok(Buffer.byteLength(renderTemplate(template)) < TEMPLATE_BODY_BYTES / 2);
                }
            });
        });
    }

    it("make recorder and channel where the member's function has decided so, which conditions read from its store", () => {
        const template = regionalOf(CONFIGURATIONS.usual);
        const { rollout } = membersOf(CONFIGURATIONS.usual);
        assert.equal(template.Resources["Recorder"]?.Condition, "MakesRecorder");
        assert.equal(template.Resources["DeliveryChannel"]?.Condition, "MakesDeliveryChannel");
        assert.deepEqual(template.Conditions?.["MakesRecorder"], {
            "Fn::Equals": [{ Ref: "RecorderDecision" }, "create"],
        });
        assert.equal(template.Parameters?.["RecorderDecision"]?.Type, "AWS::SSM::Parameter::Value<String>");
        // The function's own names, below the prefix that the global template gives it.
        const { ParameterPrefix: prefix } = propertiesOf(globalOf(CONFIGURATIONS.usual), "RecorderDecisions");
        assert.deepEqual(decisionParameters(rollout), {
            RecorderDecision: `${String(prefix)}/recorder`,
            DeliveryChannelDecision: `${String(prefix)}/delivery-channel`,
        });
    });

    it("record global types in the home region only", () => {
        const { RecordingGroup: group } = propertiesOf(regionalOf(CONFIGURATIONS.usual), "Recorder");
        const strategy = { RecordingStrategy: { UseOnly: "ALL_SUPPORTED_RESOURCE_TYPES" } };
        assert.deepEqual(group, {
            "Fn::If": [
                "IsHomeRegion",
                { AllSupported: true, IncludeGlobalResourceTypes: true, ...strategy },
                { AllSupported: true, IncludeGlobalResourceTypes: false, ...strategy },
            ],
        });
        assert.deepEqual(regionalOf(CONFIGURATIONS.usual).Conditions?.["IsHomeRegion"], {
            "Fn::Equals": [{ Ref: "AWS::Region" }, "eu-west-1"],
        });
    });

    it("leave global types out elsewhere by excluding them, where types are excluded", () => {
        const recorder = propertiesOf(regionalOf(CONFIGURATIONS.everything), "Recorder");
        const [, here, elsewhere] = (recorder["RecordingGroup"] as { "Fn::If": Json[] })["Fn::If"];
        assert.deepEqual(here?.["ExclusionByResourceTypes"], { ResourceTypes: ["AWS::EC2::NetworkInterface"] });
        const excluded = (elsewhere?.["ExclusionByResourceTypes"] as { ResourceTypes: string[] }).ResourceTypes;
        assert.ok(excluded.includes("AWS::IAM::Role") && excluded.includes("AWS::EC2::NetworkInterface"));
        assert.deepEqual(recorder["RecordingMode"], {
            RecordingFrequency: "DAILY",
            RecordingModeOverrides: [
                { RecordingFrequency: "CONTINUOUS", ResourceTypes: ["AWS::S3::Bucket"], Description: "now" },
            ],
        });
    });

    it("tell no regions apart where types are listed", () => {
        const template = regionalOf(CONFIGURATIONS.least);
        assert.equal(template.Conditions?.["IsHomeRegion"], undefined);
        assert.deepEqual(propertiesOf(template, "Recorder")["RecordingGroup"], {
            AllSupported: false,
            ResourceTypes: ["AWS::S3::Bucket"],
            RecordingStrategy: { UseOnly: "INCLUSION_BY_RESOURCE_TYPES" },
        });
    });

    it("deliver to the central bucket with its key, and to the topic of the same region where that is wanted", () => {
        assert.deepEqual(propertiesOf(regionalOf(CONFIGURATIONS.everything), "DeliveryChannel"), {
            Name: "conformance-packs-test",
            S3BucketName: { Ref: "DeliveryBucket" },
            S3KeyPrefix: "config",
            S3KmsKeyArn: { Ref: "DeliveryKey" },
            SnsTopicARN: {
                "Fn::Sub": "arn:${AWS::Partition}:sns:${AWS::Region}:${CentralAccount}:conformance-packs-test-delivery",
            },
            ConfigSnapshotDeliveryProperties: { DeliveryFrequency: "One_Hour" },
        });
        assert.deepEqual(propertiesOf(regionalOf(CONFIGURATIONS.least), "DeliveryChannel"), {
            Name: "conformance-packs-test",
            S3BucketName: { Ref: "DeliveryBucket" },
            ConfigSnapshotDeliveryProperties: { DeliveryFrequency: "TwentyFour_Hours" },
        });
    });

    it("authorize aggregators only where one lists accounts", () => {
        assert.deepEqual(propertiesOf(regionalOf(CONFIGURATIONS.everything), "AggregationAuthorization"), {
            AuthorizedAccountId: { Ref: "CentralAccount" },
            AuthorizedAwsRegion: "eu-west-1",
        });
        assert.equal(regionalOf(CONFIGURATIONS.usual).Resources["AggregationAuthorization"], undefined);
    });

    it("forward events by the one role of the global stack, which may do nothing else", () => {
        const global = globalOf(CONFIGURATIONS.usual);
        const role = propertiesOf(global, "ForwardingRole");
        for (const rule of ["ConfigEvents", "RecorderCalls"]) {
            const { Targets: targets, Name: name } = propertiesOf(regionalOf(CONFIGURATIONS.usual), rule);
            assert.deepEqual(targets, [
                {
                    Id: "central",
                    Arn: { Ref: "CentralEventBus" },
                    RoleArn: {
                        "Fn::Sub": `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/${String(role["RoleName"])}`,
                    },
                },
            ]);
            // The trust of the role is held to rules of this name.
            assert.match(String(name), /^conformance-packs-test-/);
        }
        assert.deepEqual(role["AssumeRolePolicyDocument"], {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "Rules",
                    Effect: "Allow",
                    Principal: { Service: "events.amazonaws.com" },
                    Action: "sts:AssumeRole",
                    Condition: {
                        StringEquals: { "aws:SourceAccount": { "Fn::Sub": "${AWS::AccountId}" } },
                        ArnLike: {
                            "aws:SourceArn": {
                                "Fn::Sub":
                                    "arn:${AWS::Partition}:events:*:${AWS::AccountId}:rule/conformance-packs-test-*",
                            },
                        },
                    },
                },
            ],
        });
        const [policy] = role["Policies"] as { PolicyDocument: { Statement: Json[] } }[];
        assert.deepEqual(
            policy?.PolicyDocument.Statement.map(({ Action: action, Resource: resource }) => [action, resource]),
            [["events:PutEvents", { "Fn::Sub": "${CentralEventBus}" }]],
        );
        assert.equal(globalOf(CONFIGURATIONS.least).Resources["ForwardingRole"], undefined);
        assert.equal(regionalOf(CONFIGURATIONS.least).Resources["ConfigEvents"], undefined);
    });

    it("let the function look at recorders, decide, and make the service-linked role, and nothing else", () => {
        const role = propertiesOf(globalOf(CONFIGURATIONS.usual), "RecorderDecisionsRole");
        const policies = role["Policies"] as { PolicyDocument: { Statement: { Action: string | string[] }[] } }[];
        assert.deepEqual(
            policies.flatMap(({ PolicyDocument: { Statement: statements } }) =>
                statements.flatMap((one) => one.Action),
            ),
            [
                "config:DescribeConfigurationRecorders",
                "config:DescribeDeliveryChannels",
                "ssm:DeleteParameters",
                "ssm:GetParameter",
                "ssm:PutParameter",
                "iam:GetRole",
                "iam:CreateServiceLinkedRole",
                "logs:CreateLogStream",
                "logs:PutLogEvents",
            ],
        );
    });

    it("bring the function in the template, with an end to its wait and a decision for each region", () => {
        const template = globalOf(CONFIGURATIONS.everything);
        const { Code: code, Timeout: timeout } = propertiesOf(template, "RecorderDecisionsFunction");
        assert.match((code as { ZipFile: string }).ZipFile, /^def handler\(event, context\):/m);
        const decisions = propertiesOf(template, "RecorderDecisions");
        assert.ok(Number(decisions["ServiceTimeout"]) > Number(timeout));
        assert.deepEqual(decisions["Regions"], ["ap-southeast-2", "eu-west-1", "us-east-1"]);
        assert.equal(
            decisions["RecorderName"],
            propertiesOf(regionalOf(CONFIGURATIONS.everything), "Recorder")["Name"],
        );
    });

    it("hold a substitution to texts that name something", () => {
        assert.deepEqual(substitute({ a: ["plain", "${AWS::Region}", 1, true], b: { c: "${Name}/x" } }), {
            a: ["plain", { "Fn::Sub": "${AWS::Region}" }, 1, true],
            b: { c: { "Fn::Sub": "${Name}/x" } },
        });
        assert.throws(() => substitute({ a: undefined }), /no place for undefined/);
    });
});
