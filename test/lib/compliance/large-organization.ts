/**
 * Sums up an organization as large as the arguments say, and prints the totals: a process of its own, so that its heap
 * can be limited to less than what the rules would take together.
 *
 *     node --max-old-space-size=<megabytes> large-organization.ts <accounts> <rules> <grouping> [keep]
 *
 * `keep` keeps every entry, which is what must not fit.
 */
import type { StatusEntry } from "../../../lib/compliance/entry.ts";
import { type GroupingName, groupingBy } from "../../../lib/compliance/groupings.ts";
import { readStatus } from "../../../lib/compliance/read-status.ts";
import type { ComplianceSource, DeployedPack, Pages, RuleCompliance } from "../../../lib/compliance/source.ts";
import { Tally } from "../../../lib/compliance/tally.ts";

const [accounts = "10000", rules = "300", by = "account", keep] = process.argv.slice(2);

/** Every hundredth rule fails. The names end differently in each account, as those of packs do. */
async function* pages(): Pages<RuleCompliance> {
    for (let number = 0; number < Number(accounts); number++) {
        const account = String(number).padStart(12, "0");
        yield await Promise.resolve(
            Array.from({ length: Number(rules) }, (_none, rule): RuleCompliance => {
                const fails = (number * Number(rules) + rule) % 100 === 0;
                return {
                    rule: `rule-${rule}-conformance-pack-${ending(number)}`,
                    account,
                    region: `region-${number % 4}`,
                    compliance: fails ? "NON_COMPLIANT" : "COMPLIANT",
                    ...(fails && { nonCompliant: { count: 3, capped: false } }),
                };
            }),
        );
    }
}

function ending(account: number): string {
    return account.toString(36).padStart(9, "0");
}

async function* deployedPacks(): Pages<DeployedPack> {
    for (let number = 0; number < Number(accounts); number++) {
        yield await Promise.resolve([
            {
                pack: `pack-${number % 10}`,
                account: String(number).padStart(12, "0"),
                region: "region-0",
                ending: `conformance-pack-${ending(number)}`,
            },
        ]);
    }
}

const nothing = (): never => {
    throw new Error("nobody asks for this");
};
const source: ComplianceSource = {
    scope: { kind: "aggregator", aggregator: "everything", region: "eu-west-1" },
    rules: pages,
    deployedPacks,
    packs: nothing,
    evaluations: nothing,
    ruleCounts: nothing,
};

const tally = new Tally({ groups: groupingBy(by as GroupingName) });
const kept: StatusEntry[] = [];
for await (const entries of readStatus({ source, waivers: [], on: "2026-11-22", askPacks: by === "pack" })) {
    for (const entry of entries) {
        tally.add(entry);
        if (keep !== undefined) {
            kept.push(entry);
        }
    }
}
const { verdicts } = tally.totals();
process.stdout.write(
    JSON.stringify({
        groups: tally.groups("groups").length,
        failing: verdicts.NON_COMPLIANT,
        compliant: verdicts.COMPLIANT,
    }),
);
