/** A fault is a value until the edge: found anywhere, collected everywhere, printed in one place. */

/** Where something stands in a file; lines and columns count from 1. */
export interface Location {
    readonly file: string;
    readonly line?: number;
    readonly column?: number;
}

/** One finding about what a user wrote. An `error` stops a deployment before its first resource; a `warning` does not. */
export interface Diagnostic {
    /** Stable and kebab-case, for machines and for searching the documentation. */
    readonly code: string;
    readonly severity: "error" | "warning";
    readonly file?: string;
    readonly line?: number;
    readonly column?: number;
    /** The place inside the document, such as `packs[0].parameters`. */
    readonly path?: string;
    readonly message: string;
    /** What to write instead. */
    readonly hint?: string;
}

type Finding = Pick<Diagnostic, "code" | "message" | "hint" | "path">;

/** Builds an error at a location. */
export function error(location: Location | undefined, finding: Finding): Diagnostic {
    return { ...finding, severity: "error", ...location };
}

/** Builds a warning at a location. */
export function warning(location: Location | undefined, finding: Finding): Diagnostic {
    return { ...finding, severity: "warning", ...location };
}

/** Whether any of the findings stops a deployment. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
    return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}

/** Files in alphabetical order, top to bottom within a file: the same findings always print the same text. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
    const text = (value: string | undefined): string => value ?? "";
    return [...diagnostics].sort(
        (a, b) =>
            compare(text(a.file), text(b.file)) ||
            (a.line ?? 0) - (b.line ?? 0) ||
            (a.column ?? 0) - (b.column ?? 0) ||
            compare(a.code, b.code) ||
            compare(a.message, b.message),
    );
}

/** `file:line:column: severity code: message`, then the path and the hint on lines of their own. */
export function formatDiagnostic(diagnostic: Diagnostic): string {
    const place = [diagnostic.file, diagnostic.line, diagnostic.column].filter((part) => part !== undefined).join(":");
    const lines = [
        `${place === "" ? "" : `${place}: `}${diagnostic.severity} ${diagnostic.code}: ${diagnostic.message}`,
    ];
    if (diagnostic.path !== undefined && diagnostic.path !== "") {
        lines.push(`    at ${diagnostic.path}`);
    }
    if (diagnostic.hint !== undefined) {
        lines.push(`    hint: ${diagnostic.hint}`);
    }
    return lines.join("\n");
}

/** All findings, sorted, and a closing line that counts them. */
export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
    const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
    const warnings = diagnostics.length - errors;
    const counted = [count(errors, "error"), count(warnings, "warning")].filter((part) => part !== "").join(", ");
    return [...sortDiagnostics(diagnostics).map(formatDiagnostic), counted].join("\n");
}

/** Thrown once, with every finding in it, where only an exception can stop the caller. */
export class InvalidConfigurationError extends Error {
    readonly diagnostics: readonly Diagnostic[];

    constructor(diagnostics: readonly Diagnostic[]) {
        super(formatDiagnostics(diagnostics));
        this.name = "InvalidConfigurationError";
        this.diagnostics = diagnostics;
    }
}

function compare(a: string, b: string): number {
    return a < b ? -1 : a > b ? 1 : 0;
}

function count(number: number, noun: string): string {
    return number === 0 ? "" : `${number} ${noun}${number === 1 ? "" : "s"}`;
}
