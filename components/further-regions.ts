/** The stack's regions beside its own. */
import type * as pulumi from "@pulumi/pulumi";
import { namesInRegion } from "../lib/plan/names.ts";
import type { Deployment } from "./deployment.ts";
import { regionalHooks } from "./existing.ts";
import type { ExistingLookup } from "./existing-lookup.ts";
import type { FunctionStatements } from "./function-statements.ts";
import { findLeftBehindInRegion } from "./left-behind.ts";
import { importing } from "./left-behind-imports.ts";
import { findResourcesInRegion } from "./left-behind-resources.ts";
import { Region } from "./region.ts";
import type { Recording, RegionalArgs } from "./regional.ts";
import type { Storage } from "./storage.ts";

/** Who is asked in a region. */
interface Asked {
    readonly lookupIn: (region: string) => ExistingLookup;
    readonly statementsIn: (region: string) => FunctionStatements;
}

/** The stack's further regions, which wait for the role that the first recorder brings. */
export async function createRegions(
    deployment: Deployment,
    storage: Storage,
    first: Recording,
    roles: Pick<RegionalArgs, "functions" | "remediationRoles">,
    opts: { readonly dependsOn: readonly pulumi.Resource[] },
    { lookupIn, statementsIn }: Asked,
): Promise<Readonly<Record<string, Region>>> {
    const { plan, names, state, interrupted } = deployment;
    const { role } = first.recorder;
    const regions: Record<string, Region> = {};
    for (const regional of plan.furtherRegions ?? []) {
        const inRegion = namesInRegion(regional, names);
        const [lookup, statements] = [lookupIn(regional.region), statementsIn(regional.region)];
        regions[regional.region] = new Region(
            regional.region,
            {
                plan,
                regional,
                names: inRegion,
                storage,
                ...roles,
                leftBehind: await findLeftBehindInRegion(plan, regional, inRegion, state, statements),
                hooks: regionalHooks({ plan, regional, names: inRegion, lookup, interrupted }),
            },
            {
                dependsOn: [...opts.dependsOn, ...(role === undefined ? [] : [role])],
                transformations: [
                    importing(await findResourcesInRegion(plan, regional, inRegion, state, statementsIn)),
                ],
            },
        );
    }
    return regions;
}
