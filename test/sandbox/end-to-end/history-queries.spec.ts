import assert from "node:assert/strict";
import { cpSync } from "node:fs";
import { join } from "node:path";
import { AthenaClient, GetWorkGroupCommand, ListNamedQueriesCommand } from "@aws-sdk/client-athena";
import { GetTablesCommand, GlueClient } from "@aws-sdk/client-glue";
import { ACCOUNT } from "./account.ts";
import { assertChanges } from "./outcome.ts";
import { packOf, PROJECT, REGION, useProject } from "./project-fixture.ts";

/** Tables, workgroup and named queries, made by the real engine; nobody here can run them. */
describe("queries over delivered history", function () {
    this.timeout(180_000);

    const project = useProject();
    const settings = () => ({
        endpoint: project.endpoint,
        region: REGION,
        credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
        maxAttempts: 1,
    });

    it("come with a switch, stay as they are, and go with it", async () => {
        cpSync(join(PROJECT, "queries"), join(project.folder, "queries"), { recursive: true });
        project.writePack("root", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        project.configure("packs: { root: {} }\nathena: { enabled: true, firstYear: 2026 }");
        await project.up();
        const { athenaWorkgroup, athenaDatabase } = await project.outputs();
        assert.equal(athenaDatabase?.value, "conformance_packs_test");
        const glue = new GlueClient(settings());
        const { TableList: tables } = await glue.send(
            new GetTablesCommand({ DatabaseName: String(athenaDatabase.value) }),
        );
        assert.deepEqual(
            (tables ?? [])
                .sort((a, b) => ((a.Name ?? "") < (b.Name ?? "") ? -1 : 1))
                .map(({ Name: name, Parameters: parameters }) => [name, parameters?.["storage.location.template"]]),
            ["History", "Snapshot"].map((kind) => [
                `configuration_${kind === "History" ? "history" : "snapshots"}`,
                `s3://config-history-test-${ACCOUNT}-${REGION}/AWSLogs/` +
                    `\${account}/Config/\${region}/\${year}/\${month}/\${day}/Config${kind}/`,
            ]),
        );
        const athena = new AthenaClient(settings());
        const WorkGroup = String(athenaWorkgroup?.value);
        const { WorkGroup: group } = await athena.send(new GetWorkGroupCommand({ WorkGroup }));
        assert.equal(group?.Configuration?.ResultConfiguration?.EncryptionConfiguration?.EncryptionOption, "SSE_KMS");
        const { NamedQueryIds: ids } = await athena.send(new ListNamedQueriesCommand({ WorkGroup }));
        assert.ok((ids ?? []).length >= 5);

        assertChanges(await project.up(), []);
        assertChanges(await project.refresh(), []);
        project.configure("packs: { root: {} }");
        await project.up();
        assert.equal((await project.outputs())["athenaWorkgroup"], undefined);
        await assert.rejects(athena.send(new GetWorkGroupCommand({ WorkGroup })), /not found/);
    });
});
