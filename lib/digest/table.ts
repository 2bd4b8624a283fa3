/** What the digest's function knows of its stack: the part of the plan that it needs, made when the stack is deployed. */
import type { PlannedPacks, PlannedRule } from "../compliance/planned-rules.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import { packsOfAllRegions, regionsOf } from "../plan/regions.ts";
import type { Waiver } from "../waivers/waiver.ts";

export interface DigestTable {
    readonly stack: string;
    /** Who is asked: an aggregator, or the function's own account in these regions. */
    readonly source: { readonly aggregator: string; readonly region: string } | { readonly regions: readonly string[] };
    readonly mail?: { readonly from: string; readonly to: readonly string[] };
    readonly framework?: string;
    /** Whether numbers become metrics: CloudWatch charges for each. */
    readonly metrics: boolean;
    readonly packs: PlannedPacks["packs"];
    /** Without the places in the file, which move with every line above them. */
    readonly waivers: readonly Omit<Waiver, "locations">[];
}

/** @throws where the plan has neither digest nor thresholds */
export function digestTable(plan: DeploymentPlan, waivers: readonly Waiver[]): DigestTable {
    const { digest } = plan;
    if (digest === undefined) {
        throw new Error(`the plan of stack ${plan.stack} has no digest`);
    }
    const { source, mail } = digest;
    const framework = digest.schedule?.framework;
    return {
        stack: plan.stack,
        source: source.kind === "aggregator" ? source : { regions: regionsOf(plan).map(({ region }) => region) },
        ...(mail && { mail: { from: mail.from, to: mail.to } }),
        ...(framework !== undefined && { framework }),
        metrics: digest.thresholds !== undefined,
        packs: packsOf(plan),
        waivers: waivers.map(({ rule, identifier, account, resource, reason, owner, expiry }) => ({
            rule,
            ...(identifier !== undefined && { identifier }),
            account,
            resource,
            reason,
            owner,
            expiry,
        })),
    };
}

/** Each pack once, with the rules of all regions: their names, what they matter, and what they are evidence for. */
function packsOf(plan: DeploymentPlan): PlannedPacks["packs"] {
    const packs = new Map<string, Map<string, PlannedRule>>();
    for (const { pack } of packsOfAllRegions(plan)) {
        const rules = packs.get(pack.name) ?? new Map<string, PlannedRule>();
        packs.set(pack.name, rules);
        for (const rule of pack.rules) {
            rules.set(rule.logicalId, partOf(rule));
        }
    }
    return [...packs].map(([name, rules]) => ({ name, rules: [...rules.values()] }));
}

function partOf({ logicalId, name, owner, sourceIdentifier, severity, controls }: PlannedRule): PlannedRule {
    return {
        logicalId,
        ...(name !== undefined && { name }),
        ...(owner !== undefined && { owner }),
        ...(sourceIdentifier !== undefined && { sourceIdentifier }),
        ...(severity !== undefined && { severity }),
        ...(controls !== undefined && { controls }),
    };
}
