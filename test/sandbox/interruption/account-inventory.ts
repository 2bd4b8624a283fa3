import {
    AthenaClient,
    GetNamedQueryCommand,
    ListNamedQueriesCommand,
    ListWorkGroupsCommand,
} from "@aws-sdk/client-athena";
import { CloudTrailClient, DescribeTrailsCommand, GetTrailStatusCommand } from "@aws-sdk/client-cloudtrail";
import { CloudWatchClient, DescribeAlarmsCommand, ListDashboardsCommand } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import {
    DescribeConfigurationAggregatorsCommand,
    DescribeConfigurationRecordersCommand,
    DescribeDeliveryChannelsCommand,
} from "@aws-sdk/client-config-service";
import { EventBridgeClient, ListRulesCommand } from "@aws-sdk/client-eventbridge";
import { GetDatabasesCommand, GlueClient } from "@aws-sdk/client-glue";
import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListAliasesCommand, ListKeysCommand } from "@aws-sdk/client-kms";
import {
    GetPolicyCommand,
    LambdaClient,
    ListEventSourceMappingsCommand,
    ListFunctionsCommand,
    ResourceNotFoundException,
} from "@aws-sdk/client-lambda";
import { ListBucketsCommand } from "@aws-sdk/client-s3";
import { ListTopicsCommand } from "@aws-sdk/client-sns";
import { ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { ListDocumentsCommand, SSMClient } from "@aws-sdk/client-ssm";
import { ListSchedulesCommand, SchedulerClient } from "@aws-sdk/client-scheduler";
import { Account } from "../end-to-end/account.ts";
import { type Project, REGION } from "../end-to-end/project-fixture.ts";

const WORKGROUP = "conformance-packs-test";

/** What there is in an account, by kind; what AWS or the account brings along is left out. */
export type AccountInventory = Readonly<Record<keyof ReturnType<typeof lookers>, readonly string[]>>;

/** Everything that is there in a region, each list in order. */
export async function accountInventory(project: Project, region = REGION): Promise<AccountInventory> {
    const account = new Account(project.endpoint, region);
    const entries = Object.entries(lookers(account, project.endpoint, region)).map(
        async ([kind, look]) => [kind, (await look()).map((name) => name ?? "").sort()] as const,
    );
    const found: Partial<AccountInventory> = Object.fromEntries(await Promise.all(entries));
    return found as AccountInventory;
}

/** One page of each is enough here. */
function lookers(account: Account, endpoint: string, region: string) {
    const credentials = { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "secret" };
    const settings = { endpoint, region, credentials, maxAttempts: 1 };
    const { config, iam, kms, s3, sns } = account;
    const athena = new AthenaClient(settings);
    const cloudTrail = new CloudTrailClient(settings);
    const cloudwatch = new CloudWatchClient(settings);
    const lambda = new LambdaClient(settings);
    const permissionsOf = async (name: string): Promise<string[]> => {
        try {
            const { Policy: policy = "{}" } = await lambda.send(new GetPolicyCommand({ FunctionName: name }));
            const { Statement: statements = [] } = JSON.parse(policy) as { Statement?: { Sid: string }[] };
            return statements.map(({ Sid: id }) => `${name} ${id}`);
        } catch (failure) {
            if (failure instanceof ResourceNotFoundException) {
                return [];
            }
            throw failure;
        }
    };
    const last = (separator: string) => (text: string | undefined) => text?.split(separator).at(-1);
    return {
        aggregators: async () =>
            ((await config.send(new DescribeConfigurationAggregatorsCommand({}))).ConfigurationAggregators ?? []).map(
                (one) => one.ConfigurationAggregatorName,
            ),
        alarms: async () =>
            ((await cloudwatch.send(new DescribeAlarmsCommand({}))).MetricAlarms ?? []).map((one) => one.AlarmName),
        aliases: async () =>
            ((await kms.send(new ListAliasesCommand({}))).Aliases ?? [])
                .map((one) => one.AliasName)
                .filter((name) => name?.startsWith("alias/aws/") === false),
        buckets: async () => ((await s3.send(new ListBucketsCommand({}))).Buckets ?? []).map((one) => one.Name),
        channels: async () =>
            ((await config.send(new DescribeDeliveryChannelsCommand({}))).DeliveryChannels ?? []).map(
                (one) => one.name,
            ),
        dashboards: async () =>
            ((await cloudwatch.send(new ListDashboardsCommand({}))).DashboardEntries ?? []).map(
                (one) => one.DashboardName,
            ),
        databases: async () =>
            ((await new GlueClient(settings).send(new GetDatabasesCommand({}))).DatabaseList ?? []).map(
                (one) => one.Name,
            ),
        documents: async () =>
            (
                (
                    await new SSMClient(settings).send(
                        new ListDocumentsCommand({ Filters: [{ Key: "Owner", Values: ["Self"] }] }),
                    )
                ).DocumentIdentifiers ?? []
            ).map((one) => one.Name),
        eventRules: async () =>
            ((await new EventBridgeClient(settings).send(new ListRulesCommand({}))).Rules ?? []).map((one) => one.Name),
        eventSources: async () =>
            ((await lambda.send(new ListEventSourceMappingsCommand({}))).EventSourceMappings ?? []).map(
                (one) => one.EventSourceArn,
            ),
        functions: async () =>
            ((await lambda.send(new ListFunctionsCommand({}))).Functions ?? []).map((one) => one.FunctionName),
        keys: async () => {
            const { Keys: keys = [] } = await kms.send(new ListKeysCommand({}));
            const states = await Promise.all(keys.map(({ KeyId: key = "" }) => account.keyState(key)));
            return states.filter((state) => state === "Enabled");
        },
        logGroups: async () =>
            ((await new CloudWatchLogsClient(settings).send(new DescribeLogGroupsCommand({}))).logGroups ?? []).map(
                (one) => `${one.logGroupName ?? ""} ${String(one.retentionInDays)}`,
            ),
        namedQueries: async () => {
            const { NamedQueryIds: ids = [] } = await athena.send(
                new ListNamedQueriesCommand({ WorkGroup: WORKGROUP }),
            );
            const queries = ids.map(async (id) => athena.send(new GetNamedQueryCommand({ NamedQueryId: id })));
            return (await Promise.all(queries)).map((one) => one.NamedQuery?.Name);
        },
        packs: async () =>
            Object.entries(await account.packs()).map(
                ([name, { state, rules }]) => `${name} ${state ?? ""} of ${rules.length}`,
            ),
        permissions: async () => {
            const { Functions: functions = [] } = await lambda.send(new ListFunctionsCommand({}));
            return (await Promise.all(functions.map(({ FunctionName: name = "" }) => permissionsOf(name)))).flat();
        },
        queues: async () =>
            ((await new SQSClient(settings).send(new ListQueuesCommand({}))).QueueUrls ?? []).map(last("/")),
        recorders: async () =>
            ((await config.send(new DescribeConfigurationRecordersCommand({}))).ConfigurationRecorders ?? []).map(
                (one) => one.name,
            ),
        roles: async () =>
            ((await iam.send(new ListRolesCommand({}))).Roles ?? []).map(
                (one) => `${one.Path ?? ""}${one.RoleName ?? ""}`,
            ),
        schedules: async () =>
            ((await new SchedulerClient(settings).send(new ListSchedulesCommand({}))).Schedules ?? []).map(
                (one) => one.Name,
            ),
        topics: async () =>
            ((await sns.send(new ListTopicsCommand({}))).Topics ?? []).map((one) => last(":")(one.TopicArn)),
        trails: async () => {
            const { trailList = [] } = await cloudTrail.send(new DescribeTrailsCommand({}));
            const all = trailList.map(async ({ Name: name = "" }) => {
                const { IsLogging: isLogging } = await cloudTrail.send(new GetTrailStatusCommand({ Name: name }));
                return `${name} ${isLogging === true ? "logs" : "does not log"}`;
            });
            return Promise.all(all);
        },
        workgroups: async () =>
            ((await athena.send(new ListWorkGroupsCommand({}))).WorkGroups ?? [])
                .map((one) => one.Name)
                .filter((name) => name !== "primary"),
    };
}
