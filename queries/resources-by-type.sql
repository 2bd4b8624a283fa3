-- How many resources there are of each type
SELECT
    resourceType,
    COUNT(*)
GROUP BY
    resourceType
ORDER BY
    COUNT(*) DESC
