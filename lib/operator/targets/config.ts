/** What AWS Config has: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsconfig.html */
import { aggregatorRegion } from "../../plan/regions.ts";
import type { ConformancePackPlan } from "../../plan/plan.ts";
import { arnIn, resourcesOf, type Scope } from "../scope.ts";
import { anythingWhere, arns, type TargetOf } from "../target.ts";

export function conformancePacks(scope: Scope): ReturnType<TargetOf> {
    return arns(...packs(scope, "account").map(([region, { name }]) => arnIn(scope, "config", region, pack(name))));
}

/** AWS completes the name: https://docs.aws.amazon.com/config/latest/APIReference/API_OrganizationConformancePack.html */
export function organizationConformancePacks(scope: Scope): ReturnType<TargetOf> {
    return arns(
        ...packs(scope, "organization").map(([region, { name }]) =>
            arnIn(scope, "config", region, `organization-conformance-pack/${name}-*`),
        ),
    );
}

/** Also those that an organization brings, and those that the plan no longer has. */
export const everyConformancePack: TargetOf = (scope) => inEveryRegion(scope, pack("*"));

/** AWS chooses the identifiers of rules. */
export const everyConfigRule: TargetOf = (scope) => inEveryRegion(scope, "config-rule/*");

/** No pack of a stack has any: they are in its packs. */
export const remediationConfigurations: TargetOf = (scope) => inEveryRegion(scope, "remediation-configuration/*");

export function recorders(scope: Scope): ReturnType<TargetOf> {
    const has = resourcesOf(scope, "aws:cfg/recorder:Recorder");
    return arns(
        ...scope.regions
            .filter(({ plan }) => has.some(({ region }) => region === plan.region))
            .map(({ plan }) => arnIn(scope, "config", plan.region, `configuration-recorder/${plan.recorder.name}/*`)),
    );
}

/** AWS chooses their identifiers. */
export function aggregators(scope: Scope): ReturnType<TargetOf> {
    return scope.plan.aggregators.length === 0
        ? []
        : arns(arnIn(scope, "config", aggregatorRegion(scope.plan), "config-aggregator/*"));
}

export function aggregateAuthorizations(scope: Scope): ReturnType<TargetOf> {
    return arns(
        ...scope.regions.flatMap(({ plan: { region } }) =>
            scope.plan.aggregateAuthorizations.map(({ account, region: from }) =>
                arnIn(scope, "config", region, `aggregation-authorization/${account}/${from}`),
            ),
        ),
    );
}

export const organizationOfAggregators: TargetOf = ({ plan }) =>
    anythingWhere(plan.aggregators.some(({ source }) => source === "organization"));

/** Where the stack deploys packs to an organization. */
export const organizationOfPacks: TargetOf = (scope) => anythingWhere(packs(scope, "organization").length > 0);

/** Units and rings are turned into accounts before packs are deployed. */
export const reachedOrganization: TargetOf = (scope) =>
    anythingWhere(
        packs(scope, "organization").some(
            ([, { units, excludedUnits, rollout }]) => (units ?? excludedUnits ?? rollout) !== undefined,
        ),
    );

export function packs(
    { regions }: Scope,
    target: ConformancePackPlan["target"],
): (readonly [region: string, pack: ConformancePackPlan])[] {
    return regions.flatMap(({ plan }) =>
        plan.packs.filter((one) => one.target === target).map((one) => [plan.region, one] as const),
    );
}

function pack(name: string): string {
    return `conformance-pack/${name}/*`;
}

function inEveryRegion(scope: Scope, resource: string): ReturnType<TargetOf> {
    return arns(...scope.regions.map(({ plan }) => arnIn(scope, "config", plan.region, resource)));
}
