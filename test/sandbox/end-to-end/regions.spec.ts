import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { AccountClient, GetRegionOptStatusCommand } from "@aws-sdk/client-account";
import {
    DescribeConfigurationRecordersCommand,
    DescribeConfigurationRecorderStatusCommand,
    DescribeDeliveryChannelsCommand,
    DescribeRetentionConfigurationsCommand,
} from "@aws-sdk/client-config-service";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import type { RegionVerdict } from "../../../lib/verify/regions.ts";
import { findPulumiCommand } from "../../../sandbox/pulumi-command.ts";
import { readBack } from "../../../sandbox/read-back.ts";
import { sandboxEnvironment } from "../../../sandbox/workspace.ts";
import { createRecorder } from "../emulator/config-fixture.ts";
import { Account, ACCOUNT } from "./account.ts";
import { assertChanges, assertNoStackTrace } from "./outcome.ts";
import { packOf, PROJECT, REGION, useProject } from "./project-fixture.ts";

const BUCKET = `config-history-test-${ACCOUNT}-${REGION}`;
const CREDENTIALS = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };

const IDENTITY = packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED", rotation: "SECRETSMANAGER_ROTATION_ENABLED_CHECK" });
const NETWORK = packOf({ ssh: "INCOMING_SSH_DISABLED" });

/** What AWS Config has in one region. */
async function recordingIn({ config }: Account) {
    const { ConfigurationRecordersStatus: status = [] } = await config.send(
        new DescribeConfigurationRecorderStatusCommand({}),
    );
    const { ConfigurationRecorders: recorders = [] } = await config.send(new DescribeConfigurationRecordersCommand({}));
    const { DeliveryChannels: channels = [] } = await config.send(new DescribeDeliveryChannelsCommand({}));
    const { RetentionConfigurations: retentions = [] } = await config.send(
        new DescribeRetentionConfigurationsCommand({}),
    );
    return {
        recording: status.map(({ name, recording }) => [name, recording]),
        globalTypes: recorders.map(({ recordingGroup }) => recordingGroup?.includeGlobalResourceTypes),
        channels: channels.map(({ s3BucketName, snsTopicARN }) => [s3BucketName, snsTopicARN?.split(":")[3]]),
        days: retentions.map(({ RetentionPeriodInDays }) => RetentionPeriodInDays),
    };
}

const NOTHING = { recording: [], globalTypes: [], channels: [], days: [] };

describe("a stack with several regions", function () {
    this.timeout(180_000);

    const project = useProject();
    const at = (region: string): Account => new Account(project.endpoint, region);

    before(() => {
        project.writePack("identity", IDENTITY);
        project.writePack("network", NETWORK);
        project.configure(
            [
                "packs: { identity: {}, network: {} }",
                "regions:",
                "  us-east-1: { retention: { days: 365 }, packs: { network: { enabled: false } } }",
                "  ap-east-1: { optIn: enable }",
            ].join("\n"),
        );
    });

    /** @returns what the command prints, whatever its exit code is, and the code */
    async function packs(...words: string[]): Promise<{ out: string; code: number }> {
        const environment = sandboxEnvironment({
            backend: join(project.folder, "backend"),
            endpoint: project.endpoint,
        });
        const { command } = await findPulumiCommand();
        const env = {
            ...process.env,
            ...environment,
            PATH: [dirname(command), environment["PATH"]].join(delimiter),
            PULUMI_HOME: join(project.folder, "pulumi-home"),
            AWS_ENDPOINT_URL: project.endpoint,
        };
        const script = join(PROJECT, "bin", "packs.mjs");
        return promisify(execFile)(process.execPath, [script, ...words], { cwd: project.folder, env, timeout: 90_000 })
            .then(({ stdout }) => ({ out: stdout, code: 0 }))
            .catch((failure: { stdout: string; code: number }) => ({ out: failure.stdout, code: failure.code }));
    }

    it("enables the region that the account does not have yet, and deploys to all three", async () => {
        const up = await project.up();
        assert.ok(up.changes.includes("create aws:account:Region ap-east-1-opt-in"), up.printed);
        assert.ok(up.changes.includes("create aws:cfg:ConformancePack network-ap-east-1"), up.printed);
        const account = new AccountClient({
            endpoint: project.endpoint,
            region: REGION,
            credentials: CREDENTIALS,
        });
        const status = await account.send(new GetRegionOptStatusCommand({ RegionName: "ap-east-1" }));
        assert.equal(status.RegionOptStatus, "ENABLED");
    });

    it("records in each region, the global types in the home region, and delivers to the one bucket", async () => {
        const further = (region: string, days: number) => ({
            recording: [["default", true]],
            globalTypes: [false],
            channels: [[BUCKET, region]],
            days: [days],
        });
        assert.deepEqual(await recordingIn(at(REGION)), { ...further(REGION, 2557), globalTypes: [true] });
        assert.deepEqual(await recordingIn(at("us-east-1")), further("us-east-1", 365));
        assert.deepEqual(await recordingIn(at("ap-east-1")), further("ap-east-1", 2557));
    });

    it("has in each region the packs of its own, with rules on global types in the home region alone", async () => {
        const state = "CREATE_COMPLETE";
        assert.deepEqual(await at(REGION).packs(), {
            identity: { state, rules: ["root-mfa", "rotation"] },
            network: { state, rules: ["ssh"] },
        });
        assert.deepEqual(await at("us-east-1").packs(), { identity: { state, rules: ["rotation"] } });
        assert.deepEqual(await at("ap-east-1").packs(), {
            identity: { state, rules: ["rotation"] },
            network: { state, rules: ["ssh"] },
        });
    });

    it("has nothing to do the second time, nor after asking AWS", async () => {
        const since = await project.account.now();
        assertChanges(await project.up(), []);
        assert.deepEqual(await project.account.writesSince(since), []);
        assertChanges(await project.refresh(), []);
    });

    it("is verified in each region, which every verdict names", async () => {
        const { out, code } = await packs("verify", "--stack", "test");
        assert.equal(code, 0, out);
        assert.match(out, /^identity +eu-west-1 +account +reached +CREATE_COMPLETE +2 +2$/m);
        assert.match(out, /^identity +ap-east-1, us-east-1 +account +reached +CREATE_COMPLETE +1 +1$/m);
        assert.match(out, /^network +eu-west-1, ap-east-1 +account +reached/m);
        const { packs: verdicts } = JSON.parse((await packs("verify", "--stack", "test", "--json")).out) as {
            packs: RegionVerdict[];
        };
        assert.deepEqual(
            verdicts.map(({ name, region }) => `${name} ${region}`),
            [
                "identity eu-west-1",
                "identity ap-east-1",
                "identity us-east-1",
                "network eu-west-1",
                "network ap-east-1",
            ],
        );
    });

    it("is found managed in each region by the doctor", async () => {
        const { rows, configuration } = JSON.parse((await packs("doctor", "--stack", "test", "--json")).out) as {
            rows: { what: string; region?: string; state: string }[];
            configuration: string[];
        };
        assert.deepEqual(configuration, []);
        assert.deepEqual(
            rows.filter(({ what }) => what === "configuration recorder").map(({ region, state }) => [region, state]),
            [undefined, "ap-east-1", "us-east-1"].map((region) => [region, "managed here"]),
        );
    });

    it("is read back region by region, what the account has once only once", async () => {
        const found = await readBack({ endpoint: project.endpoint, regions: [REGION, "ap-east-1", "us-east-1"] });
        const count = (kind: string): number => found.filter((one) => one.kind === kind).length;
        assert.deepEqual(
            ["Recorder", "Role", "Delivery bucket", "Conformance pack"].map((kind) => count(kind)),
            [3, 1, 1, 5],
        );
    });

    it("notices where somebody removes a pack in one region", async () => {
        const { DeleteConformancePackCommand } = await import("@aws-sdk/client-config-service");
        await at("us-east-1").config.send(new DeleteConformancePackCommand({ ConformancePackName: "identity" }));
        await at("us-east-1").packGone("identity");
        const { out, code } = await packs("verify", "--stack", "test");
        assert.equal(code, 1);
        assert.match(out, /^identity in us-east-1: missing$/m);
        await project.refresh();
        assertChanges(await project.up(), ["create aws:cfg:ConformancePack identity-us-east-1"]);
    });

    it("takes a region with all that it has away, and nothing else", async () => {
        project.configure(
            "packs: { identity: {}, network: {} }\nregions: { us-east-1: { retention: { days: 365 }, packs: { network: { enabled: false } } } }",
        );
        const before = await packs("verify", "--stack", "test");
        assert.equal(before.code, 1, "packs in a region that the plan has given up are left over");
        assert.match(before.out, /^ {2}identity CREATE_COMPLETE in ap-east-1$/m);
        const up = await project.up();
        const others = up.changes.filter((change) => !/^delete .*ap-east-1/.test(change));
        // Who may deliver is written in the policies of bucket and key.
        assert.deepEqual(others, [
            "update aws:kms:Key delivery-key",
            "update aws:s3:BucketPolicy delivery-bucket-policy",
        ]);
        assert.deepEqual(await recordingIn(at("ap-east-1")), NOTHING);
        assert.deepEqual((await at("ap-east-1").sns.send(new ListTopicsCommand({}))).Topics ?? [], []);
        assert.deepEqual(await at("ap-east-1").packs(), {});
        assert.deepEqual((await recordingIn(at("us-east-1"))).recording, [["default", true]]);
        assertChanges(await project.up(), []);
    });
});

describe("a stack with several regions, one of which records already", function () {
    this.timeout(180_000);

    const project = useProject();

    it("stops with the lines that adopt it, and deploys with them written", async () => {
        project.writePack("network", NETWORK);
        project.configure("packs: { network: {} }\nrole: { mode: adopt }\nregions: { us-east-1: {} }");
        const there = new Account(project.endpoint, "us-east-1");
        await createRecorder(
            { endpoint: project.endpoint, region: "us-east-1", credentials: CREDENTIALS, maxAttempts: 1 },
            ACCOUNT,
        );
        const { ConfigurationRecorders: theirs } = await there.config.send(
            new DescribeConfigurationRecordersCommand({}),
        );

        const failed = await project.failing("up");
        const line = "conformance-packs:regions: { us-east-1: { recorder: { mode: adopt } } }";
        assert.ok(failed.errors.includes(line), failed.errors);
        assertNoStackTrace(failed);
        const after = await there.config.send(new DescribeConfigurationRecordersCommand({}));
        assert.deepEqual(after.ConfigurationRecorders, theirs);

        project.configure(`packs: { network: {} }\nrole: { mode: adopt }\n${line}`);
        const up = await project.up();
        assert.ok(up.changes.includes("import aws:cfg:Recorder config-us-east-1-recorder"), up.printed);
        assert.deepEqual((await recordingIn(there)).recording, [["default", true]]);
        assertChanges(await project.up(), []);
    });
});

describe("the stack of docs/regions.md, with the project's own packs", function () {
    this.timeout(180_000);

    const project = useProject();

    it("deploys, has nothing more to do then, and leaves only what outlives a stack", async () => {
        cpSync(join(PROJECT, "packs"), join(project.folder, "packs"), { recursive: true });
        const page = readFileSync(join(PROJECT, "docs", "regions.md"), "utf8");
        project.writeStackFile(/```yaml\n# Pulumi\.docs\.yaml\n([\s\S]*?)```/.exec(page)?.[1] ?? "");
        const up = await project.up();
        assert.equal(up.warnings, "");
        assertChanges(await project.up(), []);
        const further = ["ap-east-1", "eu-central-1", "us-east-1"].map(
            (region) => new Account(project.endpoint, region),
        );
        for (const region of further) {
            assert.deepEqual((await recordingIn(region)).recording, [["default", true]]);
        }
        await project.destroy();
        for (const region of further) {
            assert.deepEqual(await recordingIn(region), NOTHING);
        }
    });
});
