import assert from "node:assert/strict";
import {
    ConfigServiceClient,
    PutConfigurationRecorderCommand,
    PutDeliveryChannelCommand,
} from "@aws-sdk/client-config-service";
import { CreateKeyCommand, KMSClient, PutKeyPolicyCommand } from "@aws-sdk/client-kms";
import { DescribeOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { PutBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, STSClient } from "@aws-sdk/client-sts";
import { deliveryBucketPolicy } from "../../../lib/policies/delivery-bucket-policy.ts";
import { deliveryKeyPolicy } from "../../../lib/policies/delivery-key-policy.ts";
import type { DeliverySources } from "../../../lib/policies/delivery-sources.ts";
import { createBucket, createRecorder, serviceLinkedRole } from "./config-fixture.ts";
import { ACCOUNT, type ClientSettings, REGION, useEmulator } from "./emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "./organization-fixture.ts";

const BUCKET = "central-history";
const STRANGER = "999999999999";
const SCOPE = { partition: "aws", account: ACCOUNT, region: REGION };

/** The project's own policies, judged as AWS judges them when a channel is put. */
describe("AWS emulator: delivery to the bucket of another account", () => {
    const fixture = useEmulator();
    let organizationId: string;
    let keyArn: string;
    let member: ClientSettings;
    let stranger: ClientSettings;
    let memberAccount: string;

    before(async () => {
        const settings = fixture.settings();
        await createOrganization(settings);
        const { Organization: organization } = await new OrganizationsClient(settings).send(
            new DescribeOrganizationCommand({}),
        );
        organizationId = organization?.Id ?? "";
        memberAccount = await createMember(settings, "workload");
        member = await memberSettings(settings, memberAccount);
        const { Credentials: credentials } = await new STSClient(settings).send(
            new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${STRANGER}:role/any`, RoleSessionName: "test" }),
        );
        stranger = {
            ...settings,
            credentials: {
                accessKeyId: credentials?.AccessKeyId ?? "",
                secretAccessKey: credentials?.SecretAccessKey ?? "",
                sessionToken: credentials?.SessionToken ?? "",
            },
        };
        await createBucket(settings, BUCKET);
        const { KeyMetadata: key } = await new KMSClient(settings).send(new CreateKeyCommand({}));
        keyArn = key?.Arn ?? "";
        await createRecorder(settings);
        await createRecorder(member, memberAccount);
        await createRecorder(stranger, STRANGER);
    });

    async function putPolicies(bucket: unknown, key: unknown): Promise<void> {
        const s3 = new S3Client({ ...fixture.settings(), forcePathStyle: true });
        await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: JSON.stringify(bucket) }));
        await new KMSClient(fixture.settings()).send(
            new PutKeyPolicyCommand({ KeyId: keyArn, PolicyName: "default", Policy: JSON.stringify(key) }),
        );
    }

    async function letIn(sources: DeliverySources, prefix?: string): Promise<void> {
        const bucketArn = `arn:aws:s3:::${BUCKET}`;
        await putPolicies(
            deliveryBucketPolicy({ ...SCOPE, bucketArn, keyArn, sources, ...(prefix !== undefined && { prefix }) }),
            deliveryKeyPolicy({ ...SCOPE, administrators: [], sources }),
        );
    }

    /** Whether AWS Config of an account accepts a channel to the bucket. */
    async function delivers(settings: ClientSettings, prefix?: string): Promise<boolean> {
        const channel = {
            name: "default",
            s3BucketName: BUCKET,
            s3KmsKeyArn: keyArn,
            ...(prefix !== undefined && { s3KeyPrefix: prefix }),
        };
        try {
            await new ConfigServiceClient(settings).send(new PutDeliveryChannelCommand({ DeliveryChannel: channel }));
            return true;
        } catch (failure) {
            assert.equal((failure as Error).name, "InsufficientDeliveryPolicyException");
            return false;
        }
    }

    async function whoDelivers(): Promise<readonly boolean[]> {
        return [await delivers(fixture.settings()), await delivers(member), await delivers(stranger)];
    }

    it("is the stack's own account's alone, where nothing else is said", async () => {
        await letIn({});
        assert.deepEqual(await whoDelivers(), [true, false, false]);
    });

    it("is open to the organization's members by their organization, and to nobody else", async () => {
        await letIn({ organizationId });
        assert.deepEqual(await whoDelivers(), [true, true, false]);
        await letIn({ organizationId: "o-zzzzzzzzzz" });
        assert.deepEqual(await whoDelivers(), [true, false, false]);
    });

    it("is open to accounts that are listed, in the organization or not", async () => {
        await letIn({ accounts: [STRANGER] });
        assert.deepEqual(await whoDelivers(), [true, false, true]);
        await letIn({ accounts: [STRANGER], organizationId });
        assert.deepEqual(await whoDelivers(), [true, true, true]);
    });

    it("is open below the stack's prefix only", async () => {
        await letIn({ organizationId }, "config");
        assert.equal(await delivers(member), false);
        assert.equal(await delivers(member, "config"), true);
    });

    it("is open to the organization from every region, and to others from the stack's regions only", async () => {
        const elsewhere = { ...member, region: "us-east-1" };
        await createRecorderIn(elsewhere);
        await letIn({ accounts: [memberAccount] });
        assert.equal(await delivers(elsewhere), false);
        await letIn({ accounts: [memberAccount], regions: ["us-east-1"] });
        assert.equal(await delivers(elsewhere), true);
        await letIn({ organizationId });
        assert.equal(await delivers(elsewhere), true, "where a recorder stays that the stack has not");
    });

    it("is not opened by the organization of the principal, which a service has not", async () => {
        await letIn({ organizationId });
        const bucketArn = `arn:aws:s3:::${BUCKET}`;
        const byPrincipal = (document: unknown): unknown =>
            JSON.parse(JSON.stringify(document).replaceAll("aws:SourceOrgID", "aws:PrincipalOrgID"));
        const bucket = deliveryBucketPolicy({ ...SCOPE, bucketArn, keyArn, sources: { organizationId } });
        const key = deliveryKeyPolicy({ ...SCOPE, administrators: [], sources: { organizationId } });
        await putPolicies(byPrincipal(bucket), key);
        assert.equal(await delivers(member), false);
        await putPolicies(bucket, byPrincipal(key));
        assert.equal(await delivers(member), false, "the key has to let it in as well");
        await putPolicies(bucket, key);
        assert.equal(await delivers(member), true);
    });

    /** The role is the account's, and there already. */
    async function createRecorderIn(settings: ClientSettings): Promise<void> {
        const roleARN = serviceLinkedRole(memberAccount);
        await new ConfigServiceClient(settings).send(
            new PutConfigurationRecorderCommand({ ConfigurationRecorder: { name: "default", roleARN } }),
        );
    }
});
