/**
 * The body of a CloudWatch dashboard: how packs do, which alarms ring, and whether the function works.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
import { dimension, METRIC_NAMESPACE, type MetricName } from "./metrics.ts";

export interface DashboardInput {
    readonly stack: string;
    readonly region: string;
    readonly functionName: string;
    readonly queueName: string;
    readonly everyMinutes: number;
    /** Sorted. */
    readonly packs: readonly string[];
    readonly alarmArns: readonly string[];
}

/** CloudWatch draws no more lines in one graph than 500, and nobody tells more than these apart. */
const PACKS_A_GRAPH = 20;
const [WIDTH, HEIGHT] = [24, 6];

type Metric = readonly (string | object)[];

interface Widget {
    readonly type: "metric" | "alarm";
    readonly height: number;
    readonly width: number;
    readonly properties: Readonly<Record<string, unknown>>;
}

export function dashboardBody(input: DashboardInput): string {
    const { stack, packs } = input;
    const graphs = chunks(packs, PACKS_A_GRAPH).flatMap((some, index, all) => {
        const part = all.length === 1 ? "" : ` (${index + 1} of ${all.length})`;
        const lines = (metric: MetricName): Metric[] =>
            some.map((pack) => [
                METRIC_NAMESPACE,
                metric,
                "Stack",
                dimension(stack),
                "Pack",
                dimension(pack),
                { label: pack },
            ]);
        return [
            graph(`Failing rules by pack${part}`, lines("NonCompliantRules"), input),
            graph(`Failing resources by pack${part}`, lines("NonCompliantResources"), input),
        ];
    });
    const widgets: Widget[] = [
        score(input),
        graph(
            "Rules of the stack",
            (["NonCompliantRules", "WaivedRules", "CompliantRules"] as const).map((metric) => [
                METRIC_NAMESPACE,
                metric,
                "Stack",
                dimension(stack),
            ]),
            input,
        ),
        ...graphs,
        ...(input.alarmArns.length === 0
            ? []
            : [
                  {
                      type: "alarm" as const,
                      width: WIDTH,
                      height: HEIGHT / 2,
                      properties: { title: "Alarms", alarms: input.alarmArns },
                  },
              ]),
        health(input),
    ];
    return JSON.stringify({ widgets: placed(widgets) });
}

/** One number: the share of rules that comply, of those that AWS has a verdict on. */
function score({ stack, region, everyMinutes }: DashboardInput): Widget {
    const hidden = (metric: MetricName, id: string): Metric => [
        METRIC_NAMESPACE,
        metric,
        "Stack",
        dimension(stack),
        { id, visible: false },
    ];
    return {
        type: "metric",
        width: WIDTH / 2,
        height: HEIGHT,
        properties: {
            title: `Compliance of ${stack}`,
            view: "singleValue",
            sparkline: true,
            region,
            period: everyMinutes * 60,
            stat: "Maximum",
            metrics: [
                [{ expression: "100 * c / (c + f + w)", label: "Rules that comply, %", id: "score" }],
                hidden("CompliantRules", "c"),
                hidden("NonCompliantRules", "f"),
                hidden("WaivedRules", "w"),
            ],
        },
    };
}

function health({ region, functionName, queueName }: DashboardInput): Widget {
    return {
        type: "metric",
        width: WIDTH,
        height: HEIGHT,
        properties: {
            title: "The function that counts",
            view: "timeSeries",
            region,
            period: 3600,
            metrics: [
                ["AWS/Lambda", "Invocations", "FunctionName", functionName, { stat: "Sum" }],
                ["AWS/Lambda", "Errors", "FunctionName", functionName, { stat: "Sum" }],
                ["AWS/Lambda", "Duration", "FunctionName", functionName, { stat: "Maximum", yAxis: "right" }],
                [
                    "AWS/SQS",
                    "ApproximateNumberOfMessagesVisible",
                    "QueueName",
                    queueName,
                    { stat: "Maximum", label: "Failed events" },
                ],
            ],
        },
    };
}

function graph(title: string, metrics: readonly Metric[], { region, everyMinutes }: DashboardInput): Widget {
    return {
        type: "metric",
        width: WIDTH / 2,
        height: HEIGHT,
        properties: {
            title,
            view: "timeSeries",
            region,
            period: everyMinutes * 60,
            stat: "Maximum",
            yAxis: { left: { min: 0 } },
            metrics,
        },
    };
}

/** From left to right, row by row. */
function placed(widgets: readonly Widget[]): object[] {
    let [x, y, tallest] = [0, 0, 0];
    return widgets.map((widget) => {
        if (x + widget.width > WIDTH) {
            [x, y, tallest] = [0, y + tallest, 0];
        }
        const place = { x, y };
        x += widget.width;
        tallest = Math.max(tallest, widget.height);
        return { ...widget, ...place };
    });
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
    return Array.from({ length: Math.ceil(items.length / size) }, (_none, index) =>
        items.slice(index * size, (index + 1) * size),
    );
}
