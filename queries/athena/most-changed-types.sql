-- Which resource types changed most this month and the last: each change is a configuration item that AWS charges for
SELECT
    account,
    region,
    item.resourcetype,
    count(*) AS changes,
    count(DISTINCT item.resourceid) AS resources
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
GROUP BY account, region, item.resourcetype
ORDER BY changes DESC
LIMIT 100
