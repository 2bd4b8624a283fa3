import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { ConformancePackPlan } from "../../lib/plan/plan.ts";
import { only, run, type RunOptions } from "../harness.ts";
import type { Values } from "../mock-provider.ts";
import { IDENTITY, packOf, planOf, regionOf } from "./plans.ts";

const PACK = "aws:cfg/organizationConformancePack:OrganizationConformancePack";
const UNIT_TOKEN = "aws:organizations/getOrganizationalUnitDescendantAccounts:getOrganizationalUnitDescendantAccounts";
const ORGANIZATION_TOKEN = "aws:organizations/getOrganization:getOrganization";

const account = (id: string, status = "ACTIVE") => ({ id, status });

const CALLS: NonNullable<RunOptions["calls"]> = {
    [ORGANIZATION_TOKEN]: () => ({ accounts: [account("1"), account("2"), account("3"), account("8", "SUSPENDED")] }),
    [UNIT_TOKEN]: ({ parentId }): Values => {
        if (parentId === "ou-none") {
            throw new Error("listing Organizations Accounts: ParentNotFoundException: no such parent");
        }
        return { accounts: parentId === "ou-empty" ? [] : [account("2"), account("8", "SUSPENDED")] };
    },
};

function record(changes: Partial<ConformancePackPlan>, calls = CALLS) {
    const pack = packOf({ target: "organization", ...changes });
    const plan = planOf({ packs: [pack], furtherRegions: [regionOf("us-east-1", { packs: [pack] })] });
    return run(() => deploy(plan, IDENTITY), { calls });
}

describe("organization packs with units", () => {
    it("leave out, in every region, the accounts that AWS says are in a unit, but closed ones", async () => {
        const done = await record({ excludedUnits: ["ou-a"], excludedAccounts: ["7"] });
        assert.deepEqual(only(done, PACK, "iam-hygiene").inputs["excludedAccounts"], ["2", "7"]);
        assert.deepEqual(only(done, PACK, "iam-hygiene-us-east-1").inputs["excludedAccounts"], ["2", "7"]);
        assert.equal(done.calls.filter((call) => call === UNIT_TOKEN).length, 1, "each unit is asked for once");
        assert.ok(!done.calls.includes(ORGANIZATION_TOKEN));
    });

    it("leave out everybody else where units are named, and the rings to come", async () => {
        const done = await record({ units: ["ou-a"] });
        assert.deepEqual(only(done, PACK, "iam-hygiene").inputs["excludedAccounts"], ["1", "3"]);
        const rings = [
            { name: "first", units: ["ou-a"] },
            { name: "rest", units: [] },
        ];
        const first = await record({ rollout: { rings, upTo: "first" } });
        assert.deepEqual(only(first, PACK, "iam-hygiene").inputs["excludedAccounts"], ["1", "3"]);
        const last = await record({ rollout: { rings, upTo: "rest" } });
        assert.equal(only(last, PACK, "iam-hygiene").inputs["excludedAccounts"], undefined);
        assert.ok(!last.calls.some((call) => call.startsWith("aws:organizations/")));
    });

    it("say so where they reach nobody", async () => {
        const done = await record({ units: ["ou-empty"] });
        assert.match(done.logs.join("\n"), /iam-hygiene reaches no account/);
    });

    it("are refused before anything is registered where a unit cannot be read", async () => {
        await assert.rejects(record({ excludedUnits: ["ou-none"] }), (failure: Error) => {
            assert.match(failure.message, /conformance-packs:packs\.iam-hygiene|packs.iam-hygiene/);
            assert.match(failure.message, /the organizational unit ou-none could not be read, .*iam-hygiene depends/);
            return true;
        });
    });

    it("are refused where AWS would take no list of that length, with the count", async () => {
        const many = Array.from({ length: 1002 }, (_, at) => account(String(at).padStart(12, "0")));
        await assert.rejects(
            record({ units: ["ou-empty"] }, { ...CALLS, [ORGANIZATION_TOKEN]: () => ({ accounts: many }) }),
            /iam-hygiene would leave out 1,002 accounts/,
        );
    });
});
