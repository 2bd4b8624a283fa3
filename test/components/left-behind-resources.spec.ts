import assert from "node:assert/strict";
import { type DeployOptions, deploy } from "../../components/deploy.ts";
import type { DeploymentPlan } from "../../lib/plan/plan.ts";
import { only, run, type RunOptions } from "../harness.ts";
import { ACCOUNT, REGION, type Values } from "../mock-provider.ts";
import { ALERT_BUNDLE, ALERTING, DIGEST, DIGEST_BUNDLE, HISTORY, IDENTITY, planOf, regionOf } from "./plans.ts";

const GET_RESOURCES = "aws:resourcegroupstaggingapi/getResources:getResources";
const GET_ROLE = "aws:iam/getRole:getRole";
const GET_TABLE = "aws:glue/getCatalogTable:getCatalogTable";
const GET_QUERY = "aws:athena/getNamedQuery:getNamedQuery";
const STATE = "pulumi:pulumi:readStackResourceOutputs";
const FURTHER = "us-east-1";

const ALERTS = "conformance-packs-test-compliance-alerts";
const DIGESTS = "conformance-packs-test-compliance-digest";
const MAPPING = "aws:lambda/eventSourceMapping:EventSourceMapping alert-function-mapping";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const MAPPED = "7f4f1f3a-0000-4000-8000-000000000000";
const DOCUMENT = { name: "Close", text: "{}", format: "YAML", organizationWide: false } as const;

const place = (region = REGION): string => `${region}:${ACCOUNT}`;

const TRAIL = `arn:aws:cloudtrail:${place()}:trail/conformance-packs-test-audit`;

/** By the last part of the ARN's resource: all that the plan names and AWS can list by the stack's tag. */
const TAGGED: Readonly<Record<string, readonly [arn: string, id: string]>> = {
    "aws:lambda/function:Function alert-function": [`arn:aws:lambda:${place()}:function:${ALERTS}`, ALERTS],
    "aws:cloudwatch/logGroup:LogGroup alert-function-logs": [
        `arn:aws:logs:${place()}:log-group:/aws/lambda/${ALERTS}:*`,
        `/aws/lambda/${ALERTS}`,
    ],
    "aws:s3/bucket:Bucket alert-state-bucket": [
        `arn:aws:s3:::config-alerts-test-${ACCOUNT}-${REGION}`,
        `config-alerts-test-${ACCOUNT}-${REGION}`,
    ],
    "aws:lambda/function:Function digest-function": [`arn:aws:lambda:${place()}:function:${DIGESTS}`, DIGESTS],
    "aws:cloudwatch/logGroup:LogGroup digest-logs": [
        `arn:aws:logs:${place()}:log-group:/aws/lambda/${DIGESTS}`,
        `/aws/lambda/${DIGESTS}`,
    ],
    "aws:sesv2/emailIdentity:EmailIdentity digest-identity": [
        `arn:aws:ses:${place()}:identity/example.com`,
        "example.com",
    ],
    "aws:glue/catalogDatabase:CatalogDatabase history-database": [
        `arn:aws:glue:${place()}:database/conformance_packs_test`,
        `${ACCOUNT}:conformance_packs_test`,
    ],
    "aws:athena/workgroup:Workgroup history-workgroup": [
        `arn:aws:athena:${place()}:workgroup/conformance-packs-test`,
        "conformance-packs-test",
    ],
    "aws:cloudtrail/trail:Trail audit-trail": [TRAIL, TRAIL],
    "aws:ssm/document:Document Close": [`arn:aws:ssm:${place()}:document/Close`, "Close"],
    "aws:ssm/document:Document Close-us-east-1": [`arn:aws:ssm:${place(FURTHER)}:document/Close`, "Close@us-east-1"],
};

/** Found by their names, or within what is tagged. */
const UNTAGGED: Readonly<Record<string, string>> = {
    "aws:iam/role:Role alert-function-role": ALERTS,
    "aws:iam/role:Role alert-rules-forwarding-role": "conformance-packs-test-alert-forwarding",
    "aws:iam/role:Role digest-function-role": DIGESTS,
    "aws:iam/role:Role digest-schedule-role": "conformance-packs-test-compliance-digest-schedules",
    "aws:iam/role:Role all-role": "conformance-packs-test-aggregator-all",
    [MAPPING]: MAPPED,
    [`${SCHEDULE} digest-digest-schedule`]: `default/${DIGESTS}`,
    [`${SCHEDULE} digest-count-schedule`]: "default/conformance-packs-test-compliance-count",
    "aws:glue/catalogTable:CatalogTable configuration-history": `${ACCOUNT}:conformance_packs_test:configuration_history`,
    "aws:glue/catalogTable:CatalogTable configuration-snapshots": `${ACCOUNT}:conformance_packs_test:configuration_snapshots`,
    "aws:athena/namedQuery:NamedQuery all": "query-id",
};

const EXPECTED = {
    ...Object.fromEntries(Object.entries(TAGGED).map(([key, [, id]]) => [key, id])),
    ...UNTAGGED,
};

const EVERYTHING: NonNullable<RunOptions["calls"]> = {
    [GET_RESOURCES]: ({ region }) => ({
        resourceTagMappingLists: Object.values(TAGGED)
            .map(([resourceArn]) => resourceArn)
            .filter((arn) => [region, ""].includes(arn.split(":")[3]))
            .map((resourceArn) => ({ resourceArn, tags: {} })),
    }),
    [GET_ROLE]: () => ({ tags: { "conformance-packs:stack": "test" } }),
    [GET_TABLE]: () => ({}),
    [GET_QUERY]: () => ({ id: "query-id" }),
};

function planWith(changes: Partial<DeploymentPlan> = {}): DeploymentPlan {
    return planOf({
        ...ALERTING,
        digest: DIGEST,
        historyQueries: HISTORY,
        auditTrail: { name: "conformance-packs-test-audit", keyAlias: "audit", allRegions: true, organization: false },
        documents: [DOCUMENT],
        aggregators: [{ name: "all", source: "organization", regions: "all" }],
        furtherRegions: [{ ...regionOf(FURTHER), documents: [DOCUMENT] }],
        ...changes,
    });
}

/** What is asked of AWS itself is noted. */
function answering(target: string, asked: string[] = []): DeployOptions {
    return {
        alerts: ALERT_BUNDLE,
        digestBundle: DIGEST_BUNDLE,
        eventSources: (region) => (name, queue) => {
            asked.push(`${name} ${queue} ${region}`);
            return Promise.resolve(MAPPED);
        },
        scheduleTargets: (region) => (name) => {
            asked.push(`${name} ${region}`);
            return Promise.resolve(target);
        },
    };
}

const OWN = `arn:aws:lambda:${place()}:function:${DIGESTS}`;

async function imported(calls: RunOptions["calls"], options = answering(OWN), plan = planWith()) {
    const done = await run(() => deploy(plan, IDENTITY, options), { calls: { ...calls } });
    const imports = Object.keys(EXPECTED).map((key) => {
        const [type = "", name = ""] = key.split(" ");
        return [key, only(done, type, name).options.import] as const;
    });
    return { imports: Object.fromEntries(imports.filter(([, id]) => id !== undefined)), done };
}

function stateOf(keys: readonly string[]): Values {
    return {
        outputs: Object.fromEntries(
            keys.map((key) => [
                `urn:pulumi:test::conformance-packs::conformance-packs:config:Any$${key.replace(" ", "::")}`,
                { outputs: {} },
            ]),
        ),
    };
}

describe("what an earlier run left behind of what the stack names", () => {
    it("is gone on with, whatever component registers it", async () => {
        const { imports, done } = await imported(EVERYTHING);
        assert.deepEqual(imports, EXPECTED);
        const told = done.logs.join("\n");
        for (const what of [
            `the function ${ALERTS}`,
            `the event source mapping ${MAPPED}`,
            `the schedule ${DIGESTS}`,
        ]) {
            assert.ok(told.includes(`${what} is this stack's own`), told);
        }
    });

    it("is nothing where nothing is there: nobody is asked for what is within it", async () => {
        const asked: string[] = [];
        const { imports, done } = await imported({}, answering(OWN, asked));
        assert.deepEqual([imports, asked], [{}, []]);
        assert.ok(!done.calls.some((token) => [GET_TABLE, GET_QUERY].includes(token)));
    });

    it("is not what another stack made, nor a schedule of another function", async () => {
        const { imports } = await imported(
            {
                [GET_ROLE]: () => ({ tags: { "conformance-packs:stack": "other" } }),
                [STATE]: () => stateOf(["aws:lambda/function:Function digest-function"]),
            },
            answering(`${OWN}-other`),
        );
        assert.deepEqual(imports, {});
    });

    it("is looked for in a function that the state has: its mapping and its schedules", async () => {
        const asked: string[] = [];
        const functions = ["alert-function", "digest-function"].map((name) => `aws:lambda/function:Function ${name}`);
        const { imports } = await imported({ [STATE]: () => stateOf(functions) }, answering(OWN, asked));
        assert.deepEqual(
            imports,
            Object.fromEntries(Object.entries(EXPECTED).filter(([key]) => key === MAPPING || key.startsWith(SCHEDULE))),
        );
        assert.deepEqual(asked, [
            `${ALERTS} arn:aws:sqs:${place()}:alerts ${REGION}`,
            `${DIGESTS} ${REGION}`,
            `conformance-packs-test-compliance-count ${REGION}`,
        ]);
    });

    it("is not looked for where the state has everything", async () => {
        const asked: string[] = [];
        const { imports, done } = await imported(
            { ...EVERYTHING, [STATE]: () => stateOf(Object.keys(EXPECTED)) },
            answering(OWN, asked),
        );
        assert.deepEqual([imports, asked], [{}, []]);
        assert.ok(!done.calls.some((token) => [GET_TABLE, GET_QUERY].includes(token)));
    });

    it("does not keep the rest from being found where AWS may not be asked for a part", async () => {
        const { imports, done } = await imported({
            ...EVERYTHING,
            [GET_RESOURCES]: () => {
                throw new Error("AccessDenied");
            },
        });
        assert.deepEqual(
            Object.keys(imports),
            Object.keys(UNTAGGED).filter((key) => key.startsWith("aws:iam/role:Role")),
        );
        assert.match(done.logs.join("\n"), /could not look for what an earlier run of this stack left behind/);
    });
});
