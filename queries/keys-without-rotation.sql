-- KMS keys of one's own whose material is never replaced
SELECT
    accountId,
    awsRegion,
    resourceId
WHERE
    resourceType = 'AWS::KMS::Key'
    AND configuration.keyManager = 'CUSTOMER'
    AND configuration.keyState = 'Enabled'
    AND supplementaryConfiguration.KeyRotationStatus = false
ORDER BY
    accountId,
    awsRegion
