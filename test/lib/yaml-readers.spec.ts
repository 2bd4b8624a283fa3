import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import type { TemplateValue } from "../../lib/pack/template-value.ts";
import { readQuickly } from "../../lib/yaml-events.ts";
import { readExactly } from "../../lib/yaml-exact.ts";
import { exactReader, type Path } from "../../lib/yaml-source.ts";

const SAMPLES = ["packs", "packs/library", "test/lib/pack/native"].flatMap((folder) =>
    readdirSync(folder)
        .filter((name) => name.endsWith(".yaml"))
        .map((name) => join(folder, name)),
);

/** Every path into a value, and one beyond each. */
function pathsOf(value: TemplateValue, path: Path = []): Path[] {
    const inner = Array.isArray(value)
        ? value.flatMap((item, index) => pathsOf(item, [...path, index]))
        : typeof value === "object" && value !== null
          ? Object.keys(value).flatMap((key) => pathsOf(value[key] ?? null, [...path, key]))
          : [];
    return [path, [...path, "no such key"], [...path, 99], ...inner];
}

/**
 * What the quick reader takes, the exact one takes too, with the same values in the same places.
 *
 * @returns whether the quick reader takes it
 */
function agree(text: string): boolean {
    const quick = readQuickly("one.yaml", text, exactReader);
    if (quick === undefined) {
        return false;
    }
    const { source: exact, diagnostics } = readExactly("one.yaml", text, { aliases: "refuse" });
    assert.deepEqual(diagnostics, [], `the quick reader takes ${JSON.stringify(text)}`);
    assert.deepEqual(quick.value, exact?.value, JSON.stringify(text));
    for (const path of pathsOf(quick.value)) {
        assert.deepEqual(quick.locate(path), exact?.locate(path), `${path.join(".")} of ${JSON.stringify(text)}`);
    }
    return true;
}

describe("the two readers of YAML", () => {
    for (const file of SAMPLES) {
        it(`agree on ${file}, and the quick one takes it`, () => {
            assert.ok(agree(readFileSync(file, "utf8")));
        });
    }

    for (const [what, text] of [
        ["booleans of YAML 1.1", "a: yes\nb: No\nc: on\nd: OFF\ne: y\nf: True\ng: FALSE\nh: tRUE\n"],
        ["null in all spellings", "a: ~\nb: null\nc: Null\nd: NULL\ne: nUll\nf:\ng: ''\n"],
        ["numbers", "a: 0123\nb: 0o17\nc: 0x1F\nd: 1_000\ne: 1e3\nf: .5\ng: .inf\nh: .NaN\ni: 12:30:45\nj: +1\n"],
        ["dates", "a: 2012-10-17\nb: 2001-12-14t21:59:43.10-05:00\n"],
        ["keys that look like something else", "true: a\nnull: b\n1: c\n2012-10-17: d\n~: e\n"],
        ["an equals sign", "a: =\n=: b\n"],
        [
            "intrinsic functions",
            "a: !Ref b\nc: !If [x, !Ref y, !Sub '${z}']\nd: !GetAtt a.b\ne: !Not [!Equals ['', !Ref b]]\n",
        ],
        ["quotes", 'a: \'it\'\'s\'\n"b": "\\u00fc \\"x\\" \\\\ \\/"\nc: "two\n  lines"\nd: \'two\n\n  lines\'\n'],
        ["block texts", "a: |\n  one\n    two\n\n  three\nb: >-\n  one\n  two\n\n  three\nc: |2+\n   x\n\nd: e\n"],
        ["plain texts of several lines", "a: one\n  two\n  three\nb: c\n"],
        ["comments", "# head\na: b # c\n# d\ne:\n  # f\n  - g # h\n  - 'i'#j\n"],
        ["carriage returns", "a: b\r\nc:\r\n- d\r\n- |\r\n  e\r\n  f\r\n"],
        ["a document with its mark", "---\na: b\n"],
        ["flow collections", "a: [b, {c: d, e}, [f], 'g, h']\nb: {c: d,\n  e: f}\nc: []\nd: {}\n"],
        ["lists of lists", "- - a\n  - b\n-\n  - c\n- d: e\n  f: g\n"],
        ["lists at the column of their key", "a:\n- b\n- c\nd:\n  - e\n"],
        ["a prototype", "__proto__: a\nconstructor: b\ntoString: {__proto__: c}\n"],
        ["characters beyond the first plane", "a: \u{1f600} b\nc: d\n"],
    ] as const) {
        it(`agree on ${what}`, () => {
            agree(text);
        });
    }

    for (const [what, text] of [
        ["an anchor", "a: &b c\n"],
        ["an alias", "a: &b c\nd: *b\n"],
        ["a key that stands twice", "a: b\na: c\n"],
        ["a key that stands twice in two spellings", "a: b\n'a': c\n"],
        ["a tag of YAML's own", "a: !!str b\n"],
        ["an unknown tag", "a: !Reff b\n"],
        ["a function without an argument", "a: !Ref\n"],
        ["a tagged key", "!Ref a: b\n"],
        ["a directive", "%YAML 1.1\n---\na: b\n"],
        ["two documents", "a: b\n---\nc: d\n"],
        ["an explicit key", "? a\n: b\n"],
        ["a list as a key", "[a, b]: c\n"],
        ["a tab", "a:\tb\n"],
        ["nothing", "# nothing\n"],
        ["a bracket that is not closed", "a: [b\n"],
        ["a colon too many", "a: b: c\n"],
    ] as const) {
        it(`leave ${what} to the exact one`, () => {
            assert.equal(readQuickly("one.yaml", text, exactReader), undefined);
        });
    }

    const word = fc.constantFrom(
        ..."a,b,a b,Type,yes,no,true,~,null,0123,1e3,2012-10-17,<<,=,'q','it''s',\"d\",\"\\n\",''".split(","),
        ..."!Ref a,!Sub 'x',!If [a; b; c],!!str a,&x a,*x,!,! a,[],{},[a],{a: b},- a,a: b,? a,a#b,a #b,#c,@,`,%x,---,...".split(
            ",",
        ),
        "|",
        ">-",
        "|2",
        ": ",
        "\u00fc",
        "\u{1f600}",
        "\u0085",
        "\u2028",
    );
    const indent = fc.constantFrom("", "", "  ", "  ", "    ", " ", "- ", "  - ", "- - ", "\t");
    const line = fc
        .tuple(indent, fc.option(word, { freq: 5 }), fc.option(word), fc.constantFrom("", "", " ", " # c", "#c", "\r"))
        .map(
            ([start, key, value, end]) =>
                `${start}${key === null ? "" : `${key}:`}${value === null ? "" : ` ${value}`}${end}`,
        );
    const generated = fc.array(line, { maxLength: 8 }).map((lines) => `${lines.join("\n").replaceAll(";", ",")}\n`);

    it("agree on whatever lines there are", () => {
        fc.assert(
            fc.property(generated, (text) => {
                agree(text);
            }),
            { numRuns: 20_000 },
        );
    });

    const texts = SAMPLES.map((file) => readFileSync(file, "utf8"));
    const edited = fc
        .tuple(
            fc.constantFrom(...texts),
            fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
            fc.nat(12),
            fc.oneof(
                word,
                indent,
                fc.constantFrom("\n", ":", ": ", "'", '"', "#", " #", ",", "]", "}", "|", "", "\n\n"),
            ),
        )
        .map(([text, where, length, put]) => {
            // A part of a pack, since a whole one takes the exact reader long.
            const at = Math.floor(where * text.length);
            const from = text.lastIndexOf("\n", Math.max(0, at - 300)) + 1;
            return text.slice(from, at) + put + text.slice(at + length, at + 300);
        });

    it("agree on packs with a fault in them, and most parts of packs are taken", () => {
        let taken = 0;
        fc.assert(
            fc.property(edited, (text) => {
                taken += agree(text) ? 1 : 0;
            }),
            { numRuns: 3_000 },
        );
        assert.ok(taken > 100, `only ${taken} were taken`);
    });
});
