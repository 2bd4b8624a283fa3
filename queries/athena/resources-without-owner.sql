-- What had no tag named Owner yesterday, from the snapshots
SELECT DISTINCT
    account,
    region,
    item.resourcetype,
    coalesce(item.resourcename, item.resourceid) AS resource
FROM configuration_snapshots
CROSS JOIN UNNEST(configurationitems) AS items (item)
WHERE
    year = date_format(current_date - INTERVAL '1' DAY, '%Y')
    AND month = month(current_date - INTERVAL '1' DAY)
    AND day = day(current_date - INTERVAL '1' DAY)
    -- AND account = '111122223333'
    AND item.resourcetype IN ('AWS::EC2::Instance', 'AWS::EC2::Volume', 'AWS::RDS::DBInstance', 'AWS::S3::Bucket')
    AND element_at(item.tags, 'Owner') IS NULL
ORDER BY account, region, item.resourcetype
