import assert from "node:assert/strict";
import { ConfigServiceClient, PutConfigRuleCommand } from "@aws-sdk/client-config-service";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { EngineSteps } from "./engine-steps.ts";
import { account } from "./case-surroundings.ts";
import { startRecording } from "./recording.ts";

describe("remediation configuration", () => {
    const fixture = useEmulator();

    it("comes, changes and goes with a rule", async () => {
        const engine = new EngineSteps(fixture.emulator.endpoint);
        await startRecording(engine);
        await new ConfigServiceClient(fixture.settings()).send(
            new PutConfigRuleCommand({
                ConfigRule: {
                    ConfigRuleName: "ssh",
                    Source: { Owner: "AWS", SourceIdentifier: "INCOMING_SSH_DISABLED" },
                },
            }),
        );
        const program = {
            configRuleName: "ssh",
            targetType: "SSM_DOCUMENT",
            targetId: "AWS-DisablePublicAccessForSecurityGroup",
            // In the order of their names, as they are read back.
            parameters: [
                { name: "AutomationAssumeRole", staticValue: `arn:aws:iam::${account}:role/remediation` },
                { name: "GroupId", resourceValue: "RESOURCE_ID" },
            ],
        };
        const remediation = await engine.create("aws:cfg/remediationConfiguration:RemediationConfiguration", program);
        const refreshed = await engine.refresh(remediation);
        assert.deepEqual(refreshed?.state, remediation.state);
        assert.deepEqual(engine.diff(refreshed, program).changes, []);

        const changed = { ...program, automatic: true, maximumAutomaticAttempts: 3, retryAttemptSeconds: 60 };
        assert.deepEqual(
            engine
                .diff(remediation, changed)
                .changes.map(({ path }) => path)
                .sort(),
            ["automatic", "maximumAutomaticAttempts", "retryAttemptSeconds"],
        );
        const updated = await engine.update(remediation, changed);
        assert.equal(updated.state["automatic"], true);
        await engine.delete(updated);
        assert.equal(await engine.refresh(updated), undefined);
    });
});
