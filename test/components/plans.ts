/** A plan that works; tests change one thing in it at a time. */
import type { BundledFile } from "../../building/rule-bundles.ts";
import type { DigestPlan } from "../../lib/plan/digest-plan.ts";
import type { HistoryArchivePlan, ReplicaPlan } from "../../lib/plan/history-archive.ts";
import type { HistoryQueriesPlan } from "../../lib/plan/history-queries.ts";
import type { ConformancePackPlan, DeploymentPlan, RegionPlan } from "../../lib/plan/plan.ts";
import assert from "node:assert/strict";
import type { AlertBundle } from "../../building/alert-bundle.ts";
import type { BucketNames } from "../../lib/plan/names.ts";
import { hasBucket, resolveNames } from "../../lib/plan/names.ts";
import { ACCOUNT, REGION } from "../mock-provider.ts";

export const IDENTITY = { accountId: ACCOUNT };

export const BUCKET = `conformance-packs-test-${ACCOUNT}-${REGION}`;
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`;
export const TOPIC_ARN = `arn:aws:sns:${REGION}:${ACCOUNT}:conformance-packs-test`;

/** Queries over what the delivery bucket holds. */
export const HISTORY: HistoryQueriesPlan = {
    databaseName: "conformance_packs_test",
    workgroupName: "conformance-packs-test",
    resultsBucket: { namePrefix: "config-queries-test" },
    resultsExpireAfterDays: 30,
    bytesScannedCutoffPerQuery: 10_485_760,
    accounts: ["self"],
    regions: [REGION],
    firstYear: 2026,
    queries: [
        {
            name: "all",
            description: "All",
            text: "SELECT 1\nWHERE x\n    -- AND account = '111122223333'\nORDER BY 1\n",
        },
    ],
};

/** The code of an alert function that nobody runs. */
export const ALERT_BUNDLE: AlertBundle = { code: "export const handler = () => {};", waivers: [] };

/** The alert topic with the function before it. */
export const ALERTING = {
    alertTopic: { name: "alerts", keyAlias: "alerts", deletionWindowInDays: 7, subscriptions: [] },
    alerts: {
        name: "alerts",
        functionName: "conformance-packs-test-compliance-alerts",
        stateBucket: { namePrefix: "config-alerts-test" },
        deadLetterQueueName: "alerts-failed",
        routes: {
            critical: ["topic", `arn:aws:sqs:${REGION}:444455556666:pager`],
            high: ["topic"],
            medium: ["topic"],
            low: [],
            recording: ["topic"],
            default: ["topic"],
        },
        batchSeconds: 60,
        quietMinutes: 15,
        messageLimit: 20,
        resolved: false,
        logRetentionDays: 90,
    },
} as const satisfies Partial<DeploymentPlan>;

/** What every digest has. */
export const DIGEST_BASE: DigestPlan = {
    functionName: "conformance-packs-test-compliance-digest",
    queueName: "conformance-packs-test-failed-digests",
    schedulerNames: {
        role: "conformance-packs-test-compliance-digest-schedules",
        digest: "conformance-packs-test-compliance-digest",
        count: "conformance-packs-test-compliance-count",
    },
    logRetentionDays: 90,
    logKey: { alias: "config-digest-test", deletionWindowInDays: 7 },
    source: { kind: "account" },
};

/** A copy of history in another account. */
export const REPLICA: ReplicaPlan = {
    account: "444455556666",
    bucket: "config-archive-logs",
    keyArn: "arn:aws:kms:eu-central-1:444455556666:key/archive",
    replicationTime: false,
    roleName: "conformance-packs-test-replication",
};

/** An archive of other stacks' history. */
export const ARCHIVE: HistoryArchivePlan = {
    namePrefix: "config-archive-test",
    keyAlias: "conformance-packs-test-archive",
    deletionWindowInDays: 30,
    sources: [
        { account: "444455556666", roleName: "conformance-packs-dev-replication" },
        { account: "444455556666", roleName: "conformance-packs-prod-replication" },
    ],
    readers: ["arn:aws:iam::444455556666:role/restore"],
    lock: { mode: "COMPLIANCE", days: 400 },
    lifecycle: { infrequentAccessAfterDays: 90, expireAfterDays: 800 },
    protect: true,
};

/** A digest by mail and to the alert topic, with an alarm and a dashboard. */
export const DIGEST: DigestPlan = {
    ...DIGEST_BASE,
    schedule: {
        expression: "cron(0 7 ? * MON *)",
        timezone: "Europe/Berlin",
        bucket: { namePrefix: "config-digests-test", expireAfterDays: 400 },
        topic: "alerts",
    },
    mail: {
        from: "digest@example.com",
        to: ["team@example.com"],
        identity: { mode: "create", name: "example.com" },
    },
    thresholds: {
        everyMinutes: 60,
        alarms: [{ name: "storage-rules", pack: "storage", metric: "NonCompliantRules", most: 10 }],
        dashboard: "conformance-packs-test",
    },
};

/** The function's files. */
export const DIGEST_BUNDLE: ReadonlyMap<string, BundledFile> = new Map([["index.mjs", { text: "export {};" }]]);

/** Everything created, everything recorded, one pack of the account. */
export function planOf(changes: Partial<DeploymentPlan> = {}): DeploymentPlan {
    return {
        stack: "test",
        region: REGION,
        partition: "aws",
        homeRegion: REGION,
        tags: { team: "security" },
        encryptionKey: {
            mode: "create",
            alias: "conformance-packs-test",
            deletionWindowInDays: 30,
            administrators: [],
        },
        deliveryBucket: {
            mode: "create",
            namePrefix: "conformance-packs-test",
            lifecycle: { infrequentAccessAfterDays: 90, noncurrentVersionsExpireAfterDays: 365 },
        },
        deliveryTopic: { name: "conformance-packs-test", subscriptions: [] },
        role: { mode: "create" },
        recorder: {
            mode: "create",
            name: "default",
            recordingGroup: {
                strategy: "ALL_SUPPORTED_RESOURCE_TYPES",
                includeGlobalResourceTypes: true,
                resourceTypes: [],
            },
            recordingFrequency: "CONTINUOUS",
            overrides: [],
        },
        deliveryChannel: { mode: "create", name: "default", snapshotDeliveryFrequency: "TwentyFour_Hours" },
        retention: { mode: "create", days: 2557 },
        aggregators: [],
        aggregateAuthorizations: [],
        packs: [packOf()],
        ...changes,
    };
}

/** A further region, as the stack's own without its topic. */
export function regionOf(region: string, changes: Partial<RegionPlan> = {}): RegionPlan {
    const { recorder, deliveryChannel, retention, packs } = planOf();
    return { region, recorder, deliveryChannel, retention, packs, ...changes };
}

/** A pack that is sent inline. */
export function packOf(changes: Partial<ConformancePackPlan> = {}): ConformancePackPlan {
    const template = "Resources:\n  RootMfa:\n    Type: AWS::Config::ConfigRule\n";
    return {
        name: "iam-hygiene",
        target: "account",
        file: "packs/iam-hygiene.yaml",
        template,
        bytes: Buffer.byteLength(template),
        delivery: { kind: "inline" },
        parameters: [],
        excludedAccounts: [],
        rules: [],
        resources: 1,
        ...changes,
    };
}

/** The names of a plan in the mocked account. */
export function namesOf(plan: DeploymentPlan = planOf()): BucketNames {
    const names = resolveNames(plan, IDENTITY);
    assert.ok(hasBucket(names));
    return names;
}
