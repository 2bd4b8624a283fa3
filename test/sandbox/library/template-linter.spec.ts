import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { libraryPacks } from "../../../lib/library/library.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { findPython, PYTHON_INSTALL_COMMAND } from "../../../sandbox/python-environment.ts";
import { skipWithout } from "../../requirements.ts";
import { lintTemplates, prepareTemplateLinter } from "../../template-linter/template-linter.ts";
import { PROJECT, REGION } from "../end-to-end/project-fixture.ts";

describe("cfn-lint, of the pack library", function () {
    this.timeout(300_000);

    let folder = "";

    before("prepare the linter", async function () {
        this.timeout(600_000);
        const found = (await findPython()) !== undefined;
        skipWithout(this, { name: "Python 3.10 or newer with venv", found, install: PYTHON_INSTALL_COMMAND });
        await prepareTemplateLinter();
        folder = mkdtempSync(join(tmpdir(), "library-"));
    });

    after(() => {
        if (folder !== "") {
            rmSync(folder, { recursive: true, force: true });
        }
    });

    function write(name: string, text: string): string {
        const file = join(folder, `${name}.yaml`);
        writeFileSync(file, text);
        return file;
    }

    it("has nothing to say of any pack", async () => {
        const files = libraryPacks(projectFolder(PROJECT)).map(({ name, pack }) => write(name, pack.body));
        assert.ok(files.length > 30);
        assert.equal(await lintTemplates(files, [REGION]), "");
    });

    it("would have found a wrong property", async () => {
        const [first] = libraryPacks(projectFolder(PROJECT));
        assert.ok(first);
        const wrong = first.pack.body.replaceAll("ComplianceResourceTypes", "ResourceTypes");
        assert.match(await lintTemplates([write("wrong", wrong)], [REGION]), /E3002/);
    });
});
