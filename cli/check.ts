/** `packs check`: every fault of packs and stacks, before AWS sees them. */
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Diagnostic, sortDiagnostics } from "../lib/diagnostic.ts";
import { rememberAnswers } from "../lib/observed-files.ts";
import { CheckedPacks } from "../lib/pack/checked-packs.ts";
import { type ProjectFiles, projectFolder } from "../lib/project-files.ts";
import { baselineFile } from "../lib/project-layout.ts";
import { cacheDirectory } from "../sandbox/cache-directory.ts";
import { FindingsCache } from "./check/findings-cache.ts";
import { withoutOptimizing } from "./check/optimizer.ts";
import type { CheckedFiles } from "./check/output.ts";
import { Targets } from "./check/targets.ts";
import { formatText } from "./check/text.ts";
import { toolHash } from "./check/tool-hash.ts";
import { EXIT } from "./exit-code.ts";
import { withProgress } from "./progress.ts";
import { meantStack } from "./stack-names.ts";
import type { Terminal } from "./terminal.ts";

export interface CheckOptions {
    readonly format: "text" | "json" | "sarif";
    /** Where SARIF is written besides the output. */
    readonly sarif?: string;
    /** Warnings count as errors. */
    readonly strict: boolean;
    /** Only this stack, with the packs that it names. */
    readonly stack?: string;
    /** Whether findings of earlier runs are taken for files that have not changed. Default: no. */
    readonly cache?: boolean;
}

/**
 * Checks files, or everything.
 *
 * @param paths pack files, stack files, custom rules, Automation documents and folders of packs, relative to the working
 *     directory; none: all packs in packs/, all custom rules, all documents and all stacks
 * @returns the exit code: 1 with errors, or with `strict` with warnings; 2 where a path does not exist
 */
export async function check(
    root: string,
    paths: readonly string[],
    options: CheckOptions,
    terminal: Terminal,
): Promise<number> {
    const files = rememberAnswers(withProgress(projectFolder(root), "checking", terminal));
    const targets = new Targets(root, files);
    for (const path of paths) {
        if (!targets.add(path)) {
            const stack = meantStack(path, files);
            terminal.note(`packs check: there is no file ${path}${stack === undefined ? "" : ` (${stack})`}`);
            return EXIT.usage;
        }
    }
    if (options.stack !== undefined) {
        targets.stacks.add(options.stack);
    } else if (paths.length === 0) {
        targets.addAll();
    }
    const folder = options.cache === true ? join(cacheDirectory(), "findings") : undefined;
    const cache = new FindingsCache(folder, resolve(root), toolHash);
    const { findings, unread } = await findingsOf(targets, resolve(root), files, cache);
    cache.save();
    const baselines = [...targets.stacks].filter((stack) => files.read(baselineFile(stack)) !== undefined);
    const lines = new Map<string, readonly string[]>();
    const checked: CheckedFiles = {
        findings,
        files:
            targets.stacks.size +
            baselines.length +
            targets.packs.size +
            targets.rules.size +
            targets.queries.size +
            targets.documents.size +
            (targets.waivers ? 1 : 0),
        linesOf: (file) => {
            const known = lines.get(file) ?? (files.read(file) ?? "").split(/\r\n?|\n/);
            lines.set(file, known);
            return known;
        },
    };
    if (options.sarif !== undefined) {
        const { formatSarif } = await import("./check/sarif.ts");
        writeFileSync(resolve(root, options.sarif), `${formatSarif(checked)}\n`);
    }
    terminal.line(await format(checked, options, terminal));
    if (unread.length > 0 && options.format === "text") {
        terminal.note(
            `Read only in part, since the tool that reads them is not on this machine: ${unread.join(", ")}.\n` +
                "packs test gets the tool.",
        );
    }
    const fails = checked.findings.some(({ severity }) => severity === "error" || options.strict);
    return fails ? EXIT.errors : EXIT.success;
}

/**
 * Each finding once: a pack that several stacks use is checked for each. What checks is loaded where there is something
 * to check.
 */
async function findingsOf(
    targets: Targets,
    root: string,
    files: ProjectFiles,
    cache: FindingsCache,
): Promise<{ findings: readonly Diagnostic[]; unread: readonly string[] }> {
    const packs = new CheckedPacks();
    const all: Diagnostic[] = [];
    for (const stack of targets.stacks) {
        const found = await cache.findings(`stack ${stack}`, files, async (observed) => {
            const { loadPlan } = await import("../lib/plan/load.ts");
            return loadPlan({ stack, files: observed, packs }).diagnostics;
        });
        all.push(...found);
    }
    await withoutOptimizing(targets.packs.size, async () => {
        for (const file of targets.packs) {
            const found = await cache.findings(`pack ${file}`, files, async (observed) =>
                // Waivers are about the rules of all packs.
                targets.waivers ? packs.read(file, observed).findings : packs.findings(file, observed),
            );
            all.push(...found);
        }
    });
    for (const file of targets.queries) {
        const found = await cache.findings(`query ${file}`, files, async (observed) => {
            const { checkQueryFile } = await import("./check/queries.ts");
            return checkQueryFile(file, observed);
        });
        all.push(...found);
    }
    for (const name of targets.documents) {
        // What several of them share is read with each, and its findings are told once.
        const found = await cache.findings(`document ${name}`, files, async (observed) => {
            const { readDocument } = await import("../lib/remediation/documents.ts");
            return readDocument(name, observed).diagnostics;
        });
        all.push(...found);
    }
    if (targets.waivers) {
        const today = new Date().toISOString().slice(0, 10);
        const found = await cache.findings(`waivers on ${today}`, files, async (observed) => {
            const { checkWaiversFile } = await import("./check/waivers.ts");
            return checkWaiversFile(observed, today, packs);
        });
        all.push(...found);
    }
    const unread: string[] = [];
    if (targets.rules.size > 0) {
        // Read anew each time: which of the tools are there that read them is no matter of files.
        const { checkRules } = await import("./check/rules.ts");
        const rules = checkRules(root, targets.rules, files);
        all.push(...rules.findings);
        unread.push(...rules.unread);
    }
    const findings = new Map(all.map((found) => [JSON.stringify(found), found]));
    return { findings: sortDiagnostics([...findings.values()]), unread };
}

async function format(checked: CheckedFiles, options: CheckOptions, terminal: Terminal): Promise<string> {
    switch (options.format) {
        case "json":
            return (await import("./check/json.ts")).formatJson(checked);
        case "sarif":
            return (await import("./check/sarif.ts")).formatSarif(checked);
        case "text":
            return formatText(checked, terminal.style);
    }
}
