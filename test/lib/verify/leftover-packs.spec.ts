import assert from "node:assert/strict";
import type { StackState } from "../../../lib/doctor/inventory.ts";
import {
    findLeftovers,
    type FoundPack,
    joinLeftovers,
    regionsWithPacks,
    stackHolds,
} from "../../../lib/verify/leftover-packs.ts";

const ACCOUNT_PACK = "aws:cfg/conformancePack:ConformancePack";
const ORGANIZATION_PACK = "aws:cfg/organizationConformancePack:OrganizationConformancePack";

const PLANNED = [{ name: "planned", target: "account" }] as const;

function found(name: string, more: Partial<FoundPack> = {}): FoundPack {
    return { name, target: "account", state: "CREATE_COMPLETE", ...more };
}

function state(...resources: [string, string][]): StackState {
    return { resources: resources.map(([type, id]) => ({ type, id })), pendingOperations: [] };
}

describe("packs that AWS has and the plan has not", () => {
    const names = (list: readonly FoundPack[]): string[] => list.map(({ name, target }) => `${name} ${target}`);

    it("are the stack's where its state holds them, and perhaps somebody else's otherwise", () => {
        const { own, others, stateRead } = findLeftovers(
            PLANNED,
            [found("stranger"), found("gone"), found("planned"), found("before")],
            state([ACCOUNT_PACK, "gone"], [ACCOUNT_PACK, "planned"], [ACCOUNT_PACK, "before"]),
        );
        assert.deepEqual(names(own), ["before account", "gone account"]);
        assert.deepEqual(names(others), ["stranger account"]);
        assert.equal(stateRead, true);
    });

    it("are the stack's where it was interrupted as it made them", () => {
        const interrupted: StackState = {
            resources: [],
            pendingOperations: [{ operation: "creating", type: ACCOUNT_PACK, name: "begun" }],
        };
        assert.deepEqual(names(findLeftovers(PLANNED, [found("begun")], interrupted).own), ["begun account"]);
    });

    it("are told apart by their target", () => {
        const { own, others } = findLeftovers(
            PLANNED,
            [found("planned", { target: "organization" }), found("other", { target: "organization" })],
            state([ORGANIZATION_PACK, "planned"], [ACCOUNT_PACK, "other"]),
        );
        assert.deepEqual(names(own), ["planned organization"]);
        assert.deepEqual(names(others), ["other organization"]);
    });

    it("are nobody's to name where an AWS service made them, as for an organization's pack", () => {
        const { own, others } = findLeftovers(
            PLANNED,
            [
                found("OrgConformsPack-one-ab12cd34"),
                found("other", { createdBy: "config-multiaccountsetup.amazonaws.com" }),
            ],
            state(),
        );
        assert.deepEqual([own, others], [[], []]);
    });

    it("are all perhaps somebody else's where the state cannot be read", () => {
        const { own, others, stateRead } = findLeftovers(PLANNED, [found("gone")], undefined);
        assert.deepEqual([own, names(others), stateRead], [[], ["gone account"], false]);
    });

    it("may be asked of an organization only where the stack has, or had, one", () => {
        assert.equal(stackHolds(undefined, "organization"), false);
        assert.equal(stackHolds(state([ACCOUNT_PACK, "one"]), "organization"), false);
        assert.equal(stackHolds(state([ORGANIZATION_PACK, "one"]), "organization"), true);
    });
});

describe("packs in several regions that the plan has not", () => {
    const resources = [
        { type: ACCOUNT_PACK, id: "gone", region: "us-east-1" },
        { type: ACCOUNT_PACK, id: "planned", region: "sa-east-1" },
    ];
    const both: StackState = {
        resources,
        pendingOperations: [
            { operation: "creating", type: ACCOUNT_PACK, name: "begun-us-east-1", region: "us-east-1" },
        ],
    };

    it("are the stack's only where it has them", () => {
        const here = findLeftovers(PLANNED, [found("gone"), found("begun")], both, "us-east-1");
        assert.deepEqual(
            here.own.map(({ name, region }) => [name, region]),
            [
                ["begun", "us-east-1"],
                ["gone", "us-east-1"],
            ],
        );
        const there = findLeftovers(PLANNED, [found("gone"), found("begun")], both, "eu-west-1");
        assert.deepEqual([there.own.length, there.others.length], [0, 2]);
    });

    it("are looked for in the regions that the state knows", () => {
        assert.deepEqual(new Set(regionsWithPacks(both)), new Set(["us-east-1", "sa-east-1"]));
        assert.deepEqual(regionsWithPacks(undefined), []);
    });

    it("are one answer, which says where there was none", () => {
        const answer = { known: true, value: findLeftovers([], [found("x")], both, "eu-west-1") } as const;
        const refused = { known: false, reason: "AccessDenied" } as const;
        const joined = joinLeftovers([
            { region: "eu-west-1", answer },
            { region: "us-east-1", answer: refused },
        ]);
        assert.ok(joined.known);
        assert.deepEqual(joined.value.unknownIn, [{ region: "us-east-1", reason: "AccessDenied" }]);
        assert.equal(joined.value.others.length, 1);
        assert.deepEqual(joinLeftovers([{ region: "us-east-1", answer: refused }]), refused);
    });
});
