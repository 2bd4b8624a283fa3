/** Rules whose answer is the same in every region: evaluated in more than one, they are paid for again and again. */
import type { ManagedRule } from "./managed-rule.ts";

/**
 * The global IAM types, which AWS Config records in the regions that are told to.
 * https://docs.aws.amazon.com/config/latest/developerguide/select-resources.html
 */
export const GLOBAL_RESOURCE_TYPES = ["AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"];

/**
 * Managed rules that look at what an account has once: its root user, its password policy, its contacts, its place in
 * an organization. Their pages name no resource type that would tell.
 * https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.html
 */
const OF_THE_ACCOUNT = new Set([
    "ACCOUNT_PART_OF_ORGANIZATIONS",
    "IAM_PASSWORD_POLICY",
    "IAM_POLICY_IN_USE",
    "IAM_ROOT_ACCESS_KEY_CHECK",
    "IAM_SERVER_CERTIFICATE_EXPIRATION_CHECK",
    "ROOT_ACCOUNT_HARDWARE_MFA_ENABLED",
    "ROOT_ACCOUNT_MFA_ENABLED",
    "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS",
    "S3_ACCOUNT_LEVEL_PUBLIC_ACCESS_BLOCKS_PERIODIC",
    "SECURITY_ACCOUNT_INFORMATION_PROVIDED",
]);

/** Whether all resource types are global ones; false for none. */
export function areGlobal(resourceTypes: readonly string[]): boolean {
    return resourceTypes.length > 0 && resourceTypes.every((type) => GLOBAL_RESOURCE_TYPES.includes(type));
}

/** Whether a managed rule looks at nothing but what is global. */
export function isGlobalRule(rule: ManagedRule): boolean {
    return OF_THE_ACCOUNT.has(rule.identifier) || areGlobal(rule.resourceTypes ?? []);
}
