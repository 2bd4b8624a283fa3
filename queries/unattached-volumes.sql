-- EBS volumes that are paid for and attached to nothing
SELECT
    accountId,
    awsRegion,
    resourceId,
    configuration.volumeType,
    configuration.size,
    resourceCreationTime
WHERE
    resourceType = 'AWS::EC2::Volume'
    AND configuration.state.value = 'available'
ORDER BY
    accountId,
    awsRegion
