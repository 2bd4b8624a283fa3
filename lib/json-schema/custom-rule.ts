/** The schemas of `packs/rules/<name>/rule.yaml` and `cases.yaml`. */
import { casesSchema } from "../rules/cases-schema.ts";
import { descriptionSchema } from "../rules/schema.ts";
import { DRAFT, fromZod, type JsonSchema } from "./json-schema.ts";

export function ruleSchema(): JsonSchema {
    const shape = fromZod(descriptionSchema);
    return {
        $schema: DRAFT,
        title: "Custom rule",
        ...shape,
        // A rule looks at types or at a tag: the check says which of the two is missing.
        anyOf: [{ required: ["resourceTypes"] }, { required: ["tag"] }],
    };
}

export function ruleCasesSchema(): JsonSchema {
    return { $schema: DRAFT, title: "Test cases of a custom rule", ...fromZod(casesSchema) };
}
