import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { RegionDocumentPlan } from "../../lib/plan/remediation-plan.ts";
import { flattenResources, plannedResources } from "../../lib/plan/planned-resources.ts";
import { only, rows, run } from "../harness.ts";
import { CONFIGURATIONS, membersOf } from "../lib/members/configurations.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";
import { IDENTITY, packOf, planOf, regionOf } from "./plans.ts";

const OWN: RegionDocumentPlan = {
    name: "ConformancePacks-Close",
    text: 'schemaVersion: "0.3"\n',
    format: "YAML",
    organizationWide: true,
};
const ROLE = {
    name: "conformance-packs-test-ConformancePacks-Close",
    document: OWN.name,
    permissions: [{ actions: ["s3:PutBucketPublicAccessBlock"], resources: ["arn:${AWS::Partition}:s3:::*"] }],
    organizationWide: true,
};
const { members } = membersOf(CONFIGURATIONS.usual);
const PLAN = planOf({
    packs: [packOf({ target: "organization" })],
    documents: [OWN],
    remediationRoles: [ROLE],
    furtherRegions: [regionOf("us-east-1", { documents: [OWN] })],
    members: { ...members, automationRoles: [ROLE] },
    memberDocuments: { documents: [OWN], regions: [REGION, "us-east-1"] },
});

const deployed = () => run(() => deploy(PLAN, IDENTITY));

describe("what remediations need", () => {
    it("is a role for each document, of this account alone", async () => {
        const done = await deployed();
        const { inputs } = only(done, "aws:iam/role:Role", "ConformancePacks-Close-remediation-role");
        assert.equal(inputs["name"], ROLE.name);
        assert.match(String(inputs["assumeRolePolicy"]), new RegExp(`"aws:SourceAccount":"${ACCOUNT}"`));
        assert.deepEqual(inputs["tags"], PLAN.tags);
        const { inputs: policy } = only(
            done,
            "aws:iam/rolePolicy:RolePolicy",
            "ConformancePacks-Close-remediation-role-policy",
        );
        assert.deepEqual(JSON.parse(String(policy["policy"])), {
            Version: "2012-10-17",
            Statement: [
                {
                    Sid: "Steps1",
                    Effect: "Allow",
                    Action: ["s3:PutBucketPublicAccessBlock"],
                    Resource: ["arn:aws:s3:::*"],
                },
            ],
        });
    });

    it("is a document in each region, which packs wait for, as for the role", async () => {
        const done = await deployed();
        for (const [suffix, region] of [
            ["", REGION],
            ["-us-east-1", "us-east-1"],
        ] as const) {
            const { inputs } = only(done, "aws:ssm/document:Document", `${OWN.name}${suffix}`);
            assert.deepEqual(inputs, {
                region,
                name: OWN.name,
                documentType: "Automation",
                documentFormat: "YAML",
                content: OWN.text,
                tags: PLAN.tags,
            });
        }
        const [pack] = PLAN.packs;
        const { dependsOn } = only(
            done,
            "aws:cfg/organizationConformancePack:OrganizationConformancePack",
            pack?.name ?? "",
        );
        for (const name of [
            OWN.name,
            "ConformancePacks-Close-remediation-role-policy",
            "member-documents-ConformancePacks-Close-instances",
        ]) {
            assert.ok(dependsOn.includes(name), `${name} of ${dependsOn.join(", ")}`);
        }
    });

    it("comes to members by StackSets, and leaves out the stack's own account, which has it already", async () => {
        const done = await deployed();
        const stackSet = only(
            done,
            "aws:cloudformation/stackSet:StackSet",
            "member-documents-ConformancePacks-Close-stack-set",
        );
        const template = JSON.parse(String(stackSet.inputs["templateBody"])) as {
            Conditions: object;
            Resources: Record<string, { Condition: string; Properties: object }>;
        };
        assert.deepEqual(template.Conditions, {
            IsMember: { "Fn::Not": [{ "Fn::Equals": [{ Ref: "AWS::AccountId" }, ACCOUNT] }] },
            IsCentral: { "Fn::Equals": [{ Ref: "AWS::AccountId" }, ACCOUNT] },
        });
        assert.deepEqual(template.Resources["ConformancePacksClose"], {
            Type: "AWS::SSM::Document",
            Condition: "IsMember",
            Properties: {
                Name: OWN.name,
                DocumentType: "Automation",
                DocumentFormat: "JSON",
                UpdateMethod: "NewVersion",
                Content: { schemaVersion: "0.3" },
            },
        });
        const instances = only(
            done,
            "aws:cloudformation/stackInstances:StackInstances",
            "member-documents-ConformancePacks-Close-instances",
        );
        assert.deepEqual(instances.inputs["regions"], [REGION, "us-east-1"]);
        const global = only(done, "aws:cloudformation/stackSet:StackSet", "members-global-stack-set");
        assert.match(String(global.inputs["templateBody"]), /AutomationConformancePacksClose/);
        assert.equal((global.inputs["parameters"] as Record<string, string>)["CentralAccount"], ACCOUNT);
    });

    it("is what the plan says", async () => {
        const planned = flattenResources(plannedResources(PLAN)).map(
            ({ resource }) => `${resource.type} ${resource.name}`,
        );
        const registered = rows(await deployed());
        for (const one of planned.filter((row) => /remediation|ssm|member-documents/.test(row))) {
            assert.ok(registered.includes(one), one);
        }
    });
});
