import assert from "node:assert/strict";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { EngineSteps } from "./engine-steps.ts";

describe("log groups", () => {
    const fixture = useEmulator();

    it("take another key in place, and give it up", async () => {
        const engine = new EngineSteps(fixture.emulator.endpoint);
        const key = async (name: string): Promise<string> =>
            String((await engine.create("aws:kms/key:Key", {}, name)).state["arn"]);
        const keyOf = async (group: typeof made): Promise<unknown> => (await engine.refresh(group))?.state["kmsKeyId"];
        const [first, second] = [await key("first"), await key("second")];
        const made = await engine.create("aws:cloudwatch/logGroup:LogGroup", { name: "a", kmsKeyId: first });
        assert.equal(await keyOf(made), first);

        const changed = await engine.update(made, { name: "a", kmsKeyId: second });
        assert.equal(await keyOf(changed), second);

        const without = await engine.update(changed, { name: "a" });
        assert.equal((await keyOf(without)) ?? "", "");
        await engine.delete(without);
        await assert.rejects(
            engine.update(without, { name: "a", kmsKeyId: first }),
            /The specified log group does not exist/,
        );
    });
});
