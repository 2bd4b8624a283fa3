/** From the values of the `conformance-packs` namespace to checked settings. */
import type { Diagnostic, Location } from "../diagnostic.ts";
import type { Path } from "../yaml-source.ts";
import { ignoredSettings } from "./ignored.ts";
import { schemaFaults } from "../schema-faults.ts";
import { type Settings, settingsSchema } from "./schema.ts";

const CHECKED = { schema: settingsSchema, whole: "the configuration", key: "setting" };

/**
 * Checks the configuration of a stack and fills in the defaults.
 *
 * @param values one entry per key of the namespace that is set, without the namespace
 * @param locate where a path of the namespace stands, for the findings
 * @returns the settings where nothing is wrong, else every fault at once
 */
export function loadSettings(
    values: Readonly<Record<string, unknown>>,
    locate: (path: Path) => Location,
): { settings?: Settings; diagnostics: Diagnostic[] } {
    const result = settingsSchema.safeParse(values, { reportInput: true });
    const ignored = ignoredSettings(values, locate);
    if (!result.success) {
        return { diagnostics: [...schemaFaults(CHECKED, result.error.issues, locate), ...ignored] };
    }
    return { ...(ignored.length === 0 && { settings: result.data }), diagnostics: ignored };
}
