import assert from "node:assert/strict";
import { load, places, planOf } from "../project.ts";

const bundle = (packs: string, more = ""): string =>
    `  conformance-packs:bundles:\n    all:\n      packs: [${packs}]\n${more}`;

const A = `parameters: { Age: 90 }
rules:
  access-keys-rotated:
    parameters:
      maxAccessKeyAge: \${Age}
    controls: { CIS: ['1.14'] }
    severity: low
  root-account-mfa-enabled: { controls: { CIS: ['1.5'] } }
`;

describe("a bundle", () => {
    it("deploys what packs share once, with the controls of all and the highest severity", () => {
        const { packs } = planOf(bundle("a, b"), {
            "a.yaml": A,
            "b.yaml":
                "rules:\n  access-keys-rotated: { parameters: { maxAccessKeyAge: 90 }, controls: { NIST: AC-2 }, severity: high }\n" +
                "  root-mfa: { rule: root-account-mfa-enabled, description: 'Root, too.' }\n",
        });
        const [pack, ...others] = packs;
        assert.deepEqual(others, []);
        assert.deepEqual([pack?.name, pack?.bundle, pack?.parameters, pack?.resources], ["all", "all", [], 2]);
        assert.deepEqual(
            pack?.rules.map(({ name, severity, controls, origins }) => ({
                name,
                severity,
                controls: controls?.map(({ framework, id }) => `${framework} ${id}`),
                origins: origins?.map(({ pack: origin, location }) => `${origin} ${location.file}:${location.line}`),
            })),
            [
                {
                    name: "access-keys-rotated",
                    severity: "high",
                    controls: ["CIS 1.14", "NIST AC-2"],
                    origins: ["a packs/a.yaml:3", "b packs/b.yaml:2"],
                },
                {
                    name: "root-account-mfa-enabled",
                    severity: undefined,
                    controls: ["CIS 1.5"],
                    origins: ["a packs/a.yaml:8", "b packs/b.yaml:3"],
                },
            ],
        );
        assert.match(pack?.template ?? "", /Description: Root, too\./);
    });

    const other = { "a.yaml": A, "b.yaml": "rules:\n  access-keys-rotated: { parameters: { maxAccessKeyAge: 60 } }\n" };

    it("names both places where packs disagree", () => {
        const { plan, diagnostics } = load(bundle("a, b"), other);
        assert.equal(plan, undefined);
        assert.deepEqual(places(diagnostics), ["packs/b.yaml:2:3 conflicting-rules"]);
        assert.match(diagnostics[0]?.message ?? "", /packs\/a\.yaml:3 .*"90".*packs\/b\.yaml:2 .*"60"/);
        assert.match(diagnostics[0]?.hint ?? "", /overrides: \{ access-keys-rotated/);
    });

    it("is not misled by spelling, order or an empty list", () => {
        const { packs } = planOf(bundle("a, b"), {
            "a.yaml":
                "rules:\n  iam-password-policy: { parameters: { RequireSymbols: true } }\n" +
                "  restricted-ssh: { scope: [AWS::A::A, AWS::B::B] }\n  root-account-mfa-enabled: { scope: { types: [] } }\n",
            "b.yaml":
                "rules:\n  iam-password-policy: { parameters: { RequireSymbols: 'TRUE' } }\n" +
                "  restricted-ssh: { scope: [AWS::B::B, AWS::A::A] }\n  root-account-mfa-enabled:\n",
        });
        assert.deepEqual(
            packs.map(({ resources }) => resources),
            [3],
        );
    });

    it("takes the stack's word for it, by a parameter or by an override", () => {
        for (const more of [
            "      parameters: { Age: 60 }\n",
            "      overrides: { access-keys-rotated: { parameters: { maxAccessKeyAge: 45 } } }\n",
        ]) {
            const rules = planOf(bundle("a, b", more), other).packs.flatMap((pack) => pack.rules);
            const inputs = rules.find(({ name }) => name === "access-keys-rotated")?.inputParameters;
            assert.deepEqual({ ...(inputs as object) }, { maxAccessKeyAge: more.includes("45") ? "45" : "60" });
        }
        const off = planOf(bundle("a, b", "      overrides: { access-keys-rotated: { enabled: false } }\n"), other);
        assert.deepEqual(
            off.packs[0]?.rules.map(({ name }) => name),
            ["root-account-mfa-enabled"],
        );
    });

    const faults: readonly [fault: string, config: string, packs: Record<string, string>, place: string][] = [
        [
            "an override of no rule",
            bundle("a", "      overrides: { acces-keys-rotated: }\n"),
            other,
            "Pulumi.test.yaml:6:20 unknown-override",
        ],
        [
            "an override that the rule does not take",
            bundle("a", "      overrides: { access-keys-rotated: { parameters: { maxAge: 1 } } }\n"),
            other,
            "packs/a.yaml:3:3 unknown-rule-parameter",
        ],
        [
            "a parameter of no pack",
            bundle("a", "      parameters: { Agee: 1 }\n"),
            other,
            "Pulumi.test.yaml:6:21 unknown-parameter",
        ],
        [
            "a parameter without a value",
            bundle("a"),
            { "a.yaml": A.replace("Age: 90", "Age: ") },
            "Pulumi.test.yaml:5:15 missing-parameter",
        ],
        ["a pack that stands twice", bundle("a, a"), other, "Pulumi.test.yaml:5:18 repeated-pack"],
        ["a pack that does not exist", bundle("a, c"), other, "Pulumi.test.yaml:5:18 no-such-pack"],
        [
            "a name that a pack has",
            `${bundle("a")}  conformance-packs:packs: { all: { file: b } }\n`,
            other,
            "Pulumi.test.yaml:4:5 repeated-pack-name",
        ],
        [
            "what only AWS can decide",
            bundle("a"),
            {
                "a.yaml":
                    "conditions: { C: !Equals [!Ref AWS::AccountId, '1'] }\nrules:\n  restricted-ssh: { condition: C }\n",
            },
            "packs/a.yaml:3:3 undecided-in-bundle",
        ],
    ];
    for (const [fault, config, packs, place] of faults) {
        it(`refuses ${fault}`, () => {
            assert.deepEqual(places(load(config, packs).diagnostics.slice(0, 1)), [place]);
        });
    }

    it("leaves out what its conditions leave out", () => {
        const { packs } = planOf(bundle("a"), {
            "a.yaml":
                "conditions: { C: !Equals [!Ref AWS::Region, us-east-1] }\nrules:\n  restricted-ssh: { condition: C }\n  root-account-mfa-enabled:\n",
        });
        assert.deepEqual(
            packs[0]?.rules.map(({ name }) => name),
            ["root-account-mfa-enabled"],
        );
        assert.doesNotMatch(packs[0]?.template ?? "", /Conditions/);
    });

    it("is split above 130 rules and remediations, each rule with its remediation", () => {
        const rules = (count: number): string =>
            `rules:\n${Array.from({ length: count }, (_, n) => `  rule-${n}: { rule: restricted-ssh, scope: [AWS::A::T${n}], remediation: { document: AWS-X, parameters: { AutomationAssumeRole: "arn:aws:iam::111122223333:role/r" } } }\n`).join("")}`;
        const packs = (count: number) => planOf(bundle("a, b"), { "a.yaml": rules(65), "b.yaml": rules(count) }).packs;
        assert.deepEqual(
            packs(65).map(({ name, resources }) => [name, resources]),
            [["all", 130]],
        );
        const parts = planOf(bundle("a, b"), {
            "a.yaml": rules(65),
            "b.yaml": rules(60).replaceAll("rule-", "x-").replaceAll("AWS::A", "AWS::B"),
        }).packs;
        assert.ok(parts.length > 1 && parts.every(({ resources }) => resources <= 130));
        assert.equal(
            parts.reduce((sum, { resources }) => sum + resources, 0),
            250,
        );
        assert.equal(new Set(parts.flatMap((part) => part.rules.map(({ name }) => name))).size, 125);
        for (const part of parts) {
            assert.match(part.name, /^all(-[01]+)?$/);
            assert.equal(part.template.match(/RemediationConfiguration/g)?.length, part.rules.length);
        }
    });
});
