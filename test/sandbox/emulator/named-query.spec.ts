import assert from "node:assert/strict";
import { AthenaClient, CreateNamedQueryCommand, ListNamedQueriesCommand } from "@aws-sdk/client-athena";
import { useEmulator } from "./emulator-fixture.ts";

describe("named queries of Athena", function () {
    this.timeout(60_000);

    const { settings } = useEmulator();
    const query = { Name: "all", Database: "history", QueryString: "SELECT 1" };

    it("are made once for each token, however often they are asked for", async () => {
        const athena = new AthenaClient(settings());
        const create = async (token: string): Promise<string | undefined> =>
            (await athena.send(new CreateNamedQueryCommand({ ...query, ClientRequestToken: token }))).NamedQueryId;
        const [first, second] = ["1".repeat(32), "2".repeat(32)];
        const made = [await create(first), await create(first), await create(second)];
        assert.equal(made[0], made[1]);
        assert.notEqual(made[0], made[2]);
        const { NamedQueryIds: ids = [] } = await athena.send(new ListNamedQueriesCommand({}));
        assert.deepEqual(ids.toSorted(), [made[0], made[2]].toSorted());
    });

    it("are refused in a workgroup that there is not", async () => {
        const athena = new AthenaClient(settings());
        await assert.rejects(athena.send(new CreateNamedQueryCommand({ ...query, WorkGroup: "none" })), {
            name: "InvalidRequestException",
        });
    });
});
