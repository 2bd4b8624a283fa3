import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import {
    ConfigServiceClient,
    DescribeConfigRulesCommand,
    GetCustomRulePolicyCommand,
} from "@aws-sdk/client-config-service";
import { assertChanges } from "../end-to-end/outcome.ts";
import { PROJECT, REGION, useProject } from "../end-to-end/project-fixture.ts";

describe("a pack with Guard rules, deployed", function () {
    this.timeout(120_000);
    const project = useProject();

    function config(): ConfigServiceClient {
        return new ConfigServiceClient({
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        });
    }

    /** By the name that the pack gives, without what AWS Config appends to it. */
    async function deployedRules() {
        const { ConfigRules: rules = [] } = await config().send(new DescribeConfigRulesCommand({}));
        return new Map(rules.map((rule) => [rule.ConfigRuleName?.replace(/-conformance-pack-.*$/, "") ?? "", rule]));
    }

    async function policyOf(name: string): Promise<string | undefined> {
        const rule = (await deployedRules()).get(name);
        const answer = await config().send(new GetCustomRulePolicyCommand({ ConfigRuleName: rule?.ConfigRuleName }));
        return answer.PolicyText;
    }

    before("deploy the project's own rules", async () => {
        cpSync(join(PROJECT, "packs", "rules"), join(project.folder, "packs", "rules"), { recursive: true });
        project.writePack(
            "own",
            `rules:
  cloudtrail-kms-encryption: { parameters: { kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/a" } }
  ec2-instance-type-allowed: { parameters: { allowedTypes: [t4g.*] } }
`,
        );
        project.configure("packs: { own: {} }");
        const { changes } = await project.up();
        assert.ok(changes.includes("create aws:cfg:ConformancePack own"), changes.join("\n"));
    });

    it("has each rule with its source, scope and input parameters", async () => {
        const rule = (await deployedRules()).get("cloudtrail-kms-encryption");
        assert.deepEqual(rule?.Source, {
            Owner: "CUSTOM_POLICY",
            SourceDetails: [
                { EventSource: "aws.config", MessageType: "ConfigurationItemChangeNotification" },
                { EventSource: "aws.config", MessageType: "OversizedConfigurationItemChangeNotification" },
            ],
            CustomPolicyDetails: { PolicyRuntime: "guard-2.x.x", PolicyText: "", EnableDebugLogDelivery: false },
        });
        assert.deepEqual(rule?.Scope?.ComplianceResourceTypes, ["AWS::CloudTrail::Trail"]);
        assert.deepEqual(JSON.parse(rule?.InputParameters ?? ""), {
            kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/a",
        });
        assert.deepEqual((await deployedRules()).size, 2);
    });

    it("has the policies as they were tested, with the pack's values in them", async () => {
        assert.match((await policyOf("cloudtrail-kms-encryption")) ?? "", /^# CIS .*\nrule encrypted_with_kms when/);
        assert.equal(
            await policyOf("ec2-instance-type-allowed"),
            `let allowedTypes = [/^t4g\\..*$/]
rule instance_type_allowed when resourceType == "AWS::EC2::Instance" {
    configuration.instanceType IN %allowedTypes
        << The instance has a type that is not on the list. >>
}
`,
        );
    });

    it("does not change where nothing is edited, and changes with a rule's source", async () => {
        assertChanges(await project.up(), []);
        project.writePack(
            "own",
            "rules:\n  ec2-instance-type-allowed: { parameters: { allowedTypes: [t4g.micro] } }\n",
        );
        assertChanges(await project.up(), ["update aws:cfg:ConformancePack own"]);
        assert.match((await policyOf("ec2-instance-type-allowed")) ?? "", /^let allowedTypes = \["t4g\.micro"\]\n/);
        assert.deepEqual([...(await deployedRules()).keys()], ["ec2-instance-type-allowed"]);
    });
});
