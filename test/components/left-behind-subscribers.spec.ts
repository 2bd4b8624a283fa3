import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { FunctionStatements } from "../../components/function-statements.ts";
import type { SubscriptionPlan } from "../../lib/plan/plan.ts";
import { run, type RunOptions } from "../harness.ts";
import { ACCOUNT, REGION, type Values } from "../mock-provider.ts";
import { ALERTING, IDENTITY, planOf, regionOf } from "./plans.ts";

const PERMISSION = "aws:lambda/permission:Permission";
const STATE = "pulumi:pulumi:readStackResourceOutputs";
const FURTHER = "us-east-1";
const functionIn = (region: string, account = ACCOUNT): string => `arn:aws:lambda:${region}:${account}:function:pager`;
const FUNCTIONS = [functionIn(REGION), functionIn(FURTHER)];

const SUBSCRIPTIONS: readonly SubscriptionPlan[] = [
    ...FUNCTIONS.map((endpoint) => ({ protocol: "lambda" as const, endpoint })),
    { protocol: "lambda", endpoint: functionIn(REGION, "999988887777") },
    { protocol: "sqs", endpoint: `arn:aws:sqs:${REGION}:${ACCOUNT}:changes` },
];

/** @returns by resource name, the statements' identifiers and what they are imported by */
async function permissions(
    statements: (region: string) => FunctionStatements,
    calls: RunOptions["calls"] = {},
): Promise<Record<string, readonly [statementId: unknown, imported: string | undefined]>> {
    const deliveryTopic = { name: "conformance-packs-test", subscriptions: SUBSCRIPTIONS };
    const plan = planOf({
        alertTopic: { ...ALERTING.alertTopic, subscriptions: SUBSCRIPTIONS.slice(0, 1) },
        deliveryTopic,
        furtherRegions: [regionOf(FURTHER, { deliveryTopic })],
    });
    const done = await run(() => deploy(plan, IDENTITY, { statements }), { calls: { ...calls } });
    return Object.fromEntries(
        done.registrations
            .filter(({ type }) => type === PERMISSION)
            .map(({ name, inputs, options }) => [name, [inputs["statementId"], options.import]]),
    );
}

const none: FunctionStatements = () => Promise.resolve(new Set());

describe("what an earlier run left behind of functions that a topic calls", () => {
    const [own, further] = FUNCTIONS;
    const names = [
        `alerts-invokes-${own}`,
        ...["delivery", `delivery-${FURTHER}`].flatMap((topic) => [
            `${topic}-invokes-${own}`,
            `${topic}-invokes-${further}`,
        ]),
    ];

    it("has one name for each topic, of whichever region, and is asked for in the function's", async () => {
        const asked = new Set<string>();
        const found = await permissions((region) => (name) => {
            asked.add(`${name} ${region}`);
            return none(name);
        });
        assert.deepEqual(Object.keys(found).sort(), names);
        const identifiers = names.map((name) => found[name]?.[0]);
        assert.deepEqual(
            names.map((name) => found[name]?.[1]),
            names.map(() => undefined),
        );
        assert.equal(new Set(identifiers).size, 3, "one for each topic");
        assert.deepEqual([...asked].sort(), [`${own} ${REGION}`, `${further} ${FURTHER}`]);
    });

    it("is gone on with, and nothing else in the function's policy", async () => {
        const statements = new Set(Object.values(await permissions(() => none)).map(([id]) => String(id)));
        const found = await permissions(() => () => Promise.resolve(new Set([...statements, "somebody-elses"])));
        for (const [name, [id, imported]] of Object.entries(found)) {
            const identifier = `${name.split("-invokes-")[1] ?? ""}/${String(id)}`;
            assert.equal(imported, name.endsWith(further ?? "") ? `${identifier}@${FURTHER}` : identifier);
        }
        const others = await permissions(() => () => Promise.resolve(new Set(["somebody-elses"])));
        assert.ok(Object.values(others).every(([, imported]) => imported === undefined));
    });

    it("is not asked for where the state has it", async () => {
        const outputs: Values = Object.fromEntries(
            names.map((name) => [`urn:pulumi:test::conformance-packs::${PERMISSION}::${name}`, { outputs: {} }]),
        );
        const asked: string[] = [];
        await permissions(
            () => (name) => {
                asked.push(name);
                return none(name);
            },
            { [STATE]: () => ({ outputs }) },
        );
        assert.deepEqual(asked, []);
    });
});
