/** What grows with an organization: each measure is read off the plan that the program makes of it. */
import { estimateCost } from "../cost/estimate.ts";
import { loadUsage, type UsageProfile } from "../cost/usage.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { type CloudFormationTemplate, renderTemplate } from "../members/cloudformation-template.ts";
import { globalTemplate } from "../members/global-template.ts";
import { regionalTemplate } from "../members/regional-template.ts";
import { loadPlan } from "../plan/load.ts";
import type { MembersPlan, RolloutPlan } from "../plan/members-plan.ts";
import type { DeploymentPlan } from "../plan/plan.ts";
import { flattenResources, plannedResources } from "../plan/planned-resources.ts";
import { packsOfAllRegions } from "../plan/regions.ts";
import { policySizes } from "../quota/policy-sizes.ts";
import { type OrganizationSize, simulateOrganization } from "./organization.ts";

export interface Simulation {
    readonly size: OrganizationSize;
    /** Absent where the plan is refused. */
    readonly plan?: DeploymentPlan;
    readonly usage: UsageProfile;
    readonly diagnostics: readonly Diagnostic[];
}

export interface Measure {
    readonly name: string;
    readonly of: (plan: DeploymentPlan, usage: UsageProfile) => number;
}

/** Makes up an organization and plans it. */
export function simulate(size: OrganizationSize): Simulation {
    const { stack, files } = simulateOrganization(size);
    const { plan, diagnostics } = loadPlan({ stack, files });
    const { usage } = loadUsage(files);
    if (usage === undefined) {
        throw new Error("a made-up organization has a usage profile without faults");
    }
    return { size, ...(plan !== undefined && { plan }), usage, diagnostics };
}

const policy =
    (quota: string): Measure["of"] =>
    (plan) =>
        policySizes(plan).find((size) => size.quota === quota)?.bytes ?? 0;

const memberTemplate =
    (template: (members: MembersPlan, rollout: RolloutPlan) => CloudFormationTemplate): Measure["of"] =>
    ({ members }) =>
        members?.rollout === undefined ? 0 : Buffer.byteLength(renderTemplate(template(members, members.rollout)));

/** A part of the program that makes something for each account or region adds what it makes here. */
export const MEASURES: readonly Measure[] = [
    { name: "resources of the stack", of: (plan) => flattenResources(plannedResources(plan)).length },
    { name: "packs in all regions", of: (plan) => packsOfAllRegions(plan).length },
    { name: "rules in a region", of: ({ packs }) => packs.reduce((sum, { rules }) => sum + rules.length, 0) },
    {
        name: "bytes of all templates",
        of: (plan) => packsOfAllRegions(plan).reduce((sum, { pack }) => sum + pack.bytes, 0),
    },
    { name: "bytes of the members' global template", of: memberTemplate(globalTemplate) },
    { name: "bytes of the members' regional template", of: memberTemplate((_, rollout) => regionalTemplate(rollout)) },
    { name: "bytes of the bucket's policy", of: policy("bucket-policy") },
    { name: "bytes of the key's policy", of: policy("key-policy") },
    { name: "bytes of the topic's policy", of: policy("topic-policy") },
    { name: "USD a month, at least", of: (plan, usage) => estimateCost(plan, usage).total.low },
    { name: "USD a month, at most", of: (plan, usage) => estimateCost(plan, usage).total.high },
];
