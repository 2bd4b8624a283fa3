import assert from "node:assert/strict";
import type { AssessmentResultsDocument } from "../../../lib/oscal/document.ts";
import { openOscalValidator, type OscalValidator, validatorPython } from "../../oscal-validator/oscal-validator.ts";
import { skipWithout } from "../../requirements.ts";
import { evaluation, failing } from "../../lib/compliance/fixture-source.ts";
import { PUBLIC, waiversFor } from "../../lib/compliance/project.ts";
import { ACCOUNT, ANSWERS, assess, type Assessed } from "../../lib/oscal/assessed.ts";

/** Texts that whoever names a resource, writes a waiver or a rule may have chosen. */
const HOSTILE = [
    '<script>alert("x")</script>',
    "line\r\nbreak\u2028and\u0000control\u001b[31m",
    "`code` *bold* [link](javascript:alert(1)) {{ insert: param, x }}",
    "\ud800 half a character",
    " \t ",
    '=HYPERLINK("https://example.com")',
    "ein ß, ein 漢字, ein 🚀",
];

const BROKEN: readonly [name: string, breakIt: (document: Record<string, unknown>) => void][] = [
    ["a UUID that is none", (document) => (document["uuid"] = "7")],
    ["no metadata", (document) => delete document["metadata"]],
    ["a property that OSCAL does not know", (document) => (document["opinion"] = "fine")],
];

const DOCUMENTS: readonly [name: string, assessed: Assessed][] = [
    ["what fails, what is waived, and what complies", {}],
    ["only rules that fail asked for resources", { options: { resources: "failing" } }],
    ["no rule at all", { answers: { rules: [] } }],
    ["rules that name no control", { answers: { rules: [[failing("of-nobody", ACCOUNT, 1)]] } }],
    [
        "a framework with controls that no rule answers, and files beside the document",
        {
            filter: { controls: ["CIS"] },
            options: {
                framework: "CIS",
                unanswered: [
                    { control: { framework: "CIS", id: "1.1 (root)" }, reasons: ["somebody has to look"] },
                    { control: { framework: "CIS", id: "2.1" }, reasons: ["*partly*"] },
                ],
                evaluations: "compliance/evaluations.csv",
            },
            files: {
                plan: { title: "Plan", href: "plan.json", mediaType: "application/json", sha256: "0".repeat(64) },
                others: [
                    {
                        title: "Evaluations",
                        href: "compliance/evaluations.csv",
                        mediaType: "text/csv",
                        sha256: "1".repeat(64),
                    },
                ],
            },
        },
    ],
    ...HOSTILE.map((text): [string, Assessed] => [
        `the text ${JSON.stringify(text)} wherever one may stand`,
        {
            answers: {
                ...ANSWERS,
                rules: [[failing(PUBLIC, ACCOUNT, 2), failing(text, ACCOUNT, 1)]],
                evaluations: [
                    { ...evaluation(PUBLIC, ACCOUNT, text), annotation: text },
                    { ...evaluation(PUBLIC, ACCOUNT, "site"), resourceType: text },
                ],
            },
            waivers: waiversFor({ rule: "s3-bucket-public-read-prohibited", resource: "site" }).map((waiver) => ({
                ...waiver,
                owner: text,
                reason: text,
            })),
            options: { title: text, stack: text, framework: text },
        },
    ]),
];

describe("NIST's schema and compliance-trestle", function () {
    this.timeout(300_000);

    let validator: OscalValidator | undefined;

    before("open the validator", async function () {
        skipWithout(this, await validatorPython());
        validator = await openOscalValidator();
    });

    function opened(): OscalValidator {
        assert.ok(validator !== undefined);
        return validator;
    }

    for (const [name, assessed] of DOCUMENTS) {
        it(`take ${name}`, async () => {
            const document = await assess(assessed);
            assert.deepEqual(opened().schemaErrors(document), []);
            assert.equal(await opened().readErrors(document), "");
        });
    }

    for (const [name, breakIt] of BROKEN) {
        it(`refuse ${name}`, async () => {
            const document: AssessmentResultsDocument = await assess();
            breakIt(document["assessment-results"] as unknown as Record<string, unknown>);
            assert.notDeepEqual(opened().schemaErrors(document), []);
            assert.notEqual(await opened().readErrors(document), "");
        });
    }
});
