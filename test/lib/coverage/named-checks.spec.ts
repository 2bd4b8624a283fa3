import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { catalogue } from "../../../lib/catalogue/catalogue.ts";
import { closedPorts } from "../../../lib/coverage/closed-ports.ts";
import { coverNamedChecks, namedChecks, namedChecksSchema } from "../../../lib/coverage/named-checks.ts";
import { type ProjectPack, readProjectPacks } from "../../../lib/coverage/pack-rules.ts";
import { remarksOn } from "../../../lib/coverage/report.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { customRuleNames } from "../../../lib/rules/find.ts";

const FILES = projectFolder(".");

/** Every check that is asked for, as `group: check`. */
function askedFor(): string[] {
    const text = readFileSync(join(import.meta.dirname, "asked-for.yaml"), "utf8");
    return Object.entries(parse(text) as Record<string, string[]>).flatMap(([group, checks]) =>
        checks.flatMap((check) => {
            const [head = "", list] = check.split(": ");
            return list === undefined
                ? [`${group}: ${check}`]
                : list.split(", ").map((one) => `${group}: ${head}: ${one}`);
        }),
    );
}

describe("the checks that people ask for by name", () => {
    const checks = namedChecks();
    const all = checks.flatMap(({ group, checks: list }) => list.map((check) => ({ group, ...check })));
    const ownRules = customRuleNames(FILES);
    let packs: ProjectPack[] = [];

    before(() => {
        const read = readProjectPacks(FILES);
        assert.ok(read.packs, JSON.stringify(read.diagnostics));
        packs = read.packs;
    });

    it("are all in the table, and nothing else is", () => {
        assert.deepEqual(
            all.map(({ group, check }) => `${group}: ${check}`),
            askedFor(),
        );
        assert.equal(all.length, 60);
    });

    it("name rules of the catalogue or of packs/rules/", () => {
        const known = (rule: string): boolean => catalogue().byName(rule) !== undefined || ownRules.includes(rule);
        assert.deepEqual(
            all.flatMap(({ rules = [] }) => rules).filter((rule) => !known(rule)),
            [],
        );
    });

    it("name only rules that some pack has", () => {
        const sources = new Set(packs.flatMap(({ rules }) => rules.map(({ source }) => source)));
        const missing = all
            .flatMap(({ rules = [] }) => rules)
            .filter((rule) => !sources.has(catalogue().byName(rule)?.identifier ?? rule));
        assert.deepEqual(missing, []);
    });

    it("have an answer or a written reason in the packs of the project", () => {
        const { controls } = coverNamedChecks({ checks, catalogue: catalogue(), ownRules }, packs, packs);
        const gaps = controls.filter(({ state }) => state === "gap");
        assert.deepEqual(gaps, []);
        for (const control of controls.filter(({ state }) => state !== "covered")) {
            assert.ok(remarksOn(control).length > 0, control.id);
        }
    });

    it("count a rule on ports only where its values close them", () => {
        const only = (name: string): ProjectPack[] => packs.filter((pack) => pack.name === name);
        const covered = (name: string): string[] =>
            coverNamedChecks({ checks, catalogue: catalogue(), ownRules }, only(name), packs)
                .controls.filter(({ id, state }) => id.startsWith("unrestricted inbound") && state === "covered")
                .map(({ id }) => id.replace("unrestricted inbound: ", ""));
        assert.equal(covered("inbound-best-practices").length, 17);
        assert.deepEqual(covered("networking-best-practices"), ["RDP", "CIFS", "SSH"]);
    });

    it("refuse an entry that says nothing, and ports without a rule", () => {
        const faults = (check: object): number =>
            namedChecksSchema.safeParse([{ group: "g", checks: [{ check: "c", ...check }] }]).error?.issues.length ?? 0;
        assert.equal(faults({ rules: ["restricted-ssh"], ports: [22] }), 0);
        assert.equal(faults({}), 1);
        assert.equal(faults({ reason: "no", ports: [22] }), 1);
        assert.equal(faults({ reason: "no", other: 1 }), 1);
    });
});

describe("closed ports", () => {
    const closed = (source: string, inputs: Record<string, string>, port: number): boolean =>
        closedPorts({ name: "rule", source, controls: [], inputs })(port);

    it("follow the values of each rule, and what AWS takes without any", () => {
        assert.equal(closed("INCOMING_SSH_DISABLED", {}, 22), true);
        assert.equal(closed("INCOMING_SSH_DISABLED", {}, 23), false);
        assert.equal(closed("VPC_SG_PORT_RESTRICTION_CHECK", {}, 3389), true);
        assert.equal(closed("VPC_SG_PORT_RESTRICTION_CHECK", { restrictPorts: "80, 8000-8080" }, 8001), true);
        assert.equal(closed("VPC_SG_PORT_RESTRICTION_CHECK", { restrictPorts: "80" }, 22), false);
        assert.equal(closed("RESTRICTED_INCOMING_TRAFFIC", { blockedPort1: "20", blockedPort2: "21" }, 21), true);
        assert.equal(closed("VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS", { authorizedTcpPorts: "443" }, 80), true);
        assert.equal(closed("VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS", { authorizedTcpPorts: "1-443" }, 80), false);
        assert.equal(closed("VPC_SG_OPEN_ONLY_TO_AUTHORIZED_PORTS", {}, 80), false);
        assert.equal(closed("SOMETHING_ELSE", {}, 80), false);
    });
});
