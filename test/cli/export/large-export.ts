/**
 * Exports an organization as large as the arguments say to nowhere, and prints how much that was: a process of its own, so
 * that its heap can be limited to less than what the rows would take together.
 *
 *     node --max-old-space-size=<megabytes> large-export.ts <accounts> <rules> <resources> <format> [keep]
 *
 * Of the first account, the first rule has a thousand times as many resources. `keep` keeps every text, which is what must
 * not fit.
 */
import { EXPORT_FORMATS, type ExportFormatName } from "../../../cli/export/formats.ts";
import { readEvaluations } from "../../../lib/compliance/evaluation-rows.ts";
import type {
    ComplianceSource,
    DeployedPack,
    Evaluation,
    Pages,
    RuleCompliance,
    RuleInPlace,
} from "../../../lib/compliance/source.ts";

const [accounts = "10000", rules = "20", resources = "3", format = "csv", keep] = process.argv.slice(2);

/** As AWS Config gives them. */
const EVALUATIONS_PER_PAGE = 100;

function ending(account: number): string {
    return `conformance-pack-${account.toString(36).padStart(9, "0")}`;
}

async function* allRules(): Pages<RuleCompliance> {
    for (let number = 0; number < Number(accounts); number++) {
        const account = String(number).padStart(12, "0");
        yield await Promise.resolve(
            Array.from({ length: Number(rules) }, (_none, rule): RuleCompliance => {
                const compliance = rule === 0 && number % 100 === 0 ? "NON_COMPLIANT" : "COMPLIANT";
                return { rule: `rule-${rule}-${ending(number)}`, account, region: "eu-west-1", compliance };
            }),
        );
    }
}

async function* deployedPacks(): Pages<DeployedPack> {
    for (let number = 0; number < Number(accounts); number++) {
        const account = String(number).padStart(12, "0");
        yield await Promise.resolve([{ pack: "pack", account, region: "eu-west-1", ending: ending(number) }]);
    }
}

async function* evaluations(of: RuleInPlace): Pages<Evaluation> {
    const isLarge = Number(of.account) === 0 && of.rule.startsWith("rule-0-");
    const fails = Number(of.account) % 100 === 0 && of.rule.startsWith("rule-0-");
    let left = Number(resources) * (isLarge ? 1000 : 1);
    for (; left > 0; left -= EVALUATIONS_PER_PAGE) {
        yield await Promise.resolve(
            Array.from({ length: Math.min(left, EVALUATIONS_PER_PAGE) }, (_none, at): Evaluation => ({
                ...of,
                compliance: fails ? "NON_COMPLIANT" : "COMPLIANT",
                resourceType: "AWS::S3::Bucket",
                resourceId: `bucket-${of.account}-${left - at}`,
                annotation: "What a rule says of a bucket, which is about as long as this.",
                recorded: "2026-11-22T00:00:00.000Z",
            })),
        );
    }
}

const nothing = (): never => {
    throw new Error("nobody asks for this");
};
const source: ComplianceSource = {
    scope: { kind: "aggregator", aggregator: "everything", region: "eu-west-1" },
    rules: allRules,
    deployedPacks,
    evaluations,
    packs: nothing,
    ruleCounts: nothing,
};

const kept: string[] = [];
let bytes = 0;
const form = EXPORT_FORMATS[format as ExportFormatName];
const writer = form.open(
    {
        write: (text) => {
            bytes += text.length;
            if (keep !== undefined) {
                // Not a part of a longer text, which a slice would be.
                kept.push(Buffer.from(text).toString("latin1"));
            }
            return Promise.resolve();
        },
    },
    {
        title: "everything",
        scope: source.scope,
        collected: "2026-11-22T00:00:00.000Z",
        version: "0.0.0",
        resources: form.resources,
    },
);
let rows = 0;
await writer.begin();
for await (const page of readEvaluations({ source, waivers: [], on: "2026-11-22", resources: form.resources })) {
    rows += page.length;
    await writer.add(page);
}
await writer.end();
process.stdout.write(JSON.stringify({ rows, bytes }));
