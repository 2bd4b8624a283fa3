/** What every part of the plan is built from. */
import { type Diagnostic, error, type Location, warning } from "../diagnostic.ts";
import type { CheckedPacks } from "../pack/checked-packs.ts";
import type { ProjectFiles } from "../project-files.ts";
import { formatPath } from "../schema-faults.ts";
import type { Settings } from "../settings/schema.ts";
import type { Path } from "../yaml-source.ts";

export interface PlanInput {
    /** Name of the stack, such as `dev`. */
    readonly stack: string;
    readonly region: string;
    /** The region that records global resource types. */
    readonly home: string;
    readonly settings: Settings;
    /** The keys of the namespace that the stack sets itself, as opposed to those left at their default. */
    readonly given: ReadonlySet<string>;
    /** Where a path of the configuration stands. */
    readonly locate: (path: Path) => Location;
    readonly files: ProjectFiles;
    /** Packs that were read before, also for other stacks and for the other side of a comparison. */
    readonly packs: CheckedPacks;
}

/** Collects the findings of all parts. */
export class Findings {
    readonly all: Diagnostic[] = [];
    /** Where a path of the configuration stands. */
    readonly locate: (path: Path) => Location;

    constructor(locate: (path: Path) => Location) {
        this.locate = locate;
    }

    /** A finding outside of the stack's configuration. */
    add(severity: Diagnostic["severity"], location: Location, finding: Parameters<typeof error>[1]): void {
        this.all.push(severity === "error" ? error(location, finding) : warning(location, finding));
    }

    /** A fault in the stack's configuration. */
    error(path: Path, code: string, message: string, hint?: string): void {
        this.all.push(error(this.locate(path), { code, message, path: formatPath(path), ...(hint && { hint }) }));
    }

    /** Something in the stack's configuration that works and yet may not be what is wanted. */
    warning(path: Path, code: string, message: string, hint?: string): void {
        this.all.push(warning(this.locate(path), { code, message, path: formatPath(path), ...(hint && { hint }) }));
    }
}

/** Lower-case letters, digits and hyphens, as bucket names, topics and aliases all accept them. */
export function nameOf(stack: string): string {
    return stack
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, "-")
        .replaceAll(/^-|-$/g, "");
}
