import { AggregateAuthorization } from "@pulumi/aws/cfg/aggregateAuthorization.js";
import { ConfigurationAggregator } from "@pulumi/aws/cfg/configurationAggregator.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import * as pulumi from "@pulumi/pulumi";
import { SELF } from "../lib/settings/schema-packs.ts";
import type { AggregateAuthorizationPlan, AggregatorPlan } from "../lib/plan/plan.ts";
import { aggregatorTrustPolicy } from "../lib/policies/aggregator-trust-policy.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { aggregatorRoleName } from "../lib/plan/role-names.ts";

export interface AggregationArgs {
    readonly stack: string;
    readonly names: DeploymentNames;
    /** Of the aggregators. An authorization is in the region whose data it opens, which is that of the names. */
    readonly region: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly aggregators: readonly AggregatorPlan[];
    readonly authorizations: readonly AggregateAuthorizationPlan[];
    /** Ends the names of the authorizations, so that another region can have the same. @default none */
    readonly suffix?: string;
}

/**
 * Views over many accounts, and the authorizations that let aggregators elsewhere read this one.
 * https://docs.aws.amazon.com/config/latest/developerguide/aggregate-data.html
 *
 * One component for all of them: an aggregator keeps its URN when its source changes from a list of accounts to the
 * organization. With another URN the new one would be put first, under the same name, and then deleted as the old one.
 */
export class Aggregation extends pulumi.ComponentResource {
    /** ARN by name. */
    readonly arns: Record<string, pulumi.Output<string>> = {};

    constructor(name: string, args: AggregationArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:Aggregation", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        for (const aggregator of args.aggregators) {
            this.arns[aggregator.name] = createAggregator(args, aggregator, child).arn;
        }
        for (const authorization of args.authorizations) {
            new AggregateAuthorization(
                `${authorization.account}-${authorization.region}${args.suffix ?? ""}`,
                {
                    region: args.names.region,
                    accountId: authorization.account,
                    authorizedAwsRegion: authorization.region,
                    tags: args.tags,
                },
                child,
            );
        }
        this.registerOutputs({ arns: this.arns });
    }
}

function createAggregator(
    args: AggregationArgs,
    plan: AggregatorPlan,
    opts: pulumi.CustomResourceOptions,
): ConfigurationAggregator {
    const { names, region, tags } = args;
    const regions = plan.regions === "all" ? { allRegions: true } : { regions: [...plan.regions] };
    const common = { region, name: plan.name, tags };
    if (plan.source !== "organization") {
        return new ConfigurationAggregator(
            plan.name,
            {
                ...common,
                accountAggregationSource: { accountIds: accountIds(plan.source.accounts, names), ...regions },
            },
            { ...opts, deleteBeforeReplace: true },
        );
    }
    const roleName = aggregatorRoleName(args.stack, plan.name);
    const role = new Role(
        `${plan.name}-role`,
        {
            name: roleName,
            description: "Lets AWS Config list the accounts of the organization for an aggregator",
            assumeRolePolicy: JSON.stringify(aggregatorTrustPolicy({ account: names.account })),
            tags,
        },
        { ...opts, deleteBeforeReplace: true },
    );
    const permissions = new RolePolicyAttachment(
        `${plan.name}-role-policy`,
        {
            role: role.name,
            policyArn: `arn:${names.partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations`,
        },
        opts,
    );
    return new ConfigurationAggregator(
        plan.name,
        { ...common, organizationAggregationSource: { roleArn: role.arn, ...regions } },
        { ...pulumi.mergeOptions(opts, { dependsOn: [permissions] }), deleteBeforeReplace: true },
    );
}

/** With the stack's own account under its ID, once, wherever the configuration says `self`. */
function accountIds(accounts: readonly string[], names: DeploymentNames): string[] {
    return [...new Set(accounts.map((account) => (account === SELF ? names.account : account)))].sort();
}
