import assert from "node:assert/strict";
import { readKeyAdoption } from "../../components/encryption-key.ts";
import { InvalidConfigurationError } from "../../lib/diagnostic.ts";
import type { EncryptionKeyPlan } from "../../lib/plan/plan.ts";
import { run } from "../harness.ts";
import { ALIASED_KEY_ID, REGION } from "../mock-provider.ts";

const ADOPT: EncryptionKeyPlan = { mode: "adopt", alias: "history", deletionWindowInDays: 30, administrators: [] };
const GET_ALIAS = "aws:kms/getAlias:getAlias";

describe("key adoption", () => {
    it("follows the alias, which is then adopted too", async () => {
        let asked: unknown;
        const { result } = await run(() => readKeyAdoption(ADOPT, REGION), {
            calls: {
                [GET_ALIAS]: (inputs) => {
                    asked = inputs;
                    return { targetKeyId: ALIASED_KEY_ID };
                },
            },
        });
        assert.deepEqual(result, { keyId: ALIASED_KEY_ID, withAlias: true });
        assert.deepEqual(asked, { name: "alias/history", region: REGION });
    });

    it("takes the key that is named, and its alias where that leads to it", async () => {
        const arn = `arn:aws:kms:${REGION}:111122223333:key/0a1b`;
        const adopted = async (targetKeyId: string) => {
            const calls = { [GET_ALIAS]: () => ({ targetKeyId }) };
            return (await run(() => readKeyAdoption({ ...ADOPT, arn }, REGION), { calls })).result;
        };
        assert.deepEqual(await adopted("another"), { keyId: "0a1b", withAlias: false });
        assert.deepEqual(await adopted("0a1b"), { keyId: "0a1b", withAlias: true });
    });

    it("is no matter for keys that are created, used or absent", async () => {
        for (const plan of [{ ...ADOPT, mode: "create" }, { mode: "use", arn: "arn:k" }, { mode: "none" }] as const) {
            const done = await run(() => readKeyAdoption(plan, REGION));
            assert.deepEqual([done.result, done.calls], [undefined, []]);
        }
    });

    it("is refused, with what to write, where the alias leads to no key", async () => {
        await run(
            () =>
                assert.rejects(readKeyAdoption(ADOPT, REGION), (failure) => {
                    assert.ok(failure instanceof InvalidConfigurationError);
                    const [fault] = failure.diagnostics;
                    assert.equal(fault?.code, "key-alias-not-found");
                    assert.match(fault.message, /^no key to adopt: alias\/history could not be read in eu-west-1 /);
                    assert.match(fault.hint ?? "", /encryptionKey: { mode: adopt, arn: arn:aws:kms:… }$/);
                    return true;
                }),
            {
                calls: {
                    [GET_ALIAS]: () => {
                        throw Object.assign(new Error("not found"), { details: "not found" });
                    },
                },
            },
        );
    });
});
