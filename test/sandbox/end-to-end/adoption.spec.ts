import assert from "node:assert/strict";
import {
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    DescribeDeliveryChannelsCommand,
    DescribeRetentionConfigurationsCommand,
} from "@aws-sdk/client-config-service";
import { GetRoleCommand } from "@aws-sdk/client-iam";
import { ACCOUNT } from "./account.ts";
import { advisedLines, assertChanges, assertNoStackTrace } from "./outcome.ts";
import { packOf, REGION, useProject } from "./project-fixture.ts";
import { turnConfigOn } from "./somebody-else.ts";

const OUR_BUCKET = `config-history-test-${ACCOUNT}-${REGION}`;

describe("an account in which AWS Config is on already", function () {
    this.timeout(120_000);

    const project = useProject();
    const lines = ["packs: { one: {} }"];

    before("somebody else turns AWS Config on", async () => {
        project.writePack("one", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        await turnConfigOn(project.account);
    });

    async function found() {
        const { config } = project.account;
        const { ConfigurationRecorders: recorders = [] } = await config.send(
            new DescribeConfigurationRecordersCommand({}),
        );
        const { ConfigurationRecordersStatus: status = [] } = await config.send(
            new DescribeConfigurationRecorderStatusCommand({}),
        );
        const { DeliveryChannels: channels = [] } = await config.send(new DescribeDeliveryChannelsCommand({}));
        const { RetentionConfigurations: retention = [] } = await config.send(
            new DescribeRetentionConfigurationsCommand({}),
        );
        return {
            recorders: recorders.map(({ name, recordingGroup }) => ({ name, all: recordingGroup?.allSupported })),
            recording: status.map(({ recording }) => recording),
            channels: channels.map(({ name, s3BucketName }) => ({ name, bucket: s3BucketName })),
            days: retention.map(({ RetentionPeriodInDays }) => RetentionPeriodInDays),
        };
    }

    const THEIRS = {
        recorders: [{ name: "default", all: false }],
        recording: [true],
        channels: [{ name: "theirs", bucket: "their-history" }],
        days: [90],
    };
    const OURS = {
        recorders: [{ name: "default", all: true }],
        recording: [true],
        channels: [{ name: "theirs", bucket: OUR_BUCKET }],
        days: [2557],
    };

    /** Runs an update that fails, and notes down what it told to write. */
    async function told(expected: readonly string[]): Promise<void> {
        project.configure(lines.join("\n"));
        const up = await project.failing("up");
        assertNoStackTrace(up);
        assert.deepEqual(advisedLines(up), expected, up.printed);
        lines.push(...advisedLines(up));
    }

    it("refuses to create role and retention over those that exist, with the lines that adopt them", async () => {
        await told([
            "conformance-packs:retention: { mode: adopt, days: 2557 }",
            "conformance-packs:role: { mode: adopt }",
        ]);
        assert.deepEqual(await found(), THEIRS);
    });

    it("refuses to create a recorder over theirs, with the line that adopts it", async () => {
        await told(["conformance-packs:recorder: { mode: adopt }"]);
        assert.deepEqual(await found(), { ...THEIRS, days: [2557] });
    });

    it("refuses to create a channel beside theirs, with the line that adopts it", async () => {
        await told(["conformance-packs:deliveryChannel: { mode: adopt, name: theirs }"]);
        assert.deepEqual((await found()).channels, THEIRS.channels);
    });

    it("takes all of it over with these lines, and has nothing more to do then", async () => {
        project.configure(lines.join("\n"));
        const up = await project.up();
        assert.ok(up.changes.includes("import aws:cfg:DeliveryChannel config-channel"), up.printed);
        assert.deepEqual(await found(), OURS);
        assert.equal((await project.account.packs())["one"]?.state, "CREATE_COMPLETE");
        assertChanges(await project.up(), []);
        assertChanges(await project.refresh(), []);
    });

    it("leaves what was adopted, recording on, when the stack is destroyed", async () => {
        await project.destroy();
        assert.deepEqual(await found(), OURS);
        assert.ok((await project.account.iam.send(new GetRoleCommand({ RoleName: "AWSServiceRoleForConfig" }))).Role);
        assert.deepEqual(await project.account.packs(), {});
    });
});

describe("what somebody else manages and this stack only uses", function () {
    this.timeout(120_000);

    const project = useProject();

    before("somebody else turns AWS Config on", async () => {
        project.writePack("one", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        await turnConfigOn(project.account);
    });

    it("is touched by no update and no destroy", async () => {
        const since = await project.account.now();
        project.configure(
            [
                "recorder: { mode: use }",
                "deliveryChannel: { mode: use, name: theirs }",
                "retention: { mode: use }",
                "role: { mode: use }",
                "packs: { one: {} }",
            ].join("\n"),
        );
        const up = await project.up();
        assert.ok(up.changes.includes("create aws:cfg:ConformancePack one"), up.printed);
        assertChanges(await project.up(), []);
        project.writePack("one", packOf({ trail: "CLOUD_TRAIL_ENABLED" }));
        assertChanges(await project.up(), ["update aws:cfg:ConformancePack one"]);
        await project.destroy();
        assert.deepEqual(await project.account.writesSince(since), [
            "config:PutConformancePack",
            "config:PutConformancePack",
            "config:DeleteConformancePack",
        ]);
    });
});
