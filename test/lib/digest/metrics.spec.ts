import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { dashboardBody } from "../../../lib/digest/dashboard.ts";
import { readDigestEvent, SCHEDULED_TIME, scheduleInput } from "../../../lib/digest/event.ts";
import { dimension, METRICS, metricLines } from "../../../lib/digest/metrics.ts";
import { entry, snapshotOf } from "./snapshots.ts";

const name = { type: "string", minLength: 1, maxLength: 1024 };

/**
 * The format as AWS describes it, in its words of JSON Schema:
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
const EMBEDDED_METRIC_FORMAT = {
    type: "object",
    required: ["_aws"],
    properties: {
        _aws: {
            type: "object",
            required: ["Timestamp", "CloudWatchMetrics"],
            properties: {
                Timestamp: { type: "integer" },
                CloudWatchMetrics: {
                    type: "array",
                    items: {
                        type: "object",
                        required: ["Dimensions", "Metrics", "Namespace"],
                        properties: {
                            Namespace: name,
                            Dimensions: {
                                type: "array",
                                minItems: 1,
                                items: { type: "array", minItems: 0, maxItems: 30, items: { ...name, maxLength: 250 } },
                            },
                            Metrics: {
                                type: "array",
                                items: {
                                    type: "object",
                                    required: ["Name"],
                                    properties: {
                                        Name: name,
                                        Unit: {
                                            enum: ["Seconds", "Bytes", "Percent", "Count", "Count/Second", "None"],
                                        },
                                        StorageResolution: { type: "integer" },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
};

interface MetricLine {
    readonly _aws: {
        readonly Timestamp: number;
        readonly CloudWatchMetrics: readonly {
            readonly Dimensions: readonly (readonly string[])[];
            readonly Metrics: readonly { readonly Name: string }[];
        }[];
    };
    readonly [member: string]: unknown;
}

const NOW = Date.parse("2026-11-23T06:00:05.000Z");

describe("metrics in log lines", () => {
    const lines = metricLines(
        snapshotOf([
            entry("a", "NON_COMPLIANT", { failing: { count: 3, capped: false } }),
            entry("b", "COMPLIANT", { packs: ["audit"] }),
        ]),
        NOW,
    ) as MetricLine[];

    it("are as AWS describes the format, with every member that they name", () => {
        const validate = new Ajv().compile(EMBEDDED_METRIC_FORMAT);
        assert.equal(lines.length, 3);
        for (const line of lines) {
            assert.ok(validate(line), JSON.stringify(validate.errors));
            assert.equal(line._aws.Timestamp, NOW);
            for (const { Dimensions, Metrics } of line._aws.CloudWatchMetrics) {
                assert.ok(Dimensions.flat().every((key) => typeof line[key] === "string" && line[key] !== ""));
                assert.ok(Metrics.every((metric) => typeof line[metric.Name] === "number"));
                assert.deepEqual(
                    Metrics.map((metric) => metric.Name),
                    Object.keys(METRICS),
                );
            }
        }
    });

    it("tell of the stack and of each pack", () => {
        assert.deepEqual(
            lines.map((line) => [
                line["Stack"],
                line["Pack"],
                line["NonCompliantRules"],
                line["NonCompliantResources"],
                line["CompliantRules"],
            ]),
            [
                ["prod", undefined, 1, 3, 1],
                ["prod", "storage", 1, 3, 0],
                ["prod", "audit", 0, 0, 1],
            ],
        );
    });

    it("are none where there are no rules: nought would look as if all were well", () => {
        assert.deepEqual(metricLines(snapshotOf([]), NOW), []);
    });

    it("have dimensions of ASCII", () => {
        assert.equal(dimension("prüfung\n"), "pr?fung?");
        assert.equal(dimension("x".repeat(2000)).length, 1024);
    });
});

describe("the dashboard", () => {
    const widgetsOf = (packs: readonly string[]) =>
        (
            JSON.parse(
                dashboardBody({
                    stack: "prod",
                    region: "eu-west-1",
                    functionName: "f",
                    queueName: "q",
                    everyMinutes: 60,
                    packs,
                    alarmArns: ["arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a"],
                }),
            ) as {
                widgets: { x: number; y: number; width: number; height: number; type: string; properties: object }[];
            }
        ).widgets;

    it("draws every pack, its alarms and the function, and nothing over anything else", () => {
        const packs = Array.from({ length: 45 }, (_none, at) => `pack-${at}`);
        const widgets = widgetsOf(packs);
        const text = JSON.stringify(widgets);
        assert.ok(packs.every((pack) => text.includes(`"${pack}"`)));
        assert.equal(widgets.filter(({ type }) => type === "alarm").length, 1);
        const cells = widgets.flatMap(({ x, y, width, height }) =>
            Array.from({ length: width * height }, (_none, at) => `${x + (at % width)} ${y + Math.floor(at / width)}`),
        );
        assert.equal(new Set(cells).size, cells.length);
        assert.ok(widgets.every(({ x, width }) => x + width <= 24));
    });

    it("does without packs", () => assert.ok(widgetsOf([]).length > 2));
});

describe("the event of a schedule", () => {
    it("has the moment that Scheduler puts into it", () => {
        const input = scheduleInput("digest").replace(SCHEDULED_TIME, "2026-11-23T06:00:00Z");
        assert.deepEqual(readDigestEvent(JSON.parse(input)), {
            kind: "digest",
            scheduledTime: "2026-11-23T06:00:00.000Z",
        });
    });

    it("is refused where it is none", () => {
        assert.throws(() => readDigestEvent(JSON.parse(scheduleInput("digest"))), /scheduledTime is no moment/);
        for (const event of [undefined, null, {}, { kind: "other", scheduledTime: "2026-11-23T06:00:00Z" }]) {
            assert.throws(() => readDigestEvent(event), /neither digest nor count/);
        }
    });
});
