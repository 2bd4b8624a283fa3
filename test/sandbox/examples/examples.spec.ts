import assert from "node:assert/strict";
import { cpSync, readdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import {
    ConfigServiceClient,
    DescribeConfigurationRecorderStatusCommand,
    DescribeConformancePackStatusCommand,
    DescribeDeliveryChannelsCommand,
    PutConfigurationRecorderCommand,
    PutDeliveryChannelCommand,
    StartConfigurationRecorderCommand,
} from "@aws-sdk/client-config-service";
import { CreateServiceLinkedRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import {
    CreateBucketCommand,
    GetObjectLockConfigurationCommand,
    PutBucketPolicyCommand,
    S3Client,
} from "@aws-sdk/client-s3";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { memberSettings } from "../emulator/organization-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { PROJECT, REGION, useProject } from "../end-to-end/project-fixture.ts";
import { actInMember } from "../organization/member-account.ts";
import { MemberProject } from "../organization/member-project.ts";
import { example, EXAMPLES, type Ids, makeOrganization } from "./example-organization.ts";

describe("the examples", function () {
    this.timeout(300_000);

    const project = useProject(new MemberProject());
    let management: ClientSettings;
    let ids: Ids = {};
    let member = "";

    before("take the project's packs", () => {
        cpSync(join(PROJECT, "packs"), join(project.folder, "packs"), { recursive: true });
        management = {
            endpoint: project.managementEndpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
    });

    beforeEach(() => project.beginAnew());

    afterEach(() => {
        project.member?.close();
        project.member = undefined;
    });

    /** Deploys, and finds nothing to do afterwards. */
    async function deploy(text: string): Promise<void> {
        project.writeStackFile(text);
        await project.up();
        assertChanges(await project.preview(), []);
    }

    async function records(settings: ClientSettings, region = REGION): Promise<boolean> {
        const { ConfigurationRecordersStatus: [status] = [] } = await new ConfigServiceClient({
            ...settings,
            region,
        }).send(new DescribeConfigurationRecorderStatusCommand({}));
        return status?.recording === true;
    }

    async function packs(settings: ClientSettings, region = REGION): Promise<string[]> {
        const { ConformancePackStatusDetails: found = [] } = await new ConfigServiceClient({
            ...settings,
            region,
        }).send(new DescribeConformancePackStatusCommand({}));
        assert.deepEqual(
            found.filter(({ ConformancePackState: state }) => state !== "CREATE_COMPLETE"),
            [],
        );
        return found
            .map(({ ConformancePackName: name = "" }) => name.replace(/^OrgConformsPack-(.*)-\w+$/, "$1"))
            .sort();
    }

    async function beginOrganization(): Promise<void> {
        ({ ids, member } = await makeOrganization(management));
    }

    it("are all deployed here", () => {
        assert.deepEqual(
            readdirSync(EXAMPLES)
                .filter((file) => file.endsWith(".yaml"))
                .sort(),
            [
                "Pulumi.control-tower.yaml",
                "Pulumi.delegation.yaml",
                "Pulumi.log-archive.yaml",
                "Pulumi.multi-region.yaml",
                "Pulumi.organization-delegated.yaml",
                "Pulumi.organization-management.yaml",
                "Pulumi.single-account.yaml",
            ],
        );
    });

    it("deploy to a single account", async () => {
        await deploy(example("single-account"));
        assert.ok(await records(management));
        assert.deepEqual(await packs(management), ["audit-trail", "iam-hygiene", "network-exposure"]);
    });

    it("deploy to several regions of an account", async () => {
        await deploy(example("multi-region"));
        for (const [region, expected] of [
            [REGION, ["audit-trail", "iam-hygiene", "network-exposure"]],
            ["us-east-1", ["audit-trail", "network-exposure"]],
            ["ap-southeast-2", ["network-exposure"]],
        ] as const) {
            assert.ok(await records(management, region), region);
            assert.deepEqual(await packs(management, region), expected, region);
        }
    });

    it("deploy beside the recorder of a landing zone, which they leave as it is", async () => {
        await new IAMClient(management).send(
            new CreateServiceLinkedRoleCommand({ AWSServiceName: "config.amazonaws.com" }),
        );
        const s3 = new S3Client({ ...management, forcePathStyle: true });
        const bucket = "aws-controltower-logs";
        await s3.send(
            new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration: { LocationConstraint: REGION } }),
        );
        await s3.send(new PutBucketPolicyCommand({ Bucket: bucket, Policy: JSON.stringify(openToConfig(bucket)) }));
        const config = new ConfigServiceClient(management);
        const name = "aws-controltower-BaselineConfigRecorder";
        await config.send(
            new PutConfigurationRecorderCommand({
                ConfigurationRecorder: {
                    name,
                    roleARN: `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
                },
            }),
        );
        const channel = { name: "aws-controltower-BaselineConfigDeliveryChannel", s3BucketName: bucket };
        await config.send(new PutDeliveryChannelCommand({ DeliveryChannel: channel }));
        await config.send(new StartConfigurationRecorderCommand({ ConfigurationRecorderName: name }));

        await deploy(example("control-tower"));
        assert.deepEqual(await packs(management), ["audit-trail", "network-exposure"]);
        await project.destroy();
        assert.ok(await records(management));
        const { DeliveryChannels: channels } = await config.send(new DescribeDeliveryChannelsCommand({}));
        assert.deepEqual(
            channels?.map(({ name, s3BucketName }) => ({ name, s3BucketName })),
            [channel],
        );
    });

    it("deploy an archive of other accounts' history, where nothing is recorded", async () => {
        const archive = example("log-archive");
        await deploy(archive);
        assert.ok(!(await records(management)));
        const { historyArchive } = await project.outputs();
        const { ObjectLockConfiguration: lock } = await new S3Client({ ...management, forcePathStyle: true }).send(
            new GetObjectLockConfigurationCommand({ Bucket: String(historyArchive?.value) }),
        );
        assert.deepEqual(lock?.Rule?.DefaultRetention, { Mode: "GOVERNANCE", Days: 365 });
    });

    it("deploy to an organization from its management account", async () => {
        await beginOrganization();
        await deploy(example("organization-management", ids));
        for (const settings of [management, await memberSettings(management, member)]) {
            assert.ok(await records(settings));
            assert.deepEqual(await packs(settings), ["iam-hygiene", "network-exposure"]);
        }
    });

    it("deploy to an organization from the account that the management account hands over to", async () => {
        await beginOrganization();
        const delegation = example("delegation", ids);
        await deploy(delegation);
        assert.ok(!(await records(management)));

        // The other account's stack is one of its own, beside this one.
        const [state, aside] = [join(project.folder, "backend"), join(project.folder, "backend-of-management")];
        renameSync(state, aside);
        project.forget();
        project.member = await actInMember(project.managementEndpoint, ids["222222222222"] ?? "");
        await deploy(example("organization-delegated", ids));
        const { deliveryBucket, encryptionKeyArn } = await project.outputs();
        const workload = await memberSettings(management, member);
        assert.ok(await records(workload));
        // The first ring is the unit of this member alone.
        assert.deepEqual(await packs(workload), ["network-exposure"]);
        assert.deepEqual(await packs(management), []);
        assert.deepEqual(await packs(await memberSettings(management, ids["222222222222"] ?? "")), []);

        // The second half of the management account's stack, as its file says.
        project.member.close();
        project.member = undefined;
        project.forget();
        renameSync(aside, state);
        const used = delegation.split("\n").filter((line) => !line.includes("{ mode: use }"));
        const recording = used.join("\n").replaceAll("  # conformance-packs:", "  conformance-packs:");
        await deploy(
            recording
                .replace("<output deliveryBucket>", String(deliveryBucket?.value))
                .replace("<output encryptionKeyArn>", String(encryptionKeyArn?.value)),
        );
        assert.ok(await records(management));
    });
});

/** As Control Tower's own, AWS Config may deliver there. */
function openToConfig(bucket: string): object {
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Effect: "Allow",
                Principal: { Service: "config.amazonaws.com" },
                Action: ["s3:GetBucketAcl", "s3:ListBucket", "s3:PutObject"],
                Resource: [`arn:aws:s3:::${bucket}`, `arn:aws:s3:::${bucket}/*`],
            },
        ],
    };
}
