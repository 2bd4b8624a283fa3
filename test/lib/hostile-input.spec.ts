import assert from "node:assert/strict";
import fc from "fast-check";
import { checkPack } from "../../lib/check/check.ts";
import { parsePack } from "../../lib/pack/parse.ts";
import { loadPlan } from "../../lib/plan/load.ts";
import { memoryFiles } from "./project.ts";

/** Reads a text as a pack, a stack and a baseline: none may throw, none may take long. */
function read(text: string): void {
    const started = process.cpuUsage();
    const files = memoryFiles({ "packs/one.yaml": text, "Pulumi.test.yaml": text, "baseline/test.yaml": text });
    const { pack, diagnostics } = parsePack("packs/one.yaml", text, files);
    const found = [...diagnostics, ...(pack === undefined ? [] : checkPack(pack))];
    const plan = loadPlan({ stack: "test", files });
    // Of the processor: what else the machine does is not the reader's fault.
    const { user, system } = process.cpuUsage(started);
    const milliseconds = (user + system) / 1000;
    // Less than a second for each of the three readings.
    assert.ok(milliseconds < 2000, `${milliseconds} ms for ${text.length} characters: ${text.slice(0, 60)}`);
    for (const { message, line, column } of [...found, ...plan.diagnostics]) {
        assert.doesNotMatch(message, /\bat .*\.ts:\d+|call stack|is not a function|Cannot read/);
        assert.ok(line === undefined || (line >= 1 && (column ?? 1) >= 1));
    }
}

const bomb = Array.from(
    { length: 12 },
    (_, n) =>
        `a${n}: &a${n} [${Array(9)
            .fill(n === 0 ? "x" : `*a${n - 1}`)
            .join(", ")}]`,
);
const rules = (count: number): string =>
    `rules:\n${Array.from({ length: count }, (_, n) => `  r${n}: { rule: restricted-ssh }\n`).join("")}`;

describe("input that is no pack", () => {
    for (const [kind, text] of [
        ["200,000 opening brackets", "[".repeat(200_000)],
        ["200,000 opening braces", "{".repeat(200_000)],
        ["900 nested lists", `${"[".repeat(900)}${"]".repeat(900)}`],
        ["nested block lists", "- ".repeat(300_000)],
        ["nested explicit keys", "? ".repeat(300_000)],
        ["nested maps", Array.from({ length: 1300 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
        ["an alias bomb", `${bomb.join("\n")}\n`],
        ["an alias of itself", "config: &a\n  conformance-packs:packs: *a\n"],
        ["100,000 aliases", `a: &a x\nb:\n${" - *a\n".repeat(100_000)}`],
        ["100,000 keys", Array.from({ length: 100_000 }, (_, n) => `k${n}: v`).join("\n")],
        ["20,000 keys", Array.from({ length: 20_000 }, (_, n) => `k${n}: v`).join("\n")],
        ["one key 20,000 times", "a: b\n".repeat(20_000)],
        ["3 MB", "a".repeat(3_000_000)],
        ["tags and anchors", "!!str &a ".repeat(50_000)],
        ["NUL bytes", "rules:\0\n"],
        ["UTF-16", Buffer.from("rules:\n  restricted-ssh:\n", "utf16le").toString("utf8")],
        ["Latin-1", Buffer.from("description: gr\u00fcn\nrules:\n", "latin1").toString("utf8")],
        ["a byte order mark", "\ufeffrules:\n  restricted-ssh:\n"],
        ["several documents", "rules:\n---\nrules:\n"],
        ["keys that are no text", "rules:\n  [a, b]: c\n  {d: e}: f\n  ~: g\n"],
        [
            "prototypes",
            "rules:\n  __proto__: { parameters: { __proto__: 1, constructor: 2 } }\n  constructor:\n  toString:\n",
        ],
        [
            "native prototypes",
            "Parameters:\n  __proto__: { Type: String }\nResources:\n  __proto__:\n    Type: AWS::Config::ConfigRule\n    Properties: { __proto__: {}, Source: { Owner: AWS, SourceIdentifier: __proto__ } }\n",
        ],
        [
            "conditions in a circle",
            "conditions: { A: !Condition B, B: !Not [!Condition A] }\nrules:\n  restricted-ssh: { condition: A }\n",
        ],
        [
            "a slow pattern",
            "parameters:\n  P: { default: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!, pattern: '(a|aa)+$' }\nrules:\n  restricted-ssh: { description: '${P}' }\n",
        ],
        [
            "another slow pattern",
            "parameters:\n  P: { default: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!, pattern: '(?:a*)*(?:a?a?){30}$' }\nrules:\n  restricted-ssh: { description: '${P}' }\n",
        ],
        ["references without end", `rules:\n  restricted-ssh: { description: "${"${".repeat(100_000)}" }\n`],
        ["a scalar", "42"],
        ["a list", "- rules"],
        [
            "maps in the place of everything",
            "title: {}\nparameters: { a: { b: {} } }\nrules: { restricted-ssh: { scope: { types: { a: b } }, remediation: [] } }\n",
        ],
        ["2,000 misspelt rules", rules(2_000).replaceAll("restricted-ssh", "restrictedd-sshh")],
    ] as const) {
        it(`is refused without harm: ${kind}`, () => {
            read(text);
        });
    }

    it("is refused without harm, whatever it is", () => {
        const piece = fc.oneof(
            fc.constantFrom(
                ..."rules:|Resources:|  restricted-ssh:|: |- |{|}|[|]|!Ref |!If |&a |*a|'|\"|#|\n|  |${P}|include:|Type: ".split(
                    "|",
                ),
            ),
            fc.string({ unit: "binary", maxLength: 5 }),
        );
        fc.assert(
            fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => read(pieces.join(""))),
            { numRuns: 500 },
        );
    });
});
