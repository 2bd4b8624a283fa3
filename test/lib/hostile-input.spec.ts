import assert from "node:assert/strict";
import fc from "fast-check";
import { checkPack } from "../../lib/check/check.ts";
import { parsePack } from "../../lib/pack/parse.ts";
import { loadPlan } from "../../lib/plan/load.ts";
import type { ProjectFiles } from "../../lib/project-files.ts";
import { readQuery } from "../../lib/query/query-file.ts";
import { readCases } from "../../lib/rules/read-cases.ts";
import { readCustomRule } from "../../lib/rules/read-rule.ts";
import { loadWaivers } from "../../lib/waivers/load.ts";
import { memoryFiles } from "./project.ts";

/** A rule that has no fault itself, to whose cases the text belongs. */
const SOUND_RULE = "description: Looks at buckets.\nresourceTypes: [AWS::S3::Bucket]\n";
const SOUND_SOURCE = 'rule looks when resourceType == "AWS::S3::Bucket" {\n    resourceName exists\n}\n';

/** Files that tell when a reader leaves the project, and that nobody's prototype has changed. */
function guarded(contents: Readonly<Record<string, string>>): ProjectFiles {
    const files = memoryFiles(contents);
    const within = (path: string): string => {
        assert.ok(!path.startsWith("/") && !path.split(/[\\/]/).includes(".."), `read outside the project: ${path}`);
        return path;
    };
    return {
        read: (path) => files.read(within(path)),
        list: (folder) => files.list(within(folder)),
        others: (folder) => files.others(within(folder)),
    };
}

/** Reads a text as everything that a person writes: nothing may throw, and nothing may take long. */
function read(text: string): void {
    const started = process.cpuUsage();
    const files = guarded({
        "packs/one.yaml": text,
        "Pulumi.test.yaml": text,
        "baseline/test.yaml": text,
        "waivers.yaml": text,
        "queries/one.yaml": text,
        "packs/rules/hostile-rule/rule.yaml": text,
        "packs/rules/hostile-rule/rule.guard": text,
        "packs/rules/sound-rule/rule.yaml": SOUND_RULE,
        "packs/rules/sound-rule/rule.guard": SOUND_SOURCE,
        "packs/rules/sound-rule/cases.yaml": text,
    });
    const { pack, diagnostics } = parsePack("packs/one.yaml", text, files);
    const { rule, diagnostics: faults } = readCustomRule("sound-rule", files);
    assert.ok(rule !== undefined, JSON.stringify(faults));
    const found = [
        ...diagnostics,
        ...(pack === undefined ? [] : checkPack(pack)),
        ...loadPlan({ stack: "test", files }).diagnostics,
        ...loadWaivers(files).diagnostics,
        ...(readQuery("one", files)?.diagnostics ?? []),
        ...readCustomRule("hostile-rule", files).diagnostics,
        ...readCases(rule, files).diagnostics,
    ];
    // Of the processor: what else the machine does is not the reader's fault.
    const { user, system } = process.cpuUsage(started);
    const milliseconds = (user + system) / 1000;
    // Less than a second for each of the readings.
    assert.ok(milliseconds < 5000, `${milliseconds} ms for ${text.length} characters: ${text.slice(0, 60)}`);
    for (const { message, line, column } of found) {
        assert.doesNotMatch(message, /\bat .*\.ts:\d+|call stack|is not a function|Cannot read/);
        assert.ok(line === undefined || (line >= 1 && (column ?? 1) >= 1));
    }
    assert.deepEqual(Object.keys(Object.getPrototypeOf({}) as object), []);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
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
        [
            "a pollution of prototypes",
            '{ "__proto__": { "polluted": 1 }, "constructor": { "prototype": { "polluted": 1 } } }',
        ],
        [
            "tags that build objects",
            "rules: !!js/function 'function () { throw 1 }'\nx: !!python/object/apply:os.system [id]\n",
        ],
        [
            "a way out of the project",
            "rules:\n  ../../../../etc/passwd:\n  x: { rule: ../../x }\ninclude: [../../../etc/passwd, /etc/passwd]\n",
        ],
        [
            "a case with a way out",
            "- { name: out, item: ../../../../../../etc/passwd, expect: COMPLIANT }\n- { name: root, item: /etc/passwd, expect: COMPLIANT }\n",
        ],
        [
            "a stack with a way out",
            "config:\n  conformance-packs:packs: { ../../../etc/passwd: {}, /etc/passwd: {} }\n",
        ],
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

describe("a secret in the configuration", () => {
    it("is not repeated by any fault that is found about it", () => {
        const secret = "AAABAJ3Q2vY8kR5t" + "W7xZ0aBcDeFgHiJkLmNoPqRsTuVw".toLowerCase();
        for (const key of ["packs", "deliveryBucket", "account", "recorder", "unknownKey", "aggregators"]) {
            const text = `config:\n  aws:region: eu-west-1\n  conformance-packs:${key}:\n    secure: ${secret}\n`;
            const { diagnostics } = loadPlan({ stack: "test", files: memoryFiles({ "Pulumi.test.yaml": text }) });
            assert.ok(diagnostics.length > 0, key);
            assert.ok(!JSON.stringify(diagnostics).includes(secret), JSON.stringify(diagnostics));
        }
    });
});
