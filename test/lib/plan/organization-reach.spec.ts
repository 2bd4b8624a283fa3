import assert from "node:assert/strict";
import fc from "fast-check";
import {
    accountsLeftOut,
    describeReach,
    type Members,
    type Reach,
    reachedUnits,
    tooManyLeftOut,
    unitsToLookUp,
} from "../../../lib/plan/organization-reach.ts";
import { packOf } from "../../components/plans.ts";
import { load, places, planOf } from "../project.ts";

const SANDBOX = "ou-ab12-sandbox1";
const PRODUCTION = "ou-ab12-product1";
const LEGACY = "ou-ab12-legacy01";

/** The management account is in no unit; `4` is in a unit below production. */
const MEMBERS: Members = {
    accounts: ["1", "2", "3", "4", "9"],
    inUnit: (unit) => ({ [SANDBOX]: ["2"], [PRODUCTION]: ["3", "4"], [LEGACY]: ["4"] })[unit] ?? [],
};

const RINGS = [
    { name: "sandbox", units: [SANDBOX] },
    { name: "production", units: [PRODUCTION] },
    { name: "rest", units: [] },
];

function reach(changes: Partial<Reach> = {}): Reach {
    return { excludedAccounts: [], ...changes };
}

function configured(entry: string): string {
    return `  conformance-packs:packs: { root: { target: organization, ${entry} } }\n`;
}

describe("the reach of an organization pack", () => {
    it("is the whole organization, where nothing else is said", () => {
        assert.equal(reachedUnits(reach()), undefined);
        assert.deepEqual(unitsToLookUp(reach()), []);
        assert.deepEqual(accountsLeftOut(reach(), MEMBERS), []);
    });

    it("ends at units that are left out, with all below them, and at accounts", () => {
        const without = reach({ excludedAccounts: ["1"], excludedUnits: [PRODUCTION, LEGACY] });
        assert.deepEqual(unitsToLookUp(without), [LEGACY, PRODUCTION]);
        assert.deepEqual(accountsLeftOut(without, MEMBERS), ["1", "3", "4"]);
    });

    it("is the units that are named, and neither the others nor the management account", () => {
        assert.deepEqual(accountsLeftOut(reach({ units: [SANDBOX] }), MEMBERS), ["1", "3", "4", "9"]);
        const nested = reach({ units: [PRODUCTION], excludedUnits: [LEGACY] });
        assert.deepEqual(accountsLeftOut(nested, MEMBERS), ["1", "2", "4", "9"]);
    });

    it("grows ring by ring, until the last ring is everybody", () => {
        const upTo = (ring: string): Reach => reach({ rollout: { rings: RINGS, upTo: ring } });
        assert.deepEqual(accountsLeftOut(upTo("sandbox"), MEMBERS), ["1", "3", "4", "9"]);
        assert.deepEqual(accountsLeftOut(upTo("production"), MEMBERS), ["1", "9"]);
        assert.deepEqual(accountsLeftOut(upTo("rest"), MEMBERS), []);
        assert.deepEqual(unitsToLookUp(upTo("rest")), [], "then nobody is asked");
    });

    it("never shrinks from ring to ring, and always keeps out what is left out", () => {
        const ids = fc.constantFrom("1", "2", "3", "4", "5", "6");
        const unit = fc.uniqueArray(ids);
        fc.assert(
            fc.property(fc.array(unit, { minLength: 1, maxLength: 4 }), unit, unit, (units, excluded, more) => {
                const rings = [
                    ...units.map((_, at) => ({ name: `r${at}`, units: [`u${at}`] })),
                    { name: "rest", units: [] },
                ];
                const members: Members = {
                    accounts: ["1", "2", "3", "4", "5", "6"],
                    inUnit: (name) => (name === "out" ? more : (units[Number(name.slice(1))] ?? [])),
                };
                const steps = rings.map(({ name }) =>
                    accountsLeftOut(
                        reach({ excludedAccounts: excluded, excludedUnits: ["out"], rollout: { rings, upTo: name } }),
                        members,
                    ),
                );
                steps.forEach((step, at) => {
                    assert.deepEqual(step, [...new Set(step)].sort());
                    assert.ok([...excluded, ...more].every((account) => step.includes(account)));
                    const before = steps[at - 1];
                    assert.ok(before === undefined || step.every((account) => before.includes(account)));
                });
            }),
        );
    });

    it("is told in words, offline, by the units' IDs", () => {
        const said = (changes: Partial<Reach>, target: "account" | "organization" = "organization"): string =>
            describeReach({ ...reach(changes), target });
        assert.equal(said({}, "account"), "account");
        assert.equal(said({}), "organization");
        assert.equal(said({ excludedAccounts: ["1"] }), "organization without 1 account");
        assert.equal(
            said({ excludedAccounts: ["1", "2"], excludedUnits: [LEGACY] }),
            `organization without 2 accounts, ${LEGACY}`,
        );
        assert.equal(
            said({ units: [SANDBOX], excludedUnits: [LEGACY] }),
            `organization only ${SANDBOX} without ${LEGACY}`,
        );
        assert.equal(
            said({ rollout: { rings: RINGS, upTo: "sandbox" } }),
            `organization up to ring sandbox (${SANDBOX})`,
        );
        assert.equal(said({ rollout: { rings: RINGS, upTo: "rest" } }), "organization up to ring rest");
    });

    it("is refused beyond a thousand accounts, with the count and a way out", () => {
        const accounts = Array.from({ length: 1001 }, (_, at) => String(at));
        const pack = packOf({ target: "organization" });
        assert.deepEqual(tooManyLeftOut("prod", pack, accounts.slice(1)), []);
        const [fault] = tooManyLeftOut("prod", { ...pack, rollout: { rings: RINGS, upTo: "sandbox" } }, accounts);
        assert.equal(fault?.path, "conformance-packs:packs.iam-hygiene");
        assert.match(fault.message, /would leave out 1,001 accounts; .* takes 1,000/);
        assert.match(fault.hint ?? "", /larger ring/);
        const [part] = tooManyLeftOut("prod", { ...pack, bundle: "all" }, accounts);
        assert.equal(part?.path, "conformance-packs:bundles.all");
        assert.match(part.hint ?? "", /fewer units/);
    });

    it("stands in the plan, sorted and without what is not given", () => {
        const pack = (entry: string) => planOf(configured(entry)).packs[0];
        assert.deepEqual(pack(`excludedUnits: [${SANDBOX}, ${LEGACY}, ${SANDBOX}]`)?.excludedUnits, [LEGACY, SANDBOX]);
        assert.deepEqual(pack(`units: [${SANDBOX}]`)?.units, [SANDBOX]);
        const rings = `rings: [{ name: first, units: [${SANDBOX}, ${LEGACY}] }, { name: rest }]`;
        assert.deepEqual(pack(`rollout: { ${rings}, upTo: first }`)?.rollout, {
            rings: [
                { name: "first", units: [LEGACY, SANDBOX] },
                { name: "rest", units: [] },
            ],
            upTo: "first",
        });
        const plain = pack("");
        assert.ok(plain && !("units" in plain) && !("excludedUnits" in plain) && !("rollout" in plain));
    });

    it("belongs to every part of a bundle", () => {
        const plan = planOf(
            `  conformance-packs:bundles: { all: { packs: [root], target: organization, excludedUnits: [${LEGACY}] } }\n`,
        );
        assert.deepEqual(
            plan.packs.map(({ name, excludedUnits }) => [name, excludedUnits]),
            [["all", [LEGACY]]],
        );
    });

    it("takes an hour by default, for each of the three operations", () => {
        const timeouts = (entry: string) => planOf(configured(entry)).packs[0]?.timeouts;
        assert.deepEqual(timeouts(""), { create: "60m", update: "60m", delete: "60m" });
        assert.deepEqual(timeouts("timeouts: { update: 2h }"), { create: "60m", update: "2h", delete: "60m" });
        assert.equal(planOf("  conformance-packs:packs: { root: }\n").packs[0]?.timeouts, undefined);
    });

    const FAULTS: readonly (readonly [string, string, RegExp])[] = [
        ["a unit that is none", "units: [sandbox]", /looks like ou-/],
        [
            "units beside rings",
            `units: [${SANDBOX}], rollout: { rings: [{ name: a, units: [${LEGACY}] }, { name: b }], upTo: a }`,
            /in the rings/,
        ],
        ["a unit both in and out", `units: [${SANDBOX}], excludedUnits: [${SANDBOX}]`, /in excludedUnits as well/],
        ["one ring", "rollout: { rings: [{ name: rest }], upTo: rest }", /one ring is no staged rollout/],
        [
            "a ring that is not there",
            `rollout: { rings: [{ name: a, units: [${LEGACY}] }, { name: b }], upTo: c }`,
            /there are a, b/,
        ],
        [
            "a ring without units before the last",
            "rollout: { rings: [{ name: a }, { name: b }], upTo: a }",
            /only the last ring/,
        ],
        [
            "a last ring with units",
            `rollout: { rings: [{ name: a, units: [${LEGACY}] }, { name: b, units: [${SANDBOX}] }], upTo: a }`,
            /is the rest/,
        ],
        [
            "a ring that is there twice",
            `rollout: { rings: [{ name: a, units: [${LEGACY}] }, { name: a }], upTo: a }`,
            /a ring a already/,
        ],
        [
            "a unit in two rings",
            `rollout: { rings: [{ name: a, units: [${LEGACY}] }, { name: b, units: [${LEGACY}] }, { name: c }], upTo: a }`,
            /in the ring a already/,
        ],
    ];
    for (const [what, entry, words] of FAULTS) {
        it(`refuses ${what}, at its place`, () => {
            const { diagnostics } = load(configured(entry));
            assert.deepEqual(
                diagnostics.map(({ code, line }) => [code, line]),
                [["invalid-setting", 3]],
            );
            assert.match(diagnostics[0]?.message ?? "", words);
        });
    }

    it("is refused on a pack of one account, key by key", () => {
        const { diagnostics } = load(
            `  conformance-packs:packs: { root: { units: [${SANDBOX}], excludedUnits: [${LEGACY}] } }\n`,
        );
        assert.deepEqual(places(diagnostics).sort(), [
            "Pulumi.test.yaml:3:38 invalid-setting",
            "Pulumi.test.yaml:3:65 invalid-setting",
        ]);
    });
});
