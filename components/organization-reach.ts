/**
 * Turns units and rings into accounts, by asking AWS Organizations. What is found says which accounts a pack leaves out,
 * never whether it is registered.
 */
import { getOrganization } from "@pulumi/aws/organizations/getOrganization.js";
import { getOrganizationalUnitDescendantAccounts } from "@pulumi/aws/organizations/getOrganizationalUnitDescendantAccounts.js";
import * as pulumi from "@pulumi/pulumi";
import { type Diagnostic, error, InvalidConfigurationError } from "../lib/diagnostic.ts";
import {
    accountsLeftOut,
    type Members,
    reachedUnits,
    settingOf,
    tooManyLeftOut,
    unitsToLookUp,
} from "../lib/plan/organization-reach.ts";
import type { ConformancePackPlan, DeploymentPlan } from "../lib/plan/plan.ts";
import { regionsOf } from "../lib/plan/regions.ts";

/**
 * The same plan, where every organization pack names all the accounts that it leaves out. Nobody is asked where no pack
 * has units or rings.
 *
 * @throws {InvalidConfigurationError} where a unit cannot be read, or a pack leaves out more accounts than AWS takes
 */
export async function resolveReach(plan: DeploymentPlan): Promise<DeploymentPlan> {
    const packs = regionsOf(plan).flatMap((region) => region.packs);
    const dependent = packs.filter(dependsOnMembers);
    if (dependent.length === 0) {
        return plan;
    }
    const members = await readMembers(plan.stack, dependent);
    const resolve = (pack: ConformancePackPlan): ConformancePackPlan =>
        dependsOnMembers(pack) ? { ...pack, excludedAccounts: accountsLeftOut(pack, members) } : pack;
    const resolved: DeploymentPlan = {
        ...plan,
        packs: plan.packs.map(resolve),
        ...(plan.furtherRegions && {
            furtherRegions: plan.furtherRegions.map((region) => ({ ...region, packs: region.packs.map(resolve) })),
        }),
    };
    const once = new Map(regionsOf(resolved).flatMap((region) => region.packs.map((pack) => [pack.name, pack])));
    const faults = [...once.values()].flatMap((pack) => tooManyLeftOut(plan.stack, pack, pack.excludedAccounts));
    if (faults.length > 0) {
        throw new InvalidConfigurationError(faults);
    }
    for (const pack of [...once.values()].filter((one) => reachedUnits(one) !== undefined)) {
        if (members.accounts.every((account) => pack.excludedAccounts.includes(account))) {
            await pulumi.log.warn(`the pack ${pack.name} reaches no account: nothing is in the units that it is for`);
        }
    }
    return resolved;
}

function dependsOnMembers(pack: ConformancePackPlan): boolean {
    return reachedUnits(pack) !== undefined || pack.excludedUnits !== undefined;
}

async function readMembers(stack: string, packs: readonly ConformancePackPlan[]): Promise<Members> {
    const faults: Diagnostic[] = [];
    const inUnit = new Map<string, readonly string[]>();
    for (const pack of packs) {
        for (const unit of unitsToLookUp(pack).filter((one) => !inUnit.has(one))) {
            try {
                const { accounts } = await getOrganizationalUnitDescendantAccounts({ parentId: unit });
                inUnit.set(unit, active(accounts));
            } catch (failure) {
                inUnit.set(unit, []);
                faults.push(unreadable(stack, pack, `the accounts of the organizational unit ${unit}`, failure));
            }
        }
    }
    const accounts: string[] = [];
    const [first] = packs.filter((pack) => reachedUnits(pack) !== undefined);
    if (first !== undefined) {
        try {
            accounts.push(...active((await getOrganization({})).accounts));
        } catch (failure) {
            faults.push(unreadable(stack, first, "the accounts of the organization", failure));
        }
    }
    if (faults.length > 0) {
        throw new InvalidConfigurationError(faults);
    }
    return { accounts, inUnit: (unit) => inUnit.get(unit) ?? [] };
}

/** AWS Config deploys nothing to a suspended account, and it would count against what may be left out. */
function active(accounts: readonly { readonly id: string; readonly status: string }[]): string[] {
    return accounts.filter(({ status }) => status !== "SUSPENDED").map(({ id }) => id);
}

function unreadable(stack: string, pack: ConformancePackPlan, what: string, failure: unknown): Diagnostic {
    const reason = failure instanceof Error ? (failure.message.trim().split("\n").at(-1) ?? "") : String(failure);
    return error(
        { file: `Pulumi.${stack}.yaml` },
        {
            code: "unknown-members",
            path: `conformance-packs:${settingOf(pack)}`,
            message: `${what} could not be read, on which the pack ${pack.name} depends: ${reason}`,
            hint: "aws organizations list-organizational-units-for-parent shows the units that there are; only the management account and delegated administrators may ask",
        },
    );
}
