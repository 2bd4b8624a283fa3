import type { Handler } from "../handler.ts";
import { accountRegion } from "./account-region.ts";
import { athenaNamedQuery } from "./athena-named-query.ts";
import { athenaWorkgroup } from "./athena-workgroup.ts";
import { cfgAggregateAuthorization } from "./cfg-aggregate-authorization.ts";
import { cfgConfigurationAggregator } from "./cfg-configuration-aggregator.ts";
import { cfgConformancePack } from "./cfg-conformance-pack.ts";
import { cfgDeliveryChannel } from "./cfg-delivery-channel.ts";
import { cfgOrganizationConformancePack } from "./cfg-organization-conformance-pack.ts";
import { cfgRecorderStatus } from "./cfg-recorder-status.ts";
import { cfgRecorder } from "./cfg-recorder.ts";
import { cfgRemediationConfiguration } from "./cfg-remediation-configuration.ts";
import { cfgRetentionConfiguration } from "./cfg-retention-configuration.ts";
import { cloudFormationStackInstances } from "./cloudformation-stack-instances.ts";
import { cloudFormationStackSet } from "./cloudformation-stack-set.ts";
import { cloudTrailTrail } from "./cloudtrail-trail.ts";
import { eventsBusPolicy } from "./events-bus-policy.ts";
import { cloudWatchDashboard } from "./cloudwatch-dashboard.ts";
import { cloudWatchMetricAlarm } from "./cloudwatch-metric-alarm.ts";
import { eventsBus } from "./events-bus.ts";
import { eventsRule } from "./events-rule.ts";
import { eventsTarget } from "./events-target.ts";
import { glueCatalogDatabase } from "./glue-catalog-database.ts";
import { glueCatalogTable } from "./glue-catalog-table.ts";
import { iamRolePolicyAttachment } from "./iam-role-policy-attachment.ts";
import { iamRolePolicy } from "./iam-role-policy.ts";
import { iamRole } from "./iam-role.ts";
import { iamServiceLinkedRole } from "./iam-service-linked-role.ts";
import { kmsAlias } from "./kms-alias.ts";
import { kmsKey } from "./kms-key.ts";
import { lambdaEventSourceMapping } from "./lambda-event-source-mapping.ts";
import { lambdaFunction } from "./lambda-function.ts";
import { lambdaPermission } from "./lambda-permission.ts";
import { logsLogGroup } from "./logs-log-group.ts";
import { organizationsAwsServiceAccess } from "./organizations-aws-service-access.ts";
import { organizationsDelegatedAdministrator } from "./organizations-delegated-administrator.ts";
import { s3BucketLifecycleConfiguration } from "./s3-bucket-lifecycle-configuration.ts";
import { s3BucketLogging } from "./s3-bucket-logging.ts";
import { s3BucketObject } from "./s3-bucket-object.ts";
import { s3BucketObjectLockConfiguration } from "./s3-bucket-object-lock-configuration.ts";
import { s3BucketOwnershipControls } from "./s3-bucket-ownership-controls.ts";
import { s3BucketPolicy } from "./s3-bucket-policy.ts";
import { s3BucketPublicAccessBlock } from "./s3-bucket-public-access-block.ts";
import { s3BucketReplicationConfig } from "./s3-bucket-replication-config.ts";
import { s3BucketServerSideEncryptionConfiguration } from "./s3-bucket-server-side-encryption-configuration.ts";
import { s3BucketVersioning } from "./s3-bucket-versioning.ts";
import { s3Bucket } from "./s3-bucket.ts";
import { schedulerSchedule } from "./scheduler-schedule.ts";
import { sesEmailIdentity } from "./ses-email-identity.ts";
import { snsTopicPolicy } from "./sns-topic-policy.ts";
import { snsTopicSubscription } from "./sns-topic-subscription.ts";
import { snsTopic } from "./sns-topic.ts";
import { sqsQueue } from "./sqs-queue.ts";
import { sqsQueuePolicy } from "./sqs-queue-policy.ts";
import { ssmDocument } from "./ssm-document.ts";

/** Every resource type of @pulumi/aws that has a stand-in. */
export const handlers: readonly Handler[] = [
    accountRegion,
    athenaNamedQuery,
    athenaWorkgroup,
    cfgAggregateAuthorization,
    cfgConfigurationAggregator,
    cfgConformancePack,
    cfgDeliveryChannel,
    cfgOrganizationConformancePack,
    cfgRecorder,
    cfgRecorderStatus,
    cfgRemediationConfiguration,
    cfgRetentionConfiguration,
    cloudFormationStackInstances,
    cloudFormationStackSet,
    cloudTrailTrail,
    cloudWatchDashboard,
    cloudWatchMetricAlarm,
    eventsBus,
    eventsBusPolicy,
    eventsRule,
    eventsTarget,
    glueCatalogDatabase,
    glueCatalogTable,
    iamRole,
    iamRolePolicy,
    iamRolePolicyAttachment,
    iamServiceLinkedRole,
    kmsAlias,
    kmsKey,
    lambdaEventSourceMapping,
    lambdaFunction,
    lambdaPermission,
    logsLogGroup,
    organizationsAwsServiceAccess,
    organizationsDelegatedAdministrator,
    s3Bucket,
    s3BucketLifecycleConfiguration,
    s3BucketLogging,
    s3BucketObject,
    s3BucketObjectLockConfiguration,
    s3BucketOwnershipControls,
    s3BucketPolicy,
    s3BucketPublicAccessBlock,
    s3BucketReplicationConfig,
    s3BucketServerSideEncryptionConfiguration,
    s3BucketVersioning,
    schedulerSchedule,
    sesEmailIdentity,
    snsTopic,
    snsTopicPolicy,
    snsTopicSubscription,
    sqsQueue,
    sqsQueuePolicy,
    ssmDocument,
];
