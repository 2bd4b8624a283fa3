import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import {
    DeleteConformancePackCommand,
    PutConformancePackCommand,
    PutOrganizationConformancePackCommand,
} from "@aws-sdk/client-config-service";
import type { Answer } from "../../../lib/doctor/inventory.ts";
import type { LeftoverPacks } from "../../../lib/verify/leftover-packs.ts";
import type { PackVerdict } from "../../../lib/verify/verify-packs.ts";
import { findPulumiCommand } from "../../../sandbox/pulumi-command.ts";
import { sandboxEnvironment } from "../../../sandbox/workspace.ts";
import { createRecorder } from "../emulator/config-fixture.ts";
import type { ClientSettings } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization, memberSettings } from "../emulator/organization-fixture.ts";
import { ACCOUNT } from "../end-to-end/account.ts";
import { assertChanges } from "../end-to-end/outcome.ts";
import { packOf, PROJECT, REGION, useProject } from "../end-to-end/project-fixture.ts";

const ONE = packOf({ "root-mfa": "ROOT_ACCOUNT_MFA_ENABLED", keys: "IAM_ROOT_ACCESS_KEY_CHECK" });
const TWO = packOf({ trail: "CLOUD_TRAIL_ENABLED" });

/** A pack whose rules have whatever a rule may have. */
function keysPack({
    age = "90",
    frequency = "TwentyFour_Hours",
    scope = "ComplianceResourceTypes: [AWS::IAM::User]",
} = {}) {
    return `Parameters:
  Age: { Type: String, Default: "${age}" }
  Nothing: { Type: String, Default: "" }
Conditions:
  HasNothing: !Not [!Equals [!Ref Nothing, ""]]
Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      MaximumExecutionFrequency: ${frequency}
      InputParameters:
        maxAccessKeyAge: !If [HasNothing, "1", !Ref Age]
      Source: { Owner: AWS, SourceIdentifier: ACCESS_KEYS_ROTATED }
  Policies:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: policies
      InputParameters:
        policyARN: !Sub "arn:\${AWS::Partition}:iam::\${AWS::AccountId}:policy/x"
        policyUsageType: !Select [0, [IAM_USER, IAM_GROUP]]
      Scope: { ${scope} }
      Source: { Owner: AWS, SourceIdentifier: IAM_POLICY_IN_USE }
`;
}

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

    /** @param state without it, there is no Pulumi CLI within reach */
    async function run(state: boolean, ...options: string[]): Promise<Ended> {
        const environment = sandboxEnvironment({
            backend: join(project.folder, "backend"),
            endpoint: project.endpoint,
        });
        const words = [join(PROJECT, "bin", "packs.mjs"), "verify", "--stack", "test", ...options];
        const { command } = await findPulumiCommand();
        const path = state ? [dirname(command), environment["PATH"]].join(delimiter) : dirname(process.execPath);
        const env = {
            ...process.env,
            ...environment,
            PATH: path,
            PULUMI_HOME: join(project.folder, "pulumi-home"),
            AWS_ENDPOINT_URL: project.endpoint,
        };
        return new Promise((done) => {
            execFile(process.execPath, words, { cwd: project.folder, env, timeout: 90_000 }, (failure, out, err) => {
                done({ code: typeof failure?.code === "number" ? failure.code : failure === null ? 0 : -1, out, err });
            });
        });
    }

    function verify(...options: string[]): Promise<Ended> {
        return run(true, ...options);
    }

    function settings(): ClientSettings {
        return {
            endpoint: project.endpoint,
            region: REGION,
            credentials: { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" },
            maxAttempts: 1,
        };
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

        // What it advises; the stack has nothing to do with it, before and after.
        const repaired = await verify("--repair");
        assert.equal(repaired.code, 0, repaired.out);
        assert.equal(repaired.err, `put again: one in ${REGION}\n`);
        assert.match(repaired.out, /^one +account +reached +CREATE_COMPLETE +2 +2$/m);
        assertChanges(await project.preview(), []);
        const nothing = await verify("--repair");
        assert.deepEqual([nothing.code, nothing.err], [0, ""]);
    });

    it("repairs a large pack from the object that the stack made, and says what AWS does not take", async () => {
        const filler = `Metadata: { Filler: "${"x".repeat(52_000)}" }\n`;
        project.writePack("one", ONE + filler);
        await project.up();
        await project.account.config.send(
            new PutConformancePackCommand({ ConformancePackName: "one", TemplateBody: TWO }),
        );
        assert.equal((await verdicts("--wait", "1"))["one"]?.outcome, "rules differ");
        const refused = { service: "config", operation: "PutConformancePack", status: 400, count: 1 };
        await project.account.injectFault({ ...refused, code: "MaxNumberOfConfigRulesExceededException" });
        const failed = await verify("--repair");
        assert.equal(failed.code, 1);
        assert.match(failed.err, /^AWS does not take one in \S+ again: MaxNumberOfConfigRulesExceededException: /);
        const { code, out } = await verify("--repair");
        assert.equal(code, 0, out);
        assert.equal((await verdicts())["one"]?.outcome, "reached");
    });

    it("names every value of a rule that somebody changed in AWS, from the plan's to AWS's", async () => {
        project.writePack("one", keysPack());
        await project.up();
        const { code, out } = await verify();
        assert.equal(code, 0, out);
        const open = "InputParameters.policyUsageType of policies: the value depends on what only AWS knows";
        assert.ok(out.endsWith(`\nNot compared:\n  one: ${open}\n`), out);

        const put = (template: string): Promise<unknown> =>
            project.account.config.send(
                new PutConformancePackCommand({ ConformancePackName: "one", TemplateBody: template }),
            );
        await put(keysPack({ age: "900", scope: "ComplianceResourceTypes: [AWS::IAM::Group]" }));
        const changed = await verify("--wait", "1");
        assert.equal(changed.code, 1);
        assert.match(changed.out, /^one +account +rules differ +CREATE_COMPLETE +2 +2$/m);
        const values = [
            "keys: InputParameters.maxAccessKeyAge 90 -> 900",
            "policies: Scope.ComplianceResourceTypes AWS::IAM::User -> AWS::IAM::Group",
        ];
        assert.ok(changed.out.includes(`  values of the plan -> in AWS:\n    ${values.join("\n    ")}\n`), changed.out);
        assertChanges(await project.refresh(), []);
        assertChanges(await project.preview(), []);

        await put(keysPack({ frequency: "One_Hour", scope: "TagKey: audited, TagValue: never" }));
        const { one } = await verdicts("--wait", "1");
        assert.deepEqual(one?.changedRules, [
            { rule: "keys", property: "MaximumExecutionFrequency", planned: "TwentyFour_Hours", deployed: "One_Hour" },
            { rule: "policies", property: "Scope.ComplianceResourceTypes", planned: "AWS::IAM::User" },
            { rule: "policies", property: "Scope.TagKey", deployed: "audited" },
            { rule: "policies", property: "Scope.TagValue", deployed: "never" },
        ]);
    });

    it("asks for as many rules at once as AWS answers, and for all of them", async () => {
        const names = Array.from({ length: 60 }, (_, index) => `rule-${index}`);
        const pack = (changed: string): string =>
            packOf(
                Object.fromEntries(
                    names.map((name) => [
                        name,
                        name === changed ? "IAM_ROOT_ACCESS_KEY_CHECK" : "ROOT_ACCOUNT_MFA_ENABLED",
                    ]),
                ),
            );
        project.writePack("one", pack(""));
        await project.up();
        assert.equal((await verify()).code, 0);
        await project.account.config.send(
            new PutConformancePackCommand({ ConformancePackName: "one", TemplateBody: pack("rule-59") }),
        );
        const { one } = await verdicts("--wait", "1");
        assert.equal(one?.outcome, "rules differ");
        assert.deepEqual(one.changedRules, [
            {
                rule: "rule-59",
                property: "Source.SourceIdentifier",
                planned: "ROOT_ACCOUNT_MFA_ENABLED",
                deployed: "IAM_ROOT_ACCESS_KEY_CHECK",
            },
        ]);
    });

    it("finds packs that the plan has not, and tells those of the stack from those of others", async () => {
        await project.up();
        project.configure("packs: { one: {} }");
        await project.account.config.send(
            new PutConformancePackCommand({ ConformancePackName: "stranger", TemplateBody: TWO }),
        );
        const { code, out } = await verify("--wait", "1");
        assert.equal(code, 1);
        assert.match(out, /^Packs of this stack, by its state, .*:\n {2}two CREATE_COMPLETE\n {2}-> run: pulumi up/m);
        assert.match(out, /^Packs in AWS that are not in the plan; they may .*:\n {2}stranger CREATE_/m);

        const without = await run(false);
        assert.equal(without.code, 0, without.out);
        assert.match(
            without.out,
            /or to somebody else:\n {2}stranger .*\n {2}two .*\n {2}\(the stack's state could not/,
        );

        await project.up();
        const { code: ended, out: json } = await verify("--json");
        assert.equal(ended, 0);
        const { unplannedPacks } = JSON.parse(json) as { unplannedPacks: Answer<LeftoverPacks> };
        assert.ok(unplannedPacks.known);
        assert.deepEqual(unplannedPacks.value.own, []);
        assert.deepEqual(
            unplannedPacks.value.others.map(({ name }) => name),
            ["stranger"],
        );
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
        await createOrganization(settings());
        const member = await createMember(settings(), "without");
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
        assert.match(out, new RegExp(`-> turn the configuration recorder on in ${member}: .* 7 hours only`));

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

    it("compares an organization pack's values in this account, and finds a member that keeps what it should not", async () => {
        await createOrganization(settings());
        const member = await createMember(settings(), "with");
        await createRecorder(await memberSettings(settings(), member));
        project.writePack("one", keysPack());
        project.configure(`packs: { one: { target: organization, excludedAccounts: ["${member}"] } }`);
        await project.up();
        assert.equal((await verify()).code, 0);

        await project.account.config.send(
            new PutOrganizationConformancePackCommand({
                OrganizationConformancePackName: "one",
                TemplateBody: keysPack({ age: "30" }),
                ExcludedAccounts: [],
            }),
        );
        const { one } = await verdicts("--wait", "1");
        assert.equal(one?.outcome, "rules differ");
        assert.deepEqual(one.changedRules, [
            { rule: "keys", property: "InputParameters.maxAccessKeyAge", planned: "90", deployed: "30" },
        ]);
        assert.deepEqual(one.excludedMembers, [{ account: member, state: "CREATE_SUCCESSFUL" }]);

        await project.account.config.send(
            new PutOrganizationConformancePackCommand({
                OrganizationConformancePackName: "one",
                TemplateBody: keysPack(),
                ExcludedAccounts: [],
            }),
        );
        const { code, out } = await verify("--wait", "1");
        assert.equal(code, 1);
        assert.match(out, /^one +organization +members differ +UPDATE_SUCCESSFUL +2 +2$/m);
        assert.match(
            out,
            new RegExp(`^ {2}account ${member}: excluded in the plan, and holds the pack all the same`, "m"),
        );
    });

    it("says that it compares no rules where this account is not among an organization pack's targets", async () => {
        await createOrganization(settings());
        project.configure(`packs: { one: { target: organization, excludedAccounts: ["${ACCOUNT}"] } }`);
        await project.up();
        const { code, out } = await verify();
        assert.equal(code, 0, out);
        assert.match(out, /^one +organization +reached +CREATE_SUCCESSFUL +- +2$/m);
        assert.match(out, /^Not compared:\n {2}one: its rules, since this account is not among its targets$/m);
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

    it("ends with 2 for a time or a stack that is none", async () => {
        for (const time of ["soon", "-1", "1e9", "2000"]) {
            const { code, err } = await verify("--wait", time);
            assert.equal(code, 2, time);
            assert.match(err, /Write minutes from 0 to 1440/);
        }
        const { code, err } = await verify("--stack", "nowhere");
        assert.equal(code, 2);
        assert.match(err, /there is no stack nowhere/);
    });
});
