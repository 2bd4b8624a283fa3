-- EBS volumes that are not encrypted
SELECT
    accountId,
    awsRegion,
    resourceId,
    configuration.size,
    configuration.state.value
WHERE
    resourceType = 'AWS::EC2::Volume'
    AND configuration.encrypted = false
ORDER BY
    accountId,
    awsRegion
