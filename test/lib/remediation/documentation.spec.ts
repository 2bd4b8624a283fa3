import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { checkPack } from "../../../lib/check/check.ts";
import { parsePack } from "../../../lib/pack/parse.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { ownDocuments } from "../../../lib/remediation/documents.ts";

describe("the documentation of Automation documents", () => {
    const text = readFileSync("docs/remediation.md", "utf8");
    const documents = ownDocuments(projectFolder("."));

    it("names every document, the parameter that takes the resource, and the managed rules", () => {
        for (const { name, resourceParameter } of documents) {
            const row = new RegExp(
                `^\\| \`${name.replace("ConformancePacks-", "")}\` .*\\| \`${resourceParameter}\` `,
                "m",
            );
            assert.match(text, row);
        }
        assert.match(text, /^Five documents/m);
        assert.equal(documents.length, 5);
        assert.match(text, /the default of the four that are\ndestructive/);
        assert.equal(documents.filter(({ destructive }) => destructive).length, 4);
    });

    it("shows packs without a fault", () => {
        const blocks = [...text.matchAll(/```yaml\n# (packs\/[a-z-]+\.yaml)\n([\s\S]*?)```/g)];
        assert.ok(blocks.length > 0);
        for (const [, file = "", pack = ""] of blocks) {
            const { pack: parsed, diagnostics } = parsePack(file, pack, projectFolder("."));
            assert.ok(parsed, JSON.stringify(diagnostics));
            assert.deepEqual([...diagnostics, ...checkPack(parsed)], []);
        }
    });

    it("gives every document parameters that it has", () => {
        for (const [, name = "", block = ""] of text.matchAll(/document: (ConformancePacks-\w+)\n([\s\S]*?)```/g)) {
            const document = documents.find((one) => one.name === name);
            assert.ok(document, name);
            const given = [...block.matchAll(/^ {8}(\w+):/gm)].map(([, parameter = ""]) => parameter);
            assert.deepEqual(
                given.filter((parameter) => !Object.hasOwn(document.parameters, parameter)),
                [],
            );
        }
    });
});
