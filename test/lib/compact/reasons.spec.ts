import assert from "node:assert/strict";
import { parsePack } from "../../../lib/pack/parse.ts";
import { memoryFiles, places, planOf } from "../project.ts";

const BASE = `
rules:
  root-account-mfa-enabled: { reason: A password is not enough. }
  iam-user-mfa-enabled:
notCovered:
  - { reason: Only people know., controls: { CIS: ["1.1", "1.10"] } }
`;

describe("the reason of a rule", () => {
    it("is in the plan, and not in the template", () => {
        const [pack] = planOf("  conformance-packs:packs: { base: {} }\n", { "base.yaml": BASE }).packs;
        assert.deepEqual(
            pack?.rules.map(({ reason }) => reason),
            ["A password is not enough.", undefined],
        );
        assert.doesNotMatch(pack?.template ?? "", /password|people/);
    });

    it("outlives a bundle, from the first pack that gives one", () => {
        const packs = {
            "base.yaml": BASE,
            "other.yaml":
                "rules:\n  iam-user-mfa-enabled: { reason: First. }\n  root-account-mfa-enabled: { reason: Second. }\n",
        };
        const { packs: parts } = planOf("  conformance-packs:bundles: { all: { packs: [base, other] } }\n", packs);
        assert.deepEqual(
            parts.flatMap(({ rules }) => rules.map(({ name, reason }) => [name, reason])),
            [
                ["iam-user-mfa-enabled", "First."],
                ["root-account-mfa-enabled", "A password is not enough."],
            ],
        );
    });

    it("has at least one word", () => {
        const text = 'rules:\n  iam-user-mfa-enabled: { reason: " " }\n';
        assert.deepEqual(places(parsePack("packs/empty.yaml", text).diagnostics), [
            "packs/empty.yaml:2:27 invalid-key",
        ]);
    });
});

describe("what a pack does not cover", () => {
    it("is there control by control, that of included packs first", () => {
        const files = memoryFiles({ "packs/base.yaml": BASE });
        const text = "include: { base: }\nnotCovered:\n  - { reason: AWS does it., controls: [PE-3] }\n";
        const { pack, diagnostics } = parsePack("packs/more.yaml", text, files);
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(pack?.notCovered, [
            { framework: "CIS", id: "1.1", reason: "Only people know." },
            { framework: "CIS", id: "1.10", reason: "Only people know." },
            { id: "PE-3", reason: "AWS does it." },
        ]);
    });

    it("needs a reason", () => {
        const text = "rules:\n  iam-user-mfa-enabled:\nnotCovered:\n  - { controls: [PE-3] }\n";
        assert.deepEqual(places(parsePack("packs/silent.yaml", text).diagnostics), [
            "packs/silent.yaml:4:5 missing-key",
        ]);
    });
});
