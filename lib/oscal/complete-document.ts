/** Everything of assessment results that is not a result: who assessed what, with what, by which plan. */
import type { ComplianceScope } from "../compliance/source.ts";
import type { ControlPlan } from "../plan/plan.ts";
import { markupOf, stringOf } from "./datatypes.ts";
import {
    type AssessmentResult,
    type AssessmentResultsDocument,
    type BackMatterResource,
    type Component,
    type ControlSelection,
    type Finding,
    type InventoryItem,
    type Observation,
    OSCAL_VERSION,
    type Party,
    type Risk,
} from "./document.ts";
import { ASSESSOR, AWS_CONFIG, properties, ROLES, TOOL } from "./terms.ts";
import { uuidOf } from "./uuid.ts";

/** A file that the document refers to. */
export interface ReferredFile {
    readonly title: string;
    /** Relative to the document. */
    readonly href: string;
    readonly mediaType: string;
    /** Hexadecimal. */
    readonly sha256: string;
}

export interface AssessmentContext {
    /** Such as `the stack prod`. */
    readonly title: string;
    readonly scope: ComplianceScope;
    readonly stack?: string;
    readonly framework?: string;
    /** When AWS Config was asked: ISO 8601. */
    readonly collected: string;
    /** This project's version. */
    readonly version: string;
}

/** What the document refers to. */
export interface ReferredFiles {
    /** What is deployed: in OSCAL's terms the assessment plan. Absent: it is described only. */
    readonly plan?: ReferredFile;
    /** What else the assessment rests on. */
    readonly others?: readonly ReferredFile[];
}

/** A control of the framework that no rule answers, or not all of it, and why. */
export interface UnansweredControl {
    readonly control: ControlPlan;
    readonly reasons: readonly string[];
}

export interface AssessmentParts {
    readonly observations: readonly Observation[];
    readonly risks: readonly Risk[];
    readonly findings: readonly Finding[];
    readonly items: readonly InventoryItem[];
    readonly owners: readonly Party[];
    /** Tokens of controls that rules give evidence for, and of those that none does. */
    readonly included: readonly string[];
    readonly excluded: readonly string[];
}

/** @param base UUID under which the document's own parts are identified */
export function completeDocument(
    context: AssessmentContext,
    base: string,
    parts: AssessmentParts,
    files: ReferredFiles,
): AssessmentResultsDocument {
    const { title, collected, stack, framework, scope } = context;
    const plan = planResource(title, files.plan, base);
    const content: Omit<AssessmentResultsDocument["assessment-results"], "uuid"> = {
        metadata: {
            title: markupOf(`AWS Config: compliance of ${title}`),
            "last-modified": collected,
            version: collected,
            "oscal-version": OSCAL_VERSION,
            props: properties({ stack, framework, ...scopeValues(scope) }),
            roles: ROLES,
            parties: [{ uuid: ASSESSOR, type: "organization", name: "conformance-packs" }, ...parts.owners],
            "responsible-parties": [{ "role-id": "assessor", "party-uuids": [ASSESSOR] }],
        },
        "import-ap": {
            href: `#${plan.uuid}`,
            remarks: "There is no assessment plan in OSCAL: what is assessed is the packs of the deployment plan.",
        },
        results: [resultOf(context, base, parts)],
        "back-matter": { resources: [plan, ...(files.others ?? []).map((file) => fileResource(file, base))] },
    };
    // A document that says something else is another document.
    return { "assessment-results": { uuid: uuidOf(base, "document", content), ...content } };
}

function resultOf(context: AssessmentContext, base: string, parts: AssessmentParts): AssessmentResult {
    const { title, collected, framework, version } = context;
    const { observations, risks, findings, items } = parts;
    const tools = components(version);
    return {
        uuid: uuidOf(base, "result"),
        title: markupOf(`Compliance of ${title}`),
        description:
            "What AWS Config said of the rules and resources" +
            `${framework === undefined ? "" : ` that are evidence for ${markupOf(framework)}`} when it was asked. ` +
            "A waiver accepts a resource that does not comply: it remains an observation, and its risk an approved deviation.",
        start: collected,
        end: collected,
        props: properties({ observations: observations.length, risks: risks.length, findings: findings.length }),
        "local-definitions": {
            ...(items.length > 0 && { "inventory-items": items }),
            "assessment-assets": {
                components: tools,
                "assessment-platforms": [
                    {
                        uuid: uuidOf(base, "platform"),
                        title: "AWS Config, asked by conformance-packs",
                        "uses-components": tools.map(({ uuid }) => ({ "component-uuid": uuid })),
                    },
                ],
            },
        },
        "reviewed-controls": {
            description: "Controls that rules give evidence for; those that none answers are excluded.",
            "control-selections": [selectionOf(parts)],
        },
        ...(observations.length > 0 && { observations }),
        ...(risks.length > 0 && { risks }),
        ...(findings.length > 0 && { findings }),
    };
}

/** The format wants to know of at least one control, or of all. */
function selectionOf({ included, excluded }: AssessmentParts): ControlSelection {
    const leftOut = excluded.length > 0 && { "exclude-controls": excluded.map(controlReference) };
    return included.length > 0
        ? { "include-controls": included.map(controlReference), ...leftOut }
        : { description: "No rule that was asked about names a control.", "include-all": {}, ...leftOut };
}

function controlReference(token: string): { readonly "control-id": string } {
    return { "control-id": token };
}

function components(version: string): Component[] {
    return [
        {
            uuid: AWS_CONFIG,
            type: "service",
            title: "AWS Config",
            description: "Records resources and evaluates rules on them.",
            status: { state: "operational" },
        },
        {
            uuid: TOOL,
            type: "software",
            title: "conformance-packs",
            description: "Deploys the rules, asks AWS Config for its verdicts, and wrote this document.",
            props: [{ name: "version", value: stringOf(version) }],
            status: { state: "operational" },
        },
    ];
}

function planResource(title: string, plan: ReferredFile | undefined, base: string): BackMatterResource {
    return plan === undefined
        ? {
              uuid: uuidOf(base, "plan"),
              title: markupOf(`Deployment plan of ${title}`),
              description: "What packs plan prints: the packs with their rules, severities and controls.",
          }
        : { ...fileResource(plan, base), uuid: uuidOf(base, "plan") };
}

function fileResource({ title, href, mediaType, sha256 }: ReferredFile, base: string): BackMatterResource {
    return {
        uuid: uuidOf(base, "file", href),
        title: markupOf(title),
        description: markupOf(title),
        rlinks: [{ href: encodeURI(href), "media-type": mediaType, hashes: [{ algorithm: "SHA-256", value: sha256 }] }],
    };
}

function scopeValues(scope: ComplianceScope): Record<string, string> {
    return scope.kind === "aggregator"
        ? { aggregator: scope.aggregator, "aggregator-region": scope.region }
        : { account: scope.account, regions: scope.regions.join(" ") };
}
