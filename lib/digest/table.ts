/** What the digest's function knows of its stack: the part of the plan that it needs, made when the stack is deployed. */
import { packedRules } from "../compliance/planned-rules.ts";
import type { PackedRule } from "../compliance/rule-lookup.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import { regionsOf } from "../plan/regions.ts";
import type { Waiver } from "../waivers/waiver.ts";

export interface DigestTable {
    readonly stack: string;
    /** Who is asked: an aggregator, or the function's own account in these regions. */
    readonly source: { readonly aggregator: string; readonly region: string } | { readonly regions: readonly string[] };
    readonly mail?: { readonly from: string; readonly to: readonly string[] };
    readonly framework?: string;
    /** Whether numbers become metrics: CloudWatch charges for each. */
    readonly metrics: boolean;
    /** Each once: its name, what it matters, and what it is evidence for. */
    readonly rules: readonly PackedRule[];
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
        rules: distinct(packedRules(plan)),
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

/** A rule of several regions stands in the plan as often. */
function distinct(rules: readonly PackedRule[]): PackedRule[] {
    return [...new Map(rules.map((rule) => [JSON.stringify([rule.pack, rule.logicalId, rule.name]), rule])).values()];
}
