import assert from "node:assert/strict";
import fc from "fast-check";
import { checkPack } from "../../../lib/check/check.ts";
import { convert } from "../../../lib/compact/convert.ts";
import { differences } from "../../../lib/compact/equivalence.ts";
import { type Pack, parsePack } from "../../../lib/pack/parse.ts";
import { renderTemplate } from "../../../lib/pack/render.ts";
import { canonical } from "../../../lib/check/repeated-rules.ts";
import type { TemplateObject, TemplateValue } from "../../../lib/pack/template-value.ts";
import { readYaml } from "../../../lib/yaml-source.ts";

/** Text that YAML could take for something else, or that could be taken for a reference. */
const awkward = fc.constantFrom(
    ..."yes,no,True,FALSE,null,~,0755,1e3,1_000,0x1F,12:30:45,2012-10-17,.5,-1,+2,---,- a,a: b,a #b,#c".split(","),
    ..."${P0},${!P0},a ${P1} b,${,$${P0},*a,&b,!Ref P0,<<,=,[a],{b: c},'q',\"d\",% x,@x,`y`,a:, lead,trail ".split(","),
    "",
    "\ttab",
    "two\nlines",
    "ends in a line break\n",
    "\u0085\u2028\ufeff",
);
const text = fc.oneof(
    awkward,
    fc.string({ unit: "grapheme", maxLength: 20 }).filter((s) => !s.includes("\ufffd")),
);

const PARAMETERS = ["P0", "P1", "P2"];
const parameter = fc.constantFrom(...PARAMETERS);
const reference = parameter.map((name): TemplateValue => ({ Ref: name }));
const value: fc.Arbitrary<TemplateValue> = fc.oneof(
    text,
    fc.boolean(),
    reference,
    reference.map((ref): TemplateValue => ({ "Fn::If": ["C0", ref, { Ref: "AWS::NoValue" }] })),
    fc.tuple(reference, text).map(([ref, other]): TemplateValue => ({ "Fn::If": ["C1", ref, other] })),
    parameter.map((name): TemplateValue => ({ "Fn::Sub": `arn:\${AWS::Partition}:s3:::\${${name}}-x` })),
    fc.tuple(text, reference).map(([a, b]): TemplateValue => ({ "Fn::Join": ["-", [a, b]] })),
);

const IDENTIFIERS = ["INCOMING_SSH_DISABLED", "ROOT_ACCOUNT_MFA_ENABLED", "ACCESS_KEYS_ROTATED", "BRAND_NEW"];
const inputs = fc.oneof(
    fc.dictionary(fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,8}$/), value, { maxKeys: 4 }),
    value.map((v): TemplateObject => ({ "Fn::If": ["C0", { a: v }, { Ref: "AWS::NoValue" }] })),
);
const types = fc.array(fc.constantFrom("AWS::EC2::Instance", "AWS::S3::Bucket"), { maxLength: 2 });
const scope = fc.oneof(
    types.map((list): TemplateObject => ({ ComplianceResourceTypes: list })),
    fc.record({ TagKey: text, TagValue: value }),
    fc.record({ ComplianceResourceTypes: fc.constant(["AWS::EC2::Instance"]), ComplianceResourceId: text }),
);
const optional = { requiredKeys: [] };
const rule = fc.record({
    identifier: fc.constantFrom(...IDENTIFIERS),
    name: fc.oneof(fc.constantFrom("restricted-ssh", "root-account-mfa-enabled", "my rule"), text),
    properties: fc.record(
        {
            Description: text,
            InputParameters: inputs,
            Scope: scope,
            MaximumExecutionFrequency: fc.constantFrom("One_Hour", "Six_Hours"),
        },
        optional,
    ),
    attributes: fc.record(
        { Condition: fc.constantFrom("C0", "C1"), Controls: fc.array(text, { maxLength: 2 }) },
        optional,
    ),
    remediation: fc.option(
        fc.record(
            {
                TargetId: fc.constantFrom<TemplateValue>("AWS-X", { Ref: "P1" }),
                Automatic: fc.boolean(),
                MaximumAutomaticAttempts: fc.integer({ min: 1, max: 25 }).map(String),
                Parameters: fc.dictionary(
                    fc.constantFrom("AutomationAssumeRole", "BucketName"),
                    fc.oneof(
                        fc.constant<TemplateValue>({ ResourceValue: { Value: "RESOURCE_ID" } }),
                        fc
                            .array(value, { minLength: 1, maxLength: 2 })
                            .map((Values): TemplateValue => ({ StaticValue: { Values } })),
                    ),
                ),
            },
            { requiredKeys: ["TargetId"] },
        ),
    ),
});

const template = fc
    .record({
        rules: fc.array(rule, { minLength: 1, maxLength: 4 }),
        defaults: fc.array(fc.option(text), { minLength: 3, maxLength: 3 }),
    })
    .map(({ rules, defaults }): TemplateObject => {
        const resources: TemplateObject = {};
        rules.forEach(({ identifier, name, properties, attributes, remediation }, index) => {
            resources[`Rule${index}`] = {
                Type: "AWS::Config::ConfigRule",
                ...(attributes as TemplateObject),
                Properties: {
                    ConfigRuleName: name,
                    ...(properties as TemplateObject),
                    Source: { Owner: "AWS", SourceIdentifier: identifier },
                },
            };
            if (remediation !== null) {
                resources[`Fix${index}`] = {
                    Type: "AWS::Config::RemediationConfiguration",
                    ...(attributes.Condition && { Condition: attributes.Condition }),
                    Properties: {
                        ConfigRuleName: name,
                        TargetType: "SSM_DOCUMENT",
                        ...(remediation as TemplateObject),
                    },
                };
            }
        });
        return {
            Parameters: Object.fromEntries(
                PARAMETERS.map((name, index) => [
                    name,
                    { Type: "String", ...(defaults[index] !== null && { Default: defaults[index] ?? "" }) },
                ]),
            ),
            Conditions: {
                C0: { "Fn::Not": [{ "Fn::Equals": ["", { Ref: "P0" }] }] },
                C1: { "Fn::Equals": [{ Ref: "P1" }, "true"] },
            },
            Resources: resources,
        };
    });

function parsed(body: string): Pack {
    const { pack, diagnostics } = parsePack("packs/one.yaml", body);
    assert.ok(pack, `${JSON.stringify(diagnostics)}\n${body}`);
    return pack;
}

describe("random packs", () => {
    it("are read back as they were written", () => {
        fc.assert(
            fc.property(template, (value) => {
                assert.equal(canonical(parsed(renderTemplate(value)).template.value), canonical(value));
            }),
            { numRuns: 300 },
        );
    });

    it("deploy the same rules after having been converted and rendered", () => {
        fc.assert(
            fc.property(template, (value) => {
                const body = renderTemplate(value);
                const native = parsed(body);
                const { source } = readYaml("packs/one.yaml", body);
                assert.ok(source);
                const { text: compact = "", diagnostics } = convert(native, source);
                assert.deepEqual(diagnostics, []);
                const back = parsed(compact);
                assert.equal(back.form, "compact");
                assert.deepEqual(differences(native, back), [], compact);
                assert.deepEqual(differences(native, parsed(back.body)), [], back.body);
                assert.equal(parsed(compact).body, back.body);
            }),
            { numRuns: 300 },
        );
    });

    it("are checked without an exception, each finding at a place in the file", () => {
        fc.assert(
            fc.property(template, (value) => {
                const body = renderTemplate(value);
                const lines = body.split("\n");
                for (const { line = 0, column = 0, message } of checkPack(parsed(body))) {
                    assert.ok(line >= 1 && line <= lines.length && column >= 1, message);
                    assert.ok(column <= (lines[line - 1] ?? "").length + 1);
                }
            }),
        );
    });
});
