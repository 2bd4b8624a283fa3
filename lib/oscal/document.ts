/**
 * The part of OSCAL's assessment results that this project writes, in the names of the format itself:
 * https://pages.nist.gov/OSCAL-Reference/models/v1.2.1/assessment-results/json-outline/
 */

/** The version of the format: the newest that compliance-trestle reads. */
export const OSCAL_VERSION = "1.2.1";

export interface Property {
    readonly name: string;
    readonly ns?: string;
    readonly value: string;
}

export interface Origin {
    readonly actors: readonly {
        readonly type: "tool" | "party";
        readonly "actor-uuid": string;
        readonly "role-id"?: string;
    }[];
}

export interface Party {
    readonly uuid: string;
    readonly type: "organization" | "person";
    readonly name: string;
}

export interface InventoryItem {
    readonly uuid: string;
    readonly description: string;
    readonly props: readonly Property[];
}

export interface SubjectReference {
    readonly "subject-uuid": string;
    readonly type: "inventory-item";
    readonly props: readonly Property[];
    readonly remarks?: string;
}

export interface Observation {
    readonly uuid: string;
    readonly title: string;
    readonly description: string;
    readonly props: readonly Property[];
    readonly methods: readonly ["TEST"];
    readonly types: readonly ["finding" | "control-objective"];
    readonly origins: readonly Origin[];
    readonly subjects?: readonly SubjectReference[];
    readonly "relevant-evidence"?: readonly { readonly href: string; readonly description: string }[];
    /** ISO 8601. */
    readonly collected: string;
}

export interface Response {
    readonly uuid: string;
    readonly lifecycle: "recommendation" | "planned" | "completed";
    readonly title: string;
    readonly description: string;
    readonly props: readonly Property[];
    readonly origins: readonly Origin[];
}

export interface Risk {
    readonly uuid: string;
    readonly title: string;
    readonly description: string;
    readonly statement: string;
    readonly props: readonly Property[];
    readonly status: "open" | "deviation-approved";
    readonly origins: readonly Origin[];
    readonly characterizations?: readonly {
        readonly origin: Origin;
        readonly facets: readonly { readonly name: string; readonly system: string; readonly value: string }[];
    }[];
    readonly deadline?: string;
    readonly remediations?: readonly Response[];
    readonly "related-observations": readonly { readonly "observation-uuid": string }[];
}

export interface Finding {
    readonly uuid: string;
    readonly title: string;
    readonly description: string;
    readonly props: readonly Property[];
    readonly origins: readonly Origin[];
    readonly target: {
        readonly type: "statement-id";
        readonly "target-id": string;
        readonly status: {
            readonly state: "satisfied" | "not-satisfied";
            readonly reason: "pass" | "fail" | "other";
        };
    };
    readonly "related-observations"?: readonly { readonly "observation-uuid": string }[];
    readonly "related-risks"?: readonly { readonly "risk-uuid": string }[];
    readonly remarks: string;
}

export interface BackMatterResource {
    readonly uuid: string;
    readonly title: string;
    readonly description: string;
    readonly rlinks?: readonly {
        readonly href: string;
        readonly "media-type"?: string;
        readonly hashes?: readonly { readonly algorithm: "SHA-256"; readonly value: string }[];
    }[];
}

export interface Component {
    readonly uuid: string;
    readonly type: "service" | "software";
    readonly title: string;
    readonly description: string;
    readonly props?: readonly Property[];
    readonly status: { readonly state: "operational" };
}

/** One of both inclusions. */
export interface ControlSelection {
    readonly description?: string;
    readonly "include-all"?: Readonly<Record<string, never>>;
    readonly "include-controls"?: readonly { readonly "control-id": string }[];
    readonly "exclude-controls"?: readonly { readonly "control-id": string }[];
}

export interface AssessmentResultsDocument {
    readonly "assessment-results": {
        readonly uuid: string;
        readonly metadata: {
            readonly title: string;
            readonly "last-modified": string;
            readonly version: string;
            readonly "oscal-version": string;
            readonly props: readonly Property[];
            readonly roles: readonly { readonly id: string; readonly title: string }[];
            readonly parties: readonly Party[];
            readonly "responsible-parties": readonly {
                readonly "role-id": string;
                readonly "party-uuids": readonly string[];
            }[];
        };
        readonly "import-ap": { readonly href: string; readonly remarks: string };
        readonly results: readonly [AssessmentResult];
        readonly "back-matter": { readonly resources: readonly BackMatterResource[] };
    };
}

export interface AssessmentResult {
    readonly uuid: string;
    readonly title: string;
    readonly description: string;
    readonly start: string;
    readonly end: string;
    readonly props: readonly Property[];
    readonly "local-definitions": {
        readonly "inventory-items"?: readonly InventoryItem[];
        readonly "assessment-assets": {
            readonly components: readonly Component[];
            readonly "assessment-platforms": readonly {
                readonly uuid: string;
                readonly title: string;
                readonly "uses-components": readonly { readonly "component-uuid": string }[];
            }[];
        };
    };
    readonly "reviewed-controls": {
        readonly description: string;
        readonly "control-selections": readonly ControlSelection[];
        readonly remarks?: string;
    };
    readonly observations?: readonly Observation[];
    readonly risks?: readonly Risk[];
    readonly findings?: readonly Finding[];
}
