-- Users, groups and roles that have the managed policy AdministratorAccess
SELECT
    accountId,
    resourceType,
    resourceName
WHERE
    resourceType IN ('AWS::IAM::User', 'AWS::IAM::Group', 'AWS::IAM::Role')
    AND configuration.attachedManagedPolicies.policyName = 'AdministratorAccess'
ORDER BY
    accountId,
    resourceType
