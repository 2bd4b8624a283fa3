import assert from "node:assert/strict";
import { CreateAccountCommand, CreateOrganizationCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { EngineSteps } from "./engine-steps.ts";
import { account, region } from "./case-surroundings.ts";

describe("functions", () => {
    const fixture = useEmulator();
    let engine: EngineSteps;

    beforeEach(async () => {
        await fixture.reset();
        engine = new EngineSteps(fixture.emulator.endpoint);
    });

    it("say who and where the provider is", async () => {
        const identity = await engine.provider.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});
        assert.equal(identity["accountId"], account);
        const here = await engine.provider.invoke("aws:index/getRegion:getRegion", {});
        assert.equal(here["region"], region);
        assert.equal(here["name"], region);
        const partition = await engine.provider.invoke("aws:index/getPartition:getPartition", {});
        assert.equal(partition["partition"], "aws");
    });

    it("find keys and aliases, and fail where there is none", async () => {
        const key = await engine.create("aws:kms/key:Key", { description: "a" });
        await engine.create("aws:kms/alias:Alias", { name: "alias/a", targetKeyId: key.id });
        const alias = await engine.provider.invoke("aws:kms/getAlias:getAlias", { name: "alias/a" });
        assert.equal(alias["targetKeyArn"], key.state["arn"]);
        const found = await engine.provider.invoke("aws:kms/getKey:getKey", { keyId: "alias/a" });
        assert.equal(found["arn"], key.state["arn"]);
        assert.equal(found["description"], "a");
        await assert.rejects(
            engine.provider.invoke("aws:kms/getKey:getKey", { keyId: "alias/none" }),
            /^Error: reading KMS Key \(alias\/none\): NotFoundException: /,
        );
    });

    it("read a role with its tags, and fail where there is none", async () => {
        await assert.rejects(
            engine.provider.invoke("aws:iam/getRole:getRole", { name: "none" }),
            /^Error: reading IAM Role \(none\): NoSuchEntity/,
        );
        const trust = { Version: "2012-10-17", Statement: [] };
        const role = await engine.create("aws:iam/role:Role", {
            assumeRolePolicy: JSON.stringify(trust),
            tags: { a: "b" },
        });
        const found = await engine.provider.invoke("aws:iam/getRole:getRole", { name: role.id });
        assert.equal(found["arn"], role.state["arn"]);
        assert.deepEqual(found["tags"], { a: "b" });
        assert.deepEqual(JSON.parse(String(found["assumeRolePolicy"])), trust);
    });

    it("list an organization's accounts", async () => {
        await assert.rejects(
            engine.provider.invoke("aws:organizations/getOrganization:getOrganization", {}),
            /^Error: reading Organizations Organization: AWSOrganizationsNotInUseException: /,
        );
        const organizations = new OrganizationsClient(fixture.settings());
        await organizations.send(new CreateOrganizationCommand({ FeatureSet: "ALL" }));
        await organizations.send(new CreateAccountCommand({ AccountName: "member", Email: "member@example.com" }));
        const found = await engine.provider.invoke("aws:organizations/getOrganization:getOrganization", {});
        assert.equal(found["masterAccountId"], account);
        const members = found["nonMasterAccounts"];
        assert.ok(Array.isArray(members));
        assert.equal(members.length, 1);
        assert.equal((found["accounts"] as unknown[]).length, 2);
    });

    it("fail where there is no stand-in, and say where one goes", async () => {
        await assert.rejects(
            engine.provider.invoke("aws:ec2/getVpc:getVpc", {}),
            /does not implement the function aws:ec2\/getVpc:getVpc: add it in sandbox\/provider\/invokes\//,
        );
    });
});
