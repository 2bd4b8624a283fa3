import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { plan } from "../../cli/plan.ts";
import type { Terminal } from "../../cli/terminal.ts";

interface Printed {
    readonly code: number;
    readonly out: string;
    readonly err: string;
}

function run(folder: string, options: { stack: string; json?: boolean; rules?: boolean }): Printed {
    const [out, err]: [string[], string[]] = [[], []];
    const terminal: Terminal = {
        line: (text = "") => void out.push(text),
        note: (text) => void err.push(text),
        transient: () => undefined,
        style: (_, text) => text,
        isInteractive: false,
    };
    const code = plan(folder, { json: false, rules: false, ...options }, terminal);
    return { code, out: out.join("\n"), err: err.join("\n") };
}

describe("packs plan", () => {
    let folder = "";
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "packs-plan-"));
        cpSync(join(import.meta.dirname, "diff/fixtures/new"), folder, { recursive: true });
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    it("shows packs, resources, quotas and cost", () => {
        const { code, out } = run(folder, { stack: "prod", rules: true });
        assert.equal(code, 0);
        const lines = out.split("\n");
        const has = (pattern: RegExp): void =>
            assert.ok(
                lines.some((line) => pattern.test(line)),
                String(pattern),
            );
        has(/^Stack prod: 111122223333, eu-west-1$/);
        has(/^network {3}organization without 1 account {2}2 {6}0 /);
        has(/^storage +account +3 +1 \(1 automatic\) /);
        has(/^key-age +ACCESS_KEYS_ROTATED +\{"maxAccessKeyAge":"60"\}/);
        has(/^ConformancePacks packs +network +aws:cfg:OrganizationConformancePack$/);
        has(/^rules in the account and region +7 +1,000 +0 %$/);
        has(/^Cost: USD [\d.,]+ to [\d.,]+ a month$/);
        has(/^Of which USD .* for 1 rule that another pack has too: a bundle would save it\.$/);
        has(/^- An organization pack reaches 20 accounts\.$/);
        assert.equal(run(folder, { stack: "prod", rules: true }).out, out);
    });

    it("says which units a pack reaches, by their IDs", () => {
        const config =
            "{ target: organization, excludedUnits: [ou-ab12-legacy01], rollout: { rings: [{ name: first, units: [ou-ab12-sandbox1] }, { name: rest }], upTo: first } }";
        writeFileSync(
            join(folder, "Pulumi.prod.yaml"),
            `config:\n  aws:region: eu-west-1\n  conformance-packs:packs: { storage: ${config} }\n`,
        );
        const { out } = run(folder, { stack: "prod" });
        assert.match(out, /^storage +organization up to ring first \(ou-ab12-sandbox1\) without ou-ab12-legacy01 +3/m);
        const { packs } = JSON.parse(run(folder, { stack: "prod", json: true }).out) as { packs: object[] };
        assert.deepEqual((packs[0] as { excludedUnits?: unknown }).excludedUnits, ["ou-ab12-legacy01"]);
    });

    it("shows where AWS Config is rolled out to members, and how carefully", () => {
        const file = join(folder, "Pulumi.prod.yaml");
        const members =
            "  conformance-packs:organization: { id: o-abcdefghij }\n" +
            "  conformance-packs:members: { units: [ou-ab12-cdefgh34], maxConcurrentPercentage: 50 }\n";
        writeFileSync(file, `${readFileSync(file, "utf8")}${members}`);
        const { code, out, err } = run(folder, { stack: "prod" });
        assert.equal(code, 0, err);
        assert.match(
            out,
            /^AWS Config is rolled out below ou-ab12-cdefgh34, in eu-west-1, as the management account\.$/m,
        );
        assert.match(out, /^50 % of the accounts at a time; stops in a region where more than 10 % have failed\.$/m);
        assert.match(out, /^MemberAccounts members +members-regional-stack-set +aws:cloudformation:StackSet$/m);
        const json = JSON.parse(run(folder, { stack: "prod", json: true }).out) as { members: { units: string[] } };
        assert.deepEqual(json.members.units, ["ou-ab12-cdefgh34"]);
    });

    it("prints the same for machines", () => {
        const { out } = run(folder, { stack: "prod", json: true });
        const report = JSON.parse(out) as { packs: { name: string; rules: object[] }[]; resources: number };
        assert.deepEqual(
            report.packs.map(({ name, rules }) => `${name} ${rules.length}`),
            ["baseline 2", "network 2", "storage 3"],
        );
        assert.equal(report.resources, 19);
        assert.doesNotMatch(out, /null|undefined/);
    });

    it("prints faults of the stack and of the usage profile at once", () => {
        writeFileSync(join(folder, "usage.yaml"), "regions: many\n");
        writeFileSync(
            join(folder, "Pulumi.prod.yaml"),
            "config:\n  aws:region: eu-west-1\n  conformance-packs:pack: {}\n",
        );
        const { code, out, err } = run(folder, { stack: "prod" });
        assert.deepEqual([code, out], [1, ""]);
        assert.match(err, /^Pulumi\.prod\.yaml:3:3: error unknown-setting/m);
        assert.match(err, /^usage\.yaml:1:\d+: error invalid-usage: regions must be/m);
    });
});
