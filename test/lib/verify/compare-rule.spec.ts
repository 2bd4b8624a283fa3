import assert from "node:assert/strict";
import type { TemplateValue } from "../../../lib/pack/template-value.ts";
import type { DeployedRule } from "../../../lib/verify/answers.ts";
import { compareRule, type RuleComparison } from "../../../lib/verify/compare-rule.ts";
import type { ExpectedRule } from "../../../lib/verify/expected-pack.ts";

const UNKNOWN = { "Fn::GetAtt": ["Other", "Arn"] };
const ONLY_AWS = "the value depends on what only AWS knows";

const SOURCE = { owner: "AWS", sourceIdentifier: "ACCESS_KEYS_ROTATED" };
const UNNAMED: ExpectedRule = {
    logicalId: "Keys",
    optional: false,
    ...SOURCE,
    inputParameters: { maxAccessKeyAge: "90" },
};
const PLANNED: ExpectedRule = { ...UNNAMED, name: "keys" };
const DEPLOYED: DeployedRule = { ...SOURCE, inputParameters: '{"maxAccessKeyAge":"90"}' };

function compare(planned: Partial<ExpectedRule>, deployed: Partial<DeployedRule>): string[] {
    return lines(compareRule({ ...PLANNED, ...planned }, { ...DEPLOYED, ...deployed }));
}

/** `property planned -> deployed` of each difference, and `property: reason` of what was not compared. */
function lines({ differences, notCompared }: RuleComparison): string[] {
    assert.ok([...differences, ...notCompared].every(({ rule }) => rule === "keys"));
    return [
        ...differences.map((one) => `${one.property} ${one.planned ?? "-"} -> ${one.deployed ?? "-"}`),
        ...notCompared.map(({ property, reason }) => `${property}: ${reason}`),
    ];
}

describe("a rule of the plan and the same in AWS", () => {
    it("agree", () => assert.deepEqual(compare({}, {}), []));

    it("differ in their source", () => {
        assert.deepEqual(compare({}, { owner: "CUSTOM_LAMBDA", sourceIdentifier: "arn:x" }), [
            "Source.Owner AWS -> CUSTOM_LAMBDA",
            "Source.SourceIdentifier ACCESS_KEYS_ROTATED -> arn:x",
        ]);
        assert.deepEqual(compare({ sourceIdentifier: UNKNOWN }, {}), [`Source.SourceIdentifier: ${ONLY_AWS}`]);
    });

    const parameters: [string, TemplateValue, string | undefined, string[]][] = [
        ["differ in a value", { a: "1", b: "2" }, '{"b":"2","a":"9"}', ["InputParameters.a 1 -> 9"]],
        ["differ in one that AWS lacks", { a: "1" }, undefined, ["InputParameters.a 1 -> -"]],
        ["differ in one that the plan lacks", {}, '{"a":"1"}', ["InputParameters.a - -> 1"]],
        ["agree where neither has any", {}, "{}", []],
        ["agree in numbers however AWS writes them", { a: "90", b: "1.0" }, '{"a":90,"b":"1"}', []],
        ["agree in booleans however they are spelt", { a: "True", b: true }, '{"a":"true","b":true}', []],
        ["differ in leading zeros", { a: "012" }, '{"a":"12"}', ["InputParameters.a 012 -> 12"]],
        ["agree where the plan has a text of JSON", '{ "a": 1 }', '{"a":"1"}', []],
        [
            "leave open what is no JSON in the plan",
            "a: 1",
            "{}",
            ["InputParameters: the plan's text is no map in JSON"],
        ],
        ["leave open what is no JSON in AWS", {}, "a: 1", ["InputParameters: AWS answered no map in JSON"]],
        ["leave open a value that only AWS knows", { a: UNKNOWN }, '{"a":"x"}', [`InputParameters.a: ${ONLY_AWS}`]],
        [
            "leave all of them open where only AWS knows which there are",
            UNKNOWN,
            "{}",
            [`InputParameters: ${ONLY_AWS}`],
        ],
        [
            "leave a list open, and compare the rest",
            { a: ["1", "2"], b: "2" },
            '{"a":"1,2","b":"3"}',
            ["InputParameters.b 2 -> 3", "InputParameters.a: a list or a map, of which AWS makes a text of its own"],
        ],
        ["agree in names that objects have", { __proto__: null, toString: "1" }, '{"toString":"1"}', []],
        ["differ in names that objects have", {}, '{"__proto__":"1"}', ["InputParameters.__proto__ - -> 1"]],
    ];
    for (const [title, planned, deployed, expected] of parameters) {
        it(`${title}, as for input parameters`, () => {
            const found = lines(
                compareRule(
                    { ...PLANNED, inputParameters: planned },
                    { ...SOURCE, ...(deployed !== undefined && { inputParameters: deployed }) },
                ),
            );
            assert.deepEqual(found, expected);
        });
    }

    const FREQUENCY = "MaximumExecutionFrequency";
    const frequencies: [string, Partial<ExpectedRule>, Partial<DeployedRule>, string[]][] = [
        ["differ", { frequency: "One_Hour" }, { frequency: "Six_Hours" }, [`${FREQUENCY} One_Hour -> Six_Hours`]],
        ["differ where AWS has none", { frequency: "One_Hour" }, {}, [`${FREQUENCY} One_Hour -> -`]],
        ["differ where the plan has none", {}, { frequency: "One_Hour" }, [`${FREQUENCY} - -> One_Hour`]],
        ["agree in the default, given by AWS", {}, { frequency: "TwentyFour_Hours" }, []],
        ["agree in the default, given by the plan", { frequency: "TwentyFour_Hours" }, {}, []],
        ["are open", { frequency: { Ref: "X" } }, { frequency: "One_Hour" }, [`${FREQUENCY}: ${ONLY_AWS}`]],
        ["are open where AWS has none", { frequency: { Ref: "X" } }, {}, [`${FREQUENCY}: ${ONLY_AWS}`]],
        [
            "are open where a custom rule's source may say it",
            { owner: "CUSTOM_LAMBDA" },
            { owner: "CUSTOM_LAMBDA", frequency: "One_Hour" },
            [`${FREQUENCY}: the details of the rule's source say how often it runs`],
        ],
    ];
    for (const [title, planned, deployed, expected] of frequencies) {
        it(`${title}, as for how often they run`, () => assert.deepEqual(compare(planned, deployed), expected));
    }

    const TYPES = "Scope.ComplianceResourceTypes";
    const scopes: [string, TemplateValue | undefined, DeployedRule["scope"], string[]][] = [
        [
            "agree in whatever order",
            { ComplianceResourceTypes: ["AWS::S3::Bucket", "AWS::EC2::VPC"] },
            { resourceTypes: ["AWS::EC2::VPC", "AWS::S3::Bucket"] },
            [],
        ],
        [
            "differ in resource types",
            { ComplianceResourceTypes: ["AWS::S3::Bucket", "AWS::EC2::VPC"] },
            { resourceTypes: ["AWS::EC2::VPC"] },
            [`${TYPES} AWS::EC2::VPC, AWS::S3::Bucket -> AWS::EC2::VPC`],
        ],
        [
            "differ where AWS has none",
            { ComplianceResourceTypes: ["AWS::EC2::VPC"] },
            undefined,
            [`${TYPES} AWS::EC2::VPC -> -`],
        ],
        [
            "differ in tags",
            { TagKey: "env", TagValue: "prod" },
            { resourceTypes: [], tagKey: "env", tagValue: "test" },
            ["Scope.TagValue prod -> test"],
        ],
        [
            "differ in a tag by which somebody narrows a rule",
            undefined,
            { resourceTypes: [], tagKey: "env" },
            ["Scope.TagKey - -> env"],
        ],
        [
            "differ in a resource",
            { ComplianceResourceTypes: ["AWS::EC2::VPC"], ComplianceResourceId: "vpc-1" },
            { resourceTypes: ["AWS::EC2::VPC"], resourceId: "vpc-2" },
            ["Scope.ComplianceResourceId vpc-1 -> vpc-2"],
        ],
        ["agree where AWS has an empty one", undefined, { resourceTypes: [] }, []],
        [
            "leave open the one that AWS gives a rule without",
            undefined,
            { resourceTypes: ["AWS::EC2::VPC"] },
            [`${TYPES}: the plan leaves the scope to AWS`],
        ],
        ["leave open what only AWS knows", UNKNOWN, { resourceTypes: ["AWS::EC2::VPC"] }, [`Scope: ${ONLY_AWS}`]],
        [
            "leave open a type that only AWS knows",
            { ComplianceResourceTypes: [UNKNOWN] },
            { resourceTypes: ["AWS::EC2::VPC"] },
            [`${TYPES}: ${ONLY_AWS}`],
        ],
    ];
    for (const [title, planned, deployed, expected] of scopes) {
        it(`${title}, as for their scope`, () => {
            const found = compare(
                planned === undefined ? {} : { scope: planned },
                deployed === undefined ? {} : { scope: deployed },
            );
            assert.deepEqual(found, expected);
        });
    }

    it("are named by the logical ID where there is no name", () => {
        const { differences } = compareRule(UNNAMED, { ...DEPLOYED, owner: "CUSTOM_POLICY" });
        assert.deepEqual(
            differences.map(({ rule }) => rule),
            ["Keys"],
        );
    });
});
