import { Region as RegionOptIn } from "@pulumi/aws/account/region.js";
import * as pulumi from "@pulumi/pulumi";
import { Aggregation } from "./aggregation.ts";
import { AlertForwarding, type AlertForwardingArgs } from "./alert-forwarding.ts";
import { createPacks, createRecording, type Recording, type RegionalArgs } from "./regional.ts";

export type RegionArgs = Omit<RegionalArgs, "suffix">;

/**
 * One of the stack's further regions, with all that it has: topic and template bucket have to be in it, and the channel
 * delivers to the stack's one bucket. Every resource takes its region as an argument, so that one provider does for all.
 * https://www.pulumi.com/registry/packages/aws/how-to-guides/7-0-migration/
 */
export class Region extends pulumi.ComponentResource {
    readonly recording: Recording;
    /** ARN by name. Empty until the packs are deployed. */
    packs: Readonly<Record<string, pulumi.Output<string>>> = {};
    readonly #args: RegionalArgs;
    readonly #child: pulumi.ComponentResourceOptions;

    constructor(name: string, args: RegionArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:Region", name, {}, opts);
        const { region } = args.regional;
        const suffix = `-${region}`;
        this.#args = { ...args, suffix };
        this.#child = pulumi.mergeOptions(
            { parent: this, dependsOn: args.regional.enable === true ? [optIn(name, region, this)] : [] },
            opts.dependsOn === undefined ? {} : { dependsOn: opts.dependsOn },
        );
        this.recording = createRecording(this.#args, this.#child);
        const { aggregateAuthorizations: authorizations, tags } = args.plan;
        if (authorizations.length > 0) {
            const { names } = args;
            new Aggregation(
                `aggregation${suffix}`,
                { stack: args.plan.stack, names, region, tags, aggregators: [], authorizations, suffix },
                this.#child,
            );
        }
    }

    /**
     * For stacks that alert: what ceases to comply here goes to where the alert topic is.
     *
     * @param ready what has to be there before the first event
     */
    forwardAlerts(
        alerts: Pick<AlertForwardingArgs, "to" | "ruleName" | "roleArn">,
        ready: readonly pulumi.Resource[],
    ): void {
        const { names, plan, suffix = "" } = this.#args;
        new AlertForwarding(
            `alert-forwarding${suffix}`,
            { names, tags: plan.tags, ...(plan.alerts && { alerts: plan.alerts }), ...alerts },
            pulumi.mergeOptions(this.#child, { dependsOn: [...ready] }),
        );
    }

    /**
     * The second half, for which the members of the organization may have to be ready: in all regions at once.
     *
     * @param members what packs of the organization wait for
     */
    deployPacks(members: readonly pulumi.Resource[]): void {
        this.packs = createPacks(this.#args, this.recording, members, this.#child)?.arns ?? {};
        this.registerOutputs({ recorderName: this.recording.recorder.recorderName, packs: this.packs });
    }
}

/**
 * Enables the region in the account, which takes minutes. Never disabled again: others may use it by then.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
function optIn(name: string, region: string, parent: pulumi.Resource): RegionOptIn {
    return new RegionOptIn(`${name}-opt-in`, { regionName: region, enabled: true }, { parent, retainOnDelete: true });
}
