import assert from "node:assert/strict";
import { assertChanges, assertNoStackTrace } from "./outcome.ts";
import { packOf, useProject } from "./project-fixture.ts";

const GOOD = packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" });
const BETTER = packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED", trail: "CLOUD_TRAIL_ENABLED" });
/** Well formed, so that only AWS can tell. */
const BAD = packOf({ "root-mfa": "NO_SUCH_MANAGED_RULE" });

describe("a pack that AWS refuses", function () {
    this.timeout(120_000);

    const project = useProject();

    it("fails on its own: all else is deployed, and AWS's reason is told", async () => {
        project.writePack("good", GOOD);
        project.writePack("bad", BAD);
        project.configure("packs: { good: {}, bad: {} }");
        const up = await project.failing("up");
        assert.deepEqual(up.failed, ["create aws:cfg:ConformancePack bad"]);
        assert.match(up.errors, /^bad: .*CREATE_FAILED.*NO_SUCH_MANAGED_RULE/s);
        assertNoStackTrace(up);
        assert.ok(up.changes.includes("create aws:cfg:ConformancePack good"), up.printed);
        assert.ok(up.changes.includes("create aws:cfg:RecorderStatus config-recorder-status"), up.printed);
        assert.deepEqual(await project.account.packs(), {
            bad: { state: "CREATE_FAILED", rules: [] },
            good: { state: "CREATE_COMPLETE", rules: ["root-mfa"] },
        });
    });

    it("fails again as long as it stays as it is", async () => {
        const up = await project.failing("up");
        assert.deepEqual(up.failed, ["update aws:cfg:ConformancePack bad"]);
        assert.deepEqual(up.changes, []);
        assert.match(up.errors, /NO_SUCH_MANAGED_RULE/);
    });

    it("is repaired, and nothing else is touched, once its file is mended", async () => {
        project.writePack("bad", GOOD);
        assertChanges(await project.up(), ["update aws:cfg:ConformancePack bad"]);
        assert.deepEqual((await project.account.packs())["bad"], { state: "CREATE_COMPLETE", rules: ["root-mfa"] });
        assertChanges(await project.up(), []);
    });

    it("keeps the rules that it had when an update of it fails", async () => {
        project.writePack("bad", BAD);
        const up = await project.failing("up");
        assert.deepEqual(up.failed, ["update aws:cfg:ConformancePack bad"]);
        assert.match(up.errors, /^bad: .*NO_SUCH_MANAGED_RULE/s);
        assert.deepEqual(await project.account.packs(), {
            bad: { state: "CREATE_FAILED", rules: ["root-mfa"] },
            good: { state: "CREATE_COMPLETE", rules: ["root-mfa"] },
        });
    });

    it("is repaired when the edit is taken back, although the file is what it was before", async () => {
        project.writePack("bad", GOOD);
        assertChanges(await project.up(), ["update aws:cfg:ConformancePack bad"]);
        assert.equal((await project.account.packs())["bad"]?.state, "CREATE_COMPLETE");
    });

    it("is repaired by a new edit after a failed update", async () => {
        project.writePack("bad", BAD);
        await project.failing("up");
        project.writePack("bad", BETTER);
        assertChanges(await project.up(), ["update aws:cfg:ConformancePack bad"]);
        assert.deepEqual((await project.account.packs())["bad"], {
            state: "CREATE_COMPLETE",
            rules: ["root-mfa", "trail"],
        });
        assertChanges(await project.up(), []);
    });

    it("can be removed while it is broken", async () => {
        project.writePack("bad", BAD);
        await project.failing("up");
        project.configure("packs: { good: {} }");
        assertChanges(await project.up(), ["delete aws:cfg:ConformancePack bad"]);
        assert.deepEqual(Object.keys(await project.account.packs()), ["good"]);
    });
});
