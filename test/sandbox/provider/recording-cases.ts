import { account, reading, region, trustPolicy, type ResourceCase } from "./case-surroundings.ts";

/** Of roles and AWS Config. */
export const recordingCases: readonly ResourceCase[] = [
    {
        type: "aws:iam/serviceLinkedRole:ServiceLinkedRole",
        program: () => ({ awsServiceName: "config.amazonaws.com" }),
        change: { description: "changed" },
        replacement: { awsServiceName: "guardduty.amazonaws.com" },
    },
    {
        type: "aws:iam/role:Role",
        program: () => ({ name: "case", assumeRolePolicy: trustPolicy, description: "a", forceDetachPolicies: true }),
        change: { description: "b", maxSessionDuration: 7200 },
        replacement: { path: "/deep/" },
        unseenByImport: ["forceDetachPolicies"],
    },
    {
        type: "aws:iam/rolePolicy:RolePolicy",
        program: ({ role }) => ({ role, name: "case", policy: reading("s3:Get*") }),
        change: { policy: reading("s3:List*") },
        replacement: { name: "other" },
    },
    {
        type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
        program: ({ role }) => ({ role, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
        replacement: { role: "other" },
    },
    {
        type: "aws:cfg/recorder:Recorder",
        program: ({ roleArn }) => ({
            name: "default",
            roleArn,
            recordingGroup: { allSupported: true, includeGlobalResourceTypes: true },
        }),
        change: { recordingGroup: { allSupported: true } },
        changedPaths: ["recordingGroup.includeGlobalResourceTypes"],
        replacement: { name: "other" },
    },
    {
        type: "aws:cfg/retentionConfiguration:RetentionConfiguration",
        program: () => ({ retentionPeriodInDays: 365 }),
        change: { retentionPeriodInDays: 400 },
    },
    {
        type: "aws:cfg/configurationAggregator:ConfigurationAggregator",
        program: () => ({ name: "case", accountAggregationSource: { accountIds: [account], allRegions: true } }),
        change: { accountAggregationSource: { accountIds: [account], regions: [region] } },
        changedPaths: ["accountAggregationSource.allRegions", "accountAggregationSource.regions"],
        replacement: { name: "other" },
    },
    {
        type: "aws:cfg/aggregateAuthorization:AggregateAuthorization",
        program: () => ({ accountId: "111111111111", authorizedAwsRegion: "eu-west-1" }),
        replacement: { authorizedAwsRegion: "eu-west-2" },
    },
];
