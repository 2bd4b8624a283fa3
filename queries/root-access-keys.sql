-- Accounts that break a rule and have the rule on root access keys: the columns pair rules with verdicts
SELECT
    accountId,
    configuration.configRuleList.configRuleName,
    configuration.configRuleList.complianceType
WHERE
    resourceType = 'AWS::Config::ResourceCompliance'
    AND configuration.targetResourceType = 'AWS::::Account'
    -- Each condition looks at all rules of the account, so both may be true of different ones.
    AND configuration.configRuleList.configRuleName LIKE 'iam-root-access-key-check%'
    AND configuration.configRuleList.complianceType = 'NON_COMPLIANT'
ORDER BY
    accountId
