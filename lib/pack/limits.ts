/**
 * What AWS Config accepts: https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html and the service's
 * API reference, https://docs.aws.amazon.com/config/latest/APIReference/API_PutConformancePack.html
 */

/** UTF-8 bytes of a template in the request itself. */
export const INLINE_TEMPLATE_BYTES = 51_200;

/** UTF-8 bytes of a template in S3: 300 KB. */
export const S3_TEMPLATE_BYTES = 307_200;

/** Rules and remediations in one pack. */
export const RESOURCES_PER_PACK = 130;

/** Parameters of a custom pack. */
export const PARAMETERS_PER_PACK = 60;

/** Packs in one account and region; likewise organization packs in one organization. */
export const PACKS_PER_ACCOUNT = 50;

/** Rules in one account and region; those of packs count. Not adjustable. */
export const RULES_PER_ACCOUNT_AND_REGION = 1_000;

/** The only resource types that a conformance pack's template may hold. */
export const RULE_TYPE = "AWS::Config::ConfigRule";
export const REMEDIATION_TYPE = "AWS::Config::RemediationConfiguration";

/** Characters of an organization conformance pack's name; a pack of one account may have 256. */
export const ORGANIZATION_PACK_NAME_LENGTH = 128;

/** Characters of a pack parameter's name and value. */
export const PARAMETER_NAME_LENGTH = 255;
export const PARAMETER_VALUE_LENGTH = 4_096;

/** https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigRule.html */
export const RULE_NAME_LENGTH = 128;
export const RULE_DESCRIPTION_LENGTH = 256;
/** Of the JSON, with every reference resolved. */
export const INPUT_PARAMETERS_LENGTH = 1_024;
export const SCOPE_RESOURCE_TYPES = 100;

/** A pack appends a suffix to the name of every rule in it; beyond this, the whole may not fit. */
export const RULE_NAME_LENGTH_IN_PACK = 100;

/** https://docs.aws.amazon.com/config/latest/APIReference/API_CustomPolicyDetails.html */
export const GUARD_POLICY_LENGTH = 10_000;

/** https://docs.aws.amazon.com/config/latest/APIReference/API_RemediationConfiguration.html */
export const REMEDIATION_PARAMETERS = 25;
export const REMEDIATION_ATTEMPTS = { min: 1, max: 25 } as const;
export const REMEDIATION_RETRY_SECONDS = { min: 1, max: 2_678_000 } as const;

/** https://docs.aws.amazon.com/config/latest/APIReference/API_SsmControls.html */
export const SSM_CONTROL_PERCENT = { min: 1, max: 100 } as const;

/** https://docs.aws.amazon.com/config/latest/APIReference/API_StaticValue.html */
export const STATIC_VALUES = 25;
export const STATIC_VALUE_LENGTH = 256;

/** Accounts that an organization conformance pack leaves out. */
export const EXCLUDED_ACCOUNTS = 1_000;
