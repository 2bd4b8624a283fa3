import assert from "node:assert/strict";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ResourceTransformation } from "@pulumi/pulumi";
import { GetBucketPolicyCommand, S3Client } from "@aws-sdk/client-s3";
import { readStackConfiguration } from "../../../sandbox/workspace.ts";
import { stringify } from "yaml";
import type { Outcome } from "../end-to-end/outcome.ts";
import { assertNoStackTrace } from "../end-to-end/outcome.ts";
import { PROJECT, REGION, useProject } from "../end-to-end/project-fixture.ts";

const OPEN = JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Sid: "Readers", Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "*" }],
});

/** One resource of the stack with other properties, as somebody who edits the program would have it. */
function edited(name: string, properties: Readonly<Record<string, unknown>>): ResourceTransformation {
    return ({ name: registered, props, opts }) =>
        registered === name ? { props: { ...props, ...properties }, opts } : undefined;
}

/** What is edited, and the guard rail that refuses it with a part of what it says. */
const EDITS: readonly (readonly [string, ResourceTransformation, readonly [string, string, RegExp]])[] = [
    [
        "a recorder that is switched off",
        edited("config-recorder-status", { isEnabled: false }),
        ["recorder-on", "config-recorder-status", /isEnabled is false.*\n.*isEnabled: true/],
    ],
    [
        "a retention of a month",
        edited("config-retention", { retentionPeriodInDays: 30 }),
        ["retention-long-enough", "config-retention", /after 30 days; 365 are asked for\.\nRaise retention\.days/],
    ],
    [
        "suspended versioning",
        edited("delivery-bucket-versioning", { versioningConfiguration: { status: "Suspended" } }),
        ["history-kept", "delivery-bucket-versioning", /the bucket is not versioned/],
    ],
    [
        "a delivery bucket that encrypts without a key",
        edited("delivery-bucket-encryption", {
            rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
        }),
        ["history-encrypted", "delivery-bucket-encryption", /without a key of the account/],
    ],
    [
        "a way past the public access block",
        edited("delivery-bucket-public-access", { blockPublicPolicy: false }),
        ["bucket-public-access-blocked", "delivery-bucket", /leaves out blockPublicPolicy/],
    ],
    [
        "a topic that everyone may publish to",
        edited("delivery-topic-policy", { policy: OPEN.replace("s3:GetObject", "sns:Publish") }),
        ["not-open-to-everyone", "delivery-topic-policy", /allows sns:Publish to anyone.*\(Readers\)/],
    ],
];

describe("the policy pack, in the real engine", function () {
    this.timeout(180_000);

    const project = useProject();

    before("take the stack that works out of the box", () => {
        cpSync(join(PROJECT, "packs"), join(project.folder, "packs"), { recursive: true });
        const config = readStackConfiguration(join(PROJECT, "Pulumi.dev.yaml"));
        project.writeStackFile(stringify({ config }));
        project.policyPacks = [join(PROJECT, "policies")];
    });

    afterEach(() => {
        project.transformation = undefined;
        project.policyConfigurations = [];
    });

    function findings(outcome: Outcome): string[] {
        return outcome.policyFindings.map(({ policy, resource }) => `${policy} ${resource}`);
    }

    it("has nothing to say of the preview of the stack that works out of the box", async () => {
        const outcome = await project.preview();
        assert.deepEqual(outcome.policyFindings, [], outcome.printed);
        assert.match(outcome.printed, /conformance-packs@v[\d.]+ \(local: .*policies\)/);
    });

    it(`refuses, at preview, ${EDITS.map(([name]) => name).join("; ")}`, async () => {
        project.transformation = (args) =>
            EDITS.map(([, transformation]) => transformation(args)).find((result) => result !== undefined);
        const outcome = await project.failing("preview");
        assert.deepEqual(
            findings(outcome),
            EDITS.map(([, , [rail, resource]]) => `${rail} ${resource}`).sort(),
            outcome.printed,
        );
        for (const [, , [rail, , message]] of EDITS) {
            const found = outcome.policyFindings.find(({ policy }) => policy === rail);
            assert.match(found?.message ?? "", message);
            assert.equal(found?.level, "mandatory");
        }
        assertNoStackTrace(outcome);
    });

    it("deploys the stack that works out of the box, with every value known", async () => {
        const outcome = await project.up();
        assert.deepEqual(outcome.policyFindings, [], outcome.printed);
        assert.deepEqual((await project.preview()).policyFindings, []);
    });

    it("stops an update before a policy open to everyone is made", async () => {
        const s3 = new S3Client({
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            forcePathStyle: true,
        });
        const bucket = String((await project.outputs())["deliveryBucket"]?.value);
        const { Policy: before } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
        project.transformation = edited("delivery-bucket-policy", { policy: OPEN });
        const outcome = await project.failing("up");
        assert.ok(findings(outcome).includes("not-open-to-everyone delivery-bucket-policy"), outcome.printed);
        const { Policy: after } = await s3.send(new GetBucketPolicyCommand({ Bucket: bucket }));
        assert.equal(after, before);
    });

    it("does as a policy configuration says", async () => {
        const file = join(project.folder, "policy-configuration.json");
        writeFileSync(
            file,
            JSON.stringify({ "retention-long-enough": { minimumDays: 30 }, "recorder-on": "advisory" }),
        );
        project.policyConfigurations = [file];
        project.transformation = (args) =>
            edited("config-retention", { retentionPeriodInDays: 30 })(args) ??
            edited("config-recorder-status", { isEnabled: false })(args);
        const outcome = await project.preview();
        assert.deepEqual(
            outcome.policyFindings.map(({ policy, level }) => `${level} ${policy}`),
            ["advisory recorder-on"],
            outcome.printed,
        );
    });
});
