import assert from "node:assert/strict";
import {
    DescribeConfigurationAggregatorsCommand,
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    DescribeDeliveryChannelsCommand,
    DescribeRetentionConfigurationsCommand,
} from "@aws-sdk/client-config-service";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { GetKeyRotationStatusCommand, ListAliasesCommand } from "@aws-sdk/client-kms";
import { GetTopicAttributesCommand } from "@aws-sdk/client-sns";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { deliveryBucketPolicy } from "../../../lib/policies/delivery-bucket-policy.ts";
import { deliveryTopicPolicy } from "../../../lib/policies/delivery-topic-policy.ts";
import { ACCOUNT } from "./account.ts";
import { assertChanges } from "./outcome.ts";
import { PROJECT, REGION, useProject } from "./project-fixture.ts";

const BUCKET = `config-history-test-${ACCOUNT}-${REGION}`;
const STACK_FILE = readFileSync(join(PROJECT, "Pulumi.dev.yaml"), "utf8");
const SCOPE = { partition: "aws", account: ACCOUNT, region: REGION };

describe("a first deployment of the project's own stack and packs", function () {
    this.timeout(120_000);

    const project = useProject();
    let topicArn = "";
    let keyArn = "";

    before(() => {
        cpSync(join(PROJECT, "packs"), join(project.folder, "packs"), { recursive: true });
        project.writeStackFile(STACK_FILE);
    });

    it("creates everything and changes nothing that it has made", async () => {
        const up = await project.up();
        assert.ok(up.changes.length > 20, up.printed);
        assert.deepEqual(
            up.changes.filter((change) => !change.startsWith("create ")),
            [],
        );
        assert.equal(up.warnings, "");
    });

    it("says where everything is", async () => {
        const outputs = await project.outputs();
        assert.equal(outputs["account"]?.value, ACCOUNT);
        assert.equal(outputs["deliveryBucket"]?.value, BUCKET);
        topicArn = String(outputs["deliveryTopicArn"]?.value);
        keyArn = String(outputs["encryptionKeyArn"]?.value);
        assert.match(topicArn, /^arn:aws:sns:/);
        assert.match(keyArn, /^arn:aws:kms:/);
    });

    it("records everything, under the service-linked role, and keeps it for seven years", async () => {
        const { config, iam } = project.account;
        const { ConfigurationRecorders: recorders } = await config.send(new DescribeConfigurationRecordersCommand({}));
        assert.equal(recorders?.length, 1);
        assert.equal(recorders[0]?.name, "default");
        assert.equal(recorders[0].recordingGroup?.allSupported, true);
        assert.equal(recorders[0].recordingGroup.includeGlobalResourceTypes, true);
        const { ConfigurationRecordersStatus: status } = await config.send(
            new DescribeConfigurationRecorderStatusCommand({}),
        );
        assert.deepEqual(
            status?.map(({ name, recording }) => ({ name, recording })),
            [{ name: "default", recording: true }],
        );
        const { Role: role } = await iam.send(new GetRoleCommand({ RoleName: "AWSServiceRoleForConfig" }));
        assert.equal(role?.Arn, recorders[0].roleARN);
        const { RetentionConfigurations: retention } = await config.send(
            new DescribeRetentionConfigurationsCommand({}),
        );
        assert.deepEqual(retention, [{ Name: "default", RetentionPeriodInDays: 2557 }]);
    });

    it("delivers to the bucket, under the key, and announces it to the topic", async () => {
        const { DeliveryChannels: channels } = await project.account.config.send(
            new DescribeDeliveryChannelsCommand({}),
        );
        assert.deepEqual(channels, [
            {
                name: "default",
                s3BucketName: BUCKET,
                s3KmsKeyArn: keyArn,
                snsTopicARN: topicArn,
                configSnapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
            },
        ]);
    });

    it("keeps history in a bucket that is encrypted, versioned, private and open to AWS Config alone", async () => {
        const { policy, ...bucket } = await project.account.bucket(BUCKET);
        assert.deepEqual(bucket, {
            algorithm: "aws:kms",
            keyArn,
            bucketKey: true,
            versioning: "Enabled",
            publicAccessBlock: {
                BlockPublicAcls: true,
                BlockPublicPolicy: true,
                IgnorePublicAcls: true,
                RestrictPublicBuckets: true,
            },
        });
        assert.deepEqual(policy, deliveryBucketPolicy({ ...SCOPE, bucketArn: `arn:aws:s3:::${BUCKET}`, keyArn }));
    });

    it("rotates the key, to which the alias leads", async () => {
        const { kms } = project.account;
        const { KeyRotationEnabled: rotates } = await kms.send(new GetKeyRotationStatusCommand({ KeyId: keyArn }));
        assert.equal(rotates, true);
        const { Aliases: aliases = [] } = await kms.send(new ListAliasesCommand({ KeyId: keyArn }));
        assert.deepEqual(
            aliases.map(({ AliasName }) => AliasName),
            ["alias/conformance-packs-test"],
        );
    });

    it("lets AWS Config of this account publish to the topic, and nobody without TLS", async () => {
        const { Attributes: attributes } = await project.account.sns.send(
            new GetTopicAttributesCommand({ TopicArn: topicArn }),
        );
        assert.deepEqual(JSON.parse(attributes?.["Policy"] ?? "{}"), deliveryTopicPolicy({ ...SCOPE, topicArn }));
        assert.equal(attributes?.["KmsMasterKeyId"] ?? "", "");
    });

    it("aggregates the account over all regions", async () => {
        const { ConfigurationAggregators: aggregators = [] } = await project.account.config.send(
            new DescribeConfigurationAggregatorsCommand({}),
        );
        assert.deepEqual(
            aggregators.map(({ ConfigurationAggregatorName: name, AccountAggregationSources: sources }) => ({
                name,
                sources,
            })),
            [{ name: "all-regions", sources: [{ AccountIds: [ACCOUNT], AllAwsRegions: true }] }],
        );
    });

    it("deploys every pack with every rule of its file", async () => {
        const { config } = parse(STACK_FILE) as { config: { "conformance-packs:packs": object } };
        const expected = Object.keys(config["conformance-packs:packs"]).map((name) => {
            const text = readFileSync(join(PROJECT, "packs", `${name}.yaml`), "utf8");
            const rules = Object.keys((parse(text) as { rules: object }).rules).sort();
            assert.ok(rules.length > 0, name);
            return [name, { state: "CREATE_COMPLETE", rules }];
        });
        assert.deepEqual(await project.account.packs(), Object.fromEntries(expected));
    });

    it("has nothing to do the second time, in an update and in the preview after it", async () => {
        const since = await project.account.now();
        assertChanges(await project.up(), []);
        assertChanges(await project.preview(), []);
        assert.deepEqual(await project.account.writesSince(since), []);
    });

    it("finds nothing changed when it asks AWS", async () => {
        assertChanges(await project.refresh(), []);
    });
});
