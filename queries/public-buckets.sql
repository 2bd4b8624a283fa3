-- S3 buckets that do not block all public access by themselves
-- (the block of the whole account may still hold).
SELECT
    accountId,
    awsRegion,
    resourceName
WHERE
    resourceType = 'AWS::S3::Bucket'
    -- A bucket without a block has none of these properties.
    AND NOT (
        supplementaryConfiguration.PublicAccessBlockConfiguration.blockPublicAcls = true
        AND supplementaryConfiguration.PublicAccessBlockConfiguration.ignorePublicAcls = true
        AND supplementaryConfiguration.PublicAccessBlockConfiguration.blockPublicPolicy = true
        AND supplementaryConfiguration.PublicAccessBlockConfiguration.restrictPublicBuckets = true
    )
ORDER BY
    accountId,
    resourceName
