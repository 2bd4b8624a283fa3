/** From the nodes of a compact pack to checked values, each of which still knows its line. */
import type { Diagnostic } from "../diagnostic.ts";
import type { TemplateObject } from "../pack/template-value.ts";
import { schemaFaults } from "../schema-faults.ts";
import type { YamlSource } from "../yaml-source.ts";
import { type CompactDocument, compactSchema } from "./schema.ts";

/**
 * Checks the shape of a compact pack.
 *
 * @param document the values of the source
 * @returns the document where its shape is right, else every fault
 */
export function readCompact(
    source: YamlSource,
    document: TemplateObject,
): { document?: CompactDocument; diagnostics: Diagnostic[] } {
    const result = compactSchema.safeParse(document, { reportInput: true });
    return result.success
        ? { document: result.data, diagnostics: [] }
        : {
              diagnostics: schemaFaults(
                  { schema: compactSchema, whole: "the pack", key: "key" },
                  result.error.issues,
                  (path) => source.locate(path),
              ),
          };
}
