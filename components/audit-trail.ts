import { Trail } from "@pulumi/aws/cloudtrail/trail.js";
import * as pulumi from "@pulumi/pulumi";
import type { AuditTrailPlan } from "../lib/plan/plan.ts";
import { auditTrailBucketPolicy, auditTrailKeyPolicy } from "../lib/policies/audit-trail-policies.ts";
import { formerNames } from "./awsx-trail.ts";
import { EncryptionKey, type KeyAdoption } from "./encryption-key.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { scopeOf } from "../lib/plan/names.ts";
import { createBucket, safeguardBucket } from "./private-bucket.ts";

export interface AuditTrailArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: AuditTrailPlan;
    /** Import the bucket instead of creating it. @default false */
    readonly adoptBucket?: boolean;
    /** A key of this trail that exists already. @default a new key */
    readonly keyAdoption?: KeyAdoption;
    readonly bucketHooks?: pulumi.ResourceHookBinding;
    readonly trailHooks?: pulumi.ResourceHookBinding;
}

/** A wait of 30 days, the longest that KMS offers, before a key deleted by hand is gone: its logs go with it. */
const DELETION_WINDOW_IN_DAYS = 30;

/**
 * A CloudTrail trail with log file validation, in an encrypted bucket (CIS AWS Foundations 2.2 and 2.7). Like the
 * delivery bucket, its bucket and key outlive the stack.
 */
export class AuditTrail extends pulumi.ComponentResource {
    readonly bucketName: pulumi.Output<string>;

    constructor(name: string, args: AuditTrailArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:AuditTrail", name, {}, opts);
        const { plan, tags, names } = args;
        const { auditTrailBucket, auditTrailBucketArn, auditTrailArn } = names;
        if (auditTrailBucket === undefined || auditTrailBucketArn === undefined || auditTrailArn === undefined) {
            throw new Error("the names of the audit trail are missing");
        }
        const scope = scopeOf(names);
        const kept = {
            parent: this,
            retainOnDelete: true,
            ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }),
        };
        const bucket = createBucket(
            name,
            { region: names.region, tags, bucketName: auditTrailBucket },
            {
                ...kept,
                ...(args.adoptBucket === true && { import: auditTrailBucket }),
                ...(args.bucketHooks && { hooks: args.bucketHooks }),
            },
        );
        const key = new EncryptionKey(
            name,
            {
                region: names.region,
                tags,
                description: "Encrypts the audit trail",
                alias: plan.keyAlias,
                policy: auditTrailKeyPolicy({ ...scope, trailArn: auditTrailArn }),
                deletionWindowInDays: DELETION_WINDOW_IN_DAYS,
                ...(args.keyAdoption && { adoption: args.keyAdoption }),
            },
            { ...kept, dependsOn: bucket },
        );
        const former = formerNames(this, `${name}-trail`);
        const { policy } = safeguardBucket(
            name,
            bucket,
            {
                region: names.region,
                keyArn: key.arn,
                policy: JSON.stringify(
                    auditTrailBucketPolicy({
                        ...scope,
                        bucketArn: auditTrailBucketArn,
                        trailArn: auditTrailArn,
                        organization: plan.organization,
                    }),
                ),
                policyResource: { name: `${name}-trail-bucket-policy`, aliases: [former.bucketPolicy] },
            },
            { parent: this, retainOnDelete: true },
        );
        new Trail(
            `${name}-trail`,
            {
                region: names.region,
                name: plan.name,
                s3BucketName: bucket.bucket,
                kmsKeyId: key.arn,
                enableLogFileValidation: true,
                isMultiRegionTrail: plan.allRegions,
                isOrganizationTrail: plan.organization,
                tags,
            },
            {
                parent: this,
                dependsOn: policy,
                aliases: [former.trail],
                ...(args.trailHooks && { hooks: args.trailHooks }),
            },
        );
        this.bucketName = bucket.bucket;
        this.registerOutputs({ bucketName: this.bucketName });
    }
}
