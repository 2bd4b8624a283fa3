-- How many resources of each type break a rule, the most first
SELECT
    configuration.targetResourceType,
    COUNT(*)
WHERE
    resourceType = 'AWS::Config::ResourceCompliance'
    AND configuration.complianceType = 'NON_COMPLIANT'
GROUP BY
    configuration.targetResourceType
ORDER BY
    COUNT(*) DESC
