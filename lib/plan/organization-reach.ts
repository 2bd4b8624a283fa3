/** Which members of an organization a pack reaches: units and rings, as accounts to be excluded. */
import { type Diagnostic, error } from "../diagnostic.ts";
import { EXCLUDED_ACCOUNTS } from "../pack/limits.ts";
import type { PackSettings } from "../settings/schema-packs.ts";
import type { ConformancePackPlan } from "./plan.ts";

/** What says which accounts a pack reaches. */
export type Reach = Pick<ConformancePackPlan, "excludedAccounts" | "excludedUnits" | "units" | "rollout">;

/** An organization, as far as the reach of a pack depends on it. */
export interface Members {
    /** IDs of all accounts, the management account among them. */
    readonly accounts: readonly string[];
    /** IDs of the accounts of a unit, and of all units below it. */
    readonly inUnit: (unit: string) => readonly string[];
}

/** The settings, sorted and without what is not given. */
export function planReach(settings: Omit<PackSettings, "file">): Reach {
    const { rollout } = settings;
    const [excludedUnits, units] = [sorted(settings.excludedUnits), sorted(settings.units)];
    return {
        excludedAccounts: sorted(settings.excludedAccounts),
        ...(excludedUnits.length > 0 && { excludedUnits }),
        ...(units.length > 0 && { units }),
        ...(rollout !== undefined && {
            rollout: {
                rings: rollout.rings.map(({ name, units }) => ({ name, units: sorted(units) })),
                upTo: rollout.upTo,
            },
        }),
    };
}

/** The only units that a pack reaches, the rings that have it included; undefined for the whole organization. */
export function reachedUnits({ units, rollout }: Pick<Reach, "units" | "rollout">): readonly string[] | undefined {
    if (rollout === undefined) {
        return units;
    }
    const last = rollout.rings.findIndex(({ name }) => name === rollout.upTo);
    return last === rollout.rings.length - 1
        ? undefined
        : sorted(rollout.rings.slice(0, last + 1).flatMap(({ units }) => units));
}

/** Every unit whose accounts have to be known. */
export function unitsToLookUp(reach: Reach): readonly string[] {
    return sorted([...(reachedUnits(reach) ?? []), ...(reach.excludedUnits ?? [])]);
}

/** The accounts that a pack leaves out, sorted; one that is left out for several reasons is there once. */
export function accountsLeftOut(reach: Reach, members: Members): readonly string[] {
    const only = reachedUnits(reach);
    const reached = only && new Set(only.flatMap(members.inUnit));
    return sorted([
        ...reach.excludedAccounts,
        ...(reach.excludedUnits ?? []).flatMap(members.inUnit),
        ...members.accounts.filter((account) => reached?.has(account) === false),
    ]);
}

/** More accounts to leave out than AWS Config takes: found only where the organization is known. */
export function tooManyLeftOut(
    stack: string,
    pack: Pick<ConformancePackPlan, "name" | "bundle" | "rollout" | "units">,
    leftOut: readonly string[],
): Diagnostic[] {
    if (leftOut.length <= EXCLUDED_ACCOUNTS) {
        return [];
    }
    const inclusive = pack.rollout ?? pack.units;
    return [
        error(
            { file: `Pulumi.${stack}.yaml` },
            {
                code: "too-many-excluded-accounts",
                path: `conformance-packs:${settingOf(pack)}`,
                message:
                    `${pack.name} would leave out ${leftOut.length.toLocaleString("en")} accounts; an organization ` +
                    `conformance pack takes ${EXCLUDED_ACCOUNTS.toLocaleString("en")}`,
                hint:
                    inclusive === undefined
                        ? "leave out fewer units: what few accounts have is better deployed there, by a stack with target: account"
                        : "begin with a larger ring, or try the pack first in a stack of one account, with target: account",
            },
        ),
    ];
}

/** `packs.<name>`, or the bundle that the pack is a part of. */
export function settingOf({ name, bundle }: Pick<ConformancePackPlan, "name" | "bundle">): string {
    return bundle === undefined ? `packs.${name}` : `bundles.${bundle}`;
}

/** In words, as far as it is known offline: `organization without 2 accounts, ou-ab12-cdefgh34`. */
export function describeReach(pack: Reach & Pick<ConformancePackPlan, "target">): string {
    const { target, excludedAccounts, excludedUnits = [], units, rollout } = pack;
    const count = excludedAccounts.length;
    const without = [...(count === 0 ? [] : [`${count} account${count === 1 ? "" : "s"}`]), ...excludedUnits];
    const rings = rollout && reachedUnits(pack);
    return [
        target,
        ...(units === undefined ? [] : [`only ${units.join(", ")}`]),
        ...(rollout === undefined ? [] : [`up to ring ${rollout.upTo}${rings ? ` (${rings.join(", ")})` : ""}`]),
        ...(without.length === 0 ? [] : [`without ${without.join(", ")}`]),
    ].join(" ");
}

function sorted(values: readonly string[]): string[] {
    return [...new Set(values)].sort();
}
