/** From where AWS Config may deliver: the stack's own account and region, and whatever else the stack covers. */
import type { Conditions, PolicyScope } from "./policy-document.ts";

/** What delivers besides the stack's own account in its own region. */
export interface DeliverySources {
    /** Other regions. @default none */
    readonly regions?: readonly string[];
    /** IDs of other accounts, one by one. @default none */
    readonly accounts?: readonly string[];
    /** Every account of the organization, from every region of it. @default none */
    readonly organizationId?: string;
}

/** One grant to AWS Config. */
export interface DeliveryGrant {
    /** What tells its statements from those of the other grants. */
    readonly suffix: "" | "Organization";
    readonly condition: Conditions;
    /** Account IDs that objects are written under, or `*`. */
    readonly folders: readonly string[];
}

/**
 * Holds `config.amazonaws.com` to requests that it makes for these accounts: without that, anybody's recorder could
 * deliver here. `aws:SourceOrgID` covers an organization in one condition; `aws:PrincipalOrgID` would not do, because it
 * never matches a service principal. No region is asked of the organization: recorders stay in members that a rollout has
 * left, and have to deliver wherever they are.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
 *
 * @param from region that the organization delivers from, or `*`
 */
export function deliveryGrants(scope: PolicyScope, sources: DeliverySources = {}, from = "*"): DeliveryGrant[] {
    const accounts = sorted([scope.account, ...(sources.accounts ?? [])]);
    const regions = sorted([scope.region, ...(sources.regions ?? [])]);
    const sourceArn = (places: readonly string[], account: string) => ({
        "aws:SourceArn": oneOrMany(places.map((region) => `arn:${scope.partition}:config:${region}:${account}:*`)),
    });
    const { organizationId } = sources;
    return [
        {
            suffix: "",
            condition: {
                StringEquals: { "aws:SourceAccount": oneOrMany(accounts) },
                // The account stands in the condition above: an ARN for each account and region would fill the policy.
                ArnLike: sourceArn(regions, accounts.length === 1 ? scope.account : "*"),
            },
            folders: accounts,
        },
        ...(organizationId === undefined
            ? []
            : [
                  {
                      suffix: "Organization" as const,
                      condition: {
                          StringEquals: { "aws:SourceOrgID": organizationId },
                          ArnLike: sourceArn([from], "*"),
                      },
                      folders: ["*"],
                  },
              ]),
    ];
}

/** A single value is written as such, as AWS's own examples do. */
export function oneOrMany(values: readonly string[]): string | readonly string[] {
    const [only, ...others] = values;
    return only !== undefined && others.length === 0 ? only : values;
}

function sorted(values: readonly string[]): string[] {
    return [...new Set(values)].sort();
}
