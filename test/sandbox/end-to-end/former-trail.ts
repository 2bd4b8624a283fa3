import assert from "node:assert/strict";
import type { StateResource } from "./project-fixture.ts";

/** The version that the component's own package used, which has a default provider of its own. */
const AWS_VERSION = "7.43.0";

/**
 * The state of a stack whose audit trail is the component Trail of @pulumi/awsx 3.9.0, whose plugin cannot be had here: made of
 * the state of one that has the trail itself, after the component's source.
 * https://github.com/pulumi/pulumi-awsx/blob/v3.8.0/awsx/cloudtrail/trail.ts
 *
 * @returns the resources, and the policy that the component gave the bucket
 */
export function formerTrail(
    resources: readonly StateResource[],
    bucket: string,
): { readonly resources: readonly StateResource[]; readonly policy: string } {
    const policy = JSON.stringify(policyOf(bucket));
    const find = (ending: string): StateResource =>
        resources.find(({ urn }) => urn.endsWith(ending)) ?? assert.fail(`nothing in the state ends in ${ending}`);
    const parent = find("::conformance-packs:config:AuditTrail::audit").urn;
    const children = parent.slice(0, parent.lastIndexOf("::"));
    const component = `${children}$awsx:cloudtrail:Trail`;
    const trail = find("$aws:cloudtrail/trail:Trail::audit-trail");
    const own = find("$aws:s3/bucketPolicy:BucketPolicy::audit-trail-bucket-policy");
    const provider = find("::default_7_48_0");
    const other = { ...provider, urn: provider.urn.replace("7_48_0", AWS_VERSION.replaceAll(".", "_")) };
    const ownUrn = own.urn.replace("audit-trail-bucket-policy", "audit-bucket-policy");
    const awsx = { urn: `${component}::audit-trail`, type: "awsx:cloudtrail:Trail", custom: false, parent };
    const childOf = (one: StateResource, type: string): StateResource => ({
        ...one,
        ...{ urn: `${component}$${type}::audit-trail`, parent: awsx.urn },
        ...{ provider: (one.provider ?? "").replace(provider.urn, other.urn) },
    });
    const theirs = {
        ...childOf(own, own.type),
        retainOnDelete: false,
        inputs: { ...own.inputs, policy },
        outputs: { ...own.outputs, policy },
    };
    const rewritten = resources.flatMap((one) => {
        switch (one) {
            case provider:
                return [provider, withVersion(other)];
            case own:
                return [{ ...own, urn: ownUrn }, awsx, theirs];
            case trail:
                return [childOf(trail, trail.type)];
            default:
                return [one];
        }
    });
    // Whatever waited for the policy waits for it under its former name.
    return { resources: JSON.parse(JSON.stringify(rewritten).replaceAll(own.urn, ownUrn)) as StateResource[], policy };
}

function withVersion(provider: StateResource): StateResource {
    const version = { version: AWS_VERSION };
    return { ...provider, inputs: { ...provider.inputs, ...version }, outputs: { ...provider.outputs, ...version } };
}

function policyOf(bucket: string): object {
    const principal = { Service: "cloudtrail.amazonaws.com" };
    return {
        Version: "2012-10-17",
        Statement: [
            {
                Sid: "AWSCloudTrailAclCheck",
                Effect: "Allow",
                Principal: principal,
                Action: ["s3:GetBucketAcl"],
                Resource: [`arn:aws:s3:::${bucket}`],
            },
            {
                Sid: "AWSCloudTrailWrite",
                Effect: "Allow",
                Principal: principal,
                Action: ["s3:PutObject"],
                Resource: [`arn:aws:s3:::${bucket}/*`],
                Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
            },
        ],
    };
}
