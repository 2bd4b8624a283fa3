import assert from "node:assert/strict";
import { parse } from "yaml";
import { globalParameters, globalTemplate } from "../../../lib/members/global-template.ts";
import { load, type Loaded, planOf } from "../project.ts";

const PACK = `parameters:
  Topic: arn:aws:sns:eu-west-1:111122223333:findings
rules:
  s3-bucket-versioning-enabled:
    remediation:
      document: AWS-ConfigureS3BucketVersioning
      parameters: { BucketName: RESOURCE_ID }
  restricted-ssh:
    remediation:
      document: AWS-PublishSNSNotification
      parameters: { TopicArn: "\${Topic}", Message: open }
  s3-bucket-logging-enabled:
    remediation:
      document: AWS-ConfigureS3BucketVersioning
      parameters: { AutomationAssumeRole: "arn:aws:iam::111122223333:role/mine", BucketName: RESOURCE_ID }
`;
const ACCOUNT = '  conformance-packs:account: "111122223333"\n';
const OWN = `${ACCOUNT}  conformance-packs:packs: { repair: {} }\n`;
const ORGANIZATION =
    `${ACCOUNT}  conformance-packs:organization: { id: o-abcdefghij, managementAccount: "999988887777" }\n` +
    "  conformance-packs:members: { units: [r-ab12] }\n" +
    '  conformance-packs:packs: { repair: { target: organization, excludedAccounts: ["999988887777"] } }\n';
const PACKS = { "repair.yaml": PACK };

interface Template {
    readonly Resources: Record<
        string,
        { Properties: { Parameters: Record<string, { StaticValue?: { Values: string[] } }> } }
    >;
}

function codes({ diagnostics }: Loaded): string[] {
    return diagnostics.map(({ code }) => code);
}

function roleIn(template: string, id: string): string | undefined {
    const { Resources: resources } = parse(template, { logLevel: "silent" }) as Template;
    return resources[id]?.Properties.Parameters["AutomationAssumeRole"]?.StaticValue?.Values[0];
}

describe("the roles of remediations", () => {
    it("stand in the template as exact ARNs, where the pack names none", () => {
        const [pack] = planOf(OWN, PACKS).packs;
        const prefix = "arn:aws:iam::111122223333:role/";
        const template = pack?.template ?? "";
        const name = "conformance-packs-test-AWS-ConfigureS3BucketVersioning";
        assert.equal(roleIn(template, "S3BucketVersioningEnabledRemediation"), `${prefix}${name}`);
        assert.equal(roleIn(template, "S3BucketLoggingEnabledRemediation"), `${prefix}mine`);
        assert.deepEqual(
            pack?.remediations?.map(({ role }) => role?.name),
            [name, "conformance-packs-test-AWS-PublishSNSNotification", undefined],
        );
        assert.equal(pack?.bytes, Buffer.byteLength(template));
    });

    it("are one for each document, and may do what it needs with the stack's values", () => {
        const config = OWN.replace("repair: {}", "repair: { parameters: { Topic: arn:aws:sns:eu-west-1:1:other } }");
        assert.deepEqual(planOf(config, PACKS).remediationRoles, [
            {
                name: "conformance-packs-test-AWS-ConfigureS3BucketVersioning",
                document: "AWS-ConfigureS3BucketVersioning",
                permissions: [{ actions: ["s3:PutBucketVersioning"], resources: ["arn:${AWS::Partition}:s3:::*"] }],
                organizationWide: false,
            },
            {
                name: "conformance-packs-test-AWS-PublishSNSNotification",
                document: "AWS-PublishSNSNotification",
                permissions: [{ actions: ["sns:Publish"], resources: ["arn:aws:sns:eu-west-1:1:other"] }],
                organizationWide: false,
            },
        ]);
    });

    it("need the account, which stands in their ARNs", () => {
        const found = load(OWN.replace(ACCOUNT, ""), PACKS);
        assert.deepEqual(codes(found), ["missing-setting"]);
        assert.match(found.diagnostics[0]?.hint ?? "", /conformance-packs:account/);
    });

    it("are the management account's in a pack of the organization, and come to members with the rollout", () => {
        const plan = planOf(ORGANIZATION, PACKS);
        assert.equal(
            roleIn(plan.packs[0]?.template ?? "", "RestrictedSshRemediation"),
            "arn:aws:iam::999988887777:role/conformance-packs-test-AWS-PublishSNSNotification",
        );
        const { members } = plan;
        assert.ok(members?.rollout);
        assert.ok(globalParameters(members, members.rollout).includes("CentralAccount"));
        const { Conditions: conditions, Resources: resources } = globalTemplate(members, members.rollout);
        assert.deepEqual(conditions, {
            IsMember: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "AWS::AccountId" }, { Ref: "CentralAccount" }] }] },
        });
        const role = resources["AutomationAWSConfigureS3BucketVersioning"];
        assert.equal(role?.Condition, "IsMember");
        assert.equal(role.Properties["RoleName"], "conformance-packs-test-AWS-ConfigureS3BucketVersioning");
        assert.deepEqual(role.Properties["Policies"], [
            {
                PolicyName: "conformance-packs-test-AWS-ConfigureS3BucketVersioning",
                PolicyDocument: {
                    Version: "2012-10-17",
                    Statement: [
                        {
                            Sid: "Steps1",
                            Effect: "Allow",
                            Action: ["s3:PutBucketVersioning"],
                            Resource: [{ "Fn::Sub": "arn:${AWS::Partition}:s3:::*" }],
                        },
                    ],
                },
            },
        ]);
    });

    it("are refused where nothing brings them to members, and missed in the management account", () => {
        const alone = ORGANIZATION.replace("  conformance-packs:members: { units: [r-ab12] }\n", "");
        assert.deepEqual(codes(load(alone, PACKS)), ["roles-without-members"]);
        const everywhere = ORGANIZATION.replace(', excludedAccounts: ["999988887777"]', "");
        const { plan, diagnostics } = load(everywhere, PACKS);
        assert.ok(plan);
        const warning = diagnostics.find(({ code }) => code === "management-account-without-role");
        assert.match(
            warning?.hint ?? "",
            /conformance-packs:remediation: \{ stack: test, documents: \[AWS-ConfigureS3BucketVersioning, AWS-PublishSNSNotification\] \}/,
        );
    });

    it("are made for another stack's pack where they are asked for", () => {
        const lines = "  conformance-packs:remediation: { stack: prod, documents: [AWS-PublishSNSNotification] }\n";
        assert.deepEqual(planOf(lines).remediationRoles, [
            {
                name: "conformance-packs-prod-AWS-PublishSNSNotification",
                document: "AWS-PublishSNSNotification",
                permissions: [
                    {
                        actions: ["sns:Publish"],
                        resources: ["arn:${AWS::Partition}:sns:*:${AWS::AccountId}:*"],
                    },
                ],
                organizationWide: false,
            },
        ]);
        const unknown = lines.replace("[AWS-PublishSNSNotification]", "[AWS-Nothing]");
        assert.deepEqual(codes(load(unknown)), ["unknown-automation-document"]);
    });

    it("are in a bundle what they are in its packs", () => {
        const config = `${ACCOUNT}  conformance-packs:bundles: { all: { packs: [repair] } }\n`;
        const { packs, remediationRoles } = planOf(config, PACKS);
        assert.deepEqual(
            remediationRoles?.map(({ document }) => document),
            ["AWS-ConfigureS3BucketVersioning", "AWS-PublishSNSNotification"],
        );
        assert.equal(
            roleIn(packs[0]?.template ?? "", "remediationRestrictedSsh"),
            "arn:aws:iam::111122223333:role/conformance-packs-test-AWS-PublishSNSNotification",
        );
    });
});
