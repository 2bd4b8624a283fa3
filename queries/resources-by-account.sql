-- How many resources of each type each account has
SELECT
    accountId,
    resourceType,
    COUNT(*)
GROUP BY
    accountId,
    resourceType
ORDER BY
    accountId
