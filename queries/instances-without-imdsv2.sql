-- EC2 instances whose metadata service answers without a session token
SELECT
    accountId,
    awsRegion,
    resourceId,
    configuration.imageId
WHERE
    resourceType = 'AWS::EC2::Instance'
    AND configuration.metadataOptions.httpTokens = 'optional'
ORDER BY
    accountId,
    awsRegion
