import assert from "node:assert/strict";
import { Catalogue } from "../../../lib/catalogue/catalogue.ts";
import { type CostEstimate, estimateCost } from "../../../lib/cost/estimate.ts";
import { formatDelta, formatMoney, formatRange } from "../../../lib/cost/format.ts";
import { type UsageProfile, usageSchema } from "../../../lib/cost/usage.ts";
import type { DeploymentPlan, RecorderPlan, RulePlan } from "../../../lib/plan/plan.ts";
import { packOf, planOf } from "../../components/plans.ts";

const CATALOGUE = new Catalogue({
    ON_CHANGE: { trigger: "change", resourceTypes: ["AWS::S3::Bucket"] },
    PERIODIC: { trigger: "periodic", resourceTypes: ["AWS::S3::Bucket"] },
    BOTH: { trigger: "both", resourceTypes: ["AWS::S3::Bucket"] },
    ACCOUNT: { trigger: "periodic", resourceTypes: ["AWS::::Account"] },
});

/** A month has 12 days of changes here: ten buckets that each change twelve times in 365/12 days. */
const USAGE = usageSchema.parse({
    resources: { "AWS::S3::Bucket": 10 },
    defaultResources: 0,
    changesPerResourceAndDay: 144 / 365,
    prices: { "eu-west-1": { configurationItem: { continuous: 1, daily: 2 }, packEvaluation: [{ price: 1 }] } },
});

const DAYS = 365 / 12;

function ruleOf(sourceIdentifier: string, changes: Partial<RulePlan> = {}): RulePlan {
    return { logicalId: sourceIdentifier, owner: "AWS", sourceIdentifier, location: { file: "" }, ...changes };
}

function withRules(rules: readonly RulePlan[], changes: Partial<DeploymentPlan> = {}): DeploymentPlan {
    return planOf({ packs: [packOf({ rules })], ...changes });
}

function estimate(plan: DeploymentPlan, usage: UsageProfile = USAGE): CostEstimate {
    return estimateCost(plan, usage, { catalogue: CATALOGUE });
}

function evaluations(rule: RulePlan, changes: Partial<DeploymentPlan> = {}): { low: number; high: number } {
    const range = estimate(withRules([rule], changes)).packs[0]?.rules[0]?.evaluations;
    return { low: Math.round(range?.low ?? -1), high: Math.round(range?.high ?? -1) };
}

describe("an estimate", () => {
    it("of nothing is nothing", () => {
        const none = estimate(planOf({ packs: [] }), usageSchema.parse({ defaultResources: 0 }));
        assert.deepEqual(none.total, { low: 0, high: 0 });
        assert.deepEqual(none.packs, []);
        assert.deepEqual(none.duplicates, { rules: 0, saving: { low: 0, high: 0 } });
        assert.ok(none.assumptions.length > 5);
    });

    it("counts evaluations by trigger, scope and frequency", () => {
        assert.deepEqual(evaluations(ruleOf("ON_CHANGE")), { low: 120, high: 120 });
        assert.deepEqual(evaluations(ruleOf("PERIODIC")), { low: 304, high: 304 });
        assert.deepEqual(evaluations(ruleOf("PERIODIC", { frequency: "Six_Hours" })), { low: 1217, high: 1217 });
        assert.deepEqual(evaluations(ruleOf("BOTH")), { low: 424, high: 424 });
        assert.deepEqual(evaluations(ruleOf("ACCOUNT")), { low: 30, high: 30 });
        assert.deepEqual(evaluations(ruleOf("AWS_CONFIG_PROCESS_CHECK")), { low: 0, high: 0 });
        assert.deepEqual(evaluations(ruleOf("ON_CHANGE", { scope: { ComplianceResourceTypes: ["AWS::EC2::VPC"] } })), {
            low: 0,
            high: 0,
        });
        assert.deepEqual(evaluations(ruleOf("ON_CHANGE", { condition: "Maybe" })), { low: 0, high: 120 });
        assert.deepEqual(evaluations(ruleOf("ON_CHANGE", { scope: { ComplianceResourceId: "one" } })), {
            low: 12,
            high: 12,
        });
    });

    it("takes no change-triggered evaluation of what is not recorded", () => {
        const recorder: RecorderPlan = {
            mode: "create",
            name: "default",
            recordingGroup: {
                strategy: "INCLUSION_BY_RESOURCE_TYPES",
                includeGlobalResourceTypes: false,
                resourceTypes: ["AWS::EC2::VPC"],
            },
            recordingFrequency: "CONTINUOUS",
            overrides: [],
        };
        assert.deepEqual(evaluations(ruleOf("ON_CHANGE"), { recorder }), { low: 0, high: 0 });
        const { assumptions } = estimate(withRules([ruleOf("ON_CHANGE")], { recorder }));
        assert.ok(assumptions.some((one) => one.endsWith("(1 of 1): never evaluated.")));
    });

    it("records what is named, at most once a day where recording is daily", () => {
        assert.equal(Math.round(estimate(withRules([])).recording.cost.high), 120);
        const recorder = { ...planOf().recorder, recordingFrequency: "DAILY" } as RecorderPlan;
        assert.equal(Math.round(estimate(withRules([], { recorder })).recording.cost.high), 240);
        const often = { ...USAGE, changesPerResourceAndDay: { low: 5, high: 5 } };
        assert.equal(
            Math.round(estimate(withRules([], { recorder }), often).recording.items.high),
            Math.round(10 * DAYS),
        );
        assert.equal(estimate(withRules([], { recorder: { mode: "use", name: "x" } })).recording.cost.high, 0);
    });

    it("divides the price of all bands among the packs", () => {
        const usage = usageSchema.parse({
            resources: { "AWS::S3::Bucket": 120_000 / DAYS },
            prices: { "eu-west-1": { packEvaluation: [{ upTo: 100_000, price: 1 }, { price: 0.5 }] } },
        });
        const packs = [packOf({ rules: [ruleOf("PERIODIC")] }), packOf({ name: "b", rules: [ruleOf("PERIODIC")] })];
        const { packs: costs, duplicates } = estimate(planOf({ packs }), usage);
        const sum = costs.reduce((total, { cost }) => total + cost.high, 0);
        assert.equal(Math.round(sum), 100_000 + 70_000);
        assert.equal(Math.round(costs[0]?.cost.high ?? 0), 85_000);
        assert.equal(duplicates.rules, 1);
        assert.equal(Math.round(duplicates.saving.high), 170_000 - 110_000);
    });

    it("bills an organization pack in each member, with bands of its own", () => {
        const usage = usageSchema.parse({
            accounts: { low: 1, high: 3 },
            regions: 2,
            resources: { "AWS::S3::Bucket": 150 / DAYS },
            prices: { "eu-west-1": { packEvaluation: [{ upTo: 100, price: 1 }, { price: 0.5 }] } },
        });
        const packs = [packOf({ target: "organization", rules: [ruleOf("PERIODIC")] })];
        const [cost] = estimate(planOf({ packs }), usage).packs;
        assert.deepEqual(
            [cost?.cost.low, cost?.cost.high].map((value) => Math.round(value ?? 0)),
            [250, 750],
        );
    });

    it("names every assumption that depends on the plan", () => {
        const plan = withRules([
            ruleOf("NEW"),
            ruleOf("LAMBDA", { owner: "CUSTOM_LAMBDA" }),
            ruleOf("AWS_CONFIG_PROCESS_CHECK"),
        ]);
        const text = estimate(plan).assumptions.join("\n");
        for (const part of [
            "Custom rules (1 of 3)",
            "not in the catalogue of managed rules (1 of 3)",
            "Process checks (1 of 3)",
        ]) {
            assert.ok(text.includes(part), part);
        }
    });
});

describe("figures in words", () => {
    it("have no more digits than an estimate has", () => {
        assert.equal(formatMoney({ low: 0, high: 0.004 }), "USD 0");
        assert.equal(formatMoney({ low: 0.123, high: 1234.5 }), "USD 0.12 to 1,200");
        assert.equal(formatMoney({ low: 9.96, high: 12.4 }), "USD 10 to 12");
        assert.equal(formatDelta({ low: -0.5, high: 12.4 }), "USD -0.50 to +12");
        assert.equal(formatDelta({ low: 0, high: 0.001 }), "no change");
        assert.equal(formatRange({ low: 5, high: 5 }), "5");
        assert.equal(formatRange({ low: 0.01, high: 1234 }), "0.01 to 1,230");
    });
});
