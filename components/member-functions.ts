import { BucketObjectv2 } from "@pulumi/aws/s3/bucketObjectv2.js";
import * as pulumi from "@pulumi/pulumi";
import type { BundledRules } from "../building/rule-bundles.ts";
import { codeKeyOf } from "../building/rule-bundles.ts";
import { renderTemplate } from "../lib/members/cloudformation-template.ts";
import { memberFunctionsTemplate } from "../lib/members/functions-template.ts";
import { codeBucketName, stackSetName } from "../lib/members/names.ts";
import type { RolloutPlan } from "../lib/plan/members-plan.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { MemberFunctionsPlan, RuleFunctionsPlan } from "../lib/plan/rule-functions-plan.ts";
import { codeBucketPolicy } from "../lib/policies/code-bucket-policy.ts";
import { deployStackSet } from "./member-stack-set.ts";
import { createBucket, safeguardBucket } from "./private-bucket.ts";
import { codeOf } from "./function-code.ts";

export interface MemberFunctionsArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: RuleFunctionsPlan & { readonly inMembers: MemberFunctionsPlan };
    readonly rollout: RolloutPlan;
    readonly bundles: BundledRules;
}

/**
 * Functions of rules in every member and region, by a StackSet of their own. Lambda takes code from a bucket of the
 * function's region only, so that each region has one; a changed rule has another key there, which is what tells
 * CloudFormation of the change. The old object goes after the members have moved to the new.
 */
export class MemberFunctions extends pulumi.ComponentResource {
    readonly stackSetArn: pulumi.Output<string>;

    constructor(name: string, args: MemberFunctionsArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:MemberFunctions", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const { names, plan, rollout, bundles } = args;
        const { inMembers } = plan;
        const codeKeys = new Map(inMembers.functions.map(({ rule }) => [rule, codeKeyOf(bundles, rule)]));
        const objects = inMembers.regions.flatMap((region) => storeCode(name, region, args, codeKeys, child));
        const { stackSet } = deployStackSet(
            name,
            args,
            rollout,
            {
                name: stackSetName(rollout, "functions"),
                description: "Functions of AWS Config rules in member accounts, in each region",
                template: renderTemplate(
                    memberFunctionsTemplate(inMembers, {
                        stack: plan.prefix,
                        centralAccount: names.account,
                        logRetentionDays: plan.logRetentionDays,
                        codeKeys,
                    }),
                ),
                parameters: {},
                regions: inMembers.regions,
            },
            pulumi.mergeOptions(child, { dependsOn: objects }),
        );
        this.stackSetArn = stackSet.arn;
        this.registerOutputs({ stackSetArn: this.stackSetArn });
    }
}

/** The bucket of a region, encrypted by S3 itself: a key's policy would have to let every member in. */
function storeCode(
    name: string,
    region: string,
    { names, tags, plan, rollout: { organizationId }, bundles }: MemberFunctionsArgs,
    codeKeys: ReadonlyMap<string, string>,
    opts: pulumi.CustomResourceOptions,
): BucketObjectv2[] {
    const bucketName = codeBucketName(plan.inMembers, names.account, region);
    const bucketArn = `arn:${names.partition}:s3:::${bucketName}`;
    // Nothing is lost with it: the code is built anew from the rules.
    const bucket = createBucket(`${name}-${region}`, { region, tags, bucketName, forceDestroy: true }, opts);
    const { policy } = safeguardBucket(
        `${name}-${region}`,
        bucket,
        { region, policy: JSON.stringify(codeBucketPolicy({ bucketArn, organizationId })) },
        opts,
    );
    const code = codeOf(bundles);
    return [...codeKeys].map(([rule, key]) => {
        const source = code.get(rule);
        if (source === undefined) {
            throw new Error(`the function of the rule ${rule} has no code`);
        }
        return new BucketObjectv2(
            `${rule}-${region}-code`,
            { region, bucket: bucket.bucket, key, source, contentType: "application/zip", tags },
            pulumi.mergeOptions(opts, { dependsOn: [policy] }),
        );
    });
}
