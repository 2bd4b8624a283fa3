import assert from "node:assert/strict";
import type { ExpectedRule } from "../../../lib/verify/expected-pack.ts";
import { matchRules } from "../../../lib/verify/match-rules.ts";

const ENDING = "-conformance-pack-ab1cd2ef3";

function rule(name: string | undefined, changes: Partial<ExpectedRule> = {}): ExpectedRule {
    return { logicalId: "Rule", ...(name !== undefined && { name }), optional: false, ...changes };
}

interface Found {
    missing: string[];
    unexpected: string[];
    pairs: string[];
    ambiguous: string[];
}

describe("the rules that a pack has in AWS", () => {
    const cases: [string, ExpectedRule[], string[], Partial<Found>][] = [
        ["agree", [rule("a"), rule("b")], [`b${ENDING}`, `a${ENDING}`], { pairs: [`a=a${ENDING}`, `b=b${ENDING}`] }],
        ["may lack one", [rule("b"), rule("a")], [], { missing: ["a", "b"] }],
        ["may be more", [], [`z${ENDING}`, `a${ENDING}`], { unexpected: ["a", "z"] }],
        ["may be others", [rule("a")], [`ab${ENDING}`], { missing: ["a"], unexpected: ["ab"] }],
        ["may lack one whose condition only AWS knows", [rule("a", { optional: true })], [], {}],
        [
            "may have one whose condition only AWS knows",
            [rule("a", { optional: true })],
            [`a${ENDING}`],
            { pairs: [`a=a${ENDING}`] },
        ],
        [
            "take the logical ID where there is no name",
            [rule(undefined)],
            [`Rule${ENDING}`],
            { pairs: [`Rule=Rule${ENDING}`] },
        ],
        [
            "take a name that CloudFormation made of the logical ID",
            [rule(undefined)],
            ["awsconfigconforms-one-Rule-1A2B3C4D5E6F"],
            { pairs: ["Rule=awsconfigconforms-one-Rule-1A2B3C4D5E6F"] },
        ],
        ["miss one without a name by its logical ID", [rule(undefined)], [], { missing: ["Rule"] }],
        [
            "keep a part of the name that only looks like the ending",
            [rule("my-conformance-pack-rule")],
            [`my-conformance-pack-rule${ENDING}`],
            { pairs: [`my-conformance-pack-rule=my-conformance-pack-rule${ENDING}`] },
        ],
        [
            "are not taken for each other where two names fit one rule",
            [rule(undefined), rule("b")],
            ["one-Rule-1A2B3C4D5E6F", "other-Rule-1A2B3C4D5E6F", `b${ENDING}`],
            { pairs: [`b=b${ENDING}`], ambiguous: ["Rule"] },
        ],
        [
            "are not taken for each other where one name fits two rules",
            [rule(undefined), rule(undefined, { logicalId: "Other" })],
            ["x-Other-Rule-1A2B3C4D5E6F"],
            { ambiguous: ["Other", "Rule"] },
        ],
    ];
    for (const [title, expected, deployed, changes] of cases) {
        it(title, () => {
            const { pairs, ...rest } = matchRules(expected, deployed);
            const names = pairs.map((pair) => `${pair.rule.name ?? pair.rule.logicalId}=${pair.deployed}`);
            const none: Found = { missing: [], unexpected: [], pairs: [], ambiguous: [] };
            assert.deepEqual({ ...rest, pairs: names }, { ...none, ...changes });
        });
    }
});
