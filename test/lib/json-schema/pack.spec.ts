import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { catalogue } from "../../../lib/catalogue/catalogue.ts";
import { packSchema } from "../../../lib/json-schema/pack.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { customRuleNames } from "../../../lib/rules/find.ts";
import { readCustomRule } from "../../../lib/rules/read-rule.ts";
import { type Judge, judgeBy } from "./editor.ts";

const project = projectFolder(".");

/** The first line of a compact pack's rules is the third of the file, so that cases read as they are written. */
const compact = (rules: string): string => `title: A pack\nrules:\n${rules}\n`;

const native = (properties: string): string =>
    `Resources:\n  Rule:\n    Type: AWS::Config::ConfigRule\n    Properties:\n      ${properties}\n`;

describe("the schema of packs", function () {
    this.timeout(60_000);
    let judge: Judge = () => [];
    before(() => {
        judge = judgeBy(
            packSchema(catalogue(), [
                ...customRuleNames(project).flatMap((name) => readCustomRule(name, project).rule ?? []),
            ]),
        );
    });

    const folders = ["packs", "test/lib/pack/native"];
    for (const file of folders.flatMap((folder) =>
        readdirSync(folder)
            .map((name) => `${folder}/${name}`)
            .filter((path) => path.endsWith(".yaml")),
    )) {
        it(`accepts ${file}`, () => {
            assert.deepEqual(judge(readFileSync(file, "utf8")), []);
        });
    }

    const accepted: readonly [what: string, text: string][] = [
        ["a rule of one line", compact("  root-account-mfa-enabled:")],
        ["a rule by its identifier", compact("  ACCESS_KEYS_ROTATED: { parameters: { maxAccessKeyAge: 90 } }")],
        ["a number in quotes", compact("  access-keys-rotated: { parameters: { maxAccessKeyAge: '90' } }")],
        ["a reference", compact('  access-keys-rotated: { parameters: { maxAccessKeyAge: "${Age}" } }')],
        ["a function", compact("  access-keys-rotated: { parameters: { maxAccessKeyAge: !If [Strict, 30, 90] } }")],
        [
            "a function in its long form",
            compact("  access-keys-rotated: { parameters: { maxAccessKeyAge: { Ref: Age } } }"),
        ],
        ["a truth value in any spelling", compact("  iam-password-policy: { parameters: { RequireSymbols: 'TRUE' } }")],
        ["a list", compact("  s3-bucket-tagged: { parameters: { requiredKeyTags: [owner, costCentre] } }")],
        ["a name of the author's own", compact("  our-keys: { rule: access-keys-rotated, parameters: { x: 1 } }")],
        ["a rule that is newer than the catalogue", compact("  newest: { rule: s3-bucket-invented-tomorrow }")],
        [
            "a known name for another rule",
            compact("  alb-tagged: { rule: access-keys-rotated, parameters: { maxAccessKeyAge: 1 } }"),
        ],
        ["a rule that is left out, whatever it lacks", compact("  access-keys-rotated: { enabled: false }")],
        [
            "everything that a rule may say",
            compact(
                "  restricted-ssh:\n    description: No SSH\n    severity: high\n    controls: { CIS: ['5.2'] }\n" +
                    "    scope: { types: [AWS::EC2::SecurityGroup], tag: { key: stage } }\n    frequency: One_Hour\n" +
                    "    condition: Strict\n    remediation: { document: AWS-DisablePublicAccess, automatic: true }",
            ),
        ],
        [
            "an include with overrides",
            "include:\n  base:\n  other: { exclude: [x], rules: { restricted-ssh: { enabled: false }, ours: } }\n",
        ],
        [
            "parameters in every form",
            "parameters: { A: , B: 1, C: [a, b], D: { default: x, minLength: 1 } }\nrules: { restricted-ssh: }\n",
        ],
        ["a native template with functions", native("Source: { Owner: AWS, SourceIdentifier: !Ref Identifier }")],
        [
            "a native template with a custom rule",
            native("Source: { Owner: CUSTOM_LAMBDA, SourceIdentifier: !Sub 'arn:aws:lambda:x' }"),
        ],
    ];
    for (const [what, text] of accepted) {
        it(`accepts ${what}`, () => {
            assert.deepEqual(judge(text), []);
        });
    }

    const refused: readonly [fault: string, text: string, faults: readonly string[]][] = [
        ["a misspelt rule", compact("  restrictd-ssh: {}"), ["/rules/restrictd-ssh required"]],
        ["a misspelt rule of one line", compact("  restrictd-ssh:"), ["/rules/restrictd-ssh type"]],
        ["a page's name as identifier", compact("  RESTRICTED_SSH: {}"), ["/rules/RESTRICTED_SSH required"]],
        ["an unknown key of a pack", "rules: {}\nruels: {}\n", [" additionalProperties"]],
        [
            "an unknown key of a rule",
            compact("  restricted-ssh: { severty: high }"),
            ["/rules/restricted-ssh additionalProperties"],
        ],
        [
            "an unknown key of a rule of the author's own",
            compact("  ours: { rule: restricted-ssh, severty: high }"),
            ["/rules/ours additionalProperties"],
        ],
        [
            "a value that is none of those",
            compact("  restricted-ssh: { severity: grave }"),
            ["/rules/restricted-ssh/severity enum"],
        ],
        [
            "an unknown parameter",
            compact("  access-keys-rotated: { parameters: { maxAccessKeyAge: 90, maxAge: 1 } }"),
            ["/rules/access-keys-rotated/parameters additionalProperties"],
        ],
        [
            "a parameter in the wrong case",
            compact("  iam-password-policy: { parameters: { maxPasswordAge: 90 } }"),
            ["/rules/iam-password-policy/parameters additionalProperties"],
        ],
        [
            "an unknown parameter under the identifier",
            compact("  IAM_PASSWORD_POLICY: { parameters: { maxPasswordAge: 90 } }"),
            ["/rules/IAM_PASSWORD_POLICY/parameters additionalProperties"],
        ],
        [
            "a parameter of a rule that has none",
            compact("  root-account-mfa-enabled: { parameters: { x: 1 } }"),
            ["/rules/root-account-mfa-enabled/parameters additionalProperties"],
        ],
        ["a missing parameter", compact("  access-keys-rotated: {}"), ["/rules/access-keys-rotated required"]],
        [
            "a missing parameter of a rule of one line",
            compact("  access-keys-rotated:"),
            ["/rules/access-keys-rotated type"],
        ],
        [
            "a word for a number",
            compact("  access-keys-rotated: { parameters: { maxAccessKeyAge: ninety } }"),
            ["/rules/access-keys-rotated/parameters/maxAccessKeyAge pattern"],
        ],
        [
            "a fraction for a whole number",
            compact("  access-keys-rotated: { parameters: { maxAccessKeyAge: 1.5 } }"),
            ["/rules/access-keys-rotated/parameters/maxAccessKeyAge type"],
        ],
        [
            "a map for a text",
            compact("  s3-bucket-tagged: { parameters: { requiredKeyTags: { owner: x } } }"),
            [
                "/rules/s3-bucket-tagged/parameters/requiredKeyTags pattern",
                "/rules/s3-bucket-tagged/parameters/requiredKeyTags propertyNames",
            ],
        ],
        ["an unknown section", "Resources: {}\nResurces: {}\n", ["/Resources minProperties", " additionalProperties"]],
        [
            "another resource type",
            "Resources: { A: { Type: AWS::S3::Bucket, Properties: { Source: { Owner: AWS } } } }\n",
            ["/Resources/A/Type enum"],
        ],
        ["a rule without a source", native("ConfigRuleName: x"), ["/Resources/Rule/Properties required"]],
        ["another owner", native("Source: { Owner: AMAZON }"), ["/Resources/Rule/Properties/Source/Owner enum"]],
    ];
    for (const [fault, text, faults] of refused) {
        it(`refuses ${fault}`, () => {
            assert.deepEqual([...new Set(judge(text))].sort(), [...faults].sort());
        });
    }

    it("accepts every rule of the catalogue with the parameters that it documents, by name and by identifier", () => {
        const values = { integer: 1, number: 1.5, boolean: true, string: "x", csv: ["x", "y"], map: "k:v" };
        for (const rule of catalogue().all()) {
            const known = Object.entries(rule.parameters ?? {});
            const parameters = Object.fromEntries(known.map(([name, { type }]) => [name, values[type ?? "string"]]));
            const text = JSON.stringify({ rules: { [rule.name]: { parameters }, [rule.identifier]: { parameters } } });
            assert.deepEqual(judge(text), [], rule.name);
            const wrong = JSON.stringify({ rules: { [rule.name]: { parameters: { ...parameters, unheardOf: 1 } } } });
            assert.equal(judge(wrong).length > 0, rule.parameters !== undefined, rule.name);
        }
    });
});
