/**
 * The findings of earlier runs, for files that have not changed since: one JSON file a project in the user's cache
 * directory, which may be deleted at any time.
 *
 * An entry holds as long as the tool is the same and every file that was read gives the same content, and nothing else is
 * taken for granted: what cannot be read, or does not look like an entry, is as if it were not there.
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Diagnostic } from "../../lib/diagnostic.ts";
import { holdsFor, type Observation, observe } from "../../lib/observed-files.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";

/** Of one project, those of the latest runs. */
const MAX_ENTRIES = 2_000;

/** Bytes of one project's file: what is larger is begun anew. */
const MAX_BYTES = 16_000_000;

/** Projects; the ones that were checked longest ago go first. */
const MAX_PROJECTS = 32;

interface Entry {
    readonly observations: readonly Observation[];
    readonly findings: readonly Diagnostic[];
}

export class FindingsCache {
    readonly #path: string | undefined;
    readonly #tool: () => string;
    #known: Map<string, Entry> | undefined;
    #toolHash: string | undefined;
    #isChanged = false;

    /**
     * @param folder where the caches of all projects are; undefined: nothing is kept
     * @param root absolute, of the project
     * @param tool what findings depend on besides the files
     */
    constructor(folder: string | undefined, root: string, tool: () => string) {
        this.#path = folder && join(folder, `${createHash("sha256").update(root).digest("hex").slice(0, 32)}.json`);
        this.#tool = tool;
    }

    /**
     * The findings of an earlier run where they still hold, else those of the work, which are kept.
     *
     * @param key what is checked, such as `pack packs/iam-hygiene.yaml`
     * @param work looks at the files that it is given, and at nothing else
     */
    async findings(
        key: string,
        files: ProjectFiles,
        work: (files: ProjectFiles) => Promise<readonly Diagnostic[]>,
    ): Promise<readonly Diagnostic[]> {
        if (this.#path === undefined) {
            return work(files);
        }
        const entries = this.#entries(this.#path);
        const known = entries.get(key);
        if (known !== undefined && holdsFor(known.observations, files)) {
            return known.findings;
        }
        const observed = observe(files);
        const findings = await work(observed);
        // At the end: what was checked longest ago goes first.
        entries.delete(key);
        entries.set(key, { observations: observed.observations, findings });
        this.#isChanged = true;
        return findings;
    }

    /** Writes what is new. A folder that cannot be written to keeps nothing, and is no fault. */
    save(): void {
        if (this.#path === undefined || !this.#isChanged) {
            return;
        }
        const entries = [...(this.#known ?? [])].slice(-MAX_ENTRIES);
        const text = JSON.stringify({ tool: this.#toolHash, entries });
        const folder = dirname(this.#path);
        const unfinished = join(folder, `.${randomUUID()}.tmp`);
        try {
            mkdirSync(folder, { recursive: true, mode: 0o700 });
            writeFileSync(unfinished, text.length > MAX_BYTES ? "{}" : text, { mode: 0o600 });
            renameSync(unfinished, this.#path);
            removeOldest(folder);
        } catch {
            removeIfThere(unfinished);
        }
    }

    #entries(path: string): Map<string, Entry> {
        if (this.#known === undefined) {
            this.#toolHash = this.#tool();
            this.#known = readEntries(path, this.#toolHash);
        }
        return this.#known;
    }
}

function readEntries(path: string, tool: string): Map<string, Entry> {
    try {
        if (statSync(path).size > MAX_BYTES) {
            return new Map();
        }
        const read = JSON.parse(readFileSync(path, "utf8")) as unknown;
        return isRecord(read) && read["tool"] === tool && Array.isArray(read["entries"])
            ? new Map(read["entries"].filter(isKeyedEntry))
            : new Map();
    } catch {
        return new Map();
    }
}

function removeOldest(folder: string): void {
    const files = readdirSync(folder).map((name) => join(folder, name));
    if (files.length > MAX_PROJECTS) {
        const byAge = files.map((path) => ({ path, at: statSync(path).mtimeMs })).sort((a, b) => b.at - a.at);
        byAge.slice(MAX_PROJECTS).forEach(({ path }) => rmSync(path, { force: true }));
    }
}

function removeIfThere(path: string): void {
    try {
        rmSync(path, { force: true });
    } catch {
        // Where nothing can be written, there is nothing to remove.
    }
}

function isRecord(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKeyedEntry(value: unknown): value is [string, Entry] {
    const [key, entry] = Array.isArray(value) ? (value as unknown[]) : [];
    return (
        typeof key === "string" &&
        isRecord(entry) &&
        Array.isArray(entry["observations"]) &&
        // Without one, an entry would hold for ever.
        entry["observations"].length > 0 &&
        entry["observations"].every(isObservation) &&
        Array.isArray(entry["findings"]) &&
        entry["findings"].every(isFinding)
    );
}

function isObservation(value: unknown): boolean {
    const [question, path, answer] = Array.isArray(value) ? (value as unknown[]) : [];
    return (
        (question === "read" || question === "list" || question === "others") &&
        typeof path === "string" &&
        typeof answer === "string"
    );
}

function isFinding(value: unknown): boolean {
    const optional = (key: string, type: string): boolean =>
        isRecord(value) && (value[key] === undefined || typeof value[key] === type);
    return (
        isRecord(value) &&
        typeof value["code"] === "string" &&
        (value["severity"] === "error" || value["severity"] === "warning") &&
        typeof value["message"] === "string" &&
        ["file", "path", "hint"].every((key) => optional(key, "string")) &&
        ["line", "column"].every((key) => optional(key, "number"))
    );
}
