/** A plan as a tree in which everything has a name: what moves within a file or a list is no difference. */
import type { ConformancePackPlan, DeploymentPlan, RegionPlan, RulePlan } from "../plan/plan.ts";
import {
    type ComparableRemediation,
    comparableDocuments,
    comparableRemediation,
    comparableRoles,
} from "./comparable-remediation.ts";
import type { Value, ValueMap } from "./value-change.ts";

/** Where a rule stands in its file is no part of what is deployed. */
export type ComparableRule = Omit<RulePlan, "location" | "origins">;

export interface ComparablePack extends Omit<
    ConformancePackPlan,
    "name" | "parameters" | "rules" | "remediations" | "delivery"
> {
    readonly delivery: "inline" | "s3";
    readonly parameters: Readonly<Record<string, string>>;
    /** By logical ID. */
    readonly rules: Readonly<Record<string, ComparableRule>>;
    /** By logical ID. */
    readonly remediations: Readonly<Record<string, ComparableRemediation>>;
}

/** One of a stack's further regions. */
export interface ComparableRegion {
    /** Everything but packs. */
    readonly settings: ValueMap;
    /** By name. */
    readonly packs: Readonly<Record<string, ComparablePack>>;
}

/** Rules that are left out are no part of what is deployed. */
export interface ComparablePlan {
    /** Everything but packs, aggregators, authorizations and further regions; absent where there is no such stack. */
    readonly settings?: ValueMap;
    readonly aggregators: ValueMap;
    /** By account and region. */
    readonly aggregateAuthorizations: ValueMap;
    /** By name. */
    readonly packs: Readonly<Record<string, ComparablePack>>;
    /** The stack's further regions by name. */
    readonly regions: Readonly<Record<string, ComparableRegion>>;
}

/** @param plan absent: a stack that does not exist */
export function comparablePlan(plan: DeploymentPlan | undefined): ComparablePlan {
    if (plan === undefined) {
        return { aggregators: {}, aggregateAuthorizations: {}, packs: {}, regions: {} };
    }
    const { packs, aggregators, aggregateAuthorizations, furtherRegions = [], ...settings } = plan;
    const { remediationRoles: roles, members, ...others } = withoutMemberDocuments(settings);
    return {
        settings: {
            ...settingsOf({ ...others, ...(members && { members: withoutAutomationRoles(members) }) }),
            ...(roles && { remediationRoles: comparableRoles(roles) }),
        },
        aggregators: plain(keyed(aggregators, ({ name }) => name)) as ValueMap,
        aggregateAuthorizations: plain(
            keyed(aggregateAuthorizations, ({ account, region }) => `${account} ${region}`),
        ) as ValueMap,
        packs: comparablePacks(packs),
        regions: Object.fromEntries(furtherRegions.map((region) => [region.region, comparableRegion(region)])),
    };
}

/** They follow from the documents of the regions. */
function withoutMemberDocuments<Settings extends Pick<DeploymentPlan, "memberDocuments">>({
    memberDocuments: _documents,
    ...settings
}: Settings): Omit<Settings, "memberDocuments"> {
    return settings;
}

/** They are the stack's own. */
function withoutAutomationRoles({
    automationRoles: _roles,
    ...members
}: NonNullable<DeploymentPlan["members"]>): Omit<NonNullable<DeploymentPlan["members"]>, "automationRoles"> {
    return members;
}

function comparableRegion({ region: _name, packs, ...settings }: RegionPlan): ComparableRegion {
    return { settings: settingsOf(settings), packs: comparablePacks(packs) };
}

/** Functions follow from the rules that run in them. */
function settingsOf({
    leftOut: _rules,
    functions: _functions,
    documents,
    ...settings
}: Pick<RegionPlan, "leftOut" | "functions" | "documents"> & object): ValueMap {
    return plain({ ...settings, ...(documents && { documents: comparableDocuments(documents) }) }) as ValueMap;
}

function comparablePacks(packs: RegionPlan["packs"]): ComparableRegion["packs"] {
    return plain(
        Object.fromEntries(packs.map((pack) => [pack.name, comparablePack(pack)])),
    ) as unknown as ComparableRegion["packs"];
}

/** The same plan as a tree of plain values. */
export function asValue(plan: ComparablePlan): Value {
    return plain(plan);
}

function comparablePack({ name: _, rules, remediations, parameters, delivery, ...pack }: ConformancePackPlan) {
    return {
        ...pack,
        delivery: delivery.kind,
        parameters: Object.fromEntries(parameters.map(({ name, value }) => [name, value])),
        rules: keyed(
            rules.map(({ location: _place, origins: _places, ...rule }) => rule),
            ({ logicalId }) => logicalId,
        ),
        remediations: keyed((remediations ?? []).map(comparableRemediation), ({ logicalId }) => logicalId),
    };
}

function keyed<Item>(items: readonly Item[], key: (item: Item) => string): Record<string, Item> {
    return Object.fromEntries(items.map((item) => [key(item), item]));
}

/** Without prototypes, functions and absent values. */
function plain(value: unknown): Value {
    return JSON.parse(JSON.stringify(value)) as Value;
}
