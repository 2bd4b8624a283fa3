-- How many resources break a rule in each account and region
SELECT
    accountId,
    awsRegion,
    COUNT(*)
WHERE
    resourceType = 'AWS::Config::ResourceCompliance'
    AND configuration.complianceType = 'NON_COMPLIANT'
GROUP BY
    accountId,
    awsRegion
ORDER BY
    accountId
