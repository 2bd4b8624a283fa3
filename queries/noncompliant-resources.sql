-- Resources that break a rule, with all of their rules and verdicts
SELECT
    accountId,
    awsRegion,
    configuration.targetResourceType,
    configuration.targetResourceId,
    configuration.configRuleList.configRuleName,
    configuration.configRuleList.complianceType
WHERE
    resourceType = 'AWS::Config::ResourceCompliance'
    AND configuration.complianceType = 'NON_COMPLIANT'
ORDER BY
    accountId,
    awsRegion
