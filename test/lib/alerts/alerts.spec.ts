import assert from "node:assert/strict";
import { alertMessage } from "../../../lib/alerts/alert-message.ts";
import { NON_COMPLIANT, nonCompliantMembers } from "../../../lib/alerts/compliance-change.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import { CONFIG_EVENTS } from "../../../lib/members/forwarded-events.ts";
import { memoryFiles, places } from "../project.ts";

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html, less what quotas may raise */
const PATTERN_LENGTH = 2048;
/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_InputTransformer.html */
const TEMPLATE_LENGTH = 8192;

describe("the patterns of alerts", () => {
    it("ask for resources that cease to comply, wherever they are", () => {
        assert.deepEqual(NON_COMPLIANT, {
            source: ["aws.config"],
            "detail-type": ["Config Rules Compliance Change"],
            detail: {
                messageType: ["ComplianceChangeNotification"],
                newEvaluationResult: { complianceType: ["NON_COMPLIANT"] },
            },
        });
    });

    it("are among the events that members forward", () => {
        assert.deepEqual(NON_COMPLIANT.source, CONFIG_EVENTS.source);
        assert.ok(NON_COMPLIANT["detail-type"].every((type) => CONFIG_EVENTS["detail-type"].includes(type)));
    });

    it("leave out of the members' what the stack's own rules alert of, by account and region together", () => {
        const { detail, ...rest } = nonCompliantMembers({ account: "111122223333", regions: ["eu-west-1"] });
        assert.deepEqual(rest, { source: NON_COMPLIANT.source, "detail-type": NON_COMPLIANT["detail-type"] });
        assert.deepEqual(detail, {
            ...NON_COMPLIANT.detail,
            $or: [
                { awsAccountId: [{ "anything-but": ["111122223333"] }] },
                { awsRegion: [{ "anything-but": ["eu-west-1"] }] },
            ],
        });
    });

    it("are short enough with every region that there is, and more", () => {
        const regions = Array.from({ length: 50 }, (_, index) => `ap-southeast-${index}`);
        const length = JSON.stringify(nonCompliantMembers({ account: "111122223333", regions })).length;
        assert.ok(length <= PATTERN_LENGTH, String(length));
    });
});

describe("the rules of alerts", () => {
    /** A stack of this name, which alerts. */
    function load(stack: string): readonly string[] {
        const text = "config:\n  aws:region: eu-west-1\n  conformance-packs:alertTopic: { enabled: true }\n";
        return places(loadPlan({ stack, files: memoryFiles({ [`Pulumi.${stack}.yaml`]: text }) }).diagnostics);
    }

    it("are refused with a stack whose name makes theirs longer than EventBridge allows", () => {
        const longest = "a".repeat(39);
        assert.deepEqual(load(longest), []);
        assert.deepEqual(load(`${longest}a`), [`Pulumi.${longest}a.yaml:3:3 rule-name-too-long`]);
    });
});

describe("the message of an alert", () => {
    for (const [partition, host] of [
        ["aws", "console.aws.amazon.com"],
        ["aws-cn", "console.amazonaws.cn"],
        ["aws-us-gov", "console.amazonaws-us-gov.com"],
    ] as const) {
        it(`says everything, line by line, and links to the console of ${partition}`, () => {
            const { inputTemplate } = alertMessage(partition);
            assert.deepEqual(
                inputTemplate.split("\n").map((line) => JSON.parse(line) as unknown),
                [
                    "<resourceType> <resourceId> does not comply with <rule>.",
                    "Account: <account>",
                    "Region: <region>",
                    "Before: <before>",
                    "Since: <time>",
                    `Timeline: https://${host}/config/home?region=<region>#/resources/timeline?resourceId=<resourceId>&resourceType=<resourceType>`,
                ],
            );
        });
    }

    it("uses every variable that it has, and no other, within what EventBridge takes", () => {
        const { inputPaths, inputTemplate } = alertMessage("aws");
        const used = [...inputTemplate.matchAll(/<([^>]*)>/g)].map(([, name]) => name);
        assert.deepEqual([...new Set(used)].sort(), Object.keys(inputPaths).sort());
        assert.ok(Object.keys(inputPaths).every((name) => /^(?!AWS)[A-Za-z0-9_-]+$/.test(name)));
        assert.ok(inputTemplate.length <= TEMPLATE_LENGTH);
    });

    it("names account and region of the detail, which forwarding leaves alone", () => {
        const { account, region } = alertMessage("aws").inputPaths;
        assert.deepEqual([account, region], ["$.detail.awsAccountId", "$.detail.awsRegion"]);
    });
});
