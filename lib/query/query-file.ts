/** Advanced queries as files: `queries/<name>.sql`, with what each answers in the comment at its top. */
import { type Diagnostic, error, warning } from "../diagnostic.ts";
import type { ProjectFiles } from "../project-files.ts";
import { queryFile } from "../project-layout.ts";
import { type CheckedQuery, checkQuery } from "./check.ts";

/** What AWS Config and Athena both take for the name of a query, and a shell without quotes. */
const NAME = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export interface QueryFile extends CheckedQuery {
    readonly name: string;
    readonly file: string;
    /** The comment at the top, as one text; empty where there is none. */
    readonly description: string;
}

/** @returns the query with every finding, or undefined where there is no such file */
export function readQuery(name: string, files: ProjectFiles): QueryFile | undefined {
    const file = queryFile(name);
    const text = files.read(file);
    if (text === undefined) {
        return undefined;
    }
    const description = descriptionOf(text);
    const checked = checkQuery(file, text);
    return {
        ...checked,
        name,
        file,
        description,
        diagnostics: [...nameFaults(name, file, text), ...checked.diagnostics],
    };
}

/** The lines of comment that a file begins with. */
export function descriptionOf(text: string): string {
    const lines = text.replace(/^\ufeff/, "").split(/\r\n?|\n/);
    const end = lines.findIndex((line) => !line.startsWith("--"));
    return lines
        .slice(0, end === -1 ? lines.length : end)
        .map((line) => line.replace(/^-+\s*/, "").trim())
        .filter((line) => line !== "")
        .join(" ");
}

/** Findings on what every file of a query has, whatever its dialect. */
export function nameFaults(name: string, file: string, text: string): Diagnostic[] {
    const top = { file, line: 1, column: 1 };
    return [
        ...(NAME.test(name)
            ? []
            : [
                  error(top, {
                      code: "invalid-query-name",
                      message: `${name} is no name for a query`,
                      hint: "use lower-case letters, digits and hyphens between them",
                  }),
              ]),
        ...(descriptionOf(text) === ""
            ? [
                  warning(top, {
                      code: "query-without-description",
                      message: "nothing says what the query answers",
                      hint: "begin the file with a line such as -- Volumes that are not encrypted",
                  }),
              ]
            : []),
    ];
}
