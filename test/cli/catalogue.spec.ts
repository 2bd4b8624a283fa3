import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { updateFrom } from "../../cli/catalogue.ts";
import type { Terminal } from "../../cli/terminal.ts";

const page = (name: string, identifier: string): string =>
    `# ${name}\n\n**Identifier:** ${identifier}\n\n**Trigger type:** Periodic\n\n**Parameters:**\n\nNone\n`;

const PAGES: Readonly<Record<string, string>> = {
    "/guide/list.md": "+ [new-rule](new-rule.md)\n+ [known](known.md)\n+ [concepts](concepts.md)\n",
    "/guide/new-rule.md": page("new-rule", "NEW\\_RULE"),
    "/guide/known.md": page("known", "KNOWN"),
    "/guide/concepts.md": "# Concepts\n",
    "/guide/broken.md": "+ [gone](gone.md)\n",
    "/guide/concepts-only.md": "+ [concepts](concepts.md)\n",
    "/collection.json": JSON.stringify({ KNOWN: { trigger: "periodic" }, NEW_RULE: { rule: "new-rule" } }),
};

describe("npm run catalogue", () => {
    let folder = "";
    let file = "";
    let server: Server;
    let address = "";
    let said: { out: string[]; err: string[] };

    const terminal: Terminal = {
        line: (text = "") => void said.out.push(text),
        note: (text) => void said.err.push(text),
        transient: () => undefined,
        style: (_, text) => text,
        isInteractive: false,
    };
    const run = (...words: string[]): Promise<number> => updateFrom(words, terminal, file);

    before((done) => {
        server = createServer(({ url = "" }, answer) => {
            answer.statusCode = PAGES[url] === undefined ? 404 : 200;
            answer.end(PAGES[url]);
        }).listen(0, "127.0.0.1", () => {
            address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
            done();
        });
    });
    after((done) => void server.close(done));
    beforeEach(() => {
        said = { out: [], err: [] };
        folder = mkdtempSync(join(tmpdir(), "catalogue-"));
        file = join(folder, "managed-rules.json");
        writeFileSync(file, '{\n"KNOWN": {"trigger":"change"}\n}\n');
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    it("reads the list and its pages, and writes only when asked to", async () => {
        assert.equal(await run("--from", `${address}/guide/list.md`), 0);
        assert.deepEqual(said.out, ["2 rules collected: 1 new, 1 changed", "+ NEW_RULE", "~ KNOWN: rule, trigger"]);
        assert.equal(readFileSync(file, "utf8"), '{\n"KNOWN": {"trigger":"change"}\n}\n');
        assert.equal(await run("--from", `${address}/guide/list.md`, "--write"), 0);
        assert.equal(
            readFileSync(file, "utf8"),
            '{\n"KNOWN": {"rule":"known","trigger":"periodic","parameters":{}},\n' +
                '"NEW_RULE": {"rule":"new-rule","trigger":"periodic","parameters":{}}\n}\n',
        );
    });

    it("reads a folder of pages, and a collection by its address or its file", async () => {
        mkdirSync(join(folder, "pages"));
        writeFileSync(join(folder, "pages", "new-rule.md"), page("new-rule", "NEW_RULE"));
        assert.equal(await run("--from", join(folder, "pages")), 0);
        assert.deepEqual(said.out, [
            "1 rule collected: 1 new, 0 changed",
            "+ NEW_RULE",
            "1 of the catalogue are not in the source, and stay: KNOWN",
        ]);
        writeFileSync(join(folder, "collection.json"), PAGES["/collection.json"] ?? "");
        for (const source of [`${address}/collection.json`, join(folder, "collection.json")]) {
            said = { out: [], err: [] };
            assert.equal(await run("--from", source), 0);
            assert.equal(said.out[0], "2 rules collected: 1 new, 1 changed");
        }
    });

    it("says what is wrong with a source", async () => {
        writeFileSync(join(folder, "odd.json"), "[]");
        const cases: readonly (readonly [string, RegExp])[] = [
            [join(folder, "nowhere"), /there is no file or folder/],
            [join(folder, "odd.json"), /is no collection of managed rules/],
            [file.replace(".json", ".txt"), /there is no file/],
            [`${address}/guide/concepts-only.md`, /has no page on a managed rule/],
            [`${address}/guide/broken.md`, /gone\.md answers 404/],
            [`${address}/nothing.json`, /answers 404/],
        ];
        for (const [source, message] of cases) {
            said = { out: [], err: [] };
            assert.equal(await run("--from", source, "--write"), 1, source);
            assert.match(said.err.join("\n"), message);
        }
        assert.equal(readFileSync(file, "utf8"), '{\n"KNOWN": {"trigger":"change"}\n}\n');
    });

    it("explains itself where it is not told a source", async () => {
        assert.equal(await run(), 2);
        assert.equal(await run("--form", "x"), 2);
        assert.match(said.err.join("\n"), /--from <source>/);
    });
});
