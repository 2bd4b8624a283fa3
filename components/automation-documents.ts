import { Document } from "@pulumi/aws/ssm/document.js";
import * as pulumi from "@pulumi/pulumi";
import type { RegionDocumentPlan } from "../lib/plan/remediation-plan.ts";

export interface AutomationDocumentsArgs {
    /** Where the documents are: an automation runs those of its own region. */
    readonly region: string;
    readonly tags: Readonly<Record<string, string>>;
    readonly documents: readonly RegionDocumentPlan[];
    /** Ends the names of all resources, so that another region can have the same documents. @default none */
    readonly suffix?: string;
}

/** The project's own Automation documents in a region, as far as remediations of its packs run them. */
export class AutomationDocuments extends pulumi.ComponentResource {
    /** What packs wait for: AWS Config refuses a remediation whose document it does not find. */
    readonly ready: readonly pulumi.Resource[];

    constructor(name: string, args: AutomationDocumentsArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("conformance-packs:config:AutomationDocuments", name, {}, opts);
        const child = { parent: this, ...(opts.dependsOn !== undefined && { dependsOn: opts.dependsOn }) };
        const { region, tags, documents, suffix = "" } = args;
        this.ready = documents.map(
            (document) =>
                new Document(
                    `${document.name}${suffix}`,
                    {
                        region,
                        name: document.name,
                        documentType: "Automation",
                        documentFormat: document.format,
                        content: document.text,
                        tags,
                    },
                    { ...child, deleteBeforeReplace: true },
                ),
        );
        this.registerOutputs({});
    }
}
