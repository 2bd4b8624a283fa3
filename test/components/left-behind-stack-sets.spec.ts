import assert from "node:assert/strict";
import { deploy } from "../../components/deploy.ts";
import type { StackSetTags } from "../../components/stack-set-tags.ts";
import { only, run, type RunOptions } from "../harness.ts";
import type { Values } from "../mock-provider.ts";
import { CONFIGURATIONS, membersOf } from "../lib/members/configurations.ts";
import { IDENTITY, planOf } from "./plans.ts";

const STACK_SET = "aws:cloudformation/stackSet:StackSet";
const STATE = "pulumi:pulumi:readStackResourceOutputs";
const NAMES = ["global", "regional"].map((kind) => `conformance-packs-test-members-${kind}`);
const OWN = { "conformance-packs:stack": "test" };

function stateOf(...keys: readonly string[]): RunOptions["calls"] {
    const outputs: Values = Object.fromEntries(
        keys.map((key) => [`urn:pulumi:test::conformance-packs::${key.replace(" ", "::")}`, { outputs: {} }]),
    );
    return { [STATE]: () => ({ outputs }) };
}

/** @returns what is imported, of the global and of the regional one, and what was asked for */
async function imported(tags: StackSetTags, calls: RunOptions["calls"], callAs: "SELF" | "DELEGATED_ADMIN" = "SELF") {
    const asked: string[] = [];
    const { members, rollout } = membersOf(CONFIGURATIONS.usual);
    const plan = planOf({ members: { ...members, rollout: { ...rollout, callAs } } });
    const stackSetTags = (region: string) => (name: string, as: typeof callAs) => {
        asked.push(`${name} ${as} ${region}`);
        return tags(name, as);
    };
    const done = await run(() => deploy(plan, IDENTITY, { stackSetTags }), { calls: { ...calls } });
    const imports = ["global", "regional"].map(
        (kind) => only(done, STACK_SET, `members-${kind}-stack-set`).options.import,
    );
    return { imports, asked, logs: done.logs.join("\n") };
}

describe("the StackSets of an earlier run", () => {
    const interrupted = stateOf("aws:s3/bucket:Bucket delivery-bucket");

    it("are gone on with where they carry the stack's tag, and this is said", async () => {
        const { imports, asked, logs } = await imported(() => Promise.resolve(OWN), interrupted);
        assert.deepEqual(imports, NAMES);
        assert.deepEqual(
            asked,
            NAMES.map((name) => `${name} SELF eu-west-1`),
        );
        assert.match(logs, /the StackSet conformance-packs-test-members-global is this stack's own/);
    });

    it("are the organization's where a delegated administrator made them", async () => {
        const { imports } = await imported(() => Promise.resolve(OWN), interrupted, "DELEGATED_ADMIN");
        assert.deepEqual(
            imports,
            NAMES.map((name) => `${name},DELEGATED_ADMIN`),
        );
    });

    it("are not another stack's, nor those that are not there", async () => {
        const others: StackSetTags = (name) =>
            Promise.resolve(name.endsWith("global") ? { "conformance-packs:stack": "other" } : undefined);
        assert.deepEqual((await imported(others, interrupted)).imports, [undefined, undefined]);
    });

    it("are not asked for where there was no earlier run, nor where the state has them", async () => {
        const nowhere = await imported(() => Promise.resolve(OWN), {});
        assert.deepEqual([nowhere.imports, nowhere.asked], [[undefined, undefined], []]);
        const known = stateOf(`${STACK_SET} members-global-stack-set`, `${STACK_SET} members-regional-stack-set`);
        const there = await imported(() => Promise.resolve(OWN), known);
        assert.deepEqual([there.imports, there.asked], [[undefined, undefined], []]);
    });

    it("are told of where AWS may not be asked", async () => {
        const refused: StackSetTags = () => Promise.reject(new Error("AccessDenied: cloudformation:DescribeStackSet"));
        const { imports, logs } = await imported(refused, interrupted);
        assert.deepEqual(imports, [undefined, undefined]);
        assert.match(logs, /could not look for what an earlier run of this stack left behind: AccessDenied/);
    });
});
