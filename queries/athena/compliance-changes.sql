-- When resources began or ceased to comply with their rules, this month and the last
SELECT
    account,
    region,
    json_extract_scalar(item.configuration, '$.targetResourceType') AS resourcetype,
    json_extract_scalar(item.configuration, '$.targetResourceId') AS resourceid,
    json_extract_scalar(item.configuration, '$.complianceType') AS compliance,
    item.configurationitemcapturetime AS since
FROM configuration_history
CROSS JOIN UNNEST(configurationitems) AS items (item)
WHERE
    (
        (year = date_format(current_date, '%Y') AND month = month(current_date))
        OR (
            year = date_format(current_date - INTERVAL '1' MONTH, '%Y')
            AND month = month(current_date - INTERVAL '1' MONTH)
        )
    )
    -- AND account = '111122223333'
    AND item.resourcetype = 'AWS::Config::ResourceCompliance'
ORDER BY resourceid, since
