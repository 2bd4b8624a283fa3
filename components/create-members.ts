/** What an organization gets of its management account, and its members of this stack. */
import * as pulumi from "@pulumi/pulumi";
import type { BundledRules } from "../building/rule-bundles.ts";
import { administersOrganization } from "../lib/plan/organization.ts";
import { findAdministration } from "./administration-existing.ts";
import type { Deployment } from "./deployment.ts";
import type { MemberAccounts } from "./member-accounts.ts";
import type { MemberFunctions } from "./member-functions.ts";
import { OrganizationAdministration } from "./organization-administration.ts";
import type { Region } from "./region.ts";
import type { Recording } from "./regional.ts";
import type { Storage } from "./storage.ts";

/** What the management account hands over: aggregators and organization packs wait for it. */
export async function createAdministration(
    { plan, names, state }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): Promise<OrganizationAdministration | undefined> {
    return plan.organization !== undefined && administersOrganization(plan)
        ? new OrganizationAdministration(
              "administration",
              {
                  stack: plan.stack,
                  names,
                  tags: plan.tags,
                  plan: plan.organization,
                  existing: await findAdministration(plan.stack, plan.organization, state),
              },
              opts,
          )
        : undefined;
}

/** After all that the stack itself records: where its account is a member too, its recorder is there by then. */
export async function createMembers(
    { plan, names }: Deployment,
    { bucketName, keyArn, ready }: Storage,
    own: Recording,
    regions: Readonly<Record<string, Region>>,
    opts: pulumi.ComponentResourceOptions,
): Promise<MemberAccounts | undefined> {
    if (plan.members === undefined) {
        return undefined;
    }
    const { MemberAccounts } = await import("./member-accounts.ts");
    const recordings = [own, ...Object.values(regions).map(({ recording }) => recording)];
    return new MemberAccounts(
        "members",
        {
            names,
            tags: plan.tags,
            plan: plan.members,
            delivery: { ...(bucketName && { bucketName }), ...(keyArn && { keyArn }) },
        },
        pulumi.mergeOptions(opts, {
            dependsOn: [...ready, ...recordings.flatMap(({ recorder }) => recorder.ready)],
        }),
    );
}

/** Functions that members have for themselves. Loaded only then, as other functions are. */
export async function createMemberFunctions(
    { plan: { tags, members, ruleFunctions }, names }: Deployment,
    bundles: BundledRules = new Map(),
    opts: pulumi.ComponentResourceOptions,
): Promise<MemberFunctions | undefined> {
    const { inMembers } = ruleFunctions ?? {};
    if (ruleFunctions === undefined || inMembers === undefined || members?.rollout === undefined) {
        return undefined;
    }
    const { MemberFunctions } = await import("./member-functions.ts");
    const plan = { ...ruleFunctions, inMembers };
    return new MemberFunctions("member-functions", { names, tags, plan, rollout: members.rollout, bundles }, opts);
}
