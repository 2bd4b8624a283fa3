import * as pulumi from "@pulumi/pulumi";
import { renderTemplate } from "../lib/members/cloudformation-template.ts";
import { memberDocumentsTemplate } from "../lib/members/documents-template.ts";
import { stackSetName } from "../lib/members/names.ts";
import type { RolloutPlan } from "../lib/plan/members-plan.ts";
import type { DeploymentNames } from "../lib/plan/names.ts";
import type { MemberDocumentsPlan } from "../lib/plan/remediation-plan.ts";
import { deployStackSet } from "./member-stack-set.ts";

export interface MemberDocumentsArgs {
    readonly names: DeploymentNames;
    readonly tags: Readonly<Record<string, string>>;
    readonly plan: MemberDocumentsPlan;
    readonly rollout: RolloutPlan;
}

/**
 * The project's own Automation documents in every member and region, by a StackSet of their own: no change of a document
 * touches how members record, and an account that joins has them without being listed anywhere.
 */
export class MemberDocuments extends pulumi.ComponentResource {
    readonly stackSetArn: pulumi.Output<string>;

    constructor(name: string, args: MemberDocumentsArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:MemberDocuments", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const { names, plan, rollout } = args;
        const { stackSet } = deployStackSet(
            name,
            args,
            rollout,
            {
                name: stackSetName(rollout, "documents"),
                description: "Automation documents of remediations in member accounts, in each region",
                template: renderTemplate(
                    memberDocumentsTemplate(plan, { stack: rollout.name, centralAccount: names.account }),
                ),
                parameters: {},
                regions: plan.regions,
            },
            child,
        );
        this.stackSetArn = stackSet.arn;
        this.registerOutputs({ stackSetArn: this.stackSetArn });
    }
}
