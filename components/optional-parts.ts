/** What few stacks have. Each is loaded only where the plan has it: Pulumi's classes of a service take their time. */
import type * as pulumi from "@pulumi/pulumi";
import type { BundledRules } from "../building/rule-bundles.ts";
import { isResultsKey } from "../lib/plan/history-queries.ts";
import type { AuditTrail } from "./audit-trail.ts";
import type { Deployment } from "./deployment.ts";
import type { HistoryQueries } from "./history-queries.ts";
import type { RegionalArgs } from "./regional.ts";
import type { Storage } from "./storage.ts";

/** Roles belong to the account, while functions are in every region. */
export async function createFunctionRoles(
    { plan, names, leftBehind }: Deployment,
    bundles: BundledRules = new Map(),
    opts: pulumi.ComponentResourceOptions,
): Promise<RegionalArgs["functions"]> {
    const { ruleFunctions } = plan;
    if (ruleFunctions === undefined) {
        return undefined;
    }
    const { RuleFunctionRoles } = await import("./rule-function-roles.ts");
    const { codeOf } = await import("./function-code.ts");
    return {
        roles: new RuleFunctionRoles(
            "function-roles",
            {
                names,
                plan: { ...plan, ruleFunctions },
                ...(leftBehind.functionRoles && { leftBehind: leftBehind.functionRoles }),
            },
            opts,
        ),
        code: codeOf(bundles),
    };
}

export async function createAuditTrail(
    { plan, names, leftBehind, hooks }: Deployment,
    opts: pulumi.ComponentResourceOptions,
): Promise<AuditTrail | undefined> {
    if (plan.auditTrail === undefined) {
        return undefined;
    }
    const { AuditTrail } = await import("./audit-trail.ts");
    return new AuditTrail(
        "audit",
        {
            names,
            tags: plan.tags,
            plan: plan.auditTrail,
            adoptBucket: leftBehind.auditTrailBucket === true,
            ...(leftBehind.auditTrailKey && { keyAdoption: leftBehind.auditTrailKey }),
            bucketHooks: hooks.auditTrailBucket(),
            trailHooks: hooks.auditTrail(),
        },
        opts,
    );
}

export async function createHistoryQueries(
    { plan, names, leftBehind, hooks }: Deployment,
    storage: Storage,
    transformations: pulumi.ResourceTransformation[],
): Promise<HistoryQueries | undefined> {
    if (plan.historyQueries === undefined || names.deliveryBucket === undefined) {
        return undefined;
    }
    const { HistoryQueries } = await import("./history-queries.ts");
    const ownKey = isResultsKey(plan.encryptionKey, names) ? storage.keyArn : undefined;
    return new HistoryQueries(
        "history",
        {
            names,
            tags: plan.tags,
            plan: plan.historyQueries,
            deliveryBucketName: names.deliveryBucket,
            adoptBucket: leftBehind.queryResultsBucket === true,
            bucketHooks: hooks.queryResultsBucket(),
            ...(ownKey && { keyArn: ownKey }),
        },
        { dependsOn: [...storage.first], transformations },
    );
}
