/**
 * `npm run catalogue -- --from <source>`: brings the catalogue of managed rules up to date, and says what that changes.
 *
 * A source is one of
 * - the list of managed rules in the Developer Guide, whose pages are then read one by one:
 *   https://docs.aws.amazon.com/config/latest/developerguide/managed-rules-by-aws-config.md
 * - a folder of such pages (`*.md`),
 * - a collection as JSON, a file or an address: rules by identifier, as `lib/catalogue/generate.ts` says.
 */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { catalogueText, type CollectedRule, normalise } from "../lib/catalogue/generate.ts";
import { readRulePage, rulePages } from "../lib/catalogue/read-page.ts";
import { type CatalogueChanges, type CatalogueData, updateCatalogue } from "../lib/catalogue/update.ts";
import { EXIT } from "./exit-code.ts";
import { openTerminal, type Terminal } from "./terminal.ts";

const CATALOGUE = join(import.meta.dirname, "..", "lib", "catalogue", "managed-rules.json");

const USAGE = `npm run catalogue -- --from <source> [--write]

  --from <source>  the list of managed rules by its address, a folder of its pages in Markdown, or a collection as JSON
  --write          write lib/catalogue/managed-rules.json; without it, only say what would change`;

/** Pages at a time: enough to be done in a minute or two, few enough to be no nuisance. */
const AT_ONCE = 4;

type Collected = Record<string, CollectedRule>;

/** A source that holds no managed rules, or that cannot be had. */
class SourceError extends Error {}

/**
 * @param argv the words after the script
 * @param file where the catalogue is
 * @returns the exit code: 0 with or without a change, 1 where the source cannot be read, 2 for a command line without one
 */
export async function updateFrom(argv: readonly string[], terminal: Terminal, file = CATALOGUE): Promise<number> {
    const options = readOptions(argv);
    if (options?.from === undefined) {
        terminal.note(USAGE);
        return EXIT.usage;
    }
    const before = JSON.parse(readFileSync(file, "utf8")) as CatalogueData;
    try {
        const collected = normalise(await collect(options.from, terminal));
        const { catalogue, changes } = updateCatalogue(before, collected);
        describe(changes, Object.keys(collected).length).forEach((line) => terminal.line(line));
        if (options.write) {
            writeFileSync(file, catalogueText(catalogue));
            terminal.line("Written. Next: npx packs schema --write, npx packs check, npm run test:unit");
        }
        return EXIT.success;
    } catch (reason) {
        if (reason instanceof SourceError) {
            terminal.note(reason.message);
            return EXIT.errors;
        }
        throw reason;
    }
}

function readOptions(argv: readonly string[]): { from?: string; write: boolean } | undefined {
    try {
        const { values } = parseArgs({
            args: [...argv],
            options: { from: { type: "string" }, write: { type: "boolean", default: false } },
        });
        return { ...(values.from !== undefined && { from: values.from }), write: values.write };
    } catch {
        return undefined;
    }
}

async function collect(source: string, terminal: Terminal): Promise<Collected> {
    if (/^https?:\/\//.test(source)) {
        const text = await load(source);
        return text.trimStart().startsWith("{") ? parseCollection(source, text) : collectPages(source, text, terminal);
    }
    const kind = statSync(source, { throwIfNoEntry: false });
    if (kind === undefined) {
        throw new SourceError(`there is no file or folder ${source}`);
    }
    if (!kind.isDirectory()) {
        return parseCollection(source, readFileSync(source, "utf8"));
    }
    const pages = readdirSync(source).filter((name) => name.endsWith(".md"));
    return demandRules(
        source,
        pages.flatMap((name) => readRulePage(readFileSync(join(source, name), "utf8")) ?? []),
    );
}

async function collectPages(address: string, list: string, terminal: Terminal): Promise<Collected> {
    const names = rulePages(list);
    const found: NonNullable<ReturnType<typeof readRulePage>>[] = [];
    let read = 0;
    const next = async (): Promise<void> => {
        for (let name = names.shift(); name !== undefined; name = names.shift()) {
            const page = readRulePage(await load(new URL(`${name}.md`, address).href));
            found.push(...(page === undefined ? [] : [page]));
            terminal.transient(`${++read} pages read, ${names.length} to go`);
        }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
    return demandRules(address, found);
}

function demandRules(source: string, found: readonly { identifier: string; rule: CollectedRule }[]): Collected {
    if (found.length === 0) {
        throw new SourceError(`${source} has no page on a managed rule: is it the list, in Markdown (.md)?`);
    }
    return Object.fromEntries(found.map(({ identifier, rule }) => [identifier, rule]));
}

function parseCollection(source: string, text: string): Collected {
    try {
        const value: unknown = JSON.parse(text);
        const isRules =
            typeof value === "object" &&
            value !== null &&
            Object.entries(value).length > 0 &&
            Object.entries(value).every(([key, rule]) => /^[A-Z][A-Z0-9_]*$/.test(key) && typeof rule === "object");
        if (isRules) {
            return value as Collected;
        }
    } catch (reason) {
        if (!(reason instanceof SyntaxError)) {
            throw reason;
        }
    }
    throw new SourceError(`${source} is no collection of managed rules: a JSON object, keyed by identifier`);
}

async function load(address: string): Promise<string> {
    try {
        const answer = await fetch(address, { signal: AbortSignal.timeout(30_000) });
        if (answer.ok) {
            return await answer.text();
        }
        throw new SourceError(`${address} answers ${answer.status}`);
    } catch (reason) {
        throw reason instanceof SourceError ? reason : new SourceError(`${address} cannot be had: ${String(reason)}`);
    }
}

function describe({ added, absent, changed }: CatalogueChanges, collected: number): string[] {
    return [
        `${collected} ${collected === 1 ? "rule" : "rules"} collected: ${added.length} new, ${changed.length} changed`,
        ...added.map((identifier) => `+ ${identifier}`),
        ...changed.map(({ identifier, fields }) => `~ ${identifier}: ${fields.join(", ")}`),
        ...(absent.length === 0
            ? []
            : [`${absent.length} of the catalogue are not in the source, and stay: ${absent.join(", ")}`]),
    ];
}

const [, program, ...words] = process.argv;
if (program === import.meta.filename) {
    process.exitCode = await updateFrom(words, openTerminal());
}
