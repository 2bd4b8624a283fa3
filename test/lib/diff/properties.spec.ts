import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultUsage } from "../../../lib/cost/usage.ts";
import { comparablePlan } from "../../../lib/diff/comparable.ts";
import { comparePlans } from "../../../lib/diff/comparison.ts";
import { applyDiff, diffPlans } from "../../../lib/diff/diff-plans.ts";
import { outlineOf, summaryOf } from "../../../lib/diff/outline.ts";
import { applyChanges, diffValues, type Value } from "../../../lib/diff/value-change.ts";
import type { DeploymentPlan } from "../../../lib/plan/plan.ts";
import { arbitraryPlan, arbitraryRegionalPlan } from "./arbitrary-plan.ts";

const side = fc.option(arbitraryPlan, { nil: undefined, freq: 9 });

/** The same plan, written down in another order and at other lines. */
function reordered(plan: DeploymentPlan): DeploymentPlan {
    return {
        ...plan,
        packs: plan.packs
            .map((pack) => ({
                ...pack,
                rules: pack.rules.map((rule) => ({ ...rule, location: { file: "packs/z.yaml" } })).reverse(),
            }))
            .reverse(),
        aggregators: [...plan.aggregators].reverse(),
    };
}

describe("the difference of two plans", () => {
    it("is empty for a plan and itself, in whatever order it is written", () => {
        fc.assert(
            fc.property(arbitraryPlan, (plan) => {
                const comparison = comparePlans("test", plan, reordered(plan), defaultUsage());
                assert.deepEqual(comparison.diff, {
                    changes: [],
                    packs: { added: [], removed: [], changed: [] },
                    settings: [],
                });
                assert.equal(comparison.state, "same");
                assert.deepEqual(outlineOf(comparison), []);
                assert.equal(summaryOf(comparison), "nothing changes");
            }),
        );
    });

    it("makes the new plan from the old", () => {
        fc.assert(
            fc.property(side, side, (old, now) => {
                assert.deepEqual(applyDiff(old, diffPlans(old, now)), comparablePlan(now));
            }),
            { numRuns: 300 },
        );
    });

    it("tells every rule that one side lacks as added or removed, and no other", () => {
        fc.assert(
            fc.property(side, side, (old, now) => {
                const ids = (plan: DeploymentPlan | undefined): string[] =>
                    (plan?.packs ?? []).flatMap(({ name, rules }) =>
                        rules.map(({ logicalId }) => `${name} ${logicalId}`),
                    );
                const { packs } = diffPlans(old, now);
                const told = (which: "added" | "removed"): string[] =>
                    [
                        ...packs[which].flatMap(({ name, pack }) =>
                            Object.keys(pack.rules).map((id) => `${name} ${id}`),
                        ),
                        ...packs.changed.flatMap(({ name, rules }) =>
                            rules[which].map(({ logicalId }) => `${name} ${logicalId}`),
                        ),
                    ].sort();
                assert.deepEqual(
                    told("added"),
                    ids(now)
                        .filter((id) => !ids(old).includes(id))
                        .sort(),
                );
                assert.deepEqual(
                    told("removed"),
                    ids(old)
                        .filter((id) => !ids(now).includes(id))
                        .sort(),
                );
            }),
        );
    });

    it("loses no check, and no coverage, where only something is added", () => {
        fc.assert(
            fc.property(arbitraryPlan, arbitraryPlan, (plan, other) => {
                const more = other.packs
                    .filter(({ name }) => plan.packs.every((pack) => pack.name !== name))
                    .concat(plan.packs);
                const { rules, lostCoverage } = comparePlans("test", plan, { ...plan, packs: more }, defaultUsage());
                assert.deepEqual(rules.lost, []);
                assert.deepEqual(lostCoverage, []);
            }),
        );
    });

    it("has a line for everything that changes", () => {
        fc.assert(
            fc.property(side, side, (old, now) => {
                const comparison = comparePlans("test", old, now, defaultUsage());
                const kinds = outlineOf(comparison).map(({ kind }) => kind);
                const { packs, settings } = comparison.diff;
                const changed = packs.changed.length;
                const visible =
                    packs.removed.filter(({ pack }) => Object.keys(pack.rules).length > 0).length +
                    packs.added.filter(({ pack }) => Object.keys(pack.rules).length > 0).length;
                assert.ok(kinds.filter((kind) => kind === "pack").length >= visible + changed);
                assert.equal(kinds.includes("settings"), settings.length > 0);
            }),
        );
    });
});

describe("the difference of two plans with several regions", () => {
    const any = fc.oneof(arbitraryRegionalPlan, arbitraryPlan);

    it("is empty for a plan and itself", () => {
        fc.assert(
            fc.property(arbitraryRegionalPlan, (plan) => {
                const comparison = comparePlans("test", plan, structuredClone(plan), defaultUsage());
                assert.deepEqual(comparison.diff.changes, []);
                assert.deepEqual(comparison.diff.regions, []);
                assert.deepEqual(outlineOf(comparison), []);
                assert.deepEqual([comparison.rules.lost, comparison.lostCoverage], [[], []]);
            }),
        );
    });

    it("makes the new plan from the old", () => {
        fc.assert(
            fc.property(any, any, (old, now) => {
                assert.deepEqual(applyDiff(old, diffPlans(old, now)), comparablePlan(now));
            }),
            { numRuns: 200 },
        );
    });

    it("tells every further region that comes, goes or changes, and no other", () => {
        fc.assert(
            fc.property(any, any, (old, now) => {
                const [before, after] = [old, now].map((plan) => comparablePlan(plan).regions);
                const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
                const expected = names.filter(
                    (name) => JSON.stringify(before?.[name]) !== JSON.stringify(after?.[name]),
                );
                const told = (diffPlans(old, now).regions ?? []).map(({ region }) => region);
                assert.ok(expected.length >= told.length);
                assert.deepEqual(
                    told,
                    expected.filter((name) => diffValues(asTree(before?.[name]), asTree(after?.[name])).length > 0),
                );
            }),
        );
    });

    it("loses the coverage of every region that goes, and says so once for each that is alike", () => {
        fc.assert(
            fc.property(arbitraryRegionalPlan, (plan) => {
                const { furtherRegions = [], ...single } = plan;
                const { lostCoverage, rules } = comparePlans("test", plan, single, defaultUsage());
                assert.deepEqual(
                    lostCoverage.flatMap(({ code, regions = [] }) => (code === "region" ? regions : [])).sort(),
                    furtherRegions.map(({ region }) => region),
                );
                assert.ok(rules.lost.every(({ region }) => region !== plan.region));
            }),
        );
    });
});

function asTree(value: unknown): Value {
    return JSON.parse(JSON.stringify(value ?? null)) as Value;
}

describe("the difference of two trees", () => {
    it("leads from one to the other, and is empty where they are equal", () => {
        const tree = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Value>;
        fc.assert(
            fc.property(tree, tree, (a, b) => {
                assert.deepEqual(applyChanges(a, diffValues(a, b)), b);
                assert.deepEqual(diffValues(a, structuredClone(a)), []);
            }),
            { numRuns: 500 },
        );
    });
});
