import assert from "node:assert/strict";
import { renderTemplate } from "../../../lib/members/cloudformation-template.ts";
import { globalTemplate } from "../../../lib/members/global-template.ts";
import { memberDocumentTemplate } from "../../../lib/members/documents-template.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { ownDocuments } from "../../../lib/remediation/documents.ts";
import { regionalTemplate } from "../../../lib/members/regional-template.ts";
import { CONFIGURATIONS, membersOf } from "../../lib/members/configurations.ts";
import { functionsTemplateOf, MEMBER_FUNCTIONS } from "../../lib/members/functions.ts";
import { lintTemplates } from "../../template-linter/template-linter.ts";
import { useTemplateLinter } from "../../template-linter/use-template-linter.ts";

const REGIONS = ["eu-west-1", "us-east-1", "ap-southeast-2"];

describe("cfn-lint", function () {
    this.timeout(120_000);

    const writeFile = useTemplateLinter();

    function write(name: string, text: string): string {
        return writeFile(`${name}.json`, text);
    }

    it("has nothing to say of the templates of member accounts, whatever their settings", async () => {
        const files = Object.entries(CONFIGURATIONS).flatMap(([name, configuration]) => {
            const { members, rollout } = membersOf(configuration);
            return [
                write(`${name}-global`, renderTemplate(globalTemplate(members, rollout))),
                write(`${name}-regional`, renderTemplate(regionalTemplate(rollout))),
            ];
        });
        files.push(write("functions", renderTemplate(functionsTemplateOf(MEMBER_FUNCTIONS))));
        const { members, rollout } = membersOf(CONFIGURATIONS.usual);
        const [own] = ownDocuments(projectFolder("."));
        assert.ok(own);
        const { name, text, permissions } = own;
        const role = { name: "role", document: name, permissions, organizationWide: true };
        const withRoles = { ...members, automationRoles: [role] };
        files.push(write("automation-roles", renderTemplate(globalTemplate(withRoles, rollout))));
        const place = { stack: "conformance-packs-test", centralAccount: "111122223333" };
        files.push(write("documents", renderTemplate(memberDocumentTemplate({ name, text }, place))));
        assert.equal(await lintTemplates(files, REGIONS), "");
    });

    it("would have found a wrong property", async () => {
        const { rollout } = membersOf(CONFIGURATIONS.usual);
        const wrong = renderTemplate(regionalTemplate(rollout)).replaceAll("S3BucketName", "BucketName");
        assert.match(await lintTemplates([write("wrong", wrong)], REGIONS), /E3002|E3003/);
    });
});
