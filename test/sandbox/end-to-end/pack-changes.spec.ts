import assert from "node:assert/strict";
import { assertChanges } from "./outcome.ts";
import { packOf, useProject } from "./project-fixture.ts";

const MFA = { "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" };
const KEYS = { "root-keys": "IAM_ROOT_ACCESS_KEY_CHECK" };
const TRAIL = { trail: "CLOUD_TRAIL_ENABLED" };

describe("changes of packs, once they are deployed", function () {
    this.timeout(120_000);

    const project = useProject();

    before("deploy two packs", async () => {
        project.writePack("one", packOf(MFA));
        project.writePack("two", packOf(KEYS));
        project.configure("packs: { one: {}, two: {} }");
        const { changes } = await project.up();
        assert.ok(changes.includes("create aws:cfg:ConformancePack one"));
    });

    it("update exactly the pack that was edited", async () => {
        project.writePack("one", packOf({ ...MFA, ...TRAIL }));
        assertChanges(await project.preview(), ["update aws:cfg:ConformancePack one"]);
        assertChanges(await project.up(), ["update aws:cfg:ConformancePack one"]);
        assert.deepEqual(await project.account.packs(), {
            one: { state: "CREATE_COMPLETE", rules: ["root-mfa", "trail"] },
            two: { state: "CREATE_COMPLETE", rules: ["root-keys"] },
        });
    });

    it("change nothing when only a comment, an empty line or the ends of lines are edited", async () => {
        const since = await project.account.now();
        const edited = packOf({ ...MFA, ...TRAIL }).replace(
            "Resources:\n",
            "# Rules of the root user.\n\nResources:\n",
        );
        project.writePack("one", edited.replaceAll("\n", "\r\n"));
        assertChanges(await project.up(), []);
        assert.deepEqual(await project.account.writesSince(since), []);
    });

    it("update exactly the pack whose parameters changed", async () => {
        const days = "Parameters:\n  Days: { Type: String, Default: '90' }\n";
        const age = packOf({ "key-age": "ACCESS_KEYS_ROTATED" });
        project.writePack("two", `${days}${age}      InputParameters: { maxAccessKeyAge: !Ref Days }\n`);
        assertChanges(await project.up(), ["update aws:cfg:ConformancePack two"]);
        project.configure("packs:\n  one: {}\n  two: { parameters: { Days: 30 } }");
        assertChanges(await project.up(), ["update aws:cfg:ConformancePack two"]);
    });

    it("delete exactly the pack that is no longer named, and its rules", async () => {
        project.configure("packs: { one: {} }");
        assertChanges(await project.up(), ["delete aws:cfg:ConformancePack two"]);
        assert.deepEqual(await project.account.packs(), {
            one: { state: "CREATE_COMPLETE", rules: ["root-mfa", "trail"] },
        });
    });

    it("create exactly the pack that is new", async () => {
        project.writePack("three", packOf(KEYS));
        project.configure("packs: { one: {}, three: {} }");
        assertChanges(await project.up(), ["create aws:cfg:ConformancePack three"]);
    });
});
