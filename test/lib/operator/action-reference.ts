/** AWS's service authorization reference of the actions in the tables: data beside this file. */
import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { z } from "zod";

const schema = z.record(
    z.string(),
    z.strictObject({
        level: z.enum(["List", "Read", "Write", "Tagging", "Permissions management"]),
        /** Patterns of ARNs; none where a policy can only say `*`. */
        resources: z.array(z.string().startsWith("arn:*:")),
    }),
);

export type ActionReference = z.output<typeof schema>[string];

export const ACTION_REFERENCE: ReadonlyMap<string, ActionReference> = new Map(
    Object.entries(schema.parse(parse(readFileSync(new URL("action-reference.yaml", import.meta.url), "utf8")))),
);
