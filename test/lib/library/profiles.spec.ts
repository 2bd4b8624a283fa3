import assert from "node:assert/strict";
import { usageSchema } from "../../../lib/cost/usage.ts";
import { profileCost, profiles } from "../../../lib/library/profiles.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import { ruleIdentities } from "./identities.ts";
import { FILES, withStack } from "./library-plans.ts";

const USAGE = usageSchema.parse({});

describe("the profiles", () => {
    const all = profiles(FILES);

    it("are three", () => {
        assert.deepEqual(
            all.map(({ name }) => name),
            ["cost", "regulated", "starter"],
        );
    });

    for (const profile of all) {
        describe(profile.name, () => {
            it("is a stack without a fault", () => {
                const text = FILES.read(`examples/profiles/Pulumi.${profile.name}.yaml`) ?? "";
                assert.deepEqual(loadPlan({ stack: "test", files: withStack(text) }).diagnostics, []);
            });

            it("deploys no rule twice, and each that one of its packs has", () => {
                const identities = ruleIdentities(profile.plan);
                assert.equal(new Set(identities).size, identities.length);
                const names = profile.plan.packs.flatMap(({ rules }) => rules.map(({ name }) => name));
                assert.equal(new Set(names).size, names.length);
            });

            it("saves what its packs have in common", () => {
                const { bundle, separate, saving } = profileCost(profile, FILES, USAGE);
                assert.equal(bundle.rules, new Set(ruleIdentities(profile.plan)).size);
                assert.ok(bundle.rules < separate.rules);
                assert.equal(separate.packs, profile.packs.length);
                assert.ok(saving.low >= 0 && saving.high > 0);
                assert.equal(saving.high, separate.cost.high - bundle.cost.high);
            });
        });
    }
});
