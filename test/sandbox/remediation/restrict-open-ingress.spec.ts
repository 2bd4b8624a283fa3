import assert from "node:assert/strict";
import {
    AuthorizeSecurityGroupIngressCommand,
    CreateSecurityGroupCommand,
    CreateTagsCommand,
    DescribeSecurityGroupRulesCommand,
    DescribeVpcsCommand,
    EC2Client,
} from "@aws-sdk/client-ec2";
import type { IpPermission } from "@aws-sdk/client-ec2";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { useDocument } from "./automation-fixture.ts";

const IPV4 = { IpRanges: [{ CidrIp: "0.0.0.0/0" }] };
const IPV6 = { Ipv6Ranges: [{ CidrIpv6: "::/0" }] };

const ports = (from: number, to = from, protocol = "tcp"): IpPermission => ({
    IpProtocol: protocol,
    FromPort: from,
    ToPort: to,
});

describe("document: restrict open ingress", function () {
    this.timeout(60_000);
    const fixture = useEmulator();
    const document = useDocument(fixture, "RestrictOpenIngress");
    const ec2 = (): EC2Client => new EC2Client(fixture.settings());
    let group = "";

    beforeEach(async () => {
        const VpcId = (await ec2().send(new DescribeVpcsCommand({}))).Vpcs?.[0]?.VpcId;
        const made = await ec2().send(
            new CreateSecurityGroupCommand({ GroupName: "web", Description: "of a test", VpcId }),
        );
        group = made.GroupId ?? "";
    });

    /** @returns the IDs of the rules */
    const allow = async (...IpPermissions: IpPermission[]): Promise<string[]> => {
        const { SecurityGroupRules: rules } = await ec2().send(
            new AuthorizeSecurityGroupIngressCommand({ GroupId: group, IpPermissions }),
        );
        return (rules ?? []).map(({ SecurityGroupRuleId: id }) => id ?? "");
    };
    /** Inbound rules as `tcp 22-22 0.0.0.0/0`, sorted. */
    const inbound = async (): Promise<string[]> => {
        const Filters = [{ Name: "group-id", Values: [group] }];
        const { SecurityGroupRules: rules } = await ec2().send(new DescribeSecurityGroupRulesCommand({ Filters }));
        return (rules ?? [])
            .filter(({ IsEgress: egress }) => egress === false)
            .map((rule) => `${rule.IpProtocol} ${rule.FromPort}-${rule.ToPort} ${rule.CidrIpv4 ?? rule.CidrIpv6}`)
            .sort();
    };

    it("revokes what lets everybody reach a port, and nothing else", async () => {
        const kept = { ...ports(22), IpRanges: [{ CidrIp: "10.0.0.0/8" }] };
        await allow({ ...ports(22), ...IPV4 });
        await allow({ ...ports(3000, 4000), ...IPV6 });
        await allow({ ...ports(443), ...IPV4 });
        await allow(kept);
        await allow({ ...ports(22, 22, "icmp"), ...IPV4 });
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(outcome.ran, ["InspectRules", "ChooseByDecision", "RevokeRules", "VerifyRules"]);
        assert.match(outcome.message, /tcp 22 from 0\.0\.0\.0\/0/);
        assert.match(outcome.message, /tcp 3000-4000 from ::\/0/);
        assert.deepEqual(await inbound(), ["icmp 22-22 0.0.0.0/0", "tcp 22-22 10.0.0.0/8", "tcp 443-443 0.0.0.0/0"]);
    });

    it("revokes a rule for all traffic", async () => {
        await allow({ IpProtocol: "-1", ...IPV4 });
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.match(outcome.message, /all traffic from 0\.0\.0\.0\/0/);
        assert.deepEqual(await inbound(), []);
    });

    it("closes the ports that it is given", async () => {
        await allow({ ...ports(22), ...IPV4 });
        await allow({ ...ports(8050, 8050, "udp"), ...IPV4 });
        const outcome = await document.run({ GroupId: group, DryRun: "false", Ports: ["8000-8100", "5432"] });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(await inbound(), ["tcp 22-22 0.0.0.0/0"]);
    });

    it("changes nothing unless it is told to", async () => {
        await allow({ ...ports(22), ...IPV4 });
        const outcome = await document.run({ GroupId: group });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(outcome.ran, ["InspectRules", "ChooseByDecision"]);
        assert.match(outcome.message, /^Dry run: would be revoked of sg-\w+ \(web\): sgr-\w+ \(tcp 22 from/);
        assert.equal((await inbound()).length, 1);
    });

    it("does nothing a second time", async () => {
        await allow({ ...ports(22), ...IPV4 });
        await document.run({ GroupId: group, DryRun: "false" });
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.equal(outcome.decision, "Leave");
        assert.match(outcome.message, /^No rule of sg-\w+ \(web\) lets everybody reach/);
    });

    it("succeeds where the group is gone", async () => {
        const outcome = await document.run({ GroupId: "sg-0123456789abcdef0", DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.match(outcome.message, /gone already/);
    });

    it("leaves a group that is exempt by name or by tag", async () => {
        await allow({ ...ports(22), ...IPV4 });
        const byName = await document.run({ GroupId: group, DryRun: "false", ExemptResources: ["web"] });
        assert.match(byName.message, /stays: it is exempt by name \(web\)/);
        const Tags = [{ Key: "RemediationExempt", Value: "bastion" }];
        await ec2().send(new CreateTagsCommand({ Resources: [group], Tags }));
        const byTag = await document.run({ GroupId: group, DryRun: "false" });
        assert.match(byTag.message, /stays: it is exempt by its tag RemediationExempt/);
        assert.equal((await inbound()).length, 1);
    });

    it("leaves a rule that is exempt by its ID, and revokes the others", async () => {
        const [id = ""] = await allow({ ...ports(22), ...IPV4 });
        await allow({ ...ports(3389), ...IPV4 });
        const outcome = await document.run({ GroupId: group, DryRun: "false", ExemptResources: [id] });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.match(outcome.message, new RegExp(`Exempt: ${id} stays`));
        assert.deepEqual(await inbound(), ["tcp 22-22 0.0.0.0/0"]);
    });

    it("fails where the rules are there after it revoked them", async () => {
        await allow({ ...ports(22), ...IPV4 });
        await document.inject({ service: "ec2", operation: "RevokeSecurityGroupIngress", status: 200 });
        const outcome = await document.run({ GroupId: group, DryRun: "false" });
        assert.equal(outcome.status, "Failed");
        assert.equal(outcome.ran.at(-1), "VerifyRules: Failed");
        assert.match(outcome.failure, /ValueError - Still open: sgr-\w+ \(tcp 22 from 0\.0\.0\.0\/0\)/);
    });

    it("says what is wrong with a port", async () => {
        for (const port of ["ssh", "70000", "90-80"]) {
            const outcome = await document.run({ GroupId: group, Ports: [port] });
            assert.deepEqual(outcome.ran, ["InspectRules: Failed"]);
            assert.match(outcome.failure, new RegExp(`ValueError - '${port}' is no (port|range of ports)`));
        }
    });
});
