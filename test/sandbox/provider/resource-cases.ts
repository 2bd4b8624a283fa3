import { auditTrailCases } from "./audit-trail-cases.ts";
import type { ResourceCase } from "./case-surroundings.ts";
import { digestCases } from "./digest-cases.ts";
import { functionCases } from "./function-cases.ts";
import { historyCases } from "./history-cases.ts";
import { messageCases } from "./message-cases.ts";
import { queryCases } from "./query-cases.ts";
import { recordingCases } from "./recording-cases.ts";
import { storageCases } from "./storage-cases.ts";

/** Resource types that need no running recorder; packs and what records have specs of their own. */
export const resourceCases: readonly ResourceCase[] = [
    ...queryCases,
    ...digestCases,
    ...historyCases,
    ...auditTrailCases,
    ...storageCases,
    ...messageCases,
    ...functionCases,
    ...recordingCases,
];

/** Types whose case needs more than the surroundings: see the specs named after them. */
export const casesElsewhere: readonly string[] = [
    "aws:account/region:Region",
    "aws:cfg/conformancePack:ConformancePack",
    "aws:cfg/deliveryChannel:DeliveryChannel",
    "aws:cfg/organizationConformancePack:OrganizationConformancePack",
    "aws:cfg/recorderStatus:RecorderStatus",
    "aws:cfg/remediationConfiguration:RemediationConfiguration",
    "aws:organizations/awsServiceAccess:AwsServiceAccess",
    "aws:organizations/delegatedAdministrator:DelegatedAdministrator",
    "aws:cloudformation/stackInstances:StackInstances",
    "aws:cloudformation/stackSet:StackSet",
    "aws:s3/bucketLogging:BucketLogging",
    "aws:s3/bucketVersioning:BucketVersioning",
];
