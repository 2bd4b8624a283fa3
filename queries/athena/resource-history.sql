-- How one resource changed this month and the last: put its ID in
SELECT
    item.configurationitemcapturetime AS changed,
    item.configurationitemstatus AS status,
    item.configuration,
    item.supplementaryconfiguration,
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
    AND item.resourceid = 'i-0123456789abcdef0'
ORDER BY changed
