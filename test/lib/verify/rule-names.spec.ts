import assert from "node:assert/strict";
import type { RulePlan } from "../../../lib/plan/plan.ts";
import { compareRuleNames } from "../../../lib/verify/rule-names.ts";

const ENDING = "-conformance-pack-ab1cd2ef3";

function rule(name: string | undefined, changes: Partial<RulePlan> = {}): RulePlan {
    return { logicalId: "Rule", ...(name !== undefined && { name }), location: { file: "packs/one.yaml" }, ...changes };
}

describe("the rules that a pack has in AWS", () => {
    const cases: [string, RulePlan[], string[], { missing: string[]; unexpected: string[] }][] = [
        ["agree", [rule("a"), rule("b")], [`b${ENDING}`, `a${ENDING}`], { missing: [], unexpected: [] }],
        ["may lack one", [rule("b"), rule("a")], [], { missing: ["a", "b"], unexpected: [] }],
        ["may be more", [], [`z${ENDING}`, `a${ENDING}`], { missing: [], unexpected: ["a", "z"] }],
        ["may be others", [rule("a")], [`ab${ENDING}`], { missing: ["a"], unexpected: ["ab"] }],
        ["may lack one with a condition", [rule("a", { condition: "C" })], [], { missing: [], unexpected: [] }],
        [
            "may have one with a condition",
            [rule("a", { condition: "C" })],
            [`a${ENDING}`],
            { missing: [], unexpected: [] },
        ],
        [
            "take the logical ID where there is no name",
            [rule(undefined)],
            [`Rule${ENDING}`],
            { missing: [], unexpected: [] },
        ],
        [
            "take a name that CloudFormation made of the logical ID",
            [rule(undefined)],
            ["awsconfigconforms-one-Rule-1A2B3C4D5E6F"],
            { missing: [], unexpected: [] },
        ],
        ["miss one without a name by its logical ID", [rule(undefined)], [], { missing: ["Rule"], unexpected: [] }],
        [
            "keep a part of the name that only looks like the ending",
            [rule("my-conformance-pack-rule")],
            [`my-conformance-pack-rule${ENDING}`],
            { missing: [], unexpected: [] },
        ],
    ];
    for (const [title, planned, deployed, expected] of cases) {
        it(title, () => assert.deepEqual(compareRuleNames(planned, deployed), expected));
    }
});
