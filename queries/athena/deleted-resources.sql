-- What was deleted this month and the last, and how it was tagged
SELECT
    account,
    region,
    item.resourcetype,
    coalesce(item.resourcename, item.resourceid) AS resource,
    item.configurationitemcapturetime AS deleted,
    item.tags
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
    AND item.configurationitemstatus IN ('ResourceDeleted', 'ResourceDeletedNotRecorded')
ORDER BY deleted DESC
