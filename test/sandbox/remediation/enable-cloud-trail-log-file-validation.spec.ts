import assert from "node:assert/strict";
import { AddTagsCommand, CloudTrailClient, CreateTrailCommand, GetTrailCommand } from "@aws-sdk/client-cloudtrail";
import { createBucket } from "../emulator/config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "../emulator/emulator-fixture.ts";
import { useDocument } from "./automation-fixture.ts";

const ARN = `arn:aws:cloudtrail:${REGION}:${ACCOUNT}:trail/audit`;
const BUCKET_POLICY = {
    Version: "2012-10-17",
    Statement: {
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: ["s3:GetBucketAcl", "s3:PutObject"],
        Resource: ["arn:aws:s3:::trail-logs", "arn:aws:s3:::trail-logs/*"],
    },
};

describe("document: enable CloudTrail log file validation", function () {
    this.timeout(60_000);
    const fixture = useEmulator();
    const document = useDocument(fixture, "EnableCloudTrailLogFileValidation");
    const cloudTrail = (): CloudTrailClient => new CloudTrailClient(fixture.settings());

    beforeEach(async () => {
        await createBucket(fixture.settings(), "trail-logs", BUCKET_POLICY);
        const trail = { Name: "audit", S3BucketName: "trail-logs", IsMultiRegionTrail: true };
        await cloudTrail().send(new CreateTrailCommand(trail));
    });

    const isValidated = async (): Promise<unknown> => {
        const { Trail: trail } = await cloudTrail().send(new GetTrailCommand({ Name: "audit" }));
        return trail?.LogFileValidationEnabled;
    };

    for (const name of ["audit", ARN]) {
        it(`turns validation on for ${name === ARN ? "an ARN" : "a name"}, and asserts it`, async () => {
            const outcome = await document.run({ TrailName: name });
            assert.equal(outcome.status, "Success", outcome.failure);
            assert.deepEqual(outcome.ran, ["InspectTrail", "ChooseByDecision", "EnableValidation", "VerifyTrail"]);
            assert.equal(outcome.message, `Log file validation of ${ARN} is turned on.`);
            assert.equal(outcome.outputs["EnableValidation.TrailArn"], ARN);
            assert.equal(await isValidated(), true);
        });
    }

    it("says what it would do, where it is told to", async () => {
        const outcome = await document.run({ TrailName: "audit", DryRun: "true" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.equal(outcome.message, `Dry run: log file validation of ${ARN} would be turned on.`);
        assert.equal(await isValidated(), false);
    });

    it("does nothing a second time", async () => {
        await document.run({ TrailName: "audit" });
        const outcome = await document.run({ TrailName: "audit" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(outcome.ran, ["InspectTrail", "ChooseByDecision"]);
        assert.equal(outcome.message, `${ARN} validates its log files already.`);
    });

    it("fails where validation is off after it was turned on", async () => {
        await document.inject({ service: "cloudtrail", operation: "UpdateTrail", status: 200 });
        const outcome = await document.run({ TrailName: "audit" });
        assert.equal(outcome.status, "Failed");
        assert.equal(outcome.ran.at(-1), "VerifyTrail: Failed");
        assert.match(
            outcome.failure,
            /Property value from the API output is \[False\], which is not in desired values/,
        );
    });

    it("succeeds where the trail is gone", async () => {
        const outcome = await document.run({ TrailName: "no-such-trail" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.equal(outcome.message, "no-such-trail is gone already.");
    });

    it("fails in a region that is not the trail's own, and says which is", async () => {
        const outcome = await document.run({ TrailName: ARN }, "us-east-1");
        assert.equal(outcome.status, "Failed");
        assert.match(outcome.failure, new RegExp(`${ARN} belongs to ${REGION}, where alone it can be changed`));
        const exempt = await document.run({ TrailName: ARN, ExemptResources: ["audit"] }, "eu-west-1");
        assert.equal(exempt.status, "Success", exempt.failure);
    });

    it("leaves a trail that is exempt by name or by tag", async () => {
        const byName = await document.run({ TrailName: "audit", ExemptResources: ["*:trail/audit"] });
        assert.equal(byName.message, `${ARN} stays: it is exempt by name (*:trail/audit).`);
        const TagsList = [{ Key: "RemediationExempt", Value: "" }];
        await cloudTrail().send(new AddTagsCommand({ ResourceId: ARN, TagsList }));
        const byTag = await document.run({ TrailName: "audit" });
        assert.equal(byTag.message, `${ARN} stays: it is exempt by its tag RemediationExempt.`);
        assert.equal(await isValidated(), false);
    });
});
