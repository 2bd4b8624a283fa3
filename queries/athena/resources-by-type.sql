-- How many resources of each type there were yesterday, from the snapshots
SELECT
    account,
    region,
    item.resourcetype,
    count(DISTINCT item.resourceid) AS resources
FROM configuration_snapshots
CROSS JOIN UNNEST(configurationitems) AS items (item)
WHERE
    year = date_format(current_date - INTERVAL '1' DAY, '%Y')
    AND month = month(current_date - INTERVAL '1' DAY)
    AND day = day(current_date - INTERVAL '1' DAY)
    -- AND account = '111122223333'
GROUP BY account, region, item.resourcetype
ORDER BY resources DESC
