import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { catalogue } from "../../../lib/catalogue/catalogue.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { SCHEMA_FOLDER, SCHEMA_NAMES, schemaFile } from "../../../lib/json-schema/schema-files.ts";

describe("the schema files", () => {
    for (const name of SCHEMA_NAMES) {
        const file = `${SCHEMA_FOLDER}/${name}.json`;

        it(`${file} is what "packs schema --write" writes`, () => {
            // Not a comparison that prints half a megabyte where it fails.
            assert.ok(
                readFileSync(file, "utf8") === schemaFile(name, catalogue(), projectFolder(".")),
                `${file} is out of date: npm run -s packs -- schema --write`,
            );
        });

        it(`${file} is small enough for an editor, and refers to nothing that it does not define`, () => {
            const text = readFileSync(file, "utf8");
            assert.ok(Buffer.byteLength(text) < 600_000);
            const { definitions = {} } = JSON.parse(text) as { definitions?: Record<string, unknown> };
            for (const [, reference = ""] of text.matchAll(/"\$ref":\s*"([^"]*)"/g)) {
                assert.ok(Object.hasOwn(definitions, reference.replace("#/definitions/", "")), reference);
            }
        });
    }

    it("are named in the first line of every pack and stack", () => {
        const packs = readdirSync("packs").filter((name) => name.endsWith(".yaml"));
        const stacks = readdirSync(".").filter((name) => /^Pulumi\..+\.yaml$/.test(name));
        assert.ok(packs.length >= 3 && stacks.length >= 1);
        for (const [file, name] of [
            ...packs.map((pack) => [`packs/${pack}`, "pack"] as const),
            ...stacks.map((stack) => [stack, "stack"] as const),
        ]) {
            const [first = ""] = readFileSync(file, "utf8").split("\n");
            const [, path = ""] = /^# yaml-language-server: \$schema=(\S+)$/.exec(first) ?? [];
            assert.equal(normalize(join(dirname(file), path)), `${SCHEMA_FOLDER}/${name}.json`, `${file}: ${first}`);
            assert.ok(existsSync(join(dirname(file), path)));
        }
    });
});
