import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import {
    DeleteConformancePackCommand,
    PutConformancePackCommand,
    PutOrganizationConformancePackCommand,
} from "@aws-sdk/client-config-service";
import type { PackVerdict } from "../../../lib/verify/verify-packs.ts";
import { sandboxEnvironment } from "../../../sandbox/workspace.ts";
import { createMember, createOrganization } from "../emulator/organization-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { packOf, PROJECT, REGION, useProject } from "../end-to-end/project-fixture.ts";

const ONE = packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED", keys: "IAM_ROOT_ACCESS_KEY_CHECK" });
const TWO = packOf({ trail: "CLOUD_TRAIL_ENABLED" });

interface Ended {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

/** The command as a person runs it, against the emulator. */
describe("packs verify", function () {
    this.timeout(120_000);

    const project = useProject();

    beforeEach(async () => {
        await project.beginAnew();
        project.writePack("one", ONE);
        project.writePack("two", TWO);
        project.configure("packs: { one: {}, two: {} }");
    });

    function verify(...options: string[]): Promise<Ended> {
        const environment = sandboxEnvironment({
            backend: join(project.folder, "backend"),
            endpoint: project.endpoint,
        });
        const words = [join(PROJECT, "bin", "packs.mjs"), "verify", "--stack", "test", ...options];
        const env = { ...process.env, ...environment, AWS_ENDPOINT_URL: project.endpoint };
        return new Promise((done) => {
            execFile(process.execPath, words, { cwd: project.folder, env, timeout: 90_000 }, (failure, out, err) => {
                done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
            });
        });
    }

    async function verdicts(...options: string[]): Promise<Record<string, PackVerdict>> {
        const { out, err } = await verify("--json", ...options);
        assert.equal(err, "");
        const { packs } = JSON.parse(out) as { packs: PackVerdict[] };
        return Object.fromEntries(packs.map((pack) => [pack.name, pack]));
    }

    function outcomes(packs: Record<string, PackVerdict>): Record<string, string> {
        return Object.fromEntries(Object.values(packs).map(({ name, outcome }) => [name, outcome]));
    }

    it("is content with a stack that is deployed, and not with one that never was", async () => {
        assert.deepEqual(outcomes(await verdicts()), { one: "missing", two: "missing" });
        await project.up();
        const { code, out } = await verify();
        assert.equal(code, 0, out);
        assert.match(out, new RegExp(`^Packs of the stack test in account ${ACCOUNT}, ${REGION}\n`));
        assert.match(out, /^one +account +reached +CREATE_COMPLETE +2 +2$/m);
        assert.match(out, /^two +account +reached +CREATE_COMPLETE +1 +1$/m);
        assert.match(out, /Every pack reached its state/);
    });

    it("finds a pack that somebody deletes, waits until it is gone, and its advice brings it back", async () => {
        await project.up();
        await project.account.config.send(new DeleteConformancePackCommand({ ConformancePackName: "two" }));
        const { code, out } = await verify("--wait", "1");
        assert.equal(code, 1);
        const [, , , , first] = out.split("\n");
        assert.match(first ?? "", /^two +account +missing +- +- +1$/, out);
        assert.match(out, /-> run: pulumi refresh --stack test/);
        await project.refresh();
        await project.up();
        assert.equal((await verify()).code, 0);
    });

    it("finds a failed update of a pack, and tells AWS's reason", async () => {
        await project.up();
        project.writePack("one", packOf({ "root-mfa": "NO_SUCH_MANAGED_RULE" }));
        await project.failing("up");
        const { code, out } = await verify();
        assert.equal(code, 1);
        assert.match(out, /^one +account +failed +CREATE_FAILED +2 +1$/m);
        assert.match(out, /^one: failed\n {2}.*NO_SUCH_MANAGED_RULE/m);
        assert.match(out, /rules in AWS that the plan does not have: keys$/m);
        assert.deepEqual(outcomes(await verdicts()), { one: "failed", two: "reached" });
    });

    it("finds rules that somebody put into a pack, which neither a refresh nor a preview shows", async () => {
        await project.up();
        await project.account.config.send(
            new PutConformancePackCommand({
                ConformancePackName: "one",
                TemplateBody: packOf({ foreign: "IAM_ROOT_ACCESS_KEY_CHECK", keys: "IAM_ROOT_ACCESS_KEY_CHECK" }),
            }),
        );
        const { one, two } = await verdicts("--wait", "1");
        assert.equal(one?.outcome, "rules differ");
        assert.deepEqual(one.missingRules, ["root-mfa"]);
        assert.deepEqual(one.unexpectedRules, ["foreign"]);
        assert.equal(two?.outcome, "reached");
        assertChanges(await project.refresh(), []);
        assertChanges(await project.preview(), []);

        // What it advises: a change of the file, if only a description.
        project.writePack("one", `Description: sent again\n${ONE}`);
        await project.up();
        assert.equal((await verify()).code, 0);
    });

    it("leaves out what a condition leaves out", async () => {
        const conditional = TWO.replace("    Properties:", "    Condition: Never\n    Properties:");
        project.writePack(
            "two",
            `Conditions: { Never: !Equals [a, b] }\n${conditional}${ONE.replace("Resources:\n", "")}`,
        );
        project.configure("packs: { two: {} }");
        await project.up();
        const { code, out } = await verify();
        assert.equal(code, 0, out);
        assert.match(out, /^two +account +reached +CREATE_COMPLETE +2 +3$/m);
    });

    it("names the member that an organization pack does not reach, and compares the rules of the others", async () => {
        const settings = {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
        await createOrganization(settings);
        const member = await createMember(settings, "without");
        project.configure("packs: { one: { target: organization } }");
        await project.failing("up");
        const { code, out } = await verify();
        assert.equal(code, 1);
        assert.match(out, /^one +organization +failed +CREATE_FAILED +2 +2$/m);
        assert.match(
            out,
            new RegExp(
                `^ {2}account ${member}: CREATE_FAILED: NoAvailableConfigurationRecorderException: The account ` +
                    `${member} has no configuration recorder`,
                "m",
            ),
        );

        project.configure(`packs: { one: { target: organization, excludedAccounts: ["${member}"] } }`);
        await project.up();
        assert.equal((await verify()).code, 0);

        await project.account.config.send(
            new PutOrganizationConformancePackCommand({
                OrganizationConformancePackName: "one",
                TemplateBody: TWO,
                ExcludedAccounts: [member],
            }),
        );
        const { one } = await verdicts("--wait", "1");
        assert.equal(one?.outcome, "rules differ");
        assert.deepEqual(one.missingRules, ["keys", "root-mfa"]);
        assert.deepEqual(one.unexpectedRules, ["trail"]);
    });

    it("says why where it may not ask, and who may", async () => {
        project.configure("packs: { one: { target: organization }, two: {} }");
        const { one, two } = await verdicts();
        assert.equal(one?.outcome, "unknown");
        assert.match(one.reasons.join(), /^OrganizationAccessDeniedException: /);
        assert.equal(two?.outcome, "missing");
    });

    it("does not take the packs of another account for those of the stack", async () => {
        project.configure('account: "111111111111"\npacks: { one: {} }');
        const { code, out, err } = await verify();
        assert.equal(code, 1);
        assert.equal(out, "");
        assert.match(
            err,
            new RegExp(`the credentials belong to account ${ACCOUNT}, but the stack test belongs to 1{12}`),
        );
    });

    it("ends with 2 for a time that is none, and with 1 for a stack that is none", async () => {
        for (const time of ["soon", "-1", "1e9", "2000"]) {
            const { code, err } = await verify("--wait", time);
            assert.equal(code, 2, time);
            assert.match(err, /Write minutes from 0 to 1440/);
        }
        const { code, err } = await verify("--stack", "nowhere");
        assert.equal(code, 1);
        assert.match(err, /there is no file Pulumi\.nowhere\.yaml/);
    });
});
