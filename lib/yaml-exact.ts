/** The exact reader: a document with every comment and position in it, and every fault of its syntax in words. */
import {
    type Document,
    isMap,
    isScalar,
    isSeq,
    LineCounter,
    type Node,
    type Pair,
    parseDocument,
    type Scalar,
    visit,
    type YAMLMap,
} from "yaml";
import { type Diagnostic, error, type Location } from "./diagnostic.ts";
import { templateValue } from "./pack/template-node.ts";
import { MAX_DEPTH, TOO_DEEP } from "./yaml-limits.ts";
import { isShortForm } from "./yaml-short-forms.ts";
import type { Path, ReadOptions, YamlSource } from "./yaml-source.ts";

/** More faults of syntax than this are one fault at the start of the file that the parser stumbles over again and again. */
const MAX_SYNTAX_FAULTS = 20;

/**
 * Parses one YAML file. Numbers stay the text that the author wrote: an account ID keeps its leading zeros, and a
 * template can be written back as it was.
 *
 * @param file path for messages, relative to the project
 * @param text without a byte order mark, within the limits of `yaml-limits.ts`
 * @returns the source, or the findings that kept it from being read; never throws
 */
export function readExactly(
    file: string,
    text: string,
    { aliases }: ReadOptions,
): { source?: YamlSource; diagnostics: Diagnostic[] } {
    const lineCounter = new LineCounter();
    const position = (offset: number): Location => {
        const { line, col } = lineCounter.linePos(offset);
        return { file, line, column: col };
    };
    let document: Document.Parsed;
    try {
        document = parse(text, lineCounter);
    } catch {
        // The parser recurses: nesting deeper than the stack ends here, before the depth check below can see it.
        return { diagnostics: [error({ file, line: 1, column: 1 }, TOO_DEEP)] };
    }
    const diagnostics = [...document.errors, ...document.warnings]
        .filter((problem) => problem.code !== "TAG_RESOLVE_FAILED" || !isShortForm(text.slice(...problem.pos)))
        .slice(0, MAX_SYNTAX_FAULTS)
        .map((problem) =>
            error(
                position(problem.pos[0]),
                problem.message.includes("call stack")
                    ? TOO_DEEP
                    : { code: "invalid-yaml", ...explain(problem.message, text, problem.pos[0]) },
            ),
        );
    visit(document, {
        Map: (_, map) => {
            for (const key of repeatedKeys(map).slice(0, MAX_SYNTAX_FAULTS)) {
                diagnostics.push(
                    error(position(key.range?.[0] ?? 0), {
                        code: "duplicate-key",
                        message: `the key ${String(key.value)} stands twice in the same map`,
                        hint: "remove one of the two, or give it another name",
                    }),
                );
            }
        },
        Alias: (_, node) => {
            if (aliases === "allow") {
                return;
            }
            diagnostics.push(
                error(position(node.range?.[0] ?? 0), {
                    code: "yaml-alias",
                    message: `the alias *${node.source} is not allowed: AWS does not expand YAML anchors`,
                    hint: "write the value out",
                }),
            );
        },
        Node: (_, node, ancestors) => {
            if (ancestors.length <= MAX_DEPTH * 2) {
                return undefined;
            }
            diagnostics.push(error(position(node.range?.[0] ?? 0), TOO_DEEP));
            return visit.BREAK;
        },
    });
    return diagnostics.length > 0 ? { diagnostics } : { source: sourceOf(file, document, position), diagnostics };
}

/** The document of a text that has no fault, for comments and for writing it back. */
export function exactDocument(text: string): Document.Parsed {
    return parse(text, new LineCounter());
}

function parse(text: string, lineCounter: LineCounter): Document.Parsed {
    return parseDocument(text, {
        lineCounter,
        prettyErrors: false,
        // The parser compares every key with every other; the visitor above takes one look at each.
        uniqueKeys: false,
        schema: "core",
        customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !isNumberTag(tag.tag)),
    });
}

function sourceOf(file: string, document: Document.Parsed, position: (offset: number) => Location): YamlSource {
    return {
        file,
        document,
        value: templateValue(document.contents),
        locate: (path) => {
            const range = (deepest(document.contents, path) as Node | null | undefined)?.range;
            return range === undefined || range === null ? { file, line: 1, column: 1 } : position(range[0]);
        },
    };
}

function repeatedKeys(map: YAMLMap): Scalar[] {
    const seen = new Set<string>();
    return map.items.flatMap(({ key }) => {
        if (!isScalar(key)) {
            return [];
        }
        const name = String(key.value);
        const repeated = seen.has(name);
        seen.add(name);
        return repeated ? [key] : [];
    });
}

/** The parser's own words, and what is nearly always the reason where they do not say it. */
function explain(message: string, text: string, offset: number): { message: string; hint?: string } {
    const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1).split("\n", 1)[0] ?? "";
    if (/\{[^"']*\$\{/.test(line)) {
        return { message, hint: 'inside { } put a reference in quotes: { name: "${Parameter}" }' };
    }
    return { message };
}

function isNumberTag(tag: string): boolean {
    return tag === "tag:yaml.org,2002:int" || tag === "tag:yaml.org,2002:float";
}

const pairs = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** By key: a large map is asked for many of them. */
function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
    const known =
        pairs.get(map) ??
        new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [])));
    pairs.set(map, known);
    return known;
}

/** The node at the path, or the last one on the way that exists. A pair is found by its key. */
function deepest(root: unknown, path: Path): unknown {
    let node = root;
    let found = root;
    for (const step of path) {
        if (isSeq(node) && typeof step === "string" && step.startsWith("Fn::")) {
            // The short form of a function is a tag on its arguments: no step of its own.
            continue;
        }
        if (isMap(node)) {
            const pair = pairsOf(node).get(String(step));
            if (pair === undefined) {
                break;
            }
            found = pair.key;
            node = pair.value;
        } else if (isSeq(node) && typeof step === "number" && node.items[step] !== undefined) {
            node = node.items[step];
            found = node;
        } else {
            break;
        }
    }
    return found;
}
