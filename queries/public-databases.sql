-- RDS databases that have an address on the internet
SELECT
    accountId,
    awsRegion,
    resourceName,
    configuration.engine
WHERE
    resourceType = 'AWS::RDS::DBInstance'
    AND configuration.publiclyAccessible = true
ORDER BY
    accountId,
    awsRegion
