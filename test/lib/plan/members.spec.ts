import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { memberSources, publishingOrganization } from "../../../lib/plan/members.ts";
import { CONFIGURATIONS, membersOf, ORGANIZATION } from "../members/configurations.ts";
import { load, places, planOf } from "../project.ts";

function codes(configuration: string): string[] {
    return load(configuration).diagnostics.map(({ code }) => code);
}

describe("the members of a plan", () => {
    it("are none where nothing is said of them", () => {
        const plan = planOf(ORGANIZATION);
        assert.equal(plan.members, undefined);
        assert.deepEqual(memberSources(plan), {});
        assert.equal(publishingOrganization(plan), undefined);
    });

    it("record as the stack itself, in its regions, with global types in the home region", () => {
        const { rollout } = membersOf(
            `${CONFIGURATIONS.usual}  conformance-packs:recorder: { frequency: daily, globalResourceTypes: false }\n` +
                "  conformance-packs:regions: { us-east-1: }\n" +
                "  conformance-packs:deliveryChannel: { snapshotDeliveryFrequency: Six_Hours }\n",
        );
        assert.deepEqual(rollout.regions, ["eu-west-1", "us-east-1"]);
        assert.equal(rollout.recorder.recordingFrequency, "DAILY");
        assert.equal(rollout.recorder.inHomeRegion.includeGlobalResourceTypes, true);
        assert.equal(rollout.recorder.elsewhere.includeGlobalResourceTypes, false);
        assert.equal(rollout.channel.snapshotDeliveryFrequency, "Six_Hours");
        assert.equal(rollout.channel.encrypted, true);
    });

    it("record as they are told where that differs", () => {
        const { rollout } = membersOf(CONFIGURATIONS.everything);
        assert.equal(rollout.recorder.recordingFrequency, "DAILY");
        assert.deepEqual(rollout.units, ["ou-ab12-aaaabbbb", "ou-ab12-cdefgh34"]);
        assert.deepEqual(rollout.preferences, {
            failureTolerancePercentage: 0,
            maxConcurrentPercentage: 100,
            regionConcurrencyType: "SEQUENTIAL",
            concurrencyMode: "SOFT_FAILURE_TOLERANCE",
        });
        assert.equal(rollout.aggregatorRegion, "eu-west-1");
    });

    it("are admitted to bucket and key by their organization, and to topics where they announce", () => {
        const plan = planOf(
            `${ORGANIZATION}  conformance-packs:members: { units: [r-ab12], regions: [eu-west-1, us-west-2] }\n`,
        );
        assert.deepEqual(memberSources(plan), { organizationId: "o-abcdefghij" });
        assert.equal(publishingOrganization(plan), undefined);
        assert.equal(publishingOrganization(planOf(CONFIGURATIONS.everything)), "o-abcdefghij");
    });

    it("are reached as the management account, or as a delegated administrator elsewhere", () => {
        const as = (organization: string): (string | boolean)[] => {
            const { members, rollout } = membersOf(
                `  conformance-packs:account: "111122223333"\n  conformance-packs:organization: { id: o-abcdefghij${organization} }\n` +
                    "  conformance-packs:members: { units: [r-ab12] }\n",
            );
            return [rollout.callAs, members.ownRoles];
        };
        assert.deepEqual(as(""), ["SELF", true]);
        assert.deepEqual(as(', managementAccount: "111122223333"'), ["SELF", true]);
        assert.deepEqual(as(', managementAccount: "444455556666"'), ["DELEGATED_ADMIN", false]);
    });

    it("need to know which account it is, where the management account is named", () => {
        assert.deepEqual(
            places(
                load(
                    '  conformance-packs:organization: { id: o-abcdefghij, managementAccount: "444455556666" }\n' +
                        "  conformance-packs:members: { units: [r-ab12] }\n",
                ).diagnostics,
            ),
            ["Pulumi.test.yaml:4:3 missing-setting"],
        );
    });

    it("have nothing but the roles, in this account, where no unit is named", () => {
        const { members } = planOf("  conformance-packs:members: { units: [] }\n");
        assert.ok(members !== undefined && members.rollout === undefined);
        assert.equal(members.ownRoles, true);
        assert.equal(members.remediationRole.name, "conformance-packs-remediation");
    });

    it("need the organization's ID and a bucket", () => {
        assert.deepEqual(codes("  conformance-packs:members: { units: [r-ab12] }\n"), ["missing-setting"]);
        assert.deepEqual(codes(`${CONFIGURATIONS.usual}  conformance-packs:deliveryChannel: { mode: use }\n`), [
            "members-without-bucket",
        ]);
    });

    it("are below each unit once", () => {
        const units = (list: string): string[] =>
            places(load(`${ORGANIZATION}  conformance-packs:members: { units: [${list}] }\n`).diagnostics);
        assert.deepEqual(units("ou-ab12-cdefgh34, ou-ab12-cdefgh34"), ["Pulumi.test.yaml:4:58 repeated-unit"]);
        assert.deepEqual(units("r-ab12, ou-ab12-cdefgh34"), ["Pulumi.test.yaml:4:48 unit-below-root"]);
        assert.equal(units("workloads").length, 1);
    });

    it("have roles of different names", () => {
        const roles = (settings: string): string[] =>
            places(load(`${ORGANIZATION}  conformance-packs:members: { ${settings} }\n`).diagnostics);
        assert.deepEqual(roles("units: [r-ab12], remediationRole: { name: one }, evaluationRole: { name: One }"), [
            "Pulumi.test.yaml:4:99 repeated-role-name",
        ]);
        const forwarding = "remediationRole: { name: conformance-packs-test-forwarding }";
        assert.deepEqual(roles(`units: [r-ab12], ${forwarding}`), ["Pulumi.test.yaml:4:68 repeated-role-name"]);
        assert.deepEqual(roles(`units: [r-ab12], events: false, ${forwarding}`), []);
        assert.deepEqual(roles(`units: [], ${forwarding}`), []);
        assert.deepEqual(roles("units: [], evaluationRole: { name: conformance-packs-remediation }"), [
            "Pulumi.test.yaml:4:61 repeated-role-name",
        ]);
    });

    it("are in regions of the stack's partition, the home region among them", () => {
        const regions = (list: string): string[] =>
            codes(`${ORGANIZATION}  conformance-packs:members: { units: [r-ab12], regions: [${list}] }\n`);
        assert.deepEqual(regions("eu-west-1, cn-north-1"), ["region-elsewhere"]);
        assert.deepEqual(regions("us-east-1"), ["home-region-without-members"]);
        assert.deepEqual(regions("eu-west-1, ap-east-1"), ["opt-in-region"]);
        assert.deepEqual(regions("eu-west-1, us-east-1"), []);
    });

    it("are planned from the documented configurations as they stand", () => {
        const text = readFileSync(new URL("../../../docs/organizations.md", import.meta.url), "utf8");
        const blocks = [...text.slice(text.indexOf("## Member accounts")).matchAll(/```yaml\n([^]*?)```/g)]
            .map(([, block = ""]) => block)
            .filter((block) => block.includes("conformance-packs:members:"));
        assert.ok(blocks.length >= 2);
        const plans = blocks.map((block) =>
            planOf(block.slice(block.indexOf("config:")).replace(/^config:\n( {2}aws:region: .*\n)?/, "")),
        );
        assert.deepEqual(
            plans.map(({ members }) => members?.rollout?.callAs),
            ["DELEGATED_ADMIN", undefined],
        );
    });

    it("announce only to topics that there are", () => {
        const members = (more: string): string[] =>
            codes(`${ORGANIZATION}  conformance-packs:members: { units: [r-ab12], notifications: true${more} }\n`);
        assert.deepEqual(members(""), []);
        assert.deepEqual(members(", regions: [eu-west-1, us-east-1]"), ["region-without-topic"]);
    });
});
