import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { checkFile } from "../../../cli/check/pack.ts";
import { loadPlan } from "../../../lib/plan/load.ts";
import { memoryFiles } from "../project.ts";

/** The examples of a page, by the file that the first line of each names. */
function examples(page: string): Record<string, string> {
    const blocks = [...readFileSync(page, "utf8").matchAll(/```yaml\n# (\S+)\n([\s\S]*?)```/g)];
    return Object.fromEntries(blocks.map(([, file, text]) => [file ?? "", text ?? ""]));
}

describe("docs/packs.md", () => {
    const written = examples("docs/packs.md");
    const files = memoryFiles(written);

    it("names a file in every example", () => {
        const blocks = readFileSync("docs/packs.md", "utf8").match(/```yaml/g) ?? [];
        assert.equal(Object.keys(written).length, blocks.length);
    });

    for (const file of Object.keys(written).filter((name) => name.startsWith("packs/"))) {
        it(`shows ${file} without a fault`, () => {
            assert.deepEqual(checkFile(file, files), []);
        });
    }

    it("shows a bundle that deploys what it says", () => {
        const { plan, diagnostics } = loadPlan({ stack: "docs", files });
        assert.deepEqual(diagnostics, []);
        assert.deepEqual(
            plan?.packs.map(({ name, bundle, rules }) => [name, bundle, rules.map((rule) => rule.name)]),
            [
                [
                    "security",
                    "security",
                    [
                        "access-keys-rotated",
                        "iam-password-policy",
                        "iam-user-mfa-enabled",
                        "root-account-mfa-enabled",
                        "s3-bucket-logging-enabled",
                        "s3-bucket-public-read-prohibited",
                        "vpc-sg-open-only-to-authorized-ports",
                    ],
                ],
            ],
        );
        const inputs = Object.fromEntries(plan?.packs[0]?.rules.map((rule) => [rule.name, rule.inputParameters]) ?? []);
        assert.deepEqual({ ...(inputs["access-keys-rotated"] as object) }, { maxAccessKeyAge: "60" });
        assert.deepEqual({ ...(inputs["iam-password-policy"] as object) }, { MinimumPasswordLength: "16" });
        assert.deepEqual(
            { ...(inputs["s3-bucket-logging-enabled"] as object) },
            {
                targetPrefix: { "Fn::Sub": "logs/${AWS::AccountId}" },
            },
        );
    });
});
