/** Reads `waivers.yaml`, with the line of everything in it. */
import { z } from "zod";
import { catalogue } from "../catalogue/catalogue.ts";
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import type { ProjectFiles } from "../project-files.ts";
import { WAIVERS_FILE } from "../project-layout.ts";
import { schemaFaults } from "../schema-faults.ts";
import { type Path, readYaml } from "../yaml-source.ts";
import { waiverSchema, waiversSchema } from "./schema.ts";
import type { Waiver, WaiverKey } from "./waiver.ts";

/** Under a name, so that faults read `waivers[0].rule`. */
const checked = { schema: z.strictObject({ waivers: waiversSchema }), whole: WAIVERS_FILE, key: "key" };

/** What somebody may have meant by a file that nothing reads. */
const OTHER_NAMES = ["waivers.yml", "waiver.yaml", "waiver.yml", "waivers.json"];

/**
 * The waivers of a project; none where it has no such file. Whether they still hold is not asked here.
 *
 * @returns the waivers where the file has no fault, else every fault at once; never throws
 */
export function loadWaivers(files: ProjectFiles): { waivers?: Waiver[]; diagnostics: Diagnostic[] } {
    const misnamed = OTHER_NAMES.filter((name) => files.read(name) !== undefined).map((name) =>
        error(
            { file: name, line: 1, column: 1 },
            {
                code: "misnamed-file",
                message: `nothing reads ${name}`,
                hint: `waivers stand in ${WAIVERS_FILE}`,
            },
        ),
    );
    const text = files.read(WAIVERS_FILE);
    const { waivers, diagnostics } = text === undefined ? { waivers: [], diagnostics: [] } : readWaivers(text);
    const all = [...misnamed, ...diagnostics];
    return waivers === undefined || all.length > 0 ? { diagnostics: all } : { waivers, diagnostics: all };
}

/**
 * Reads the text of `waivers.yaml`.
 *
 * @returns as `loadWaivers`
 */
export function readWaivers(text: string): { waivers?: Waiver[]; diagnostics: Diagnostic[] } {
    // A byte order mark before a list: the parser would take it for indentation.
    const { source, diagnostics } = readYaml(WAIVERS_FILE, text.replace(/^\ufeff/, ""));
    if (source === undefined) {
        return { diagnostics: diagnostics.map(withoutAws) };
    }
    // A file with nothing but comments has no waivers yet.
    const list = source.value ?? [];
    const result = checked.schema.safeParse({ waivers: list }, { reportInput: true });
    const locate = ([, ...path]: Path) => source.locate(path);
    if (!result.success) {
        return { diagnostics: schemaFaults(checked, result.error.issues, locate) };
    }
    const known = catalogue();
    const waivers = result.data.waivers.map((waiver, index): Waiver => {
        const managed = known.byIdentifier(waiver.rule) ?? known.byName(waiver.rule);
        return {
            ...waiver,
            ...(managed && { identifier: managed.identifier }),
            locations: locationsOf((key) => source.locate([index, key])),
        };
    });
    return { waivers, diagnostics };
}

function locationsOf(locate: (key: WaiverKey) => Location): Waiver["locations"] {
    const keys = Object.keys(waiverSchema.shape) as WaiverKey[];
    return Object.fromEntries(keys.map((key) => [key, locate(key)])) as Record<WaiverKey, Location>;
}

/** The reader's words are about packs, which AWS reads after us. */
function withoutAws(diagnostic: Diagnostic): Diagnostic {
    return diagnostic.code === "yaml-alias"
        ? { ...diagnostic, message: "waivers take no YAML aliases: each says all of itself" }
        : diagnostic;
}
