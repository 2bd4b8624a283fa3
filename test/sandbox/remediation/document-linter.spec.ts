import assert from "node:assert/strict";
import { parse } from "yaml";
import { projectFolder } from "../../../lib/project-files.ts";
import { ownDocuments } from "../../../lib/remediation/documents.ts";
import { lintTemplates } from "../../template-linter/template-linter.ts";
import { useTemplateLinter } from "../../template-linter/use-template-linter.ts";

const REGIONS = ["eu-west-1", "us-east-1"];

/** cfn-lint reads the content as CloudFormation would, by a schema that knows little more than its version. */
describe("cfn-lint of Automation documents", function () {
    this.timeout(120_000);
    const writeFile = useTemplateLinter();

    const write = (name: string, content: unknown): string => {
        const Properties = { Name: name, DocumentType: "Automation", Content: content };
        return writeFile(
            `${name}.json`,
            JSON.stringify({ Resources: { Document: { Type: "AWS::SSM::Document", Properties } } }),
        );
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
