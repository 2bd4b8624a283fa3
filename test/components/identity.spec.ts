import assert from "node:assert/strict";
import { readIdentity } from "../../components/identity.ts";
import { InvalidConfigurationError } from "../../lib/diagnostic.ts";
import { run } from "../harness.ts";
import { ACCOUNT } from "../mock-provider.ts";

describe("identity", () => {
    it("is the account of the credentials", async () => {
        const { result } = await run(() => readIdentity({ stack: "test" }));
        assert.deepEqual(result, { accountId: ACCOUNT });
    });

    it("may be the account that the configuration names", async () => {
        const { result } = await run(() => readIdentity({ stack: "test", account: ACCOUNT }));
        assert.deepEqual(result, { accountId: ACCOUNT });
    });

    it("is refused where the configuration names another account", async () => {
        await run(() =>
            assert.rejects(readIdentity({ stack: "test", account: "999999999999" }), (failure) => {
                assert.ok(failure instanceof InvalidConfigurationError);
                assert.deepEqual(failure.diagnostics, [
                    {
                        code: "wrong-account",
                        severity: "error",
                        file: "Pulumi.test.yaml",
                        path: "conformance-packs:account",
                        message: `this stack belongs to account 999999999999, but the credentials are for ${ACCOUNT}`,
                        hint: `use credentials for 999999999999, or write conformance-packs:account: "${ACCOUNT}"`,
                    },
                ]);
                return true;
            }),
        );
    });
});
