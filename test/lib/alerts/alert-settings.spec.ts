import assert from "node:assert/strict";
import { alertConfiguration } from "../../../lib/alerts/alert-configuration.ts";
import { complianceChanges, recordingEvents, resolvedInMembers } from "../../../lib/alerts/alert-patterns.ts";
import { routeTarget } from "../../../lib/alerts/route-target.ts";
import { KNOWN_REGIONS } from "../../../lib/catalogue/regions.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import { memoryFiles, places } from "../project.ts";

const PAGER = "arn:aws:sqs:eu-west-1:111122223333:pager";
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html, less what quotas may raise */
const PATTERN_LENGTH = 2048;

/** @param lines settings of alerts, as a flow map */
function load(lines: string, stack = "test", more = "  conformance-packs:alertTopic: { enabled: true }\n") {
    const text = `config:\n  aws:region: eu-west-1\n${more}  conformance-packs:alerts: ${lines}\n`;
    return loadPlan({
        stack,
        files: memoryFiles({
            [`Pulumi.${stack}.yaml`]: text,
            "packs/network.yaml":
                "rules:\n  restricted-ssh:\n    severity: high\n    controls: { cis-v3.0: [5.2] }\n  vpc-flow-logs-enabled:\n",
        }),
    });
}

describe("the settings of alerts", () => {
    it("have a route for everything, to the topic where nothing else is said", () => {
        const { plan, diagnostics } = load(`{ enabled: true, routes: { critical: [topic, "${PAGER}"], low: [] } }`);
        assert.deepEqual(places(diagnostics), []);
        assert.deepEqual(plan?.alerts, {
            name: "conformance-packs-test-alerts",
            functionName: "conformance-packs-test-compliance-alerts",
            stateBucket: { namePrefix: "config-alerts-test" },
            deadLetterQueueName: "conformance-packs-test-alerts-failed",
            routes: {
                critical: ["topic", PAGER],
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
        });
    });

    it("are nothing unless they are switched on", () => {
        assert.equal(load("{ enabled: false }").plan?.alerts, undefined);
    });

    for (const [what, lines, stack, more, expected] of [
        ["a topic that is off", "{ enabled: true }", "test", "", "Pulumi.test.yaml:3:31 alerts-without-topic"],
        [
            "a target that is none",
            "{ enabled: true, routes: { high: [arn:aws:lambda:eu-west-1:111122223333:function:pager] } }",
            "test",
            undefined,
            "Pulumi.test.yaml:4:63 invalid-setting",
        ],
        [
            "a target that stands there twice",
            "{ enabled: true, routes: { high: [topic, topic] } }",
            "test",
            undefined,
            "Pulumi.test.yaml:4:56 invalid-setting",
        ],
        [
            "a target of another partition",
            "{ enabled: true, routes: { high: [arn:aws-cn:sns:cn-north-1:111122223333:pager] } }",
            "test",
            undefined,
            "Pulumi.test.yaml:4:63 target-elsewhere",
        ],
        [
            "the queue that the function reads",
            "{ enabled: true, routes: { high: [arn:aws:sqs:eu-west-1:111122223333:conformance-packs-test-alerts] } }",
            "test",
            undefined,
            "Pulumi.test.yaml:4:63 target-is-source",
        ],
        [
            "a severity that there is not",
            "{ enabled: true, routes: { urgent: [topic] } }",
            "test",
            undefined,
            "Pulumi.test.yaml:4:56 unknown-setting",
        ],
        [
            "a stack whose name makes those of rules too long",
            "{ enabled: true }",
            "a".repeat(30),
            undefined,
            `Pulumi.${"a".repeat(30)}.yaml:4:3 rule-name-too-long`,
        ],
        [
            "more targets than a role can name",
            `{ enabled: true, routes: { high: [${Array.from({ length: 20 }, (_, index) => `"arn:aws:sns:eu-west-1:111122223333:${"a".repeat(250)}${index}"`).join(", ")}] } }`,
            "test",
            undefined,
            "Pulumi.test.yaml:4:46 too-many-targets",
        ],
        [
            "a window that SQS does not wait",
            "{ enabled: true, batchSeconds: 301 }",
            "test",
            undefined,
            "Pulumi.test.yaml:4:46 invalid-setting",
        ],
        [
            "what has no effect while they are off",
            "{ quietMinutes: 30 }",
            "test",
            undefined,
            "Pulumi.test.yaml:4:31 ignored-setting",
        ],
    ] as const) {
        it(`are told the place of ${what}`, () => {
            assert.deepEqual(places(load(lines, stack, more).diagnostics), [expected]);
        });
    }
});

describe("the targets of routes", () => {
    for (const [arn, kind, name, fifo] of [
        ["arn:aws:sns:eu-west-1:111122223333:alerts", "topic", "alerts", false],
        ["arn:aws:sns:eu-west-1:111122223333:alerts.fifo", "topic", "alerts.fifo", true],
        ["arn:aws-us-gov:sqs:us-gov-west-1:111122223333:a_b-c.fifo", "queue", "a_b-c.fifo", true],
        ["arn:aws:events:eu-west-1:111122223333:event-bus/default", "bus", "default", false],
    ] as const) {
        it(`are found by the ARN of a ${kind}: ${arn}`, () => {
            const [, , , region = "", account = ""] = arn.split(":");
            assert.deepEqual(routeTarget(arn), { kind, arn, region, account, name, fifo });
        });
    }

    for (const arn of [
        "",
        "topics",
        "arn:aws:sns:eu-west-1:1111:alerts",
        "arn:aws:sns:eu-west-1:111122223333:alerts:subscription",
        "arn:aws:events:eu-west-1:111122223333:rule/alerts",
        "arn:aws:lambda:eu-west-1:111122223333:function:pager",
        "https://sqs.eu-west-1.amazonaws.com/111122223333/pager",
    ]) {
        it(`are not such as ${arn === "" ? "nothing" : arn}`, () => {
            assert.equal(routeTarget(arn), undefined);
        });
    }
});

describe("the patterns of the alert function", () => {
    it("are short enough with every region that there is", () => {
        const own = { account: "111122223333", regions: KNOWN_REGIONS };
        for (const pattern of [complianceChanges(true), resolvedInMembers(own), recordingEvents(own)]) {
            const { length } = JSON.stringify(pattern);
            assert.ok(length <= PATTERN_LENGTH, String(length));
        }
    });
});

describe("the table beside the alert function's code", () => {
    it("has the rules of all packs with severity and controls, the routes as ARNs, and the waivers", () => {
        const { plan } = load(
            "{ enabled: true, routes: { low: [] } }",
            "test",
            [
                "  conformance-packs:alertTopic: { enabled: true }",
                "  conformance-packs:packs: { network: {} }",
                "  conformance-packs:regions: { us-east-1: {} }",
                "",
            ].join("\n"),
        );
        assert.ok(plan?.alerts !== undefined);
        const locations = { rule: { file: "waivers.yaml" } } as never;
        const waiver = { rule: "restricted-ssh", account: "all", resource: "sg-1", expiry: "2027-01-01" };
        const configuration = alertConfiguration({ ...plan, alerts: plan.alerts }, "arn:topic", [
            { ...waiver, reason: "because", owner: "network", locations },
        ]);
        assert.deepEqual(configuration.rules, [
            {
                pack: "network",
                logicalId: "RestrictedSsh",
                name: "restricted-ssh",
                severity: "high",
                controls: [{ framework: "cis-v3.0", id: "5.2" }],
                identifier: "INCOMING_SSH_DISABLED",
            },
            {
                pack: "network",
                logicalId: "VpcFlowLogsEnabled",
                name: "vpc-flow-logs-enabled",
                identifier: "VPC_FLOW_LOGS_ENABLED",
            },
        ]);
        assert.deepEqual([configuration.routes.high, configuration.routes.low], [["arn:topic"], []]);
        assert.deepEqual(configuration.waivers, [waiver]);
    });
});
