import assert from "node:assert/strict";
import {
    AcceptVpcPeeringConnectionCommand,
    AuthorizeSecurityGroupIngressCommand,
    CreateLaunchTemplateCommand,
    CreateNetworkInterfaceCommand,
    CreateSecurityGroupCommand,
    CreateTagsCommand,
    CreateVpcCommand,
    CreateVpcPeeringConnectionCommand,
    DescribeSecurityGroupsCommand,
    DescribeSubnetsCommand,
    DescribeVpcsCommand,
    EC2Client,
} from "@aws-sdk/client-ec2";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { useDocument } from "./automation-fixture.ts";

describe("document: delete an unattached security group", function () {
    this.timeout(60_000);
    const fixture = useEmulator();
    const document = useDocument(fixture, "DeleteUnattachedSecurityGroup");
    const ec2 = (): EC2Client => new EC2Client(fixture.settings());
    let vpc = "";
    let group = "";

    beforeEach(async () => {
        vpc = (await ec2().send(new DescribeVpcsCommand({}))).Vpcs?.[0]?.VpcId ?? "";
        group = await create("unused");
    });

    const create = async (name: string, VpcId = vpc): Promise<string> => {
        const made = await ec2().send(
            new CreateSecurityGroupCommand({ GroupName: name, Description: "of a test", VpcId }),
        );
        return made.GroupId ?? "";
    };
    const exists = async (id = group): Promise<boolean> => {
        const Filters = [{ Name: "group-id", Values: [id] }];
        return (await ec2().send(new DescribeSecurityGroupsCommand({ Filters }))).SecurityGroups?.length === 1;
    };
    const allowFrom = (of: string, from: string): Promise<unknown> =>
        ec2().send(
            new AuthorizeSecurityGroupIngressCommand({
                GroupId: of,
                IpPermissions: [
                    { IpProtocol: "tcp", FromPort: 443, ToPort: 443, UserIdGroupPairs: [{ GroupId: from }] },
                ],
            }),
        );

    it("deletes a group that nothing uses, and verifies it", async () => {
        await allowFrom(group, group);
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(outcome.ran, ["InspectGroup", "ChooseByDecision", "DeleteGroup", "VerifyDeletion"]);
        assert.equal(outcome.decision, "Change");
        assert.equal(outcome.outputs["VerifyDeletion.Message"], `${group} is gone.`);
        assert.equal(await exists(), false);
    });

    it("changes nothing unless it is told to", async () => {
        const outcome = await document.run({ GroupId: group });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(outcome.ran, ["InspectGroup", "ChooseByDecision"]);
        assert.equal(outcome.message, `Dry run: ${group} (unused) would be deleted.`);
        assert.equal(await exists(), true);
    });

    it("succeeds where the group is gone already", async () => {
        const outcome = await document.run({ GroupId: "sg-0123456789abcdef0", DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.match(outcome.message, /gone already/);
    });

    it("leaves a group to which a network interface belongs", async () => {
        const { Subnets: subnets } = await ec2().send(new DescribeSubnetsCommand({}));
        const { NetworkInterface: made } = await ec2().send(
            new CreateNetworkInterfaceCommand({ SubnetId: subnets?.[0]?.SubnetId, Groups: [group] }),
        );
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.equal(outcome.message, `${group} (unused) stays: ${made?.NetworkInterfaceId} uses it.`);
        assert.equal(await exists(), true);
    });

    it("fails where the rule of another group refers to it, and says which", async () => {
        const other = await create("other");
        await allowFrom(other, group);
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Failed");
        assert.deepEqual(outcome.ran, ["InspectGroup: Failed"]);
        assert.match(outcome.failure, new RegExp(`ValueError - ${group} \\(unused\\) is not deleted: ${other} refers`));
        assert.equal(await exists(), true);
    });

    it("fails where a group of a peered VPC refers to it", async () => {
        const { Vpc: peer } = await ec2().send(new CreateVpcCommand({ CidrBlock: "10.9.0.0/16" }));
        const peering = { VpcId: vpc, PeerVpcId: peer?.VpcId };
        const { VpcPeeringConnection: connection } = await ec2().send(new CreateVpcPeeringConnectionCommand(peering));
        const VpcPeeringConnectionId = connection?.VpcPeeringConnectionId;
        await ec2().send(new AcceptVpcPeeringConnectionCommand({ VpcPeeringConnectionId }));
        const other = await create("peered", peer?.VpcId);
        await allowFrom(other, group);
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Failed");
        assert.match(outcome.failure, new RegExp(`is not deleted: ${other}, ${peer?.VpcId} refers`));
        assert.equal(await exists(), true);
    });

    it("fails where a launch template refers to it", async () => {
        const { LaunchTemplate: template } = await ec2().send(
            new CreateLaunchTemplateCommand({
                LaunchTemplateName: "web",
                LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, Groups: [group] }] },
            }),
        );
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Failed");
        assert.match(outcome.failure, new RegExp(`is not deleted: ${template?.LaunchTemplateId} refers`));
        assert.equal(await exists(), true);
    });

    it("fails at a default group, which nobody can delete", async () => {
        const Filters = [{ Name: "group-name", Values: ["default"] }];
        const { SecurityGroups: found } = await ec2().send(new DescribeSecurityGroupsCommand({ Filters }));
        const id = found?.[0]?.GroupId ?? "";
        const outcome = await document.run({ GroupId: id, DryRun: "false" });
        assert.equal(outcome.status, "Failed");
        assert.match(outcome.failure, /is the default group of vpc-\w+, which cannot be deleted/);
        assert.equal(await exists(id), true);
    });

    it("finds a missing permission in the rehearsal", async () => {
        const code = "UnauthorizedOperation";
        await document.inject({ service: "ec2", operation: "DeleteSecurityGroup", status: 403, code });
        const outcome = await document.run({ GroupId: group });
        assert.equal(outcome.status, "Failed");
        assert.match(outcome.failure, /UnauthorizedOperation.* when calling the DeleteSecurityGroup operation/);
    });

    it("fails where the group comes into use between the decision and the deletion", async () => {
        const fault = { service: "ec2", operation: "DeleteSecurityGroup", status: 400, code: "DependencyViolation" };
        await document.inject({ ...fault, skip: 1, message: "it has a dependent object" });
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Failed");
        assert.deepEqual(outcome.ran, ["InspectGroup", "ChooseByDecision", "DeleteGroup: Failed"]);
        assert.match(
            outcome.failure,
            /\(DependencyViolation\) when calling the DeleteSecurityGroup operation: it has a/,
        );
    });

    it("fails where the group is there after its deletion", async () => {
        await document.inject({ service: "ec2", operation: "DeleteSecurityGroup", status: 200, skip: 1 });
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Failed");
        assert.equal(outcome.ran.at(-1), "VerifyDeletion: Failed");
        assert.match(outcome.failure, new RegExp(`ValueError - ${group} is still there`));
    });

    for (const [how, parameters, tag] of [
        ["by its name", { ExemptResources: ["other", "un*"] }, undefined],
        ["by the usual tag", {}, "RemediationExempt"],
        ["by a tag of one's own", { ExemptTag: "keep" }, "keep"],
    ] as const) {
        it(`leaves a group that is exempt ${how}`, async () => {
            if (tag !== undefined) {
                const Tags = [{ Key: tag, Value: "" }];
                await ec2().send(new CreateTagsCommand({ Resources: [group], Tags }));
            }
            const outcome = await document.run({ GroupId: group, DryRun: "false", ...parameters });
            assert.equal(outcome.status, "Success", outcome.failure);
            assert.match(outcome.message, /^sg-\w+ \(unused\) stays: it is exempt by /);
            assert.equal(await exists(), true);
        });
    }
});
