import assert from "node:assert/strict";
import {
    ActivateOrganizationsAccessCommand,
    CloudFormationClient,
    DescribeStackSetCommand,
    ListStackSetOperationsCommand,
} from "@aws-sdk/client-cloudformation";
import { MoveAccountCommand, OrganizationsClient } from "@aws-sdk/client-organizations";
import { InitializationFailure } from "../../../sandbox/provider/provider.ts";
import type { Values } from "../../../sandbox/provider/property.ts";
import { useEmulator } from "../emulator/emulator-fixture.ts";
import { createMember, createOrganization } from "../emulator/organization-fixture.ts";
import { createUnit, instancesOf, rootOf } from "../emulator/stack-set-fixture.ts";
import { template } from "../emulator/stack-fixture.ts";
import { EngineSteps } from "./engine-steps.ts";
import { region } from "./case-surroundings.ts";

const STACK_SET = "aws:cloudformation/stackSet:StackSet";
const INSTANCES = "aws:cloudformation/stackInstances:StackInstances";

function body(days: number): string {
    return template(
        {
            Group: {
                Type: "AWS::Logs::LogGroup",
                Properties: { LogGroupName: { Ref: "Name" }, RetentionInDays: days },
            },
        },
        { Parameters: { Name: { Type: "String" } } },
    );
}

const PROGRAM: Values = {
    name: "members",
    permissionModel: "SERVICE_MANAGED",
    autoDeployment: { enabled: true, retainStacksOnAccountRemoval: true },
    capabilities: ["CAPABILITY_NAMED_IAM"],
    templateBody: body(7),
    parameters: { Name: "probe" },
    operationPreferences: { failureTolerancePercentage: 10, maxConcurrentPercentage: 25 },
    managedExecution: { active: true },
    tags: { a: "1" },
};

describe("StackSets", function () {
    this.timeout(60_000);

    const fixture = useEmulator();
    let engine: EngineSteps;
    const units: string[] = [];
    const settings = () => ({ ...fixture.settings(), region });
    const cloudFormation = (): CloudFormationClient => new CloudFormationClient(settings());

    beforeEach(async () => {
        await fixture.reset();
        engine = new EngineSteps(fixture.emulator.endpoint);
        await createOrganization(settings());
        await cloudFormation().send(new ActivateOrganizationsAccessCommand({}));
        const organizations = new OrganizationsClient(settings());
        const root = await rootOf(organizations);
        units.length = 0;
        for (const name of ["first", "second"]) {
            const unit = await createUnit(organizations, root, name);
            const account = await createMember(settings(), name);
            await organizations.send(
                new MoveAccountCommand({ AccountId: account, SourceParentId: root, DestinationParentId: unit }),
            );
            units.push(unit);
        }
    });

    const instances = (targets: readonly string[], more: Values = {}): Values => ({
        stackSetName: "members",
        deploymentTargets: { organizationalUnitIds: [...targets] },
        regions: [region],
        operationPreferences: { failureTolerancePercentage: 0, concurrencyMode: "SOFT_FAILURE_TOLERANCE" },
        ...more,
    });
    const operations = async (): Promise<(string | undefined)[]> => {
        const { Summaries: found = [] } = await cloudFormation().send(
            new ListStackSetOperationsCommand({ StackSetName: "members" }),
        );
        return found.map(({ Action: action }) => action).reverse();
    };

    it("read back what they were given, but for the preferences, and are imported with who calls", async () => {
        const made = await engine.create(STACK_SET, PROGRAM);
        assert.match(String(made.state["arn"]), /:stackset\/members:/);
        const refreshed = await engine.refresh(made);
        assert.ok(refreshed);
        assert.deepEqual(engine.diff(refreshed, PROGRAM).changes, []);
        assert.equal(refreshed.state["callAs"], "SELF");
        const imported = await engine.import(STACK_SET, "members,SELF");
        assert.ok(imported);
        assert.deepEqual(
            engine.diff(imported, PROGRAM).changes.map(({ path }) => path.split(".")[0]),
            ["operationPreferences"],
        );
        await engine.delete(refreshed);
        assert.equal(await engine.refresh(refreshed), undefined);
    });

    it("see no change in a body that says the same, and none in the order of its keys", async () => {
        const made = await engine.create(STACK_SET, PROGRAM);
        const same = JSON.stringify(JSON.parse(body(7)), undefined, 2);
        assert.deepEqual(engine.diff(made, { ...PROGRAM, templateBody: same }).changes, []);
    });

    it("are replaced only by another name, or with automatic deployment as a whole", async () => {
        const made = await engine.create(STACK_SET, PROGRAM);
        const replaces = (changes: Values): boolean[] =>
            engine.diff(made, { ...PROGRAM, ...changes }).changes.map(({ replace }) => replace);
        assert.deepEqual(replaces({ name: "other" }), [true]);
        assert.deepEqual(replaces({ autoDeployment: undefined, permissionModel: "SELF_MANAGED" }).includes(true), true);
        assert.deepEqual(replaces({ autoDeployment: { enabled: true, retainStacksOnAccountRemoval: false } }), [false]);
    });

    it("deploy to every account below the units, then to more units and regions, and take them away again", async () => {
        await engine.create(STACK_SET, PROGRAM);
        const [first = "", second = ""] = units;
        const made = await engine.create(INSTANCES, instances([first]));
        assert.equal(made.id, "members,SELF,OU");
        assert.deepEqual((await instancesOf(cloudFormation(), "members")).length, 1);
        const refreshed = await engine.refresh(made);
        assert.ok(refreshed);
        assert.deepEqual(engine.diff(refreshed, instances([first])).changes, []);

        const both = instances([first, second], { regions: [region, "us-east-1"] });
        const more = await engine.update(made, both);
        assert.equal((await instancesOf(cloudFormation(), "members")).length, 4);
        // One after the other: of both at once, the original forgets units that go in regions that go.
        const fewer = await engine.update(more, instances([first, second]));
        assert.equal((await instancesOf(cloudFormation(), "members")).length, 2);
        const less = await engine.update(fewer, instances([second]));
        assert.equal((await instancesOf(cloudFormation(), "members")).length, 1);
        await engine.delete(less);
        assert.deepEqual(await instancesOf(cloudFormation(), "members"), []);
        assert.deepEqual(await operations(), ["CREATE", "CREATE", "CREATE", "DELETE", "DELETE", "DELETE"]);
    });

    it("wait for the update of every instance, which a changed template and changed tags are", async () => {
        const stackSet = await engine.create(STACK_SET, PROGRAM);
        await engine.create(INSTANCES, instances(units));
        await engine.update(stackSet, { ...PROGRAM, templateBody: body(14), tags: { b: "2" } });
        const { StackSet: found } = await cloudFormation().send(
            new DescribeStackSetCommand({ StackSetName: "members" }),
        );
        assert.match(found?.TemplateBody ?? "", /14/);
        assert.deepEqual(found?.Tags, [{ Key: "b", Value: "2" }]);
        const statuses = (await instancesOf(cloudFormation(), "members")).map(({ Status: status }) => status);
        assert.deepEqual(statuses, ["CURRENT", "CURRENT"]);
    });

    it("name account, region and reason where instances fail, and keep what there is in the state", async () => {
        const rule = { Owner: "AWS", SourceIdentifier: "ROOT_ACCOUNT_MFA_ENABLED" };
        const failing = template({ Rule: { Type: "AWS::Config::ConfigRule", Properties: { Source: rule } } });
        await engine.create(STACK_SET, { ...PROGRAM, templateBody: failing, parameters: undefined });
        const failure = await engine.create(INSTANCES, instances(units)).then(
            () => assert.fail("a rule cannot be without a recorder"),
            (error: unknown) => error,
        );
        assert.ok(failure instanceof InitializationFailure);
        assert.equal(failure.id, "members,SELF,OU");
        assert.match(
            failure.message,
            /^creating CloudFormation Stack Instances \(members\): waiting for create: unexpected state 'FAILED', wanted target 'SUCCEEDED'\. last error: [^]*Account \(\d{12}\), Region \(eu-central-1\), FAILED: .*ResourceLogicalId:Rule/,
        );
    });

    it("refuse what the sandbox does not do: accounts one by one", async () => {
        await assert.rejects(engine.create(INSTANCES, { stackSetName: "members", regions: [region] }), /units/);
    });
});
