import assert from "node:assert/strict";
import { assertNoStackTrace } from "./outcome.ts";
import type { Outcome } from "./outcome.ts";
import { packOf, useProject } from "./project-fixture.ts";

describe("faults in configuration and packs", function () {
    this.timeout(120_000);

    const project = useProject();

    /** Both a preview and an update fail alike, before the first resource and before anything is changed. */
    async function faults(): Promise<Outcome> {
        const since = await project.account.now();
        const preview = await project.failing("preview");
        const up = await project.failing("up");
        assert.equal(up.errors, preview.errors);
        for (const outcome of [preview, up]) {
            assertNoStackTrace(outcome);
            assert.deepEqual([...outcome.changes, ...outcome.failed], [], outcome.printed);
        }
        assert.deepEqual(await project.account.writesSince(since), []);
        return up;
    }

    /** `file:line:column code` of everything that was found. */
    function places({ errors }: Outcome): string[] {
        return [...errors.matchAll(/(\S+:\d+:\d+): error (\S+):/g)].map(
            ([, place = "", code = ""]) => `${place} ${code}`,
        );
    }

    it("are told all at once, each with its place and what to write instead", async () => {
        project.writePack("good", packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED" }));
        project.writePack("bad", "Resources:\n  Rule:\n    Type: AWS::Config::ConfigRul\n    Properties: {}\n");
        project.writeStackFile(
            [
                "config:",
                "  aws:region: eu-west-1",
                "  conformance-packs:retention: { days: 5 }",
                "  conformance-packs:recorder:",
                "    recrod: all",
                "  conformance-packs:packs:",
                "    good: {}",
                "    missing: {}",
                "    bad: {}",
            ].join("\n"),
        );
        const found = await faults();
        assert.deepEqual(places(found), [
            "Pulumi.test.yaml:3:34 invalid-setting",
            "Pulumi.test.yaml:5:5 unknown-setting",
            "Pulumi.test.yaml:8:5 no-such-pack",
            "packs/bad.yaml:3:5 invalid-resource-type",
        ]);
        for (const hint of ["did you mean record?", "known are: bad, good", "AWS::Config::ConfigRule?"]) {
            assert.ok(found.errors.includes(hint), found.errors);
        }
        assert.match(found.errors, /^4 errors$/m);
    });

    it("are told of a stack that belongs to another account than the credentials", async () => {
        project.configure('account: "999999999999"');
        const found = await faults();
        assert.match(found.errors, /Pulumi\.test\.yaml: error wrong-account: .* 999999999999, .* 123456789012$/m);
    });

    it("are told by the Pulumi CLI where a key has not even its declared type", async () => {
        project.configure("packs: nonsense");
        const found = await faults();
        assert.match(found.printed, /^error: .*configuration key 'packs' must be of type 'object'$/m);
    });

    it("leave no trace: once they are mended, everything is deployed", async () => {
        project.configure("packs: { good: {} }");
        const up = await project.up();
        assert.ok(up.changes.includes("create aws:cfg:ConformancePack good"), up.printed);
    });

    it("leave a stack that is deployed as it is", async () => {
        project.configure("packs: { good: {}, bad: {} }");
        assert.deepEqual(places(await faults()), ["packs/bad.yaml:3:5 invalid-resource-type"]);
        assert.equal((await project.account.packs())["good"]?.state, "CREATE_COMPLETE");
    });
});
