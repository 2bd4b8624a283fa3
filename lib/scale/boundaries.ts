/** Where limits of AWS's bite: the largest of each kind that is planned, and what the next larger one is told. */
import type { Diagnostic } from "../diagnostic.ts";
import {
    PACKS_PER_ACCOUNT,
    RESOURCES_PER_PACK,
    RULES_PER_ACCOUNT_AND_REGION,
    S3_TEMPLATE_BYTES,
} from "../pack/limits.ts";
import { ACCOUNTS_PER_AGGREGATOR } from "../plan/aggregator-limits.ts";
import { deliveryBucketPolicy } from "../policies/delivery-bucket-policy.ts";
import { deliveryKeyPolicy } from "../policies/delivery-key-policy.ts";
import type { DeliverySources } from "../policies/delivery-sources.ts";
import { deliveryTopicPolicy } from "../policies/delivery-topic-policy.ts";
import type { PolicyDocument } from "../policies/policy-document.ts";
import { BUCKET_POLICY_BYTES, KEY_POLICY_BYTES, TOPIC_POLICY_BYTES } from "../quota/policy-sizes.ts";
import { simulate } from "./measures.ts";
import { type OrganizationSize, simulateOrganization } from "./organization.ts";

export interface Limit {
    readonly name: string;
    /** AWS's number, in the limit's own unit. */
    readonly limit: number;
    /** An organization with this many of what is counted, and too little of everything else to meet another limit. */
    readonly size: (count: number) => OrganizationSize;
    /** More than is ever planned. */
    readonly beyond: number;
}

export interface Boundary {
    readonly name: string;
    readonly limit: number;
    /** The largest count that is planned. */
    readonly largest: number;
    /** What one more is told; none where the limit is not reached. */
    readonly fault?: Diagnostic;
}

const ONE: OrganizationSize = { accounts: 20, regions: 1, packs: 1, rulesPerPack: 1 };
const OWN_ACCOUNT: OrganizationSize = { ...ONE, reach: "accounts" };

/** https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html */
export const LIMITS: readonly Limit[] = [
    {
        name: "conformance packs of an account",
        limit: PACKS_PER_ACCOUNT,
        size: (packs) => ({ ...OWN_ACCOUNT, packs }),
        beyond: 80,
    },
    {
        name: "conformance packs of an organization",
        limit: PACKS_PER_ACCOUNT,
        size: (packs) => ({ ...ONE, packs }),
        beyond: 80,
    },
    {
        name: "rules and remediations in a pack",
        limit: RESOURCES_PER_PACK,
        size: (rulesPerPack) => ({ ...ONE, rulesPerPack }),
        beyond: 200,
    },
    {
        name: "rules in an account and region, ten packs",
        limit: RULES_PER_ACCOUNT_AND_REGION,
        size: (rules) => ({ ...ONE, packs: 10, rulesPerPack: Math.ceil(rules / 10) }),
        beyond: 1_290,
    },
    {
        name: "accounts that a pack leaves out",
        limit: 1_000,
        size: (excludedAccounts) => ({ ...ONE, accounts: 2_000, excludedAccounts }),
        beyond: 2_000,
    },
    {
        name: "accounts that an aggregator names",
        limit: ACCOUNTS_PER_AGGREGATOR,
        size: (accounts) => ({ ...OWN_ACCOUNT, accounts }),
        beyond: 15_000,
    },
    {
        name: "bytes of the key's policy, by administrators",
        limit: KEY_POLICY_BYTES,
        size: (keyAdministrators) => ({ ...ONE, keyAdministrators }),
        beyond: 2_000,
    },
];

/** Halves the range until the largest that is planned is found: 8 to 14 plans. */
export function findBoundary({ name, limit, size, beyond }: Limit): Boundary {
    const faultOf = (count: number): Diagnostic | undefined =>
        simulate(size(count)).diagnostics.find(({ severity }) => severity === "error");
    const largest = largestThat((count) => faultOf(count) === undefined, beyond);
    const fault = faultOf(largest + 1);
    return { name, limit, largest, ...(fault !== undefined && { fault }) };
}

export interface PolicyBoundary {
    readonly name: string;
    /** In bytes. */
    readonly limit: number;
    /** How many accounts can be named one by one. */
    readonly accounts: number;
    /** Size for a whole organization, which is named once. */
    readonly bytesForOrganization: number;
}

const SCOPE = { partition: "aws", region: "eu-west-1", account: "900000000000" };
const BUCKET = "config-history-organization-900000000000-eu-west-1";

/** Policies by what delivers under them. */
const POLICIES: readonly (readonly [string, number, (sources: DeliverySources) => PolicyDocument])[] = [
    [
        "delivery bucket",
        BUCKET_POLICY_BYTES,
        (sources) =>
            deliveryBucketPolicy({
                ...SCOPE,
                bucketArn: `arn:aws:s3:::${BUCKET}`,
                keyArn: "arn:aws:kms:eu-west-1:900000000000:key/00000000-0000-0000-0000-000000000000",
                sources,
            }),
    ],
    ["encryption key", KEY_POLICY_BYTES, (sources) => deliveryKeyPolicy({ ...SCOPE, administrators: [], sources })],
    [
        "delivery topic",
        TOPIC_POLICY_BYTES,
        ({ regions: _, ...sources }) =>
            deliveryTopicPolicy({
                ...SCOPE,
                topicArn: "arn:aws:sns:eu-west-1:900000000000:conformance-packs-organization-delivery",
                sources,
            }),
    ],
];

/**
 * How many accounts fit into each policy where they are named one by one, as they are outside of an organization.
 *
 * @param regions regions that deliver
 */
export function policyBoundaries(regions: number): PolicyBoundary[] {
    const { accounts, regions: names } = simulateOrganization({ accounts: 5_000, regions, packs: 0 });
    return POLICIES.map(([name, limit, policy]) => ({
        name,
        limit,
        accounts: largestThat(
            (count) => bytesOf(policy({ regions: names, accounts: accounts.slice(0, count) })) <= limit,
            accounts.length,
        ),
        bytesForOrganization: bytesOf(policy({ regions: names, organizationId: "o-simulated0" })),
    }));
}

/** The largest template that a pack of this many rules can have, whatever the rules say. */
export function largestTemplate(): { readonly bytes: number; readonly limit: number } {
    const { plan } = simulate({ ...ONE, rulesPerPack: RESOURCES_PER_PACK, descriptionLength: 256 });
    return { bytes: plan?.packs[0]?.bytes ?? 0, limit: S3_TEMPLATE_BYTES };
}

/** @param holds true up to some number from 1 on, and false above */
export function largestThat(holds: (count: number) => boolean, beyond: number): number {
    let [low, high] = [0, beyond];
    while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        [low, high] = holds(middle) ? [middle, high] : [low, middle - 1];
    }
    return low;
}

function bytesOf(policy: PolicyDocument): number {
    return Buffer.byteLength(JSON.stringify(policy));
}
