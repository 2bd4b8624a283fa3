/**
 * What differs between AWS's regions, as far as AWS Config is concerned. A region that is not listed is newer than this
 * table: nothing is assumed of it.
 */
import { partitionOf } from "../plan/partition.ts";

/**
 * Enabled in every account of the partition `aws`.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
const ENABLED_BY_DEFAULT = [
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-southeast-1",
    "ap-southeast-2",
    "ca-central-1",
    "eu-central-1",
    "eu-north-1",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "sa-east-1",
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
];

/** The account has to enable them first. Same page. */
const OPT_IN = [
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-1",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
];

/**
 * AWS Config came to these after February 2022 and records no global IAM types there.
 * https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 */
const WITHOUT_GLOBAL_IAM_TYPES = new Set([
    "ap-east-2",
    "ap-south-2",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-west-1",
    "eu-central-2",
    "eu-south-2",
    "il-central-1",
    "me-central-1",
    "mx-central-1",
]);

/** The regions of the other partitions whose accounts have all of them enabled. */
const OTHER_PARTITIONS = ["cn-north-1", "cn-northwest-1", "us-gov-east-1", "us-gov-west-1"];

/** The regions that every account of a partition has, in alphabetical order. Empty for a partition that is not known. */
export function regionsEnabledByDefault(partition: string): readonly string[] {
    return [...ENABLED_BY_DEFAULT, ...OTHER_PARTITIONS].filter((region) => partitionOf(region) === partition);
}

/** Whether an account has to enable the region before anything can be deployed there. */
export function isOptIn(region: string): boolean {
    return OPT_IN.includes(region);
}

/** Whether AWS Config records users, groups, roles and policies of IAM in the region. */
export function recordsGlobalTypes(region: string): boolean {
    return !WITHOUT_GLOBAL_IAM_TYPES.has(region);
}

/** Whether the table knows the region. */
export function isKnownRegion(region: string): boolean {
    return ENABLED_BY_DEFAULT.includes(region) || OPT_IN.includes(region) || OTHER_PARTITIONS.includes(region);
}

/** Every region of the table: for suggestions. */
export const KNOWN_REGIONS: readonly string[] = [...ENABLED_BY_DEFAULT, ...OPT_IN, ...OTHER_PARTITIONS];
