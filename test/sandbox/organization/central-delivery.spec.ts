import assert from "node:assert/strict";
import { DescribeDeliveryChannelsCommand } from "@aws-sdk/client-config-service";
import { DescribeOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { createMember, createOrganization } from "../emulator/organization-fixture.ts";
import { assertChanges, assertNoStackTrace } from "../end-to-end/outcome.ts";
import { REGION, useProject } from "../end-to-end/project-fixture.ts";
import { actInMember } from "./member-account.ts";
import { MemberProject } from "./member-project.ts";

const PARTNER = "888888888888";
const STRANGER = "999999999999";

/** One stack with the bucket, and then one in each of the accounts that would deliver to it. */
describe("central delivery", function () {
    this.timeout(180_000);

    const project = useProject(new MemberProject());
    let member: string;
    let bucket: string;
    let keyArn: string;

    before("make an organization and the stack that it delivers to", async () => {
        const settings = {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
        await createOrganization(settings);
        member = await createMember(settings, "workload");
        const { Organization: organization } = await new OrganizationsClient(settings).send(
            new DescribeOrganizationCommand({}),
        );
        project.configure(
            `organization: { id: ${organization?.Id ?? ""} }\n` +
                `deliveryBucket: { organization: true, accounts: ["${PARTNER}"] }\n` +
                "deliveryTopic: { organization: true }\n",
        );
        await project.up();
        assertChanges(await project.preview(), []);
        const outputs = await project.outputs();
        bucket = String(outputs["deliveryBucket"]?.value);
        keyArn = String(outputs["encryptionKeyArn"]?.value);
    });

    /** Another stack, in another account. */
    async function moveTo(account: string): Promise<void> {
        project.member?.close();
        project.forget();
        project.member = await actInMember(project.managementEndpoint, account);
        project.configure(
            `deliveryBucket: { mode: use, name: ${bucket} }\nencryptionKey: { mode: use, arn: "${keyArn}" }\n`,
        );
    }

    /** What AWS Config was asked for, and for which account: without a channel, that tells why. */
    async function asked(): Promise<string> {
        const answer = await fetch(new URL("/sandbox/requests", project.managementEndpoint));
        const { requests } = (await answer.json()) as { requests: Readonly<Record<string, unknown>>[] };
        return requests
            .filter(({ service }) => service === "config")
            .map(({ account, operation, errorCode }) => `${account} ${operation} ${errorCode ?? ""}`)
            .join("\n");
    }

    after(() => project.member?.close());

    it("takes what a member of the organization delivers", async () => {
        await moveTo(member);
        await project.up();
        const { DeliveryChannels: channels = [] } = await project.account.config.send(
            new DescribeDeliveryChannelsCommand({}),
        );
        assert.equal(channels[0]?.s3BucketName, bucket, await asked());
        assert.equal(channels[0]?.s3KmsKeyArn, keyArn);
        assertChanges(await project.preview(), []);
    });

    it("takes what an account outside of it delivers, where it is listed", async () => {
        await moveTo(PARTNER);
        await project.up();
        assertChanges(await project.preview(), []);
    });

    it("takes nothing of anybody else", async () => {
        await moveTo(STRANGER);
        const failed = await project.failing("up");
        assert.deepEqual(failed.failed, ["create aws:cfg:DeliveryChannel config-channel"]);
        assert.match(failed.errors, /InsufficientDeliveryPolicyException/);
        assertNoStackTrace(failed);
    });
});
