-- What changed yesterday, with the time of each change
SELECT
    account,
    region,
    item.resourcetype,
    coalesce(item.resourcename, item.resourceid) AS resource,
    item.configurationitemstatus AS status,
    item.configurationitemcapturetime AS changed
FROM configuration_history
CROSS JOIN UNNEST(configurationitems) AS items (item)
WHERE
    year = date_format(current_date - INTERVAL '1' DAY, '%Y')
    AND month = month(current_date - INTERVAL '1' DAY)
    AND day = day(current_date - INTERVAL '1' DAY)
    -- AND account = '111122223333'
    AND item.resourcetype <> 'AWS::Config::ResourceCompliance'
ORDER BY changed
