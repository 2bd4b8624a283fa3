-- Security groups that let the whole internet in
SELECT
    accountId,
    awsRegion,
    resourceId,
    resourceName,
    configuration.ipPermissions.fromPort,
    configuration.ipPermissions.toPort
WHERE
    resourceType = 'AWS::EC2::SecurityGroup'
    -- True of every range that the address is in, 0.0.0.0/0 among them.
    AND configuration.ipPermissions.ipRanges = '0.0.0.0'
ORDER BY
    accountId,
    awsRegion
