import * as pulumi from "@pulumi/pulumi";
import { renderTemplate } from "../lib/members/cloudformation-template.ts";
import { memberDocumentTemplate } from "../lib/members/documents-template.ts";
import { documentStackSetName } from "../lib/members/names.ts";
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
 * The project's own Automation documents in every member and region, by a StackSet for each: together they outgrow a
 * template. No change of a document touches how members record, and an account that joins has them without being listed anywhere.
 */
export class MemberDocuments extends pulumi.ComponentResource {
    /** By the document's name. */
    readonly stackSetArns: Readonly<Record<string, pulumi.Output<string>>>;

    constructor(name: string, args: MemberDocumentsArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:MemberDocuments", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const { names, plan, rollout } = args;
        this.stackSetArns = Object.fromEntries(
            plan.documents.map((document) => {
                const { stackSet } = deployStackSet(
                    `${name}-${document.name}`,
                    args,
                    rollout,
                    {
                        name: documentStackSetName(rollout, document.name),
                        description: `Automation document ${document.name} in member accounts, in each region`,
                        template: renderTemplate(
                            memberDocumentTemplate(document, { stack: rollout.name, centralAccount: names.account }),
                        ),
                        parameters: {},
                        regions: plan.regions,
                    },
                    child,
                );
                return [document.name, stackSet.arn];
            }),
        );
        this.registerOutputs({ stackSetArns: this.stackSetArns });
    }
}
