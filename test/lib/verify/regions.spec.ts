import assert from "node:assert/strict";
import { printVerdicts } from "../../../cli/verify/print.ts";
import type { PackAnswers } from "../../../lib/verify/answers.ts";
import { expectRegions, verifyRegions } from "../../../lib/verify/regions.ts";
import { planOf, RULE } from "../project.ts";

const BUCKETS = RULE.replace("RootMfa", "Logging")
    .replace("root-mfa", "bucket-logging")
    .replace("ROOT_ACCOUNT_MFA_ENABLED", "S3_BUCKET_LOGGING_ENABLED");
const PLAN = planOf(
    "  conformance-packs:packs: { root: , buckets: }\n  conformance-packs:regions: { ap-south-1: , us-east-1: }\n",
    { "root.yaml": RULE, "buckets.yaml": BUCKETS },
);
const REGIONS = ["eu-west-1", "ap-south-1", "us-east-1"];

function answers(packs: Readonly<Record<string, string>>): PackAnswers {
    const value = Object.fromEntries(
        Object.entries(packs).map(([name, rule]) => [
            name,
            {
                state: "CREATE_COMPLETE",
                rules: { known: true, value: [`${rule}-conformance-pack-a1b2c3d4e`] } as const,
                definitions: {
                    known: true,
                    value: {
                        [`${rule}-conformance-pack-a1b2c3d4e`]: {
                            owner: "AWS",
                            sourceIdentifier:
                                rule === "root-mfa" ? "ROOT_ACCOUNT_MFA_ENABLED" : "S3_BUCKET_LOGGING_ENABLED",
                        },
                    },
                } as const,
            },
        ]),
    );
    return { account: { known: true, value }, organization: { known: true, value: {} } };
}

function printed(found: Parameters<typeof printVerdicts>[0]): string[] {
    const lines: string[] = [];
    printVerdicts(found, REGIONS, "test", {
        line: (text = "") => void lines.push(text),
        note: () => undefined,
        transient: () => undefined,
        style: (_, text) => text,
        isInteractive: false,
    });
    return lines;
}

describe("the verdicts on several regions", () => {
    const expected = expectRegions(PLAN, "111122223333");
    const fine = answers({ buckets: "bucket-logging" });
    const found = verifyRegions(
        expected,
        new Map([
            ["eu-west-1", answers({ root: "root-mfa", buckets: "bucket-logging" })],
            ["ap-south-1", fine],
            ["us-east-1", answers({})],
        ]),
    );

    it("name the region of each, the worst first", () => {
        assert.deepEqual(
            found.map(({ name, region, outcome }) => `${name} ${region} ${outcome}`),
            [
                "buckets us-east-1 missing",
                "buckets eu-west-1 reached",
                "buckets ap-south-1 reached",
                "root eu-west-1 reached",
            ],
        );
    });

    it("stand where a region is not asked again", () => {
        const again = verifyRegions(expected, new Map([["us-east-1", fine]]), found);
        assert.ok(again.every(({ outcome }) => outcome === "reached"));
        assert.equal(again.length, 4);
    });

    it("are told together where they are alike", () => {
        assert.deepEqual(printed(found), [
            "pack     regions                target   result   state in AWS     rules in AWS  in the plan",
            "-------  ---------------------  -------  -------  ---------------  ------------  -----------",
            "buckets  us-east-1              account  missing  -                -             1",
            "buckets  eu-west-1, ap-south-1  account  reached  CREATE_COMPLETE  1             1",
            "root     eu-west-1              account  reached  CREATE_COMPLETE  1             1",
            "\nbuckets in us-east-1: missing",
            "  -> run: pulumi refresh --stack test, so that the stack learns of it, then: pulumi up --stack test",
        ]);
    });
});
