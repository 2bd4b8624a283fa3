/** What a Rego policy gets: the configuration item, and beside it the rule's parameters. */
import type { CustomRule } from "../custom-rule.ts";
import type { RuleParameterType } from "../schema.ts";

const TEXT = { type: "string" };

/** As events of AWS Config tell them; what the API alone or an event alone has is left out. */
const ITEM = {
    resourceType: TEXT,
    resourceId: TEXT,
    resourceName: TEXT,
    ARN: TEXT,
    awsAccountId: TEXT,
    awsRegion: TEXT,
    availabilityZone: TEXT,
    configurationItemStatus: TEXT,
    configurationItemCaptureTime: TEXT,
    resourceCreationTime: TEXT,
    tags: { type: "object", additionalProperties: TEXT },
    relationships: {
        type: "array",
        items: {
            type: "object",
            properties: {
                resourceType: TEXT,
                resourceId: TEXT,
                resourceName: TEXT,
                relationshipName: TEXT,
                name: TEXT,
            },
            additionalProperties: false,
        },
    },
    configuration: {},
    supplementaryConfiguration: {},
};

export const INPUT_KEYS: readonly string[] = [...Object.keys(ITEM), "parameters"];

const TYPES: Readonly<Record<RuleParameterType, object>> = {
    string: TEXT,
    integer: { type: "integer" },
    number: { type: "number" },
    boolean: { type: "boolean" },
    list: { type: "array", items: TEXT },
    patterns: { type: "array", items: TEXT },
};

/** The input as a JSON Schema, by which opa finds misspelt keys and values of another type. */
export function inputSchema({ parameters }: Pick<CustomRule, "parameters">): object {
    const values = Object.entries(parameters).map(([name, { type }]) => [name, TYPES[type]]);
    return {
        type: "object",
        properties: {
            ...ITEM,
            parameters: { type: "object", properties: Object.fromEntries(values), additionalProperties: false },
        },
        additionalProperties: false,
    };
}
