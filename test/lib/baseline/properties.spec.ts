import assert from "node:assert/strict";
import fc from "fast-check";
import { baselineChanges } from "../../../lib/baseline/changes.ts";
import { coverageOf } from "../../../lib/baseline/coverage.ts";
import { lostSince } from "../../../lib/baseline/lost.ts";
import { readBaseline } from "../../../lib/baseline/read.ts";
import type { Coverage, CoveredRule } from "../../../lib/baseline/schema.ts";
import { baselineText } from "../../../lib/baseline/write.ts";
import { isObject } from "../../../lib/pack/template-value.ts";
import type { ConformancePackPlan, DeploymentPlan } from "../../../lib/plan/plan.ts";
import { arbitraryPlan } from "../diff/arbitrary-plan.ts";

/** Names that packs and input parameters may have: those of the arbitrary plans are chosen to be worse. */
const plans = arbitraryPlan.map((plan) => ({
    ...plan,
    packs: plan.packs.map(({ name, rules, ...pack }) => ({
        ...pack,
        name: allowed(name),
        rules: rules.map(({ inputParameters, ...rule }) => ({
            ...rule,
            ...(isObject(inputParameters) && {
                inputParameters: Object.fromEntries(
                    Object.entries(inputParameters).map(([key, value]) => [allowed(key), value]),
                ),
            }),
        })),
    })),
}));

function allowed(name: string): string {
    return name.replaceAll("_", "");
}

function written(plan: DeploymentPlan): Coverage {
    const { baseline, diagnostics } = readBaseline("baseline/x.yaml", baselineText("x", coverageOf(plan)));
    assert.ok(baseline, JSON.stringify(diagnostics));
    return baseline.coverage;
}

function without(plan: DeploymentPlan, name: string, index: number): DeploymentPlan {
    const packs = plan.packs.map((pack) =>
        pack.name === name ? { ...pack, rules: pack.rules.filter((_, place) => place !== index) } : pack,
    );
    return { ...plan, packs };
}

/** Another one with the same source, wherever it is: it may cover what is gone. */
function hasSibling({ packs }: DeploymentPlan, pack: ConformancePackPlan, index: number): boolean {
    const { sourceIdentifier } = pack.rules[index] ?? {};
    return packs.some(({ name, rules }) =>
        rules.some(
            (rule, place) => rule.sourceIdentifier === sourceIdentifier && (name !== pack.name || place !== index),
        ),
    );
}

describe("a baseline", () => {
    it("loses nothing to the plan that it was written from, and has nothing to be changed", () => {
        fc.assert(
            fc.property(plans, (plan) => {
                const asked = written(plan);
                assert.deepEqual(lostSince(asked, coverageOf(plan)), []);
                assert.deepEqual(baselineChanges(asked, coverageOf(plan)), { added: [], removed: [] });
                assert.equal(
                    baselineText("x", coverageOf({ ...plan, packs: [...plan.packs].reverse() })),
                    baselineText("x", coverageOf(plan)),
                );
            }),
            { numRuns: 300 },
        );
    });

    it("tells of every single rule that is removed, unless another pack may cover it", () => {
        fc.assert(
            fc.property(plans, (plan) => {
                const asked = written(plan);
                for (const pack of plan.packs) {
                    pack.rules.forEach((_, index) => {
                        const lost = lostSince(asked, coverageOf(without(plan, pack.name, index)));
                        assert.ok(lost.length === 1 || hasSibling(plan, pack, index), JSON.stringify(lost));
                        lost.forEach(({ path }) => assert.equal(path[1], pack.name));
                    });
                }
            }),
            { numRuns: 300 },
        );
    });

    it("tells of a rule that is removed where every other one with its source reaches less", () => {
        fc.assert(
            fc.property(plans, (plan) => {
                const [target, ...others] = plan.packs;
                const rule = target?.rules[0];
                if (target === undefined || rule === undefined) {
                    return;
                }
                const narrow: DeploymentPlan = {
                    ...plan,
                    packs: [
                        { ...target, target: "organization", rules: [rule] },
                        ...others.map((pack) => ({ ...pack, target: "account" as const })),
                    ],
                };
                const lost = lostSince(written(narrow), coverageOf(without(narrow, target.name, 0)));
                assert.deepEqual(
                    lost.map(({ code, path }) => [code, path]),
                    [["lost-rule", ["packs", target.name, "rules", 0]]],
                );
            }),
        );
    });

    it("is content with more", () => {
        fc.assert(
            fc.property(plans, plans, (plan, other) => {
                const more = other.packs.filter(({ name }) => plan.packs.every((pack) => pack.name !== name));
                const packs = plan.packs.concat(more);
                assert.deepEqual(lostSince(written(plan), coverageOf({ ...plan, packs })), []);
            }),
        );
    });

    it("is made from another by its changes", () => {
        const lines = (coverage: Coverage): number =>
            Object.values(coverage.packs).reduce((sum, { rules }) => sum + rules.length, 0);
        const isRule = (line: string): boolean => /^pack \w+: (?!target|without)/.test(line);
        fc.assert(
            fc.property(plans, plans, (old, now) => {
                const [before, after] = [written(old), written(now)];
                const { added, removed } = baselineChanges(before, coverageOf(now));
                const change = added.filter(isRule).length - removed.filter(isRule).length;
                assert.equal(lines(after) - lines(before), change);
            }),
        );
    });

    it("keeps what it says of a rule through its text", () => {
        const text = fc.string({ unit: "binary", minLength: 1 }).filter((value) => !/[\uFFFD\0]/.test(value));
        const rule: fc.Arbitrary<CoveredRule> = fc.record(
            { rule: text, tagKey: text, tagValue: text, condition: text },
            { requiredKeys: ["rule"] },
        );
        fc.assert(
            fc.property(fc.array(rule), (rules) => {
                const coverage: Coverage = { regions: ["eu-west-1"], packs: { x: { target: "account", rules } } };
                const { baseline, diagnostics } = readBaseline("baseline/x.yaml", baselineText("x", coverage));
                const plain: unknown = JSON.parse(JSON.stringify(baseline?.coverage.packs["x"]?.rules ?? diagnostics));
                assert.deepEqual(
                    plain,
                    rules.map(({ parameters: _, ...one }) => ({ ...one })),
                );
            }),
        );
    });
});
