import { ConformancePack } from "@pulumi/aws/cfg/conformancePack.js";
import { OrganizationConformancePack } from "@pulumi/aws/cfg/organizationConformancePack.js";
import { BucketObjectv2 } from "@pulumi/aws/s3/bucketObjectv2.js";
import * as pulumi from "@pulumi/pulumi";
import { templateFile } from "../building/template-file.ts";
import type { ConformancePackPlan } from "../lib/plan/plan.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import { waitForPack } from "./pack-in-progress.ts";
import { TemplateBucket } from "./template-bucket.ts";

export interface ConformancePacksArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly packs: readonly ConformancePackPlan[];
    /** Ends the names of all resources, so that another region can have the same packs. @default none */
    readonly suffix?: string;
    /** What packs of the organization wait for besides: members that do not record yet. @default nothing */
    readonly members?: readonly pulumi.Resource[];
    /** The template bucket exists and is this stack's own. @default false */
    readonly hasTemplateBucket?: boolean;
    /** One of the stack's further regions, which an import has to name. @default the provider's own */
    readonly furtherRegion?: string;
    /** Hooks of the template bucket, whose name may be taken. @default none */
    readonly templateBucketHooks?: pulumi.ResourceHookBinding;
}

/**
 * The conformance packs of an account and of an organization, each a resource with the pack's own name.
 *
 * Packs go out side by side: nothing in the documented limits of AWS Config forbids it, and the provider repeats a
 * deletion that meets an operation still under way. `--parallel` slows it down where an account needs that.
 */
export class ConformancePacks extends pulumi.ComponentResource {
    /** ARN by name. */
    readonly arns: Record<string, pulumi.Output<string>> = {};
    /** Absent where every template is sent inline. */
    readonly templateBucket?: pulumi.Output<string>;

    constructor(name: string, args: ConformancePacksArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:ConformancePacks", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const templates = createTemplateBucket(args, child);
        if (templates !== undefined) {
            this.templateBucket = templates.bucket.bucket;
        }
        const timeouts = new Map(args.packs.map((pack) => [resourceNameOf(args, pack), pack.timeouts]));
        const waiting = { ...child, hooks: waitForPack(timeouts, args.suffix) };
        for (const pack of args.packs) {
            this.arns[pack.name] = createPack(args, pack, templateOf(args, pack, templates, this), waiting);
        }
        this.registerOutputs({ arns: this.arns });
    }
}

type Template = { readonly templateBody: string } | { readonly templateS3Uri: pulumi.Output<string> };

function createTemplateBucket(
    args: ConformancePacksArgs,
    opts: pulumi.ComponentResourceOptions,
): TemplateBucket | undefined {
    const { templateBucket, templateBucketArn, region } = args.names;
    if (templateBucket === undefined || templateBucketArn === undefined) {
        return undefined;
    }
    return new TemplateBucket(
        `templates${args.suffix ?? ""}`,
        {
            region,
            tags: args.tags,
            bucketName: templateBucket,
            bucketArn: templateBucketArn,
            ...(args.hasTemplateBucket !== undefined && { adopt: args.hasTemplateBucket }),
            ...(args.furtherRegion !== undefined && { furtherRegion: args.furtherRegion }),
            ...(args.templateBucketHooks && { bucketHooks: args.templateBucketHooks }),
        },
        opts,
    );
}

/**
 * A template inline, or as an object whose key carries the hash of its content: AWS Config sees a change of the URI
 * only. A new key replaces the object, and the old one goes only after the pack has moved to the new. As the asset of a
 * file, the text stays out of the stack's state, which is written after every step; an asset of a text would be in it.
 */
function templateOf(
    args: ConformancePacksArgs,
    pack: ConformancePackPlan,
    templates: TemplateBucket | undefined,
    parent: pulumi.Resource,
): Template {
    if (pack.delivery.kind === "inline") {
        return { templateBody: pack.template };
    }
    if (templates === undefined) {
        throw new Error(`pack ${pack.name} is delivered through S3, but the plan has no template bucket`);
    }
    const object = new BucketObjectv2(
        `${pack.name}${args.suffix ?? ""}-template`,
        {
            region: args.names.region,
            bucket: templates.bucket.bucket,
            key: pack.delivery.objectKey,
            source: new pulumi.asset.FileAsset(templateFile(pack.template)),
            contentType: "application/yaml",
            tags: args.tags,
        },
        { parent, dependsOn: templates.policy },
    );
    return { templateS3Uri: pulumi.interpolate`s3://${object.bucket}/${object.key}` };
}

function resourceNameOf({ suffix = "" }: ConformancePacksArgs, { name }: ConformancePackPlan): string {
    return `${name}${suffix}`;
}

function createPack(
    args: ConformancePacksArgs,
    pack: ConformancePackPlan,
    template: Template,
    opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    const resourceName = resourceNameOf(args, pack);
    const inputs = {
        region: args.names.region,
        name: pack.name,
        ...template,
        ...(pack.parameters.length > 0 && {
            inputParameters: pack.parameters.map(({ name, value }) => ({ parameterName: name, parameterValue: value })),
        }),
    };
    if (pack.target === "account") {
        return new ConformancePack(resourceName, inputs, opts).arn;
    }
    return new OrganizationConformancePack(
        resourceName,
        { ...inputs, ...(pack.excludedAccounts.length > 0 && { excludedAccounts: [...pack.excludedAccounts] }) },
        {
            ...pulumi.mergeOptions(opts, { dependsOn: [...(args.members ?? [])] }),
            ...(pack.timeouts && { customTimeouts: pack.timeouts }),
        },
    ).arn;
}
