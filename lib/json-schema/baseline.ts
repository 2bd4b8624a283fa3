/** The schema of `baseline/<stack>.yaml`. */
import { baselineSchema as shape } from "../baseline/schema.ts";
import { DRAFT, fromZod, type JsonSchema } from "./json-schema.ts";

/** What the check accepts: the file is written by a command, and edited by hand only to review or to merge. */
export function baselineSchema(): JsonSchema {
    return { $schema: DRAFT, title: "Coverage baseline", ...fromZod(shape) };
}
