import assert from "node:assert/strict";
import { deploy } from "../../../components/deploy.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import type { RuleFunctionPlan } from "../../../lib/plan/rule-functions-plan.ts";
import { flattenResources, type PlannedComponent, plannedResources } from "../../../lib/plan/planned-resources.ts";
import { CONFIGURATIONS, membersOf } from "../members/configurations.ts";
import {
    ALERT_BUNDLE,
    ALERTING,
    ARCHIVE,
    DIGEST,
    DIGEST_BASE,
    DIGEST_BUNDLE,
    HISTORY,
    IDENTITY,
    packOf,
    planOf,
    regionOf,
    REPLICA,
} from "../../components/plans.ts";
import { rows, run } from "../../harness.ts";

const EMAIL = { protocol: "email", endpoint: "security@example.org" } as const;

const BUNDLES = new Map(["one", "two"].map((rule) => [rule, new Map([["index.mjs", { text: rule }]])]));

/** Each of them differs from the first in what it registers. */
const PLANS: Readonly<Record<string, DeploymentPlan>> = {
    "the usual": planOf(),
    "no packs, no topic": withoutTopic(planOf({ packs: [] })),
    "everything used": planOf({
        encryptionKey: { mode: "use", arn: "arn:aws:kms:eu-west-1:111122223333:key/1" },
        deliveryBucket: { mode: "use", name: "elsewhere" },
        role: { mode: "use" },
        recorder: { mode: "use", name: "default" },
        deliveryChannel: { mode: "use", name: "default" },
        retention: { mode: "use", days: 30 },
    }),
    "a landing zone's recorder and channel": withoutTopic(
        planOf({
            encryptionKey: { mode: "none" },
            deliveryBucket: { mode: "none" },
            role: { mode: "use" },
            recorder: { mode: "use", name: "baseline" },
            deliveryChannel: { mode: "use", name: "baseline" },
            retention: { mode: "use", days: 30 },
        }),
    ),
    "a bucket of something else's": planOf({
        deliveryBucket: { mode: "none" },
        encryptionKey: { mode: "none" },
        deliveryChannel: { mode: "use", name: "default" },
    }),
    "queries over history": planOf({ historyQueries: HISTORY }),
    "a replica of history, and an archive": planOf({
        deliveryBucket: {
            mode: "create",
            namePrefix: "conformance-packs-test",
            lifecycle: { noncurrentVersionsExpireAfterDays: 365 },
            replica: REPLICA,
        },
        historyArchive: { ...ARCHIVE, sources: [{ account: "777788889999", roleName: "replication" }] },
    }),
    "a role of one's own": planOf({ role: { mode: "use", arn: "arn:aws:iam::111122223333:role/config" } }),
    "a used key": planOf({ encryptionKey: { mode: "use", arn: "arn:aws:kms:eu-west-1:111122223333:key/1" } }),
    "everything adopted": planOf({
        encryptionKey: { mode: "adopt", alias: "config", deletionWindowInDays: 30, administrators: [] },
        recorder: {
            mode: "adopt",
            name: "own",
            recordingGroup: {
                strategy: "INCLUSION_BY_RESOURCE_TYPES",
                includeGlobalResourceTypes: false,
                resourceTypes: ["AWS::S3::Bucket"],
            },
            recordingFrequency: "DAILY",
            overrides: [],
        },
        retention: { mode: "adopt", days: 30 },
    }),
    everything: planOf({
        deliveryTopic: { name: "delivery", subscriptions: [EMAIL] },
        alertTopic: { name: "alerts", keyAlias: "alerts", deletionWindowInDays: 7, subscriptions: [EMAIL] },
        packs: [
            packOf(),
            packOf({ name: "long", delivery: { kind: "s3", objectKey: "long/1.yaml" } }),
            packOf({ name: "members", target: "organization" }),
        ],
        templateBucket: { namePrefix: "templates" },
        aggregators: [
            { name: "own", source: { accounts: ["111122223333"] }, regions: "all" },
            { name: "all", source: "organization", regions: ["eu-west-1"] },
        ],
        aggregateAuthorizations: [{ account: "444455556666", region: "us-east-1" }],
        auditTrail: { name: "trail", keyAlias: "trail", allRegions: true, organization: false },
    }),
    "further regions": planOf({
        aggregateAuthorizations: [{ account: "444455556666", region: "us-east-1" }],
        furtherRegions: [
            regionOf("ap-east-1", { enable: true, packs: [] }),
            regionOf("us-east-1", {
                deliveryTopic: { name: "delivery", subscriptions: [EMAIL] },
                packs: [packOf(), packOf({ name: "long", delivery: { kind: "s3", objectKey: "long/1.yaml" } })],
                templateBucket: { namePrefix: "templates" },
            }),
        ],
    }),
    "the administration of an organization": planOf({
        organization: {
            serviceAccess: "create",
            delegatedAdministrator: { mode: "create", account: "444455556666", serviceLinkedRoles: "create" },
        },
    }),
    "an administration that is adopted, and used in part": planOf({
        organization: {
            serviceAccess: "use",
            delegatedAdministrator: { mode: "use", account: "444455556666", serviceLinkedRoles: "create" },
        },
    }),
    "members in everything": planOf({ members: membersOf(CONFIGURATIONS.everything).members }),
    "members with least": planOf({ members: membersOf(CONFIGURATIONS.least).members }),
    "members without roles": planOf({ members: { ...membersOf(CONFIGURATIONS.usual).members, ownRoles: false } }),
    "alerts of several regions and of members": planOf({
        alertTopic: { name: "alerts", keyAlias: "alerts", deletionWindowInDays: 7, subscriptions: [] },
        furtherRegions: [regionOf("ap-east-1", { enable: true }), regionOf("us-east-1")],
        members: membersOf(CONFIGURATIONS.usual).members,
    }),
    "the alert function": planOf({ ...ALERTING }),
    "the alert function, of several regions and of members": planOf({
        ...ALERTING,
        furtherRegions: [regionOf("ap-east-1", { enable: true }), regionOf("us-east-1")],
        members: membersOf(CONFIGURATIONS.usual).members,
    }),
    "rules in AWS Lambda, of two regions and of members": planOf({
        functions: [functionOf("one", true), functionOf("two")],
        furtherRegions: [regionOf("us-east-1", { functions: [functionOf("one")] })],
        ruleFunctions: {
            logRetentionDays: 90,
            queueName: "failed",
            prefix: "conformance-packs-test",
            logKey: { alias: "functions", deletionWindowInDays: 7 },
            members: { accounts: ["444455556666"], evaluationRole: "evaluation" },
        },
    }),
    "functions in members": planOf({
        functions: [functionOf("one", true), functionOf("two")],
        members: membersOf(CONFIGURATIONS.usual).members,
        ruleFunctions: {
            logRetentionDays: 90,
            queueName: "failed",
            prefix: "conformance-packs-test",
            logKey: { alias: "functions", deletionWindowInDays: 7 },
            inMembers: {
                functions: [functionOf("one", true)],
                regions: ["eu-west-1", "us-east-1"],
                codeBucketPrefix: "code",
                queueName: "failures",
            },
        },
    }),
    "a digest with thresholds": planOf({
        alertTopic: { name: "alerts", keyAlias: "alerts", deletionWindowInDays: 7, subscriptions: [] },
        digest: DIGEST,
    }),
    "thresholds alone": planOf({
        digest: { ...DIGEST_BASE, thresholds: { everyMinutes: 60, alarms: [] } },
    }),
    "a recorder in a further region only": planOf({
        recorder: { mode: "use", name: "default" },
        furtherRegions: [regionOf("us-east-1")],
    }),
};

describe("the planned resources", () => {
    for (const [name, plan] of Object.entries(PLANS)) {
        it(`are those that a deployment registers: ${name}`, async () => {
            const deployed = await run(() =>
                deploy(plan, IDENTITY, { bundles: BUNDLES, alerts: ALERT_BUNDLE, digestBundle: DIGEST_BUNDLE }),
            );
            const planned = plannedResources(plan);
            assert.deepEqual(rowsOf(planned), rows(deployed));
            const parents = deployed.registrations
                .filter(({ parent }) => parent !== undefined)
                .map(({ parent, name }) => `${parent} > ${name}`);
            const nested = flattenResources(planned).map(
                ({ component, resource }) => `${component.name} > ${resource.name}`,
            );
            assert.deepEqual(
                nested.filter((one) => !parents.includes(one)),
                [],
            );
        });
    }
});

function functionOf(rule: string, organizationWide = false): RuleFunctionPlan {
    const sizes = { memory: 256, timeout: 60 };
    return { name: rule, rule, trigger: "change", permissions: [], ...sizes, organizationWide };
}

function rowsOf(components: readonly PlannedComponent[]): string[] {
    const all = (list: readonly PlannedComponent[]): string[] =>
        list.flatMap((one) => [
            `${one.type} ${one.name}`,
            ...one.resources.map(({ type, name }) => `${type} ${name}`),
            ...all(one.components),
        ]);
    return all(components).sort();
}

function withoutTopic({ deliveryTopic: _, ...plan }: DeploymentPlan): DeploymentPlan {
    return plan;
}
