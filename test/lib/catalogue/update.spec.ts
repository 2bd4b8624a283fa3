import assert from "node:assert/strict";
import { readRulePage, rulePages } from "../../../lib/catalogue/read-page.ts";
import { updateCatalogue } from "../../../lib/catalogue/update.ts";

const PAGE = `# sample-rule
<a name="sample-rule"></a>

Checks something. The rule is NON\\_COMPLIANT otherwise.

**Identifier:** OTHER\\_NAME

**Resource Types:** AWS::EC2::SecurityGroup, AWS::EC2::Instance

**Trigger type:** Configuration changes and Periodic

**AWS Region:** All supported AWS regions

**Parameters:**

ports (Optional)Type: CSVDefault: 22, 3389  
Type: of what is open does not matter here.

maxAgeType: int  
Days.

flag (Optional)
Type: boolean
Default: True
A flag.

## AWS CloudFormation template
<a name="w2"></a>

notAParameter Type: int
`;

describe("the pages on managed rules", () => {
    it("are read field by field", () => {
        assert.deepEqual(readRulePage(PAGE), {
            identifier: "OTHER_NAME",
            rule: {
                rule: "sample-rule",
                trigger: "both",
                resourceTypes: ["AWS::EC2::SecurityGroup", "AWS::EC2::Instance"],
                parameters: {
                    ports: { type: "CSV", optional: true, default: "22, 3389" },
                    maxAge: { type: "int", optional: false },
                    flag: { type: "boolean", optional: true, default: "True" },
                },
            },
        });
    });

    it("tell none from unknown", () => {
        const none = PAGE.replace(/\*\*Parameters:\*\*[^]*?## /, "**Parameters:**\n\nNone  \n\n## ");
        assert.deepEqual(readRulePage(none)?.rule.parameters, {});
        const unreadable = PAGE.replace(/\*\*Parameters:\*\*[^]*?## /, "**Parameters:**\n\nSee elsewhere.\n\n## ");
        assert.equal(readRulePage(unreadable)?.rule.parameters, undefined);
        assert.equal(readRulePage(PAGE.replace(/\*\*Trigger type.*\n/, ""))?.rule.trigger, undefined);
    });

    it("read the same with other escapes and line ends", () => {
        assert.deepEqual(readRulePage(PAGE.replaceAll("\\_", "\\$1")), readRulePage(PAGE));
        assert.deepEqual(readRulePage(PAGE.replaceAll("\n", "\r\n")), readRulePage(PAGE));
    });

    it("are not other pages", () => {
        assert.equal(readRulePage("# Something else\n\nText.\n"), undefined);
        assert.equal(readRulePage("# Odd\n\n**Identifier:** not an identifier\n"), undefined);
    });

    it("are linked by the list", () => {
        const list =
            "+ [access-keys-rotated](access-keys-rotated.md)\n+ [x](./x-y.html)\n+ [again](x-y.md)\n" +
            "[far](https://docs.aws.amazon.com/config/latest/developerguide/far-rule.html) [other](https://example.com/a.md)\n";
        assert.deepEqual(rulePages(list), ["access-keys-rotated", "x-y", "far-rule"]);
    });
});

describe("a newer collection over the catalogue", () => {
    const catalogue = {
        A: { rule: "a", trigger: "change", parameters: { days: { type: "integer" } }, creator: "pack-only" },
        B: { trigger: "periodic" },
        C: { trigger: "change" },
    } as const;

    it("adds, changes field by field, and keeps what it does not name", () => {
        const { catalogue: updated, changes } = updateCatalogue(catalogue, {
            A: { rule: "a", trigger: "both", parameters: { days: { type: "integer", default: "9" }, more: {} } },
            B: { trigger: "periodic" },
            D: { trigger: "change", rule: "d" },
        });
        assert.deepEqual(changes, {
            added: ["D"],
            absent: ["C"],
            changed: [{ identifier: "A", fields: ["trigger", "parameters.days", "parameters.more"] }],
        });
        assert.deepEqual(Object.keys(updated), ["A", "B", "C", "D"]);
        assert.equal(updated["A"]?.creator, "pack-only");
        assert.deepEqual(updated["C"], { trigger: "change" });
        assert.deepEqual(Object.keys(updated["D"] ?? {}), ["rule", "trigger"]);
    });

    it("of the same rules changes nothing", () => {
        const { catalogue: same, changes } = updateCatalogue(catalogue, catalogue);
        assert.deepEqual(same, catalogue);
        assert.deepEqual(changes, { added: [], absent: [], changed: [] });
    });
});
