import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { stackSchema } from "../../../lib/json-schema/stack.ts";
import { SETTING_KEYS } from "../../../lib/settings/schema.ts";
import { judgeBy } from "./editor.ts";

const judge = judgeBy(stackSchema());

const config = (lines: string): string => `config:\n  aws:region: eu-west-1\n  ${lines}\n`;

describe("the schema of stacks", () => {
    it("accepts the stack that ships", () => {
        assert.deepEqual(judge(readFileSync("Pulumi.dev.yaml", "utf8")), []);
    });

    it("has every key of the namespace, each described", () => {
        const properties = stackSchema().properties?.["config"]?.properties ?? {};
        for (const key of SETTING_KEYS) {
            assert.ok((properties[`conformance-packs:${key}`]?.description ?? "").length > 10, key);
        }
    });

    it("accepts what belongs to Pulumi and to others", () => {
        const pulumi = "encryptionsalt: v1:abc\nsecretsprovider: passphrase\n";
        assert.deepEqual(judge(pulumi + config("other:key: { secure: abc }")), []);
        assert.deepEqual(judge(config("conformance-packs:packs: { a: , b: { parameters: { X: 1, Y: true } } }")), []);
    });

    const refused: readonly [fault: string, text: string, faults: readonly string[]][] = [
        ["a misspelt section", "confg: {}\n", [" additionalProperties"]],
        ["an unknown key", config("conformance-packs:recoder: {}"), ["/config false schema"]],
        [
            "an unknown nested key",
            config("conformance-packs:recorder: { nme: x }"),
            ["/conformance-packs:recorder additionalProperties"],
        ],
        [
            "a value that is none of those",
            config("conformance-packs:role: { mode: adpt }"),
            ["/conformance-packs:role/mode enum"],
        ],
        [
            "an account without quotes",
            config("conformance-packs:account: 123456789012"),
            ["/conformance-packs:account type"],
        ],
        [
            "a number out of range",
            config("conformance-packs:retention: { days: 29 }"),
            ["/conformance-packs:retention/days minimum"],
        ],
        [
            "a text that is no region",
            config("conformance-packs:homeRegion: eu-west"),
            ["/conformance-packs:homeRegion pattern"],
        ],
        [
            "an unknown key of a pack",
            config("conformance-packs:packs: { a: { fil: x } }"),
            ["/conformance-packs:packs/a additionalProperties"],
        ],
    ];
    for (const [fault, text, faults] of refused) {
        it(`refuses ${fault}`, () => {
            const found = judge(text).map((one) => one.replace("/config/conformance-packs:recoder", "/config"));
            assert.deepEqual(
                found.map((one) => one.replace(/^\/config\//, "/")),
                faults,
            );
        });
    }
});
