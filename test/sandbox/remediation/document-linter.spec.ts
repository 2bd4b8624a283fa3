import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { projectFolder } from "../../../lib/project-files.ts";
import { ownDocuments } from "../../../lib/remediation/documents.ts";
import { findPython, PYTHON_INSTALL_COMMAND } from "../../../sandbox/python-environment.ts";
import { skipWithout } from "../../requirements.ts";
import { lintTemplates, prepareTemplateLinter } from "../../template-linter/template-linter.ts";

const REGIONS = ["eu-west-1", "us-east-1"];

/** cfn-lint reads the content as CloudFormation would, by a schema that knows little more than its version. */
describe("cfn-lint of Automation documents", function () {
    this.timeout(120_000);
    let folder = "";

    before("prepare the linter", async function () {
        this.timeout(600_000);
        const found = (await findPython()) !== undefined;
        skipWithout(this, { name: "Python 3.10 or newer with venv", found, install: PYTHON_INSTALL_COMMAND });
        await prepareTemplateLinter();
        folder = mkdtempSync(join(tmpdir(), "documents-"));
    });

    after(() => {
        if (folder !== "") {
            rmSync(folder, { recursive: true, force: true });
        }
    });

    const write = (name: string, content: unknown): string => {
        const Properties = { Name: name, DocumentType: "Automation", Content: content };
        const file = join(folder, `${name}.json`);
        writeFileSync(file, JSON.stringify({ Resources: { Document: { Type: "AWS::SSM::Document", Properties } } }));
        return file;
    };
    const sent = ownDocuments(projectFolder(".")).map(({ name, text }) => ({ name, content: parse(text) as object }));

    it("has nothing to say of the project's own, as they are sent", async () => {
        assert.equal(sent.length, 5);
        const files = sent.map(({ name, content }) => write(name, content));
        assert.equal(await lintTemplates(files, REGIONS), "");
    });

    it("would have found a version that does not exist", async () => {
        const file = write("wrong", { ...sent[0]?.content, schemaVersion: "0.4" });
        assert.match(await lintTemplates([file], REGIONS), /E3051/);
    });
});
