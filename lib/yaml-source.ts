/** Reads YAML and keeps track of where everything stands, so that every later finding can name its line. */
import { createRequire } from "node:module";
import type { Document } from "yaml";
import { type Diagnostic, error, type Location } from "./diagnostic.ts";
import type { TemplateValue } from "./pack/template-value.ts";
import { readQuickly } from "./yaml-events.ts";
import type * as ExactReader from "./yaml-exact.ts";
import { beyondExactReading, beyondReading } from "./yaml-limits.ts";

/** Keys and indexes from the root, such as `["packs", 0, "file"]`. */
export type Path = readonly (string | number)[];

export interface YamlSource {
    readonly file: string;
    /** Plain values, with intrinsic functions in their long form. Numbers are the text that was written. */
    readonly value: TemplateValue;
    /** With comments and styles. Made when first asked for, which takes ten times as long as the values. */
    readonly document: Document.Parsed;
    /** The location of the deepest part of the path that exists: its key, or the list item. */
    locate(path: Path): Location;
}

export interface ReadOptions {
    /** `refuse` where AWS is going to read the file, since AWS does not expand them. */
    readonly aliases: "refuse" | "allow";
}

const require = createRequire(import.meta.url);

/** Loaded where there is something to say, or to write back: it takes longer to load than most files take to be read. */
export function exactReader(): typeof ExactReader {
    return require("./yaml-exact.ts") as typeof ExactReader;
}

/**
 * Reads one YAML file. A file without a fault is read by a quick parser; whatever that does not take, or takes in another
 * way, is read by an exact one, which knows the words for each fault and its place.
 *
 * @param file path for messages, relative to the project
 * @returns the source, or the findings that kept it from being read; never throws
 */
export function readYaml(
    file: string,
    written: string,
    options: ReadOptions = { aliases: "refuse" },
): { source?: YamlSource; diagnostics: Diagnostic[] } {
    // The parser takes a byte order mark before a list for text.
    const text = written.startsWith("\ufeff") ? written.slice(1) : written;
    const refused = beyondReading(text);
    const source = refused === undefined ? readQuickly(file, text, exactReader) : undefined;
    if (source !== undefined) {
        return { source, diagnostics: [] };
    }
    const beyond = refused ?? beyondExactReading(text);
    return beyond === undefined
        ? exactReader().readExactly(file, text, options)
        : { diagnostics: [error({ file, line: 1, column: 1 }, beyond)] };
}
