import assert from "node:assert/strict";
import { countOf, coverFramework, frameworksOf } from "../../../lib/coverage/framework.ts";
import { findOverlaps } from "../../../lib/coverage/overlaps.ts";
import { type ProjectPack, readProjectPacks } from "../../../lib/coverage/pack-rules.ts";
import { groupByRemarks, remarksOn } from "../../../lib/coverage/report.ts";
import { stackPacks } from "../../../lib/coverage/stack-packs.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import { memoryFiles } from "../project.ts";

const PROJECT = {
    "packs/accounts.yaml": `
parameters: { Age: 90 }
rules:
  root-account-mfa-enabled: { severity: critical, reason: One password is not enough., controls: { F: ["1.2", "1.10"] } }
  access-keys-rotated: { parameters: { maxAccessKeyAge: "\${Age}" }, controls: { F: "1.10", G: A } }
  iam-user-mfa-enabled: { enabled: false, controls: { F: "1.3" } }
notCovered:
  - { controls: { F: ["1.9", "1.10"] }, reason: Only people know. }
`,
    "packs/networks.yaml": `
parameters: { Home: "no" }
conditions: { AtHome: !Equals [!Ref Home, "yes"] }
rules:
  restricted-ssh: { controls: { F: "2.1" } }
  access-keys-rotated: { parameters: { maxAccessKeyAge: 30 }, controls: { F: "1.10" } }
  vpc-flow-logs-enabled: { condition: AtHome, controls: { F: "2.2" } }
  groups:
    rule: described
    controls: { F: "2.3" }
`,
    "packs/rules/described/rule.yaml": "description: Rules have words.\nresourceTypes: [AWS::EC2::SecurityGroup]\n",
    "packs/rules/described/rule.guard":
        'rule described when resourceType == "AWS::EC2::SecurityGroup" { tags exists }\n',
    "Pulumi.one.yaml": "config:\n  aws:region: eu-west-1\n  conformance-packs:packs:\n    networks:\n",
    "Pulumi.home.yaml":
        "config:\n  aws:region: eu-west-1\n  conformance-packs:packs:\n    nets: { file: networks.yaml, parameters: { Home: yes } }\n",
    "Pulumi.joined.yaml":
        "config:\n  aws:region: eu-west-1\n  conformance-packs:bundles:\n    all: { packs: [accounts, networks], parameters: { Home: yes }, overrides: { access-keys-rotated: { parameters: { maxAccessKeyAge: 60 } } } }\n",
};

function project(): ProjectPack[] {
    const { packs, diagnostics } = readProjectPacks(memoryFiles(PROJECT));
    assert.ok(packs, JSON.stringify(diagnostics));
    return packs;
}

function ofStack(stack: string) {
    const { plan, diagnostics } = loadPlan({ stack, files: memoryFiles(PROJECT) });
    assert.ok(plan, JSON.stringify(diagnostics));
    return stackPacks(plan, project());
}

const stateOf = (packs: readonly Parameters<typeof coverFramework>[1][number][]): Record<string, string> =>
    Object.fromEntries(coverFramework("F", packs, project()).controls.map(({ id, state }) => [id, state]));

describe("coverage of a framework", () => {
    it("has every control that rules answer, on or off, or that is listed as not covered, in natural order", () => {
        assert.deepEqual(frameworksOf(project()), ["F", "G"]);
        const coverage = coverFramework("F", project(), project());
        assert.deepEqual(
            coverage.controls.map(({ id, state }) => `${id} ${state}`),
            [
                "1.2 covered",
                "1.3 gap",
                "1.9 not-checkable",
                "1.10 covered",
                "2.1 covered",
                "2.2 covered",
                "2.3 covered",
            ],
        );
        assert.deepEqual(coverage.packs, ["accounts", "networks"]);
        assert.equal(countOf(coverage, "covered"), 5);
    });

    it("names the rules with all packs that have them, and the project's own by their folder", () => {
        const { controls } = coverFramework("F", project(), project());
        const of = (id: string) => controls.find((control) => control.id === id);
        assert.deepEqual(of("1.10")?.rules, [
            { name: "access-keys-rotated", source: "ACCESS_KEYS_ROTATED", packs: ["accounts", "networks"] },
            {
                name: "root-account-mfa-enabled",
                source: "ROOT_ACCOUNT_MFA_ENABLED",
                severity: "critical",
                reason: "One password is not enough.",
                packs: ["accounts"],
            },
        ]);
        assert.deepEqual(of("1.10")?.reasons, ["Only people know."]);
        assert.deepEqual(of("2.3")?.rules, [{ name: "groups", source: "described", packs: ["networks"] }]);
        assert.deepEqual(of("1.3")?.switchedOff, ["accounts/iam-user-mfa-enabled"]);
    });

    it("finds gaps in some of the packs, and says which others would fill them", () => {
        const [accounts] = project();
        assert.ok(accounts);
        const { controls } = coverFramework("F", [accounts], project());
        const gaps = controls.filter(({ state }) => state === "gap");
        assert.deepEqual(
            groupByRemarks(gaps).map(({ remarks, controls: alike }) => [
                alike.map(({ id }) => id).join(" "),
                ...remarks,
            ]),
            [
                ["1.3", "accounts/iam-user-mfa-enabled is switched off"],
                ["2.1 2.2 2.3", "answered by other packs: networks (1 rule)"],
            ],
        );
        assert.deepEqual(controls.filter(({ state }) => state === "covered").flatMap(remarksOn), ["Only people know."]);
    });

    it("of a stack counts what its values deploy, by the names it gives", () => {
        assert.deepEqual(stateOf(ofStack("one")), {
            "1.2": "gap",
            "1.3": "gap",
            "1.9": "not-checkable",
            "1.10": "covered",
            "2.1": "covered",
            "2.2": "gap",
            "2.3": "covered",
        });
        assert.equal(stateOf(ofStack("home"))["2.2"], "covered");
        assert.deepEqual(
            ofStack("home").map(({ name, rules }) => [name, ...rules.map(({ source }) => source)]),
            [["nets", "INCOMING_SSH_DISABLED", "ACCESS_KEYS_ROTATED", "VPC_FLOW_LOGS_ENABLED", "described"]],
        );
    });

    it("of a stack follows rules into bundles", () => {
        const packs = ofStack("joined");
        assert.deepEqual(
            packs.map(({ name }) => name),
            ["all"],
        );
        assert.deepEqual(packs[0]?.rules.map(({ source }) => source).sort(), [
            "ACCESS_KEYS_ROTATED",
            "INCOMING_SSH_DISABLED",
            "ROOT_ACCOUNT_MFA_ENABLED",
            "VPC_FLOW_LOGS_ENABLED",
            "described",
        ]);
    });

    it("overlaps where several packs have a rule, alike or not, and where several rules answer a control", () => {
        const again = project().map((pack) => ({ ...pack, name: `${pack.name}-again` }));
        const selected = [...project(), ...again];
        const { rules, controls } = findOverlaps(coverFramework("F", selected, selected), selected);
        assert.deepEqual(
            rules.map(({ source, packs, alike }) => [source, packs.length, alike]),
            [
                ["ACCESS_KEYS_ROTATED", 4, false],
                ["INCOMING_SSH_DISABLED", 2, true],
                ["ROOT_ACCOUNT_MFA_ENABLED", 2, true],
                ["VPC_FLOW_LOGS_ENABLED", 2, true],
                ["described", 2, true],
            ],
        );
        assert.deepEqual(controls, [{ id: "1.10", sources: ["ACCESS_KEYS_ROTATED", "ROOT_ACCOUNT_MFA_ENABLED"] }]);
    });

    it("is not told of packs with errors", () => {
        const files = memoryFiles({ "packs/bad.yaml": "rules:\n  restricted-ssh: { severty: low }\n" });
        const { packs, diagnostics } = readProjectPacks(files);
        assert.equal(packs, undefined);
        assert.equal(diagnostics[0]?.line, 2);
    });
});
