/**
 * Reads the report of an organization as large as the arguments say, and prints what became of it: a process of its own,
 * so that its heap can be limited to less than what the rules would take together.
 *
 *     node --max-old-space-size=<megabytes> large-report.ts <accounts> <rules> <packs>
 */
import type { ComplianceSource, DeployedPack, Pages, RuleCompliance } from "../../../lib/compliance/source.ts";
import { readReport } from "../../../lib/report/compliance/read-report.ts";
import type { ResourceVerdicts } from "../../../lib/report/compliance/resource-verdicts.ts";
import { FixtureHistory } from "./report-fixtures.ts";

const [accounts = 10_000, rules = 300, packs = 20] = process.argv.slice(2).map(Number);

/** The names end differently in each account and pack, as AWS's do. */
function ending(account: number, pack: number): string {
    return `conformance-pack-${(account * packs + pack).toString(36).padStart(9, "0")}`;
}

function accountOf(number: number): string {
    return String(number).padStart(12, "0");
}

/** Every hundredth rule fails. */
async function* rulePages(): Pages<RuleCompliance> {
    for (let number = 0; number < accounts; number++) {
        yield await Promise.resolve(
            Array.from({ length: rules }, (_none, rule): RuleCompliance => {
                const fails = (number * rules + rule) % 100 === 0;
                return {
                    rule: `rule-${rule}-${ending(number, rule % packs)}`,
                    account: accountOf(number),
                    region: `region-${number % 4}`,
                    compliance: fails ? "NON_COMPLIANT" : "COMPLIANT",
                    ...(fails && { nonCompliant: { count: 3, capped: false } }),
                };
            }),
        );
    }
}

async function* deployedPacks(): Pages<DeployedPack> {
    for (let number = 0; number < accounts; number++) {
        yield await Promise.resolve(
            Array.from({ length: packs }, (_none, pack) => ({
                pack: `pack-${pack}`,
                account: accountOf(number),
                region: "region-0",
                ending: ending(number, pack),
            })),
        );
    }
}

/** One resource of each account, that ten rules look at. */
async function* verdicts(): Pages<ResourceVerdicts> {
    for (let number = 0; number < accounts; number++) {
        yield await Promise.resolve([
            {
                account: accountOf(number),
                region: `region-${number % 4}`,
                resourceType: "AWS::S3::Bucket",
                resourceId: `bucket-${number}`,
                rules: Array.from({ length: 10 }, (_none, rule) => ({
                    rule: `rule-${rule}-${ending(number, rule % packs)}`,
                    compliance: rule === 0 ? ("NON_COMPLIANT" as const) : ("COMPLIANT" as const),
                })),
            },
        ]);
    }
}

const nothing = (): never => {
    throw new Error("nobody asks for this");
};
const source: ComplianceSource = {
    scope: { kind: "aggregator", aggregator: "everything", region: "eu-west-1" },
    rules: rulePages,
    deployedPacks,
    packs: nothing,
    async *evaluations({ rule, account, region }) {
        const resourceId = `bucket-of-${account}`;
        yield await Promise.resolve([
            {
                rule,
                account,
                region,
                compliance: "NON_COMPLIANT" as const,
                resourceType: "AWS::S3::Bucket",
                resourceId,
            },
        ]);
    },
    ruleCounts: nothing,
};

const { totals, score, matrix, resources } = await readReport({
    source,
    verdicts: { count: () => Promise.resolve(accounts), verdicts },
    history: { account: "999999999999", source: new FixtureHistory() },
    waivers: [],
    at: "2026-11-23T06:00:00.000Z",
});
process.stdout.write(
    JSON.stringify({
        failing: totals.verdicts.NON_COMPLIANT,
        compliant: totals.verdicts.COMPLIANT,
        share: score.share,
        accounts: matrix.accounts.shown.length + matrix.accounts.others,
        resources: resources.shown.length,
        // Counts stand outside of the heap.
        megabytes: Math.ceil(process.memoryUsage().arrayBuffers / 1024 / 1024),
    }),
);
