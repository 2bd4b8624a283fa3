/** What an editor makes of a file: its values, without tags, and what a schema says of them. */
import { Ajv } from "ajv";
import { parse } from "yaml";
import type { JsonSchema } from "../../../lib/json-schema/json-schema.ts";

/** Where each fault stands and which keyword found it, such as `/rules/x additionalProperties`; empty where it fits. */
export type Judge = (text: string) => string[];

/** What only steers completion and wording. */
const ANNOTATIONS = ["errorMessage", "patternErrorMessage", "deprecationMessage", "defaultSnippets"];

export function judgeBy(schema: JsonSchema): Judge {
    const ajv = new Ajv({ allErrors: true, validateFormats: false, strictTypes: false, strictRequired: false });
    ANNOTATIONS.forEach((keyword) => ajv.addKeyword(keyword));
    const validate = ajv.compile(schema);
    return (text) => {
        validate(parse(text, { logLevel: "silent" }));
        const all = validate.errors ?? [];
        // Those of "if" and "anyOf" only say that one of the faults beside them counts.
        const own = all.filter(({ keyword }) => keyword !== "if" && keyword !== "anyOf");
        return (own.length > 0 ? own : all).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
    };
}
