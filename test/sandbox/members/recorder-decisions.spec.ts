import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { CloudFormationClient, DeleteStackCommand, UpdateStackCommand } from "@aws-sdk/client-cloudformation";
import type { Stack } from "@aws-sdk/client-cloudformation";
import { ConfigServiceClient, PutConfigurationRecorderCommand } from "@aws-sdk/client-config-service";
import { CreateServiceLinkedRoleCommand, GetRoleCommand, IAMClient } from "@aws-sdk/client-iam";
import { renderTemplate } from "../../../lib/members/cloudformation-template.ts";
import { globalTemplate } from "../../../lib/members/global-template.ts";
import { decisionParameters } from "../../../lib/members/regional-template.ts";
import { ORGANIZATION, membersOf } from "../../lib/members/configurations.ts";
import { serviceLinkedRole, startRecording } from "../emulator/config-fixture.ts";
import { ACCOUNT, REGION, useEmulator } from "../emulator/emulator-fixture.ts";
import { createStack, failureOf, settledStack, template } from "../emulator/stack-fixture.ts";

const OTHER = "us-east-1";
const OWN = "conformance-packs-test";

function globalOf(...regions: readonly string[]): string {
    const { members, rollout } = membersOf(
        `${ORGANIZATION}  conformance-packs:members: { units: [r-ab12], regions: [${regions.join(", ")}], events: false }\n`,
    );
    return renderTemplate(globalTemplate(members, rollout));
}

/** An operation that fails, by default in a way that no attempt mends. */
interface Refused {
    readonly service: string;
    readonly operation: string;
    readonly code?: string;
}

/** The function in the global stack, run by the emulator in an account that has this or that already. */
describe("the decision what a member's regions get", function () {
    this.timeout(60_000);

    const fixture = useEmulator();
    const cloudFormation = (region: string = REGION): CloudFormationClient =>
        new CloudFormationClient({ ...fixture.settings(), region });
    const config = (region: string = REGION): ConfigServiceClient =>
        new ConfigServiceClient({ ...fixture.settings(), region });
    let probes = 0;

    beforeEach(() => fixture.reset());

    const deploy = (body: string): Promise<Stack> =>
        createStack(cloudFormation(), "global", body, { CentralAccount: ACCOUNT });

    async function update(body: string): Promise<Stack> {
        await cloudFormation().send(
            new UpdateStackCommand({
                StackName: "global",
                TemplateBody: body,
                Capabilities: ["CAPABILITY_NAMED_IAM"],
                Parameters: [{ ParameterKey: "CentralAccount", UsePreviousValue: true }],
            }),
        );
        return settledStack(cloudFormation(), "global");
    }

    /** What a stack in the region is told: of recorder and delivery channel. */
    async function decisionsIn(region: string): Promise<string[]> {
        const { rollout } = membersOf(`${ORGANIZATION}  conformance-packs:members: { units: [r-ab12] }\n`);
        const stored = decisionParameters(rollout);
        const kinds = Object.keys(stored) as (keyof typeof stored)[];
        const probe = template(
            { Group: { Type: "AWS::Logs::LogGroup" } },
            {
                Parameters: Object.fromEntries(
                    kinds.map((kind) => [kind, { Type: "AWS::SSM::Parameter::Value<String>", Default: stored[kind] }]),
                ),
                Outputs: Object.fromEntries(kinds.map((kind) => [kind, { Value: { Ref: kind } }])),
            },
        );
        const { Outputs: outputs = [] } = await createStack(cloudFormation(region), `probe${++probes}`, probe);
        return kinds.map((kind) => outputs.find(({ OutputKey: key }) => key === kind)?.OutputValue ?? "");
    }

    function keptBy(stack: Stack): string | undefined {
        assert.ok(stack.StackStatus?.endsWith("E_COMPLETE"), JSON.stringify(stack));
        return stack.Outputs?.find(({ OutputKey: key }) => key === "Kept")?.OutputValue;
    }

    /** A recorder without a delivery channel. */
    async function putRecorder(name: string, region: string): Promise<void> {
        await config(region).send(
            new PutConfigurationRecorderCommand({
                ConfigurationRecorder: { name, roleARN: serviceLinkedRole(ACCOUNT) },
            }),
        );
    }

    it("is to make everything where there is nothing, and the service-linked role is made at once", async () => {
        assert.equal(keptBy(await deploy(globalOf(REGION, OTHER))), "nothing");
        for (const region of [REGION, OTHER]) {
            assert.deepEqual(await decisionsIn(region), ["create", "create"]);
        }
        const { Role: role } = await new IAMClient(fixture.settings()).send(
            new GetRoleCommand({ RoleName: "AWSServiceRoleForConfig" }),
        );
        assert.equal(role?.Arn, serviceLinkedRole(ACCOUNT));
    });

    it("is to keep what is there, region by region and part by part", async () => {
        await startRecording(fixture.settings(), ACCOUNT);
        await putRecorder("theirs", OTHER);
        const kept = keptBy(await deploy(globalOf(REGION, OTHER)));
        assert.equal(kept, `${REGION} delivery-channel, ${REGION} recorder, ${OTHER} recorder`);
        assert.deepEqual(await decisionsIn(REGION), ["keep", "keep"]);
        assert.deepEqual(await decisionsIn(OTHER), ["keep", "create"]);
    });

    it("stays with what the rollout has made itself, when it is asked again", async () => {
        await deploy(globalOf(REGION));
        await putRecorder(OWN, REGION);
        assert.equal(keptBy(await update(globalOf(REGION, OTHER))), "nothing");
        assert.deepEqual(await decisionsIn(REGION), ["create", "create"]);
        assert.deepEqual(await decisionsIn(OTHER), ["create", "create"]);
    });

    it("is to keep what an earlier rollout has left behind, which no stack has any more", async () => {
        await new IAMClient(fixture.settings()).send(
            new CreateServiceLinkedRoleCommand({ AWSServiceName: "config.amazonaws.com" }),
        );
        await putRecorder(OWN, REGION);
        assert.equal(keptBy(await deploy(globalOf(REGION))), `${REGION} recorder`);
    });

    it("is forgotten in regions that are taken out, and everywhere with the stack", async () => {
        await deploy(globalOf(REGION, OTHER));
        await update(globalOf(REGION));
        await assert.rejects(decisionsIn(OTHER), /Unable to fetch parameters/);
        assert.deepEqual(await decisionsIn(REGION), ["create", "create"]);
        await cloudFormation().send(new DeleteStackCommand({ StackName: "global" }));
        for (let poll = 0; poll < 200 && (await isThere()); poll++) {
            await delay(50);
        }
        await assert.rejects(decisionsIn(REGION), /Unable to fetch parameters/);
    });

    async function isThere(): Promise<boolean> {
        return settledStack(cloudFormation(), "global").then(
            () => true,
            () => false,
        );
    }

    it("is forgotten with the stack, and outlives it where it cannot be forgotten", async () => {
        await deploy(globalOf(REGION, OTHER));
        await whileRefused(
            { service: "ssm", operation: "DeleteParameters", code: "AccessDeniedException" },
            async () => {
                const started = Date.now();
                assert.equal(keptBy(await update(globalOf(REGION))), "nothing");
                assert.deepEqual(await decisionsIn(OTHER), ["create", "create"]);
                await cloudFormation().send(new DeleteStackCommand({ StackName: "global" }));
                for (let poll = 0; poll < 200 && (await isThere()); poll++) {
                    await delay(50);
                }
                assert.equal(await isThere(), false);
                assert.ok(Date.now() - started < 15_000, "nothing is asked again and again");
            },
        );
    });

    it("stays as it was where a region cannot be asked any more, which a new one has to be", async () => {
        await putRecorder("theirs", REGION);
        await deploy(globalOf(REGION, OTHER));
        const unasked = { service: "config", operation: "DescribeConfigurationRecorders" };
        await whileRefused({ ...unasked, code: "AccessDeniedException" }, async () => {
            assert.equal((await update(globalOf(REGION))).StackStatus, "UPDATE_COMPLETE");
        });
        assert.deepEqual(await decisionsIn(REGION), ["keep", "create"]);
        await whileRefused(unasked, async () => {
            assert.match((await update(globalOf(REGION, OTHER))).StackStatus ?? "", /ROLLBACK_COMPLETE/);
        });
        assert.deepEqual(await decisionsIn(REGION), ["keep", "create"]);
    });

    /** Lets an operation fail for as long as something else runs. */
    async function whileRefused(what: Refused, run: () => Promise<void>): Promise<void> {
        const faults = new URL("/sandbox/faults", fixture.emulator.endpoint);
        const fault = { count: null, status: 400, code: "NotTodayException", message: "Not today.", ...what };
        const headers = { "content-type": "application/json" };
        assert.equal((await fetch(faults, { method: "POST", headers, body: JSON.stringify(fault) })).status, 201);
        try {
            await run();
        } finally {
            await fetch(faults, { method: "DELETE" });
        }
    }

    it("tells what went wrong and where the log is, instead of letting CloudFormation wait", async () => {
        await whileRefused({ service: "config", operation: "DescribeDeliveryChannels" }, async () => {
            const { StackStatus: status } = await deploy(globalOf(REGION));
            assert.equal(status, "ROLLBACK_COMPLETE");
            assert.match(
                (await failureOf(cloudFormation(), "global", "RecorderDecisions")) ?? "",
                /ClientError: An error occurred \(NotTodayException\).* Not today\. \(log group .+\)/,
            );
        });
    });
});
