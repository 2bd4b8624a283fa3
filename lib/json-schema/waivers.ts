/** The schema of `waivers.yaml`. */
import type { Catalogue } from "../catalogue/catalogue.ts";
import { waiverSchema } from "../waivers/schema.ts";
import { DRAFT, fromZod, type JsonSchema } from "./json-schema.ts";

/** Offers the managed rules' names; a rule may have any other. */
export function waiversSchema(catalogue: Catalogue): JsonSchema {
    const waiver = fromZod(waiverSchema);
    const { rule, account, expiry, ...others } = waiver.properties ?? {};
    return {
        $schema: DRAFT,
        title: "Waivers",
        // A file with nothing but comments has no waivers yet.
        type: ["array", "null"],
        items: {
            ...waiver,
            properties: {
                rule: {
                    description: rule?.description ?? "",
                    type: "string",
                    pattern: "^[^*]*[^*\\s][^*]*$",
                    patternErrorMessage: "the name of one rule is needed, without *",
                    // The second alternative accepts every other name.
                    anyOf: [{ enum: catalogue.all().map(({ name }) => name) }, {}],
                },
                account: {
                    description: account?.description ?? "",
                    // Editors read an ID without quotes as a number, without its leading zeros; the check does not.
                    type: ["string", "integer"],
                    minimum: 100_000_000,
                    maximum: 999_999_999_999,
                    pattern: "^([0-9]{12}|all)$",
                    patternErrorMessage: "an account is an ID of 12 digits, or all",
                    anyOf: [{ enum: ["all"] }, {}],
                },
                ...others,
                expiry: { ...expiry, errorMessage: "a date that exists, such as 2027-01-31" },
            },
        },
    };
}
