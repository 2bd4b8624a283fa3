/** What OSCAL has no word for: properties of this project's, and who says what. */
import { stringOf } from "./datatypes.ts";
import type { Origin, Property } from "./document.ts";
import { NAMESPACE, uuidOf } from "./uuid.ts";

/** Names of properties and of facets that are not OSCAL's are this project's. */
export const TERMS = `urn:uuid:${NAMESPACE}`;

export const ROLES = [
    { id: "assessor", title: "Assessor" },
    { id: "risk-owner", title: "Owner of an accepted risk" },
] as const;

export const TOOL = uuidOf(NAMESPACE, "component", "conformance-packs");
export const AWS_CONFIG = uuidOf(NAMESPACE, "component", "AWS Config");
export const ASSESSOR = uuidOf(NAMESPACE, "assessor");

/** Who evaluated: AWS Config did, whoever asked it. */
export const EVALUATED: Origin = { actors: [{ type: "tool", "actor-uuid": AWS_CONFIG }] };
/** Who concluded something from it. */
export const CONCLUDED: Origin = { actors: [{ type: "tool", "actor-uuid": TOOL }] };

/** @param values by name; what is undefined is left out */
export function properties(values: Readonly<Record<string, string | number | undefined>>): Property[] {
    return Object.entries(values).flatMap(([name, value]) =>
        value === undefined ? [] : [{ name, ns: TERMS, value: stringOf(String(value)) }],
    );
}
