import assert from "node:assert/strict";
import { parse } from "yaml";
import { diffPlans } from "../../../lib/diff/diff-plans.ts";
import { ruleChangeLines } from "../../../lib/diff/words.ts";
import { estimateCost } from "../../../lib/cost/estimate.ts";
import { loadUsage } from "../../../lib/cost/usage.ts";
import { FUNCTION_NAME_LENGTH, functionName } from "../../../lib/rules/functions.ts";
import { load, memoryFiles, places, planOf } from "../project.ts";

const SOURCE = `import { compliant, type Evaluation } from "#rule";

export function evaluate(): Evaluation {
    return compliant();
}
`;
const SCHEDULED = `import type { ResourceEvaluation } from "#rule";

export async function evaluateAccount(): Promise<readonly ResourceEvaluation[]> {
    return [];
}
`;
const FILES = {
    "rules/image-named/rule.ts": SOURCE,
    "rules/image-named/rule.yaml": `description: Images have names.
resourceTypes: [AWS::EC2::Instance]
permissions: [ec2:DescribeImages]
memory: 512
parameters:
  names: { description: Which., type: list, default: [a, b] }
  days: { description: How many., type: integer, optional: true }
`,
    "rules/flows-seen/rule.ts": SCHEDULED,
    "rules/flows-seen/rule.yaml": "description: Flows.\nresourceTypes: [AWS::EC2::Instance]\nfrequency: Six_Hours\n",
    "own.yaml": "rules:\n  image-named: { parameters: { days: 3 } }\n  flows-seen:\n",
};
const ACCOUNT = '  conformance-packs:account: "999988887777"\n';
const ORGANIZATION = `${ACCOUNT}  conformance-packs:organization: { id: o-abcdefghij }
  conformance-packs:members: { units: [r-ab12] }
  conformance-packs:packs: { own: { target: organization } }
`;
const MEMBERS = '  conformance-packs:ruleFunctions: { memberAccounts: ["111122223333", "444455556666"] }\n';
const NOT_ROLLED_OUT = ORGANIZATION.replace("  conformance-packs:members: { units: [r-ab12] }\n", "");
const EVALUATOR = MEMBERS.replace("{ memberAccounts", "{ evaluationRole: evaluator, memberAccounts");
const OWN = "  conformance-packs:packs: { own: {} }\n";

type Json = Record<string, unknown>;

/** `Fn::Sub` in its short form, as its text. */
const SUB = { tag: "!Sub", resolve: (text: string): string => text };

/** So many accounts, listed. */
function listed(count: number): string {
    const accounts = Array.from({ length: count }, (_, index) => `"${String(100_000_000_000 + index)}"`).join(", ");
    return `  conformance-packs:ruleFunctions: { memberAccounts: [${accounts}] }\n`;
}

function propertiesOf(template: string, id: string): Json {
    const { Resources: resources } = parse(template, { customTags: [SUB] }) as {
        Resources: Record<string, { Properties: Json }>;
    };
    const found = resources[id]?.Properties;
    assert.ok(found, `there is no ${id}`);
    return found;
}

describe("rules in AWS Lambda, planned", () => {
    it("are written into the pack as custom rules of the stack's own function, in the region where they are", () => {
        const [pack] = planOf(OWN, FILES).packs;
        assert.deepEqual(propertiesOf(pack?.template ?? "", "ImageNamed"), {
            ConfigRuleName: "image-named",
            Description: "Images have names.",
            Scope: { ComplianceResourceTypes: ["AWS::EC2::Instance"] },
            InputParameters: { names: "a,b", days: "3" },
            Source: {
                Owner: "CUSTOM_LAMBDA",
                SourceIdentifier:
                    "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:conformance-packs-test-image-named",
                SourceDetails: [
                    { EventSource: "aws.config", MessageType: "ConfigurationItemChangeNotification" },
                    { EventSource: "aws.config", MessageType: "OversizedConfigurationItemChangeNotification" },
                ],
            },
        });
    });

    it("have their schedule in the source, and no scope, which a schedule has no use for", () => {
        const [pack] = planOf(OWN, { ...FILES, "own.yaml": "rules:\n  flows-seen: { frequency: One_Hour }\n" }).packs;
        const properties = propertiesOf(pack?.template ?? "", "FlowsSeen");
        assert.deepEqual((properties["Source"] as Json)["SourceDetails"], [
            { EventSource: "aws.config", MessageType: "ScheduledNotification", MaximumExecutionFrequency: "One_Hour" },
        ]);
        assert.ok(!("Scope" in properties) && !("MaximumExecutionFrequency" in properties));
        assert.equal(pack?.rules[0]?.frequency, "One_Hour");
    });

    it("have one function for each rule and region, however many packs name it", () => {
        const { functions, furtherRegions, ruleFunctions } = planOf(
            `  conformance-packs:regions: { us-east-1: , ap-southeast-2: { packs: { own: { enabled: false } } } }\n${OWN.replace("own: {}", "own: {}, again: {}")}`,
            { ...FILES, "again.yaml": "rules:\n  images:\n    rule: image-named\n" },
        );
        assert.deepEqual(functions, [
            {
                name: "conformance-packs-test-flows-seen",
                rule: "flows-seen",
                trigger: "periodic",
                permissions: [],
                memory: 256,
                timeout: 60,
                organizationWide: false,
            },
            {
                name: "conformance-packs-test-image-named",
                rule: "image-named",
                trigger: "change",
                permissions: ["ec2:DescribeImages"],
                memory: 512,
                timeout: 60,
                organizationWide: false,
            },
        ]);
        assert.deepEqual(
            furtherRegions?.map((one) => [one.region, one.functions?.map(({ rule }) => rule)]),
            [
                ["ap-southeast-2", ["image-named"]],
                ["us-east-1", ["flows-seen", "image-named"]],
            ],
        );
        assert.equal(ruleFunctions?.queueName, "conformance-packs-test-failed-evaluations");
        assert.equal(ruleFunctions.members, undefined);
    });

    it("are none of a plan's business where no pack has any", () => {
        const plan = planOf("  conformance-packs:packs: { root: {} }\n");
        assert.ok(!("functions" in plan) && !("ruleFunctions" in plan));
    });

    it("go into bundles, with their functions", () => {
        const plan = planOf("  conformance-packs:bundles: { all: { packs: [own] } }\n", FILES);
        assert.deepEqual(
            plan.functions?.map(({ rule }) => rule),
            ["flows-seen", "image-named"],
        );
        const source = propertiesOf(plan.packs[0]?.template ?? "", "ImageNamed")["Source"] as Json;
        assert.deepEqual(
            source["SourceIdentifier"],
            "arn:aws:lambda:eu-west-1:${AWS::AccountId}:function:conformance-packs-test-image-named",
        );
    });

    it("have a name of 64 characters at most, which tells long ones apart", () => {
        const [one, two] = ["a", "b"].map((last) => functionName("production", `${"long-".repeat(10)}${last}`));
        assert.ok(one !== undefined && two !== undefined && one !== two);
        assert.ok(one.length <= FUNCTION_NAME_LENGTH && one.startsWith("conformance-packs-production-long-"));
        assert.equal(functionName("dev", "short"), "conformance-packs-dev-short");
    });

    it("refuse values of another type, and frequency and scope where they mean nothing", () => {
        const codes = (pack: string): string[] => places(load(OWN, { ...FILES, "own.yaml": pack }).diagnostics);
        assert.deepEqual(codes("rules:\n  image-named: { parameters: { days: soon } }\n"), [
            "packs/own.yaml:2:32 invalid-rule-parameter",
        ]);
        assert.deepEqual(codes("rules:\n  image-named: { frequency: One_Hour }\n"), [
            "packs/own.yaml:2:18 frequency-of-change-triggered-rule",
        ]);
        assert.deepEqual(codes("rules:\n  flows-seen: { scope: [AWS::EC2::Instance] }\n"), [
            "packs/own.yaml:2:17 scope-of-scheduled-rule",
        ]);
    });

    it("cost what their evaluations cost, by their own trigger", () => {
        const plan = planOf(OWN, FILES);
        const usage = loadUsage(memoryFiles({ "usage.yaml": "resources: { AWS::EC2::Instance: 10 }\n" })).usage;
        assert.ok(usage);
        const [pack] = estimateCost(plan, usage).packs;
        const flows = pack?.rules.find(({ name }) => name === "flows-seen");
        // Ten instances, four times a day.
        assert.equal(Math.round(flows?.evaluations.low ?? 0), Math.round((10 * 4 * 365) / 12));
        assert.deepEqual(flows?.uncertain, []);
    });

    it("differ from before line by line", () => {
        const edited = { ...FILES, "rules/image-named/rule.ts": SOURCE.replace("compliant();", 'compliant("yes");') };
        const { packs, settings } = diffPlans(planOf(OWN, FILES), planOf(OWN, edited));
        const [rule] = packs.changed[0]?.rules.changed ?? [];
        assert.deepEqual(settings, []);
        assert.deepEqual(
            ruleChangeLines(rule?.changes ?? []).map(({ sign, words }) => [sign, ...words]),
            [
                ["~", "source:"],
                [" ", { code: "" }],
                [" ", { code: "export function evaluate(): Evaluation {" }],
                ["-", { code: "    return compliant();" }],
                ["+", { code: '    return compliant("yes");' }],
                [" ", { code: "}" }],
            ],
        );
    });
});

describe("rules in AWS Lambda of organization packs", () => {
    it("name the one account whose functions evaluate, by the members' role", () => {
        const plan = planOf(`${ORGANIZATION}${MEMBERS}`, FILES);
        const source = propertiesOf(plan.packs[0]?.template ?? "", "ImageNamed")["Source"] as Json;
        assert.deepEqual(
            source["SourceIdentifier"],
            "arn:${AWS::Partition}:lambda:${AWS::Region}:999988887777:function:conformance-packs-test-image-named",
        );
        assert.deepEqual(plan.ruleFunctions?.members, {
            accounts: ["111122223333", "444455556666"],
            evaluationRole: "conformance-packs-evaluation",
        });
        assert.ok(plan.functions?.every(({ organizationWide }) => organizationWide));
        assert.deepEqual(plan.members?.evaluationRole.actions, ["ec2:DescribeImages"]);
    });

    it("need to know the accounts, no more of them than a function's policy has room for, or members to be rolled out", () => {
        for (const [accounts, place] of [
            ["", "Pulumi.test.yaml:5:3"],
            [listed(70), "Pulumi.test.yaml:6:38"],
        ] as const) {
            const { plan, diagnostics } = load(`${NOT_ROLLED_OUT}${accounts}`, FILES);
            assert.equal(plan, undefined);
            const [found] = diagnostics.filter(({ code }) => code === "rules-without-functions");
            assert.ok(found !== undefined && places([found])[0]?.startsWith(place));
            assert.match(found.hint ?? "", /^list .*, or roll functions out to the members/);
        }
        assert.deepEqual(load(`${NOT_ROLLED_OUT}${EVALUATOR}`, FILES).diagnostics, []);
    });

    it("are evaluated from here by accounts that are listed and fit, by the members' own functions otherwise", () => {
        const fitting = planOf(`${ORGANIZATION}${listed(60)}`, FILES);
        assert.equal(fitting.ruleFunctions?.members?.accounts.length, 60);
        assert.equal(fitting.ruleFunctions.inMembers, undefined);
        for (const accounts of ["", listed(70)]) {
            const { ruleFunctions, packs, members } = planOf(
                `${ORGANIZATION}  conformance-packs:regions: { us-east-1: , ap-south-1: { packs: { own: { enabled: false } } } }\n${accounts}`,
                FILES,
            );
            assert.equal(ruleFunctions?.members, undefined);
            assert.deepEqual(ruleFunctions?.inMembers?.regions, ["eu-west-1", "us-east-1"]);
            assert.deepEqual(
                ruleFunctions.inMembers.functions.map(({ rule }) => rule),
                ["flows-seen", "image-named"],
            );
            assert.equal(ruleFunctions.inMembers.codeBucketPrefix, "config-functions-test");
            const source = propertiesOf(packs[0]?.template ?? "", "ImageNamed")["Source"] as Json;
            assert.match(String(source["SourceIdentifier"]), /:\$\{AWS::AccountId\}:function:/);
            // Nobody comes from elsewhere: the role of members may do no more than before.
            assert.deepEqual(members?.evaluationRole.actions, []);
        }
    });

    it("are refused in members where their template is too long, and told of where the management account has none", () => {
        const rules = Array.from({ length: 40 }, (_, index) => `rule-${String(index)}`);
        const files = Object.fromEntries([
            ...rules.flatMap((rule) => [
                [`rules/${rule}/rule.ts`, SOURCE],
                [`rules/${rule}/rule.yaml`, "description: One.\nresourceTypes: [AWS::EC2::Instance]\n"],
            ]),
            ["own.yaml", `rules:\n${rules.map((rule) => `  ${rule}:\n`).join("")}`],
        ]) as Record<string, string>;
        assert.deepEqual(
            load(ORGANIZATION, files).diagnostics.map(({ code }) => code),
            ["too-many-functions-in-members"],
        );
        const delegated = ORGANIZATION.replace(
            "id: o-abcdefghij",
            'id: o-abcdefghij, managementAccount: "111111111111"',
        );
        assert.deepEqual(
            load(delegated, FILES).diagnostics.map(({ code }) => code),
            ["management-account-without-functions"],
        );
        const excluded = delegated.replace(
            "target: organization",
            'target: organization, excludedAccounts: ["111111111111"]',
        );
        assert.deepEqual(load(excluded, FILES).diagnostics, []);
    });

    it("need the stack's account, and a role that lets the functions in", () => {
        const codes = (config: string): string[] => load(config, FILES).diagnostics.map(({ code }) => code);
        assert.deepEqual(codes(`${ORGANIZATION.replace(ACCOUNT, "")}${MEMBERS}`), ["missing-setting"]);
        const shut = ORGANIZATION.replace(
            "units: [r-ab12]",
            "units: [r-ab12], evaluationRole: { evaluators: [other-*] }",
        );
        assert.deepEqual(codes(`${shut}${MEMBERS}`), ["evaluators-without-functions"]);
        const elsewhere = ORGANIZATION.replace(
            "units: [r-ab12]",
            'units: [r-ab12], evaluationRole: { account: "111122223333" }',
        );
        assert.deepEqual(codes(`${elsewhere}${MEMBERS}`), ["evaluators-elsewhere"]);
        assert.deepEqual(codes(`${NOT_ROLLED_OUT}${MEMBERS}`), ["missing-evaluation-role"]);
        assert.equal(
            planOf(`${NOT_ROLLED_OUT}${EVALUATOR}`, FILES).ruleFunctions?.members?.evaluationRole,
            "evaluator",
        );
    });
});
