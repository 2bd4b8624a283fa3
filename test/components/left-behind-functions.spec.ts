import assert from "node:assert/strict";
import type { BundledRules } from "../../building/rule-bundles.ts";
import { deploy } from "../../components/deploy.ts";
import type { FunctionStatements } from "../../components/function-statements.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import type { RuleFunctionPlan } from "../../lib/plan/rule-functions-plan.ts";
import { only, run, type RunOptions } from "../harness.ts";
import { ACCOUNT, REGION, type Values } from "../mock-provider.ts";
import { IDENTITY, packOf, planOf, regionOf } from "./plans.ts";

const GET_RESOURCES = "aws:resourcegroupstaggingapi/getResources:getResources";
const GET_ROLE = "aws:iam/getRole:getRole";
const GET_ALIAS = "aws:kms/getAlias:getAlias";
const STATE = "pulumi:pulumi:readStackResourceOutputs";
const FURTHER = "us-east-1";
const MEMBER = "444455556666";
const NAME = "conformance-packs-test-image-named";
const ALIAS = "alias/config-functions-test";
const STATEMENT = `config-${ACCOUNT}`;

const NAMED: RuleFunctionPlan = {
    name: NAME,
    rule: "image-named",
    trigger: "change",
    permissions: [],
    memory: 512,
    timeout: 30,
    organizationWide: false,
};
const BUNDLES: BundledRules = new Map([
    ["image-named", new Map([["index.mjs", { text: "export const handler = 1;" }]])],
]);

/** By the last part of the type: the resources of a rule in AWS Lambda, in the stack's own region. */
const OWN = {
    Key: ["aws:kms/key:Key", "functions-key"],
    Alias: ["aws:kms/alias:Alias", "functions-alias"],
    LogGroup: ["aws:cloudwatch/logGroup:LogGroup", "image-named-logs"],
    Function: ["aws:lambda/function:Function", "image-named-function"],
    Permission: ["aws:lambda/permission:Permission", "image-named-permission"],
    Role: ["aws:iam/role:Role", "image-named-function-role"],
} as const;

function planWith(changes: Partial<DeploymentPlan> = {}): DeploymentPlan {
    return planOf({
        functions: [NAMED],
        ruleFunctions: {
            logRetentionDays: 90,
            queueName: "conformance-packs-test-failed-evaluations",
            prefix: "conformance-packs-test",
            logKey: { alias: "config-functions-test", deletionWindowInDays: 30 },
        },
        ...changes,
    });
}

/** As AWS lists what carries the stack's tag in a region. */
function taggedIn(region: string, keyPurpose: string): Values {
    const place = `${region}:${ACCOUNT}`;
    return {
        resourceTagMappingLists: [
            { resourceArn: `arn:aws:kms:${place}:key/one`, tags: { "conformance-packs:key": keyPurpose } },
            { resourceArn: `arn:aws:logs:${place}:log-group:/aws/lambda/${NAME}`, tags: {} },
            { resourceArn: `arn:aws:lambda:${place}:function:${NAME}`, tags: {} },
        ],
    };
}

const EVERYTHING: RunOptions["calls"] = {
    [GET_RESOURCES]: ({ region }) =>
        taggedIn(String(region), region === REGION ? "functions" : `functions-${String(region)}`),
    [GET_ALIAS]: () => ({ targetKeyId: "one" }),
    [GET_ROLE]: ({ name }) => ({ tags: name === NAME ? { "conformance-packs:stack": "test" } : {} }),
};

function stateOf(kinds: readonly (keyof typeof OWN)[]): Values {
    return {
        outputs: Object.fromEntries(
            kinds.map((kind) => [
                `urn:pulumi:test::conformance-packs::conformance-packs:config:Any$${OWN[kind].join("::")}`,
                { outputs: kind === "Key" ? { keyId: "one" } : {} },
            ]),
        ),
    };
}

/** What is asked for a function's policy is noted, and answered with these statements. */
function noting(statements: readonly string[], asked: string[] = []): (region: string) => FunctionStatements {
    return (region) => (name) => {
        asked.push(`${name} ${region}`);
        return Promise.resolve(new Set(statements));
    };
}

function deployed(plan: DeploymentPlan, calls: RunOptions["calls"], statements = noting([])) {
    return run(() => deploy(plan, IDENTITY, { bundles: BUNDLES, statements }), { calls: { ...calls } });
}

function importsOf(done: Awaited<ReturnType<typeof deployed>>): Record<string, string | undefined> {
    return Object.fromEntries(
        Object.entries(OWN).map(([kind, [type, name]]) => [kind, only(done, type, name).options.import]),
    );
}

const NOTHING = Object.fromEntries(Object.keys(OWN).map((kind) => [kind, undefined]));

describe("what an earlier run left behind of rules in AWS Lambda", () => {
    it("is gone on with: key, alias, log group, function, permission and role", async () => {
        const done = await deployed(planWith(), EVERYTHING, noting([STATEMENT]));
        assert.deepEqual(importsOf(done), {
            Key: "one",
            Alias: ALIAS,
            LogGroup: `/aws/lambda/${NAME}`,
            Function: NAME,
            Permission: `${NAME}/${STATEMENT}`,
            Role: NAME,
        });
        const told = done.logs.join("\n");
        for (const what of [`the function ${NAME}`, `the log group /aws/lambda/${NAME}`, `the role ${NAME}`]) {
            assert.ok(told.includes(`${what} is this stack's own`), told);
        }
    });

    it("is nothing where nothing carries the stack's tag: no policy is asked for then", async () => {
        const asked: string[] = [];
        const done = await deployed(planWith(), {}, noting([STATEMENT], asked));
        assert.deepEqual(importsOf(done), NOTHING);
        assert.deepEqual(asked, []);
    });

    it("is not what another stack made", async () => {
        const done = await deployed(planWith(), {
            [GET_RESOURCES]: () => taggedIn(FURTHER, "delivery"),
            [GET_ALIAS]: () => ({ targetKeyId: "one" }),
            [GET_ROLE]: () => ({ tags: { "conformance-packs:stack": "other" } }),
        });
        assert.deepEqual(importsOf(done), NOTHING);
    });

    it("may be a permission alone, of a function that the state has", async () => {
        const kinds = ["Key", "Alias", "LogGroup", "Function", "Role"] as const;
        const done = await deployed(planWith(), { [STATE]: () => stateOf(kinds) }, noting([STATEMENT, "other"]));
        assert.deepEqual(importsOf(done), { ...NOTHING, Permission: `${NAME}/${STATEMENT}` });
    });

    it("may be the permission of a member that was listed since", async () => {
        const plan = planWith();
        const { ruleFunctions } = plan;
        assert.ok(ruleFunctions);
        const done = await deployed(
            planWith({
                functions: [{ ...NAMED, organizationWide: true }],
                packs: [packOf({ target: "organization" })],
                ruleFunctions: { ...ruleFunctions, members: { accounts: [MEMBER], evaluationRole: "evaluation" } },
            }),
            { [STATE]: () => stateOf(["Key", "Alias", "LogGroup", "Function", "Role", "Permission"]) },
            noting([STATEMENT, `config-${MEMBER}`]),
        );
        const { options } = only(done, OWN.Permission[0], `image-named-permission-${MEMBER}`);
        assert.equal(options.import, `${NAME}/config-${MEMBER}`);
        assert.equal(importsOf(done)["Permission"], undefined);
    });

    it("is not asked for where the stack's state has everything", async () => {
        const asked: string[] = [];
        const types: unknown[] = [];
        const roles: unknown[] = [];
        const done = await deployed(
            planWith(),
            {
                [STATE]: () => stateOf(Object.keys(OWN) as (keyof typeof OWN)[]),
                [GET_RESOURCES]: ({ resourceTypeFilters }) => {
                    types.push(resourceTypeFilters);
                    return { resourceTagMappingLists: [] };
                },
                [GET_ROLE]: ({ name }) => {
                    roles.push(name);
                    return { tags: {} };
                },
            },
            noting([], asked),
        );
        assert.deepEqual(importsOf(done), NOTHING);
        assert.deepEqual([asked, types, roles], [[], [["s3:bucket", "kms:key"]], ["AWSServiceRoleForConfig"]]);
    });

    it("names its region where that is a further one", async () => {
        const done = await deployed(
            planWith({ furtherRegions: [regionOf(FURTHER, { functions: [NAMED] })] }),
            EVERYTHING,
            noting([STATEMENT]),
        );
        const imports = [
            ["aws:kms/key:Key", `functions-${FURTHER}-key`],
            ["aws:kms/alias:Alias", `functions-${FURTHER}-alias`],
            ["aws:cloudwatch/logGroup:LogGroup", `image-named-${FURTHER}-logs`],
            ["aws:lambda/function:Function", `image-named-${FURTHER}-function`],
            ["aws:lambda/permission:Permission", `image-named-${FURTHER}-permission`],
        ].map(([type = "", name = ""]) => only(done, type, name).options.import);
        assert.deepEqual(
            imports,
            ["one", ALIAS, `/aws/lambda/${NAME}`, NAME, `${NAME}/${STATEMENT}`].map((id) => `${id}@${FURTHER}`),
        );
    });

    it("is not there where AWS may not be asked, and the update goes on", async () => {
        const done = await deployed(planWith(), { [STATE]: () => stateOf(["Function"]) }, () => () => {
            throw new Error("AccessDenied: lambda:GetPolicy");
        });
        assert.match(done.logs.join("\n"), /could not look for what an earlier run .*AccessDenied: lambda:GetPolicy/);
        assert.deepEqual(importsOf(done), NOTHING);
    });
});
