import assert from "node:assert/strict";
import {
    CreateAccessKeyCommand,
    CreateLoginProfileCommand,
    CreateUserCommand,
    GetLoginProfileCommand,
    IAMClient,
    ListAccessKeysCommand,
    TagUserCommand,
} from "@aws-sdk/client-iam";
import { ACCOUNT, useEmulator } from "../emulator/emulator-fixture.ts";
import { useDocument } from "./automation-fixture.ts";

describe("document: disable unused credentials", function () {
    this.timeout(60_000);
    const fixture = useEmulator();
    const document = useDocument(fixture, "DisableUnusedCredentials");
    const iam = (): IAMClient => new IAMClient(fixture.settings());
    const UserName = "ann";
    let id = "";
    let key = "";

    beforeEach(async () => {
        id = (await iam().send(new CreateUserCommand({ UserName }))).User?.UserId ?? "";
        key = (await iam().send(new CreateAccessKeyCommand({ UserName }))).AccessKey?.AccessKeyId ?? "";
        await iam().send(new CreateLoginProfileCommand({ UserName, Password: "correct horse battery staple" }));
    });

    /** How many days ago things happened. */
    const happened = async (days: Record<string, unknown>): Promise<void> => {
        const answer = await fetch(new URL("/sandbox/credential-dates", fixture.emulator.endpoint), {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify({ account: ACCOUNT, user: UserName, ...days }),
        });
        assert.equal(answer.status, 201, await answer.text());
    };
    const keyStatus = async (): Promise<string | undefined> =>
        (await iam().send(new ListAccessKeysCommand({ UserName }))).AccessKeyMetadata?.[0]?.Status;
    const hasPassword = (): Promise<boolean> =>
        iam()
            .send(new GetLoginProfileCommand({ UserName }))
            .then(
                () => true,
                () => false,
            );

    it("deactivates the key and deletes the password of the user whose ID it is given", async () => {
        await happened({ made: 400, passwordUsed: 100, keys: { [key]: { made: 300, used: 95 } } });
        const outcome = await document.run({ UserId: id, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.deepEqual(outcome.ran, [
            "InspectCredentials",
            "ChooseByDecision",
            "DisableCredentials",
            "VerifyCredentials",
        ]);
        assert.equal(
            outcome.outputs["DisableCredentials.Message"],
            `Disabled of ann: access key ${key}, last used 95 days ago; password, last used 100 days ago.`,
        );
        assert.equal(await keyStatus(), "Inactive");
        assert.equal(await hasPassword(), false);
    });

    it("counts what was never used from the day that it was made", async () => {
        await happened({ made: 91, keys: { [key]: { made: 91 } } });
        const outcome = await document.run({ UserId: UserName, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.match(
            outcome.message,
            /access key \w+, never used, made 91 days ago; password, never used, made 91 days/,
        );
        assert.equal(await keyStatus(), "Inactive");
    });

    it("leaves what was used in time, to the day", async () => {
        await happened({ made: 400, passwordUsed: 90, keys: { [key]: { made: 400, used: 1 } } });
        const outcome = await document.run({ UserId: id, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.equal(outcome.message, "ann has no credential that was unused for more than 90 days.");
        assert.equal(await keyStatus(), "Active");
        assert.equal(await hasPassword(), true);
    });

    it("takes the number of days, and the kinds of credentials", async () => {
        await happened({ made: 40, keys: { [key]: { made: 40 } } });
        const parameters = { UserId: id, DryRun: "false", Days: "30", Credentials: ["access-keys"] };
        const outcome = await document.run(parameters);
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.equal(await keyStatus(), "Inactive");
        assert.equal(await hasPassword(), true);
        const wrong = await document.run({ ...parameters, Credentials: ["keys"] });
        assert.match(wrong.failure, /keys is no kind of credential: write access-keys or password/);
    });

    it("changes nothing unless it is told to", async () => {
        await happened({ made: 400, keys: { [key]: { made: 400 } } });
        const outcome = await document.run({ UserId: id });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.match(outcome.message, /^Dry run: would be disabled of ann: access key/);
        assert.equal(await keyStatus(), "Active");
        assert.equal(await hasPassword(), true);
    });

    it("does nothing a second time", async () => {
        await happened({ made: 400, keys: { [key]: { made: 400 } } });
        await document.run({ UserId: id, DryRun: "false" });
        const outcome = await document.run({ UserId: id, DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.equal(outcome.decision, "Leave");
    });

    it("fails where a credential is there after it was disabled", async () => {
        await happened({ made: 400, keys: { [key]: { made: 400 } } });
        await document.inject({ service: "iam", operation: "UpdateAccessKey", status: 200 });
        const outcome = await document.run({ UserId: id, DryRun: "false" });
        assert.equal(outcome.status, "Failed");
        assert.equal(outcome.ran.at(-1), "VerifyCredentials: Failed");
        assert.match(outcome.failure, new RegExp(`ann still has: access key ${key}`));
    });

    it("succeeds where the user is gone", async () => {
        const outcome = await document.run({ UserId: "AIDAQQQQQQQQQQQQQQQQQ", DryRun: "false" });
        assert.equal(outcome.status, "Success", outcome.failure);
        assert.equal(outcome.message, "There is no user AIDAQQQQQQQQQQQQQQQQQ any more.");
    });

    it("leaves a user who is exempt by name, ARN or tag", async () => {
        await happened({ made: 400, keys: { [key]: { made: 400 } } });
        for (const name of [UserName, id, "arn:aws:iam::*:user/a*"]) {
            const outcome = await document.run({ UserId: id, DryRun: "false", ExemptResources: [name] });
            assert.equal(outcome.status, "Success", outcome.failure);
            assert.equal(outcome.message, `ann stays: it is exempt by name (${name}).`);
        }
        const Tags = [{ Key: "RemediationExempt", Value: "until the audit" }];
        await iam().send(new TagUserCommand({ UserName, Tags }));
        const outcome = await document.run({ UserId: id, DryRun: "false" });
        assert.equal(outcome.message, "ann stays: it is exempt by its tag RemediationExempt.");
        assert.equal(await keyStatus(), "Active");
    });
});
