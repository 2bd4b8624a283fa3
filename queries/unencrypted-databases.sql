-- RDS databases whose storage is not encrypted
SELECT
    accountId,
    awsRegion,
    resourceName,
    configuration.engine
WHERE
    resourceType = 'AWS::RDS::DBInstance'
    AND configuration.storageEncrypted = false
ORDER BY
    accountId,
    awsRegion
