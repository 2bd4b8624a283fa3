-- What each conformance pack says of each account and region
SELECT
    accountId,
    awsRegion,
    resourceName,
    configuration.complianceType,
    configuration.nonCompliantRuleCount,
    configuration.totalRuleCount
WHERE
    resourceType = 'AWS::Config::ConformancePackCompliance'
ORDER BY
    accountId,
    awsRegion
