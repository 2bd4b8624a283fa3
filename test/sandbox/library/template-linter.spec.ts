import assert from "node:assert/strict";
import { libraryPacks } from "../../../lib/library/library.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { lintTemplates } from "../../template-linter/template-linter.ts";
import { useTemplateLinter } from "../../template-linter/use-template-linter.ts";
import { PROJECT, REGION } from "../end-to-end/project-fixture.ts";

describe("cfn-lint, of the pack library", function () {
    this.timeout(300_000);

    const writeFile = useTemplateLinter();

    function write(name: string, text: string): string {
        return writeFile(`${name}.yaml`, text);
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
