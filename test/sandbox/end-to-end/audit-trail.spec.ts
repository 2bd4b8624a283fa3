import assert from "node:assert/strict";
import {
    AddTagsCommand,
    CloudTrailClient,
    DescribeTrailsCommand,
    GetTrailStatusCommand,
    RemoveTagsCommand,
    StopLoggingCommand,
    type Trail,
} from "@aws-sdk/client-cloudtrail";
import { PutBucketPolicyCommand } from "@aws-sdk/client-s3";
import { auditTrailBucketPolicy } from "../../../lib/policies/audit-trail-policies.ts";
import type { PolicyDocument } from "../../../lib/policies/policy-document.ts";
import { ACCOUNT } from "./account.ts";
import { formerTrail } from "./former-trail.ts";
import { assertChanges } from "./outcome.ts";
import { packOf, REGION, useProject } from "./project-fixture.ts";

const NAME = "conformance-packs-test";
const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/${NAME}`;
const BUCKET = `${NAME}-${ACCOUNT}-${REGION}`;
const TRAIL = "aws:cloudtrail:Trail audit-trail";

const POLICY = auditTrailBucketPolicy({
    ...{ partition: "aws", region: REGION, account: ACCOUNT },
    bucketArn: `arn:aws:s3:::${BUCKET}`,
    trailArn: ARN,
    organization: false,
});

/** The trail that records who did what, on the real engine. */
describe("the audit trail", function () {
    this.timeout(180_000);

    const project = useProject();

    beforeEach(async () => {
        await project.beginAnew();
        project.writePack("root", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        project.configure("packs: { root: {} }\nauditTrail: { enabled: true }");
    });

    const cloudTrail = (): CloudTrailClient =>
        new CloudTrailClient({
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        });
    const trails = async (): Promise<readonly Trail[]> =>
        (await cloudTrail().send(new DescribeTrailsCommand({}))).trailList ?? [];
    const isLogging = async (): Promise<unknown> =>
        (await cloudTrail().send(new GetTrailStatusCommand({ Name: ARN }))).IsLogging;
    const bucketPolicy = async (): Promise<PolicyDocument> => (await project.account.bucket(BUCKET)).policy;

    it("validates its log files, encrypts them and logs; it goes with the stack, its bucket stays", async () => {
        await project.up();
        const [trail, ...others] = await trails();
        assert.ok(trail !== undefined);
        assert.deepEqual(others, []);
        assert.deepEqual(
            [
                trail.TrailARN,
                trail.S3BucketName,
                trail.LogFileValidationEnabled,
                trail.IsMultiRegionTrail,
                trail.IsOrganizationTrail,
            ],
            [ARN, BUCKET, true, true, false],
        );
        assert.equal(trail.KmsKeyId, (await project.account.bucket(BUCKET)).keyArn);
        assert.equal(await isLogging(), true);
        assert.deepEqual(await bucketPolicy(), POLICY);
        assertChanges(await project.preview(), []);
        assertChanges(await project.refresh(), []);

        await project.destroy();
        assert.deepEqual(await trails(), []);
        assert.deepEqual(await bucketPolicy(), POLICY);
        await project.up();
        assert.equal(await isLogging(), true);
        assertChanges(await project.preview(), []);
    });

    it("is shown where somebody stopped it, and started again", async () => {
        await project.up();
        await cloudTrail().send(new StopLoggingCommand({ Name: ARN }));
        await project.refresh();
        assertChanges(await project.up(), [`update ${TRAIL}`]);
        assert.equal(await isLogging(), true);
    });

    it("is gone on with where an earlier run left it behind, although it did not log yet", async () => {
        await project.up();
        await cloudTrail().send(new StopLoggingCommand({ Name: ARN }));
        project.forget();
        const outcome = await project.up();
        assert.match(outcome.warnings, new RegExp(`the trail ${NAME} is this stack's own`));
        assert.ok(outcome.changes.includes(`import ${TRAIL}`), outcome.printed);
        assert.equal((await trails()).length, 1);
        assert.equal(await isLogging(), true);
        assertChanges(await project.preview(), []);
    });

    it("is not somebody else's: the failure tells what to do", async () => {
        await project.up();
        await cloudTrail().send(
            new RemoveTagsCommand({ ResourceId: ARN, TagsList: [{ Key: "conformance-packs:stack" }] }),
        );
        project.forget();
        const { failed, errors } = await project.failing("up");
        assert.deepEqual(failed, [`create ${TRAIL}`]);
        const [, command = ""] = /^ +aws (cloudtrail add-tags .*)$/m.exec(errors) ?? [];
        const [, Key = "", Value = ""] = /--tags-list Key=(\S+),Value=(\S+)$/.exec(command) ?? [];
        assert.ok(command.includes(`--resource-id ${ARN} `), errors);
        await cloudTrail().send(new AddTagsCommand({ ResourceId: ARN, TagsList: [{ Key, Value }] }));
        await project.up();
        assertChanges(await project.preview(), []);
    });

    it("is taken over, and not touched, from a stack that made it through the component of @pulumi/awsx", async () => {
        await project.up();
        const { resources, policy } = formerTrail(await project.resources(), BUCKET);
        await project.rewriteResources(() => resources);
        await project.account.s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy: policy }));

        const before = await project.account.now();
        assertChanges(await project.up(), [
            // Forgotten, as what outlives the stack; the other one takes its place.
            "delete aws:s3:BucketPolicy audit-bucket-policy",
            "update aws:s3:BucketPolicy audit-trail-bucket-policy",
        ]);
        assert.deepEqual(await project.account.writesSince(before), ["s3:PutBucketPolicy"]);
        assert.deepEqual(await bucketPolicy(), POLICY);
        assert.equal(await isLogging(), true);
        assert.ok((await project.resources()).every(({ urn }) => !urn.includes("awsx")));
        assertChanges(await project.preview(), []);
        assertChanges(await project.refresh(), []);
    });
});
