import type { ComparisonOperator, MetricAlarm, StandardUnit, Statistic } from "@aws-sdk/client-cloudwatch";
import {
    DeleteAlarmsCommand,
    DescribeAlarmsCommand,
    ListTagsForResourceCommand,
    PutMetricAlarmCommand,
    TagResourceCommand,
    UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { all, between, lengthBetween, oneOf } from "../check-values.ts";
import type { Call, Failure, Handler } from "../handler.ts";
import { numeric, strings, text, word } from "../inputs.ts";
import type { Values } from "../property.ts";
import { boolean, map, number, output, set, string } from "../property.ts";
import { doing, unlessCode } from "../service-error.ts";
import { tagsOf } from "../tags.ts";

const OPERATORS = [
    "GreaterThanOrEqualToThreshold",
    "GreaterThanThreshold",
    "LessThanThreshold",
    "LessThanOrEqualToThreshold",
    "LessThanLowerOrGreaterThanUpperThreshold",
    "LessThanLowerThreshold",
    "GreaterThanUpperThreshold",
];

const actions = set(string());

/** terraform-provider-aws, internal/service/cloudwatch/metric_alarm.go, for alarms on one metric. */
export const cloudWatchMetricAlarm: Handler = {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    autoName: { property: "name", maxLength: 255 },
    notImplemented: [
        "evaluateLowSampleCountPercentiles",
        "evaluationCriteria",
        "evaluationInterval",
        "metricQueries",
        "thresholdMetricId",
        "warmUpConfiguration",
    ],
    properties: {
        actionsEnabled: boolean({ default: true }),
        alarmActions: actions,
        alarmDescription: string({ check: lengthBetween(0, 1024) }),
        comparisonOperator: string({ required: true, check: oneOf(...OPERATORS) }),
        datapointsToAlarm: number({ check: between(1, Infinity) }),
        dimensions: map(),
        evaluationPeriods: number({ required: true, check: between(1, Infinity) }),
        extendedStatistic: string({ conflictsWith: ["statistic"] }),
        insufficientDataActions: actions,
        metricName: string({ check: lengthBetween(1, 255) }),
        name: string({ computed: true, forceNew: true, check: lengthBetween(1, 255) }),
        namespace: string({ check: all(lengthBetween(1, 255)) }),
        okActions: actions,
        period: number(),
        statistic: string({
            check: oneOf("SampleCount", "Average", "Sum", "Minimum", "Maximum"),
            conflictsWith: ["extendedStatistic"],
        }),
        threshold: number(),
        treatMissingData: string({
            default: "missing",
            check: oneOf("breaching", "notBreaching", "ignore", "missing"),
        }),
        unit: string(),
        arn: output,
    },
    checkAll,

    async create(call, inputs) {
        const name = String(inputs["name"]);
        await doing(`creating CloudWatch Metric Alarm (${name})`, () => put(call, inputs, call.tags));
        return name;
    },

    async read(call, id) {
        const found = await doing(`reading CloudWatch Metric Alarm (${id})`, () => find(call, id));
        return (
            found && {
                actionsEnabled: found.ActionsEnabled ?? true,
                alarmActions: found.AlarmActions ?? [],
                alarmDescription: found.AlarmDescription ?? "",
                arn: found.AlarmArn,
                comparisonOperator: found.ComparisonOperator,
                datapointsToAlarm: found.DatapointsToAlarm ?? 0,
                dimensions: Object.fromEntries(
                    (found.Dimensions ?? []).map(({ Name: name = "", Value: value = "" }) => [name, value]),
                ),
                evaluationPeriods: found.EvaluationPeriods,
                extendedStatistic: found.ExtendedStatistic ?? "",
                insufficientDataActions: found.InsufficientDataActions ?? [],
                metricName: found.MetricName ?? "",
                name: found.AlarmName,
                namespace: found.Namespace ?? "",
                okActions: found.OKActions ?? [],
                period: found.Period ?? 0,
                statistic: found.Statistic ?? "",
                threshold: found.Threshold,
                treatMissingData: found.TreatMissingData ?? "missing",
                unit: found.Unit ?? "",
            }
        );
    },

    async update(call, id, inputs) {
        await doing(`updating CloudWatch Metric Alarm (${id})`, () => put(call, inputs, {}));
    },

    async delete(call, id) {
        await doing(`deleting CloudWatch Metric Alarm (${id})`, () =>
            unlessCode(["ResourceNotFound"], () =>
                call.aws.cloudWatch(call.region).send(new DeleteAlarmsCommand({ AlarmNames: [id] })),
            ),
        );
    },

    tagging: {
        foundBy: "arn",
        async read(call, _id, state) {
            const command = new ListTagsForResourceCommand({ ResourceARN: String(state["arn"]) });
            const { Tags: tags = [] } = await call.aws.cloudWatch(call.region).send(command);
            return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
        },
        async write(call, _id, state, add, remove) {
            const client = call.aws.cloudWatch(call.region);
            const ResourceARN = String(state["arn"]);
            if (remove.length > 0) {
                await client.send(new UntagResourceCommand({ ResourceARN, TagKeys: remove }));
            }
            if (Object.keys(add).length > 0) {
                await client.send(new TagResourceCommand({ ResourceARN, Tags: tagList(add) }));
            }
        },
    },
};

/** An alarm is put as a whole; its tags are taken only where it is new. */
async function put(call: Call, inputs: Values, tags: Record<string, string>): Promise<void> {
    const dimensions = Object.entries(tagsOf(inputs["dimensions"]));
    await call.aws.cloudWatch(call.region).send(
        new PutMetricAlarmCommand({
            AlarmName: String(inputs["name"]),
            ActionsEnabled: inputs["actionsEnabled"] !== false,
            AlarmActions: strings(inputs["alarmActions"]),
            AlarmDescription: text(inputs["alarmDescription"]),
            ComparisonOperator: word<ComparisonOperator>(inputs["comparisonOperator"]),
            DatapointsToAlarm: numeric(inputs["datapointsToAlarm"]),
            Dimensions: dimensions.map(([Name, Value]) => ({ Name, Value })),
            EvaluationPeriods: Number(inputs["evaluationPeriods"]),
            ExtendedStatistic: text(inputs["extendedStatistic"]),
            InsufficientDataActions: strings(inputs["insufficientDataActions"]),
            MetricName: text(inputs["metricName"]),
            Namespace: text(inputs["namespace"]),
            OKActions: strings(inputs["okActions"]),
            Period: numeric(inputs["period"]),
            Statistic: word<Statistic>(inputs["statistic"]),
            Threshold: Number(inputs["threshold"] ?? 0),
            TreatMissingData: text(inputs["treatMissingData"]),
            Unit: word<StandardUnit>(inputs["unit"]),
            ...(Object.keys(tags).length > 0 && { Tags: tagList(tags) }),
        }),
    );
}

function tagList(tags: Record<string, string>): { Key: string; Value: string }[] {
    return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

async function find(call: Call, name: string): Promise<MetricAlarm | undefined> {
    const command = new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ["MetricAlarm"] });
    return (await call.aws.cloudWatch(call.region).send(command)).MetricAlarms?.[0];
}

function checkAll(inputs: Values): Failure[] {
    return inputs["statistic"] === undefined && inputs["extendedStatistic"] === undefined
        ? [{ property: "statistic", reason: "one of `statistic` or `extended_statistic` must be set" }]
        : [];
}
