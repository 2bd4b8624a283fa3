/** `Pulumi.<stack>.yaml` as text: what it sets, and where, for findings with a line and for work without the engine. */
import { parse } from "yaml";
import { type Diagnostic, error, type Location } from "../diagnostic.ts";
import { type Path, readYaml } from "../yaml-source.ts";
import { NAMESPACE } from "./schema.ts";

export interface StackFile {
    /** Keys of the namespace, without it. */
    readonly values: Readonly<Record<string, unknown>>;
    /** `aws:region`, where the file sets it. */
    readonly region?: string;
    /** Where a path of the namespace stands. */
    readonly locate: (path: Path) => Location;
    /** Where `aws:region` stands, else the file. */
    readonly regionLocation: Location;
    /** Paths of the encrypted values: https://www.pulumi.com/docs/iac/concepts/secrets/ */
    readonly secrets: readonly Path[];
}

/**
 * Reads one stack configuration file. Encrypted values stay as the file holds them.
 *
 * @param file path for messages
 */
export function readStackFile(file: string, text: string): { stackFile?: StackFile; diagnostics: Diagnostic[] } {
    const { source, diagnostics } = readYaml(file, text, { aliases: "allow" });
    if (source === undefined) {
        return { diagnostics };
    }
    const { root, fault } = valuesOf(file, text);
    if (fault !== undefined) {
        return { diagnostics: [...diagnostics, fault] };
    }
    const config = typeof root?.config === "object" && root.config !== null ? root.config : {};
    const entries = Object.entries(config as Record<string, unknown>);
    const region = entries.find(([key]) => key === "aws:region")?.[1];
    const values = Object.fromEntries(
        entries
            .filter(([key]) => key.startsWith(`${NAMESPACE}:`))
            .map(([key, value]) => [key.slice(NAMESPACE.length + 1), value]),
    );
    return {
        stackFile: {
            values,
            secrets: encryptedPaths(values),
            ...(typeof region === "string" && { region }),
            locate: ([key, ...rest]) =>
                source.locate(key === undefined ? ["config"] : ["config", `${NAMESPACE}:${key}`, ...rest]),
            regionLocation: source.locate(["config", "aws:region"]),
        },
        diagnostics,
    };
}

/** Pulumi writes an encrypted value as a map whose only key is `secure`. What an alias repeats is looked at once. */
function encryptedPaths(value: unknown, path: Path = [], seen = new Set<unknown>()): Path[] {
    if (typeof value !== "object" || value === null || seen.has(value)) {
        return [];
    }
    seen.add(value);
    const entries = Object.entries(value);
    return entries.length === 1 && typeof (value as { secure?: unknown }).secure === "string"
        ? [path]
        : entries.flatMap(([key, item]) =>
              encryptedPaths(item, [...path, Array.isArray(value) ? Number(key) : key], seen),
          );
}

/** Other than a pack, with numbers as numbers and aliases expanded. */
function valuesOf(file: string, text: string): { root?: { config?: unknown } | null; fault?: Diagnostic } {
    try {
        // Keys that stand twice have been found before; looking for them again takes the parser long.
        const options = { schema: "core", logLevel: "silent", uniqueKeys: false, maxAliasCount: 100 } as const;
        return { root: parse(text, options) as { config?: unknown } | null };
    } catch (reason) {
        return {
            fault: error(
                { file, line: 1, column: 1 },
                {
                    code: "yaml-alias",
                    message: `the aliases of the file cannot be expanded: ${String((reason as Error).message)}`,
                    hint: "write the values out",
                },
            ),
        };
    }
}
