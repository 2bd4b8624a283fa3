/** Reads YAML and keeps track of where everything stands, so that every later finding can name its line. */
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

/** Keys and indexes from the root, such as `["packs", 0, "file"]`. */
export type Path = readonly (string | number)[];

export interface YamlSource {
    readonly file: string;
    readonly document: Document.Parsed;
    /** The location of a node, or of the file where the node has none. */
    locateNode(node: unknown): Location;
    /** The location of the deepest part of the path that exists: its key, or the list item. */
    locate(path: Path): Location;
}

/** What no pack or stack configuration comes near, and what keeps a mistaken file from taking seconds. */
const MAX_BYTES = 1_000_000;
const MAX_DEPTH = 100;

/** More faults of syntax than this are one fault at the start of the file that the parser stumbles over again and again. */
const MAX_SYNTAX_FAULTS = 20;

/** Block collections that open on one line: `- - - -`, `? ? ? ?`. */
const NESTED_INDICATORS = new RegExp(`^ *(?:[-?:][ \\t]+){${MAX_DEPTH},}`, "m");

/**
 * Intrinsic functions in short form: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
 */
const SHORT_FORMS = new Set(
    (
        "!Ref !If !Equals !Not !And !Or !Condition !Sub !Join !Select !Split !FindInMap !GetAtt !Base64 !Cidr " +
        "!GetAZs !ImportValue !Transform !ToJsonString !Length"
    ).split(" "),
);

/**
 * Parses one YAML file. Numbers stay the text that the author wrote: an account ID keeps its leading zeros, and a
 * template can be written back as it was.
 *
 * @param file path for messages, relative to the project
 * @param options `aliases: "refuse"` where AWS is going to read the file, since AWS does not expand them
 * @returns the source, or the findings that kept it from being read; never throws
 */
export function readYaml(
    file: string,
    written: string,
    options: { readonly aliases: "refuse" | "allow" } = { aliases: "refuse" },
): { source?: YamlSource; diagnostics: Diagnostic[] } {
    // The parser takes a byte order mark before a list for text.
    const text = written.startsWith("\ufeff") ? written.slice(1) : written;
    const fault = unreadable(text);
    if (fault !== undefined) {
        return { diagnostics: [error({ file, line: 1, column: 1 }, { code: "unreadable-file", ...fault })] };
    }
    const beyond = beyondReading(text);
    if (beyond !== undefined) {
        return { diagnostics: [error({ file, line: 1, column: 1 }, beyond)] };
    }
    const lineCounter = new LineCounter();
    const position = (offset: number): Location => {
        const { line, col } = lineCounter.linePos(offset);
        return { file, line, column: col };
    };
    let document: Document.Parsed;
    try {
        document = parseDocument(text, {
            lineCounter,
            prettyErrors: false,
            // The parser compares every key with every other; below it takes one look at each.
            uniqueKeys: false,
            schema: "core",
            customTags: (tags) => tags.filter((tag) => typeof tag === "string" || !isNumberTag(tag.tag)),
        });
    } catch {
        // The parser recurses: nesting deeper than the stack ends here, before the depth check below can see it.
        return { diagnostics: [error({ file, line: 1, column: 1 }, tooDeep)] };
    }
    const diagnostics = [...document.errors, ...document.warnings]
        .filter((problem) => problem.code !== "TAG_RESOLVE_FAILED" || !isShortForm(text.slice(...problem.pos)))
        .slice(0, MAX_SYNTAX_FAULTS)
        .map((problem) =>
            error(
                position(problem.pos[0]),
                problem.message.includes("call stack")
                    ? tooDeep
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
            if (options.aliases === "allow") {
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
            diagnostics.push(error(position(node.range?.[0] ?? 0), tooDeep));
            return visit.BREAK;
        },
    });
    if (diagnostics.length > 0) {
        return { diagnostics };
    }
    const locateNode = (node: unknown): Location => {
        const range = (node as Node | null | undefined)?.range;
        return range === undefined || range === null ? { file, line: 1, column: 1 } : position(range[0]);
    };
    const source: YamlSource = {
        file,
        document,
        locateNode,
        locate: (path) => locateNode(deepest(document.contents, path)),
    };
    return { source, diagnostics };
}

const tooDeep = {
    code: "too-deep",
    message: `the file nests deeper than ${MAX_DEPTH} levels`,
    hint: "no template or configuration needs that: flatten it",
};

const tooMuch = {
    code: "too-large",
    message: "the file holds more lines and values than any pack or configuration can",
    hint: "split it into several packs, or the stack into several",
};

function unreadable(text: string): { message: string; hint: string } | undefined {
    if (Buffer.byteLength(text) > MAX_BYTES) {
        return { message: `the file is larger than ${MAX_BYTES} bytes`, hint: "split it into several packs" };
    }
    // What a decoder puts where bytes are not UTF-8, and what no text file contains.
    const binary = text.includes("\0");
    return binary || text.includes("\ufffd")
        ? {
              message: binary ? "the file contains NUL bytes" : "the file is not valid UTF-8",
              hint: "save it as UTF-8 text",
          }
        : undefined;
}

/** What the parser takes its time over: lines, items, brackets, quotes, anchors, tags. */
const COSTLY = new Set([..."\n,[{\"'&!*"].map((character) => character.charCodeAt(0)));
const MAX_COSTLY = 60_000;

const [OPENING_BRACKET, CLOSING_BRACKET, OPENING_BRACE, CLOSING_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Looks at the text alone, before the parser does. Brackets and quotes inside texts count too, which is harmless. */
function beyondReading(text: string): typeof tooDeep | undefined {
    let depth = 0;
    let costly = 0;
    for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        if (COSTLY.has(code)) {
            costly++;
        }
        if (code === OPENING_BRACKET || code === OPENING_BRACE) {
            depth++;
            if (depth > MAX_DEPTH * 10) {
                return tooDeep;
            }
        } else if ((code === CLOSING_BRACKET || code === CLOSING_BRACE) && depth > 0) {
            depth--;
        }
    }
    return costly > MAX_COSTLY ? tooMuch : NESTED_INDICATORS.test(text) ? tooDeep : undefined;
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

function isShortForm(tag: string): boolean {
    return SHORT_FORMS.has(tag.trim());
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
