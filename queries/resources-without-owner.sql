-- Instances, volumes, databases, buckets and functions without a tag named Owner
SELECT
    accountId,
    awsRegion,
    resourceType,
    resourceId,
    tags
WHERE
    resourceType IN (
        'AWS::EC2::Instance',
        'AWS::EC2::Volume',
        'AWS::Lambda::Function',
        'AWS::RDS::DBInstance',
        'AWS::S3::Bucket'
    )
    AND NOT tags.key = 'Owner'
ORDER BY
    accountId,
    resourceType
