import assert from "node:assert/strict";
import { CreateKeyCommand } from "@aws-sdk/client-kms";
import { ACCOUNT } from "./account.ts";
import { assertChanges, assertNoStackTrace } from "./outcome.ts";
import { REGION, useProject } from "./project-fixture.ts";

const BUCKET = `config-history-test-${ACCOUNT}-${REGION}`;

/** Each of these would go on with history in a new place, and leave the old one behind. */
describe("a change that would replace the delivery bucket or its key", function () {
    this.timeout(120_000);

    const project = useProject();

    before("deploy", async () => {
        await project.up();
    });

    async function refused(expected: RegExp): Promise<void> {
        const since = await project.account.now();
        for (const operation of ["preview", "up"] as const) {
            const outcome = await project.failing(operation);
            assert.match(outcome.errors, /Pulumi\.test\.yaml: error history-would-move: /);
            assert.match(outcome.errors, expected);
            assertNoStackTrace(outcome);
            assert.deepEqual([...outcome.changes, ...outcome.failed], []);
        }
        assert.deepEqual(await project.account.writesSince(since), []);
    }

    it("is refused: another name", async () => {
        project.configure("deliveryBucket: { name: another-bucket }");
        await refused(new RegExp(`the delivery bucket would change from ${BUCKET} to another-bucket`));
    });

    it("is refused: another region", async () => {
        project.configure("", "eu-central-1");
        await refused(/the stack's region would change from eu-west-1 to eu-central-1.*pulumi stack init/s);
    });

    it("is refused: another key", async () => {
        const { KeyMetadata: key } = await project.account.kms.send(new CreateKeyCommand({}));
        project.configure(`encryptionKey: { mode: adopt, arn: "${key?.Arn ?? ""}" }`);
        await refused(/the encryption key would change from \S+ to \S+/);
    });

    it("leaves everything as it is once the change is taken back", async () => {
        project.configure("");
        assertChanges(await project.up(), []);
        assertChanges(await project.refresh(), []);
    });
});
