/**
 * What the audit trail was made of when it was the component Trail of @pulumi/awsx, so that stacks from then are gone on
 * with: their trail keeps its place in the state under another name, and nothing happens to it in AWS.
 *
 * The component put a policy of its own on the bucket, after this project's. Now one resource has the policy. It goes on
 * with the component's, since that, once it is in no program, is deleted with what the bucket has by then; this project's
 * former one is only forgotten, as it outlives the stack. Hence the new name: a resource that keeps its name has no alias.
 * https://github.com/pulumi/pulumi-awsx/blob/master/awsx/cloudtrail/trail.ts
 * https://www.pulumi.com/docs/iac/concepts/options/aliases/
 */
import * as pulumi from "@pulumi/pulumi";

export interface FormerNames {
    readonly trail: pulumi.Output<pulumi.URN>;
    readonly bucketPolicy: pulumi.Output<pulumi.URN>;
}

/**
 * The component's two children, which have its name.
 *
 * @param parent what the component stood in
 * @param name the component's
 */
export function formerNames(parent: pulumi.ComponentResource, name: string): FormerNames {
    const component = pulumi.createUrn(name, "awsx:cloudtrail:Trail", parent);
    return {
        trail: pulumi.createUrn(name, "aws:cloudtrail/trail:Trail", component),
        bucketPolicy: pulumi.createUrn(name, "aws:s3/bucketPolicy:BucketPolicy", component),
    };
}
