import { Region as RegionOptIn } from "@pulumi/aws/account/region.js";
import * as pulumi from "@pulumi/pulumi";
import { Aggregation } from "./aggregation.ts";
import { createRegional, type RegionalArgs } from "./regional.ts";

export type RegionArgs = Omit<RegionalArgs, "suffix">;

/**
 * One of the stack's further regions, with all that it has: topic and template bucket have to be in it, and the channel
 * delivers to the stack's one bucket. Every resource takes its region as an argument, so that one provider does for all.
 * https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/
 */
export class Region extends pulumi.ComponentResource {
    readonly recorderName: pulumi.Output<string>;
    /** Absent where the plan has none. */
    readonly deliveryTopicArn?: pulumi.Output<string>;
    /** ARN by name. */
    readonly packs: Readonly<Record<string, pulumi.Output<string>>>;

    constructor(name: string, args: RegionArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:Region", name, {}, opts);
        const { region } = args.regional;
        const child = pulumi.mergeOptions(
            { parent: this, dependsOn: args.regional.enable === true ? [optIn(name, region, this)] : [] },
            opts.dependsOn === undefined ? {} : { dependsOn: opts.dependsOn },
        );
        const suffix = `-${region}`;
        const { recorder, topic, packs } = createRegional({ ...args, suffix }, child);
        const { aggregateAuthorizations: authorizations, tags } = args.plan;
        if (authorizations.length > 0) {
            const { names } = args;
            new Aggregation(
                `aggregation${suffix}`,
                { names, region, tags, aggregators: [], authorizations, suffix },
                child,
            );
        }
        this.recorderName = recorder.recorderName;
        if (topic !== undefined) {
            this.deliveryTopicArn = topic.arn;
        }
        this.packs = packs?.arns ?? {};
        this.registerOutputs({ recorderName: this.recorderName, packs: this.packs });
    }
}

/**
 * Enables the region in the account, which takes minutes. Never disabled again: others may use it by then.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
function optIn(name: string, region: string, parent: pulumi.Resource): RegionOptIn {
    return new RegionOptIn(`${name}-opt-in`, { regionName: region, enabled: true }, { parent, retainOnDelete: true });
}
