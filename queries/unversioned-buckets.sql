-- S3 buckets in which a deletion cannot be undone
SELECT
    accountId,
    awsRegion,
    resourceName
WHERE
    resourceType = 'AWS::S3::Bucket'
    AND NOT supplementaryConfiguration.BucketVersioningConfiguration.status = 'Enabled'
ORDER BY
    accountId,
    resourceName
