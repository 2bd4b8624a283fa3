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
                    anyOf: [{ enum: catalogue.all().map(({ name }) => name) }, { pattern: "^[^*]*[^*\\s][^*]*$" }],
                    errorMessage: "the name of one rule, without *",
                },
                // Editors read an ID without quotes as a number and drop its leading zeros; the check does not.
                account: {
                    description: account?.description ?? "",
                    anyOf: [{ const: "all" }, { type: "string", pattern: "^[0-9]{12}$" }, accountNumber],
                    errorMessage: "an account ID of 12 digits, or all",
                },
                ...others,
                expiry: { ...expiry, errorMessage: "a date that exists, such as 2027-01-31" },
            },
        },
    };
}

/** Up to three leading zeros. */
const accountNumber: JsonSchema = { type: "integer", minimum: 100_000_000, maximum: 999_999_999_999 };
