import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { ruleCasesSchema, ruleSchema } from "../../../lib/json-schema/custom-rule.ts";
import { projectFolder } from "../../../lib/project-files.ts";
import { customRuleNames } from "../../../lib/rules/find.ts";
import { CASES, DESCRIPTION } from "../rules/rule-files.ts";
import { judgeBy } from "./editor.ts";

describe("the schemas of custom rules", () => {
    const rule = judgeBy(ruleSchema());
    const cases = judgeBy(ruleCasesSchema());

    for (const name of customRuleNames(projectFolder("."))) {
        it(`accept ${name}`, () => {
            assert.deepEqual(rule(readFileSync(`packs/rules/${name}/rule.yaml`, "utf8")), []);
            assert.deepEqual(cases(readFileSync(`packs/rules/${name}/cases.yaml`, "utf8")), []);
        });
    }

    it("refuse what the check refuses", () => {
        assert.deepEqual(rule(`${DESCRIPTION}frequenzy: One_Hour\n`), [" additionalProperties"]);
        assert.deepEqual(rule("description: x\n"), [" required", " required"]);
        assert.deepEqual(rule("description: x\nresourceTypes: [S3]\n"), ["/resourceTypes/0 pattern"]);
        assert.deepEqual(rule(`${DESCRIPTION}parameters: { a: { type: list } }\n`), ["/parameters/a required"]);
        assert.deepEqual(cases(CASES.replace("COMPLIANT", "FINE")), ["/0/expect enum", "/0/expect type"]);
        assert.deepEqual(cases("- name: x\n  item: x.json\n"), ["/0 required"]);
        assert.deepEqual(cases("[]\n"), [" minItems"]);
    });
});
